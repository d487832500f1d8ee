import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type DiscordStandIn, startDiscord } from '../support/discord/server.ts';
import { droneAtErbil, rocketsAtAsad, rocketsAtAsadAgain, rocketsAtAsadWounded } from '../support/news.ts';
import { type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { type Program, runProgram, startProgram, stopPrograms } from '../support/program.ts';

// A token and one channel, as the README says; then a second channel that subscribes by command.
const secondChannel = '900000000000000012';
const analyst = { id: '700000000000000007', name: 'Noor', permissions: '8192' }; // may manage messages
let news: Newsroom;
let discord: DiscordStandIn;
let program: Program;
let env: Record<string, string>;
before(async () => {
  news = await openNewsroom();
  discord = await startDiscord({ channels: ['900000000000000002', secondChannel] });
  env = {
    ...news.env,
    LOG_LEVEL: 'debug',
    DISCORD_TOKEN: discord.token,
    DISCORD_CHANNEL_ID: discord.channel,
    DISCORD_API_URL: discord.apiUrl,
  };
});
after(async () => {
  await stopPrograms();
  await news.close();
  await discord.close();
});

async function start(): Promise<void> {
  program = startProgram('all', { env });
  await program.until('the bot is ready', () => program.logged('discord gateway ready').length > 0);
  await program.until('it has begun', () => program.logged('started').length > 0);
}
/** Waits until so many articles are decided since the start, and all that follows is delivered. */
const done = (articles: number) =>
  program.until(`${articles} articles are done`, () => {
    const decided = program.decided();
    return decided.articles >= articles && decided.isDelivered;
  });
const cards = (channel = discord.channel) => discord.messagesIn(channel);
function cardOf(channel = discord.channel) {
  const [card, ...others] = cards(channel);
  assert.ok(card !== undefined && others.length === 0, `${cards(channel).length} messages`);
  return card;
}
async function press(label: string, asker: Partial<typeof analyst> = analyst): Promise<string> {
  const card = cardOf();
  const asked = discord.press(card.id, label, asker);
  await program.until('the presser is answered', () => asked.reply !== null);
  return asked.reply ?? '';
}
const shown = () => JSON.stringify(cardOf().embeds);

test('an incident that several outlets tell is one message, edited as it develops, with a thread from the first update', async () => {
  await start();
  news.publish('reuters', rocketsAtAsad);
  await news.ping('reuters');
  await done(1);
  const { id, embeds } = cardOf();
  assert.ok(JSON.stringify(embeds).includes(rocketsAtAsad.title));
  assert.equal(discord.state.channels.size, 2, 'no thread before there is something to tell in it');
  news.publish('rudaw', rocketsAtAsadAgain);
  await news.ping('rudaw');
  await done(2);
  news.publish('npr', rocketsAtAsadWounded);
  await news.ping('npr');
  await done(3);
  assert.equal(cardOf().id, id);
  assert.ok(cardOf().edits > 0);
  assert.match(shown(), /Wounded[^}]*2/);
  const thread = [...discord.state.channels.values()].find(({ parent }) => parent === discord.channel);
  assert.ok(thread, 'there is a thread');
  assert.ok(
    discord.messagesIn(thread.id).some(({ content, embeds: told }) => /wounded/i.test(content + JSON.stringify(told))),
  );
});

test('a press acknowledges: the message says by whom, and the audit log has it', async () => {
  assert.match(await press('Acknowledge', { permissions: '0' }), /manage messages/i);
  await press('Acknowledge');
  await program.until('the message says so', () => shown().includes('Noor'));
  const [incident] = await news.store().recentIncidents(1);
  assert.ok(incident);
  const [entry] = await news.store().auditOf(incident.id, 1);
  assert.deepEqual([entry?.action, entry?.who?.name, entry?.server], ['acknowledge', 'Noor', discord.guild]);
});

test('a note and an assignment stand on the message and in its thread, where whoever must act is called', async () => {
  const opened = discord.press(cardOf().id, 'Note', analyst);
  await program.until('the form is opened', () => (opened.callback?.modal ?? null) !== null);
  const filled = discord.fill(opened, { text: 'Called the desk in *Erbil*.' }, analyst);
  await program.until('the note is answered', () => filled.reply !== null);
  const asked = discord.press(cardOf().id, 'Assign', analyst);
  await program.until('it is asked to whom', () => asked.reply !== null);
  const sami = '700000000000000008';
  const chosen = discord.choose(asked, `alert:assign::${await incidentId()}`, [sami], analyst);
  await program.until('the choice is answered', () => chosen.reply !== null);
  assert.match(chosen.reply ?? '', /^Assigned to user/);
  await program.until('the message says so', () => /Assigned to .*Called the desk/su.test(shown()));
  const thread = [...discord.state.channels.values()].find(({ parent }) => parent === discord.channel);
  const inThread = () => discord.messagesIn(thread?.id ?? '').map(({ content }) => content);
  await program.until('the thread has both', () => inThread().filter((text) => /Noor/.test(text)).length === 2);
  assert.ok(inThread().some((text) => text.includes('Called the desk in \\*Erbil\\*.') && !text.includes('<@')));
  const calls = discord.accepted.filter(({ body }) => JSON.stringify(body ?? '').includes(`<@${sami}>`));
  assert.deepEqual(
    calls.map(({ body }) => JSON.stringify(body).match(/"allowed_mentions":(\{[^}]*\})/u)?.[1]),
    [JSON.stringify({ parse: [], users: [sami], roles: [] })],
  );
});
const incidentId = async () => (await news.store().recentIncidents(1))[0]?.id ?? '';

test('after a restart nothing is posted twice and the buttons of before work', async () => {
  program.signal('SIGINT');
  const { code, stopMs } = await program.ended;
  assert.equal(code, 0, program.stderr());
  assert.ok(stopMs < 5_000, `it took ${stopMs} ms`);
  await start();
  await news.ping('reuters');
  await press('Resolve', { ...analyst, name: 'Sami', id: '700000000000000008' });
  await program.until('the message says so', () => shown().includes('Sami'));
  assert.equal(cards().length, 1);
  const [incident] = await news.store().recentIncidents(1);
  const actions = (await news.store().auditOf(incident?.id ?? '', 5)).map(({ action }) => action);
  assert.deepEqual(actions.slice(0, 4), ['resolve', 'assign', 'note', 'acknowledge']);
});

test('another channel subscribes by command and gets the next incident too, once, though an answer is lost', async () => {
  const watches = news.store();
  const asked = discord.ask(
    { kind: 'command', name: 'subscribe', options: { watch: 'all-incidents' } },
    { ...analyst, channel: secondChannel },
  );
  await program.until('it is answered', () => asked.reply !== null);
  assert.equal((await watches.subscriptions()).length, 1, asked.reply ?? '');
  const audience = () => program.logged('audience read').some(({ subscriptions }) => subscriptions === 2);
  discord.faults.plan('POST', new RegExp(`^/channels/${secondChannel}/messages$`), { kind: 'accepted-then-dropped' });
  news.publish('upi', droneAtErbil);
  await news.ping('upi');
  await program.until('both channels have it', () => cards().length === 2 && cards(secondChannel).length === 1);
  await done(1);
  assert.ok(audience());
  assert.equal(cards(secondChannel).length, 1);
  assert.ok(JSON.stringify(cardOf(secondChannel).embeds).includes(droneAtErbil.title));
});

test('Discord finds nothing wrong with what was sent', () => {
  assert.deepEqual(discord.problems, []);
});

test('a token that Discord refuses ends the start with a sentence and exit code 1', async () => {
  const other = await openNewsroom();
  const refused = { ...env, ...other.env, DISCORD_TOKEN: 'not-the.token.of-this-bot' };
  const { code, stderr } = await runProgram('all', { env: refused });
  await other.close();
  assert.equal(code, 1);
  assert.match(stderr, /^Discord refused the token in DISCORD_TOKEN \(401\): make a new one in the Developer Portal/m);
  assert.ok(!stderr.includes('not-the.token'));
});
