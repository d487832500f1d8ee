import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { stringify } from 'yaml';
import { type DiscordStandIn, startDiscord } from '../support/discord/server.ts';
import { rocketsAtAsad } from '../support/news.ts';
import { type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { startProgram, stopPrograms } from '../support/program.ts';
import { type Receiver, startReceiver } from '../support/webhook-receiver.ts';

const secret = 'a secret that both sides know';
const analyst = { id: '700000000000000007', name: 'Noor', permissions: '8192' }; // may manage messages
let news: Newsroom;
let discord: DiscordStandIn;
let pager: Receiver;
let env: Record<string, string>;
before(async () => {
  news = await openNewsroom();
  discord = await startDiscord();
  pager = await startReceiver(secret);
  const person = { id: analyst.id, name: analyst.name };
  const policy = {
    id: 'nobody-answers',
    server: discord.guild,
    name: 'Nobody answers',
    steps: [
      { do: 'notify-person', person, by: 'thread' },
      { do: 'notify-person', person, by: 'direct' },
      { do: 'webhook', webhook: 'pager' },
      { do: 'wait', minutes: 60 },
    ],
  };
  const webhook = { id: 'pager', server: discord.guild, url: `${pager.url}/in`, secretVariable: 'PAGER_SECRET' };
  await writeFile(join(news.configDir, 'rota.yaml'), stringify({ policies: [policy], webhooks: [webhook] }));
  env = {
    ...news.env,
    PAGER_SECRET: secret,
    DISCORD_TOKEN: discord.token,
    DISCORD_CHANNEL_ID: discord.channel,
    DISCORD_API_URL: discord.apiUrl,
  };
});
after(async () => {
  await stopPrograms();
  await news.close();
  await discord.close();
  await pager.close();
});
const calls = () =>
  [...discord.state.channels.keys()]
    .flatMap((channel) => discord.messagesIn(channel))
    .filter(({ content }) => content.includes(`<@${analyst.id}>`));

test('news nobody has taken calls a person and a system, once though the program is killed, until somebody takes it below the call', async () => {
  const first = startProgram('all', { env });
  await first.until('the bot is ready', () => first.logged('discord gateway ready').length > 0);
  news.publish('reuters', rocketsAtAsad);
  await news.ping('reuters');
  await first.until('all are called', () => calls().length === 2 && pager.received.length === 1);
  first.signal('SIGKILL');
  await first.ended;
  const second = startProgram('all', { env });
  await second.until('the bot is ready', () => second.logged('discord gateway ready').length > 0);
  const below = calls().find(({ components }) => JSON.stringify(components).includes('v1:inc:'));
  assert.ok(below, 'the call in the thread can be answered there');
  const press = discord.press(below.id, 'Acknowledge', analyst);
  await second.until('the presser is answered', () => press.reply !== null);
  assert.match(press.reply ?? '', /^Acknowledged/u);
  await second.until('the system hears it', () => pager.received.some(({ body }) => kindOf(body) === 'state'));
  assert.deepEqual(
    pager.received.map(({ body, isGenuine }) => [kindOf(body), stateOf(body), isGenuine]),
    [
      ['escalation', 'open', true],
      ['state', 'acknowledged', true],
    ],
  );
  assert.equal(calls().length, 2);
  assert.deepEqual(discord.problems, []);
  assert.doesNotMatch(first.stderr() + second.stderr(), new RegExp(secret));
  const metrics = await (await fetch(`${await second.url()}/metrics`)).text();
  assert.match(metrics, /^watchfloor_pages_total\{way="webhook",outcome="sent"\} 1$/m);
});

const kindOf = (body: unknown) => (body as { kind: string }).kind;
const stateOf = (body: unknown) => (body as { alert: { state: string } }).alert.state;
