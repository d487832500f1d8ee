import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { aGuild } from '../support/discord/guilds.ts';
import type { Injected } from '../support/discord/interactions.ts';
import { type DiscordStandIn, startDiscord } from '../support/discord/server.ts';
import { type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { type Program, startProgram, stopPrograms } from '../support/program.ts';

// An administrator who has just invited the bot, and knows nothing but /setup.
const alerts = '900000000000000021';
const ops = '900000000000000022';
const role = '800000000000000031';
const sendMessages = 1n << 11n;
const administrator = { id: '700000000000000007', name: 'Noor', permissions: '32' }; // manage server
let news: Newsroom;
let discord: DiscordStandIn;
let program: Program;
before(async () => {
  news = await openNewsroom();
  discord = await startDiscord({ channels: [alerts, ops] });
  setAlertChannel([{ id: discord.guild, allow: 0n, deny: sendMessages }]);
  const guild = aGuild(discord.guild);
  const roles = [...guild.roles, { id: role, permissions: 0n, mentionable: true }];
  discord.state.guilds.set(guild.id, { ...guild, roles });
  await start();
});
after(async () => {
  await stopPrograms();
  await news.close();
  await discord.close();
});

function setAlertChannel(overwrites: { id: string; allow: bigint; deny: bigint }[]): void {
  discord.state.channels.set(alerts, { id: alerts, parent: null, name: 'alerts', archived: false, overwrites });
}
async function start(): Promise<void> {
  const env = { ...news.env, DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl };
  program = startProgram('all', { env });
  await program.until('the bot is ready', () => program.logged('discord gateway ready').length > 0);
}
async function answered(asked: Injected): Promise<Injected> {
  await program.until('it is answered', () => asked.reply !== null);
  return asked;
}
const press = (below: Injected, label: string) => answered(discord.press(below, label, administrator));
const choose = (below: Injected, field: string, ...values: string[]) =>
  answered(discord.choose(below, `setup:pick:${field}`, values, administrator));

test('an administrator sets the server up by pressing alone, over a restart, and sees a test alert', async () => {
  let step = await answered(discord.ask({ kind: 'command', name: 'setup' }, { ...administrator, channel: alerts }));
  assert.ok(discord.answerOf(step).isEphemeral);
  step = await choose(step, 'channel', alerts);
  step = await choose(step, 'role', role);
  program.signal('SIGINT');
  await program.ended;
  await start();
  step = await choose(step, 'watch', 'all-incidents');
  step = await choose(step, 'severityFloor', 'elevated');
  step = await press(step, 'Next');
  const form = discord.press(step, 'Set quiet hours …', administrator);
  await program.until('the form is open', () => form.callback !== null);
  step = await answered(discord.fill(form, { from: '22:00', to: '07:00', zone: 'Asia/Baghdad' }, administrator));
  step = await choose(step, 'operators', ops);
  step = await choose(step, 'responders', role);
  step = await press(step, 'Next');
  assert.match(step.reply ?? '', new RegExp(`<#${alerts}> Watchfloor lacks: Send Messages`));
  assert.throws(() => discord.press(step, 'Save and send a test alert', administrator), /switched off/);
  assert.deepEqual(await news.store().servers(), []);

  setAlertChannel([]);
  step = await press(step, 'Check again');
  step = await press(step, 'Save and send a test alert');
  assert.match(step.reply ?? '', /^Saved/);
  const [server] = await news.store().servers();
  assert.deepEqual(
    [server?.name, server?.responderRoles, server?.operatorsChannel, server?.timeZone],
    ['Operations', [role], ops, 'Asia/Baghdad'],
  );
  assert.equal((await news.store().subscriptions())[0]?.severityFloor, 'elevated');

  await program.until('the test alert is there', () => discord.messagesIn(alerts).length > 0);
  const [alert, ...others] = discord.messagesIn(alerts);
  assert.deepEqual(others, []);
  assert.match(alert?.content ?? '', /TEST · /);
  assert.match(alert?.embeds[0]?.title ?? '', /^TEST · /);
  assert.match(alert?.embeds[0]?.footer?.text ?? '', /^TEST · /);
  assert.deepEqual(alert?.pinged, [role]);
  assert.ok((alert?.components ?? []).length > 0, 'the buttons of a real one');
});

test('whoever may not manage the server is refused at the first word', async () => {
  const guest = { id: '700000000000000009', name: 'Eve', permissions: '8192' };
  const asked = await answered(discord.ask({ kind: 'command', name: 'setup' }, guest));
  assert.match(asked.reply ?? '', /manage this server/);
  const [entry] = await news.store().recentAudit(1);
  assert.deepEqual([entry?.action, entry?.who?.name], ['refused', 'Eve']);
});

test('Discord finds nothing wrong with what was sent', () => {
  assert.deepEqual(discord.problems, []);
});
