import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { openDiscord } from '../../../src/adapters/discord/discord.ts';
import type { Permission } from '../../../src/model.ts';
import type { Found } from '../../../src/ports.ts';
import { aGuild } from '../../support/discord/guilds.ts';
import { type DiscordStandIn, startDiscord } from '../../support/discord/server.ts';
import { recordLog } from '../../support/discord/views.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function opened() {
  const standIn = await startDiscord();
  open.push(() => standIn.close());
  const discord = await openDiscord({
    token: standIn.token,
    apiUrl: standIn.apiUrl,
    log: recordLog(),
    rememberCommands: { load: async () => null, save: async () => {} },
  });
  open.push(() => discord.close());
  const { guild: server, channel } = standIn;
  const lacks = (said: { channel?: string; server?: string; pingRole?: string } = {}) =>
    discord.premises.lacks({ server, channel, pingRole: null, ...said });
  return { standIn, premises: discord.premises, lacks };
}
const isFound = (found: Found<unknown>) => (found.status === 'found' ? found.is : found);
const bot = '900000000000000003';
const own = '800000000000000005';
const embed = 1n << 14n;
const view = 1n << 10n;
const administrator = 1n << 3n;
const mentionEveryone = 1n << 17n;

function setChannel({ state, channel }: DiscordStandIn, overwrites: { id: string; allow?: bigint; deny?: bigint }[]) {
  const whole = overwrites.map(({ id, allow = 0n, deny = 0n }) => ({ id, allow, deny }));
  state.channels.set(channel, { id: channel, parent: null, name: 'alerts', archived: false, overwrites: whole });
}
function setGuild({ state, guild }: DiscordStandIn, said: Partial<ReturnType<typeof aGuild>>): void {
  state.guilds.set(guild, { ...aGuild(guild), ...said });
}

test('a bot that was invited as the README says lacks nothing', async () => {
  const { lacks } = await opened();
  assert.deepEqual(isFound(await lacks()), []);
});

test("the channel's word on everybody, on the bot's roles and on the bot itself counts in this order", async () => {
  const { standIn, lacks } = await opened();
  setGuild(standIn, { roles: [...aGuild(standIn.guild).roles, { id: own, permissions: 0n, mentionable: false }] });
  setChannel(standIn, [{ id: standIn.guild, deny: embed }]);
  assert.deepEqual(isFound(await lacks()), ['embed-links'] satisfies Permission[]);
  setChannel(standIn, [
    { id: standIn.guild, deny: embed },
    { id: own, allow: embed },
  ]);
  assert.deepEqual(isFound(await lacks()), ['embed-links'], 'a role that the bot has not');
  setGuild(standIn, {
    roles: [...aGuild(standIn.guild).roles, { id: own, permissions: 0n, mentionable: false }],
    botRoles: [own],
  });
  assert.deepEqual(isFound(await lacks()), []);
  setChannel(standIn, [
    { id: own, allow: embed },
    { id: bot, deny: embed },
  ]);
  assert.deepEqual(isFound(await lacks()), ['embed-links']);
});

test('who cannot see a channel can do nothing there, and an administrator everything', async () => {
  const { standIn, lacks } = await opened();
  setChannel(standIn, [{ id: standIn.guild, deny: view }]);
  assert.equal((isFound(await lacks()) as readonly unknown[]).length, 8);
  setGuild(standIn, { roles: [{ id: standIn.guild, permissions: administrator, mentionable: false }] });
  assert.deepEqual(isFound(await lacks()), []);
});

test('a role is pinged where everybody may mention it, or the bot every role', async () => {
  const { standIn, lacks } = await opened();
  const [everyone] = aGuild(standIn.guild).roles;
  assert.ok(everyone);
  const withRole = (mentionable: boolean, permissions = everyone.permissions) =>
    setGuild(standIn, {
      roles: [
        { ...everyone, permissions },
        { id: own, permissions: 0n, mentionable },
      ],
    });
  withRole(false);
  assert.deepEqual(isFound(await lacks({ pingRole: own })), ['mention-everyone']);
  withRole(true);
  assert.deepEqual(isFound(await lacks({ pingRole: own })), []);
  withRole(false, everyone.permissions | mentionEveryone);
  assert.deepEqual(isFound(await lacks({ pingRole: own })), []);
});

test('what is of another server, or no channel for alerts, or not there, is refused with the reason', async () => {
  const { standIn, lacks } = await opened();
  const why = async (asked: Parameters<typeof lacks>[0]) => {
    const found = await lacks(asked);
    return found.status === 'refused' ? found.why : found.status;
  };
  const place = { parent: null, name: 'elsewhere', archived: false };
  standIn.state.channels.set('900000000000000077', { ...place, id: '900000000000000077', guild: '900000000000000066' });
  standIn.state.channels.set('900000000000000078', { ...place, id: '900000000000000078', type: 15 });
  standIn.state.channels.set('900000000000000079', { ...place, id: '900000000000000079', parent: standIn.channel });
  assert.equal(await why({ channel: '900000000000000077' }), 'other-server');
  assert.equal(await why({ channel: '900000000000000078' }), 'no-channel-for-alerts', 'a forum');
  assert.equal(await why({ channel: '900000000000000079' }), 'no-channel-for-alerts', 'a thread');
  assert.equal(await why({ channel: '900000000000000080' }), 'unseen');
  assert.equal(await why({ pingRole: '800000000000000088' }), 'no-such-role');
  assert.ok(!standIn.accepted.some(({ path }) => path.includes('900000000000000066')), 'its server is not asked for');
});

test('while Discord does not answer nothing is known, and nothing is taken for refused', async () => {
  const { standIn, lacks } = await opened();
  standIn.faults.plan('GET', /^\/channels\//, { kind: 'dropped' });
  assert.equal((await lacks()).status, 'unknown');
  standIn.faults.plan('GET', /^\/channels\//, { kind: 'status', status: 503 });
  assert.equal((await lacks()).status, 'unknown');
  assert.equal((await lacks()).status, 'found');
});

test('the channel of direct messages with a person is one, and a server has a name', async () => {
  const { standIn, premises } = await opened();
  const first = isFound(await premises.directChannel('700000000000000001'));
  assert.equal(isFound(await premises.directChannel('700000000000000001')), first);
  assert.equal(isFound(await premises.serverName(standIn.guild)), 'Operations');
  const elsewhere = await premises.serverName('900000000000000066');
  assert.equal(elsewhere.status, 'refused');
  assert.deepEqual(standIn.problems, []);
});

test('whoever left a server is a member no more, and an answer that says nothing of it is none', async () => {
  const { standIn, premises } = await opened();
  const someone = '700000000000000001';
  const isMember = async () => isFound(await premises.isMember(standIn.guild, someone));
  assert.equal(await isMember(), true);
  setGuild(standIn, { left: new Set([someone]) });
  assert.equal(await isMember(), false);
  standIn.faults.plan('GET', /^\/guilds\//, { kind: 'status', status: 503 });
  assert.equal((await premises.isMember(standIn.guild, someone)).status, 'unknown');
  assert.equal((await premises.isMember('900000000000000066', someone)).status, 'refused');
  assert.deepEqual(standIn.problems, []);
});

test('a member is found with name and roles, and whoever is none is not', async () => {
  const { standIn, premises } = await opened();
  const amal = '700000000000000002';
  setGuild(standIn, {
    members: new Map([[amal, { name: 'Amal', roles: ['900000000000000077'] }]]),
    left: new Set(['1']),
    roles: [...aGuild(standIn.guild).roles, { id: '900000000000000077', permissions: 1n << 13n, mentionable: false }],
  });
  assert.deepEqual(isFound(await premises.member(standIn.guild, amal)), {
    who: { id: amal, name: 'Amal' },
    roles: ['900000000000000077'],
    isBot: false,
    mayManage: true,
    mayManageServer: false,
  });
  const self = {
    who: { id: standIn.botId, name: `user-${standIn.botId}` },
    roles: [],
    isBot: true,
    mayManage: false,
    mayManageServer: false,
  };
  assert.deepEqual(isFound(await premises.member(standIn.guild, standIn.botId)), self);
  assert.equal(isFound(await premises.member(standIn.guild, '1')), null);
  assert.deepEqual(standIn.problems, []);
});
