import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import { openStore } from '../../src/adapters/redis/store.ts';
import { readArguments, SubscriptionsError } from '../../src/app/subscriptions.ts';
import type { Store } from '../../src/ports.ts';
import { configFolder } from '../config/folder.ts';
import { aGuild } from '../support/discord/guilds.ts';
import { type DiscordStandIn, startDiscord } from '../support/discord/server.ts';
import { runProgram, stopPrograms } from '../support/program.ts';
import { startRedis } from '../support/redis.ts';

const embed = 1n << 14n;
const role = '800000000000000031';
const barred = '900000000000000012';
let redis: Awaited<ReturnType<typeof startRedis>>;
let discord: DiscordStandIn;
let store: Store;
before(async () => {
  redis = await startRedis();
  discord = await startDiscord();
  const guild = aGuild(discord.guild);
  discord.state.guilds.set(guild.id, {
    ...guild,
    roles: [...guild.roles, { id: role, permissions: 0n, mentionable: true }],
  });
  const overwrites = [{ id: guild.id, allow: 0n, deny: embed }];
  discord.state.channels.set(barred, { id: barred, parent: null, name: 'barred', archived: false, overwrites });
  const log = { info() {}, warn() {}, error() {} };
  store = openStore(redis.client(), { prefix: 'watchfloor:', log });
});
after(async () => {
  await stopPrograms();
  await discord.close();
  await redis.stop();
});

function runner(t: TestContext) {
  const env = {
    REDIS_URL: redis.path,
    WATCHFLOOR_CONFIG: configFolder(t),
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
  };
  return (...args: string[]) => runProgram('subscriptions', { args, env });
}

test('subscriptions are added, changed, listed, checked, tested and removed by terminal', async (t) => {
  const run = runner(t);
  const here = ['--server', discord.guild, '--channel', discord.channel];
  const added = await run('add', ...here, '--role', role, '--quiet', '22:00-07:00', '--time-zone', 'baghdad');
  assert.deepEqual([added.code, added.stderr], [0, '']);
  const id = `by-command-${discord.guild}-${discord.channel}-everything`;
  assert.match(added.stdout, new RegExp(`channel ${discord.channel} is well\n${id}: now told of “Everything”`));
  const changed = await run('add', ...here, '--severity', 'high', '--digest', 'week', '--digest-at', '9:30');
  assert.match(changed.stdout, /: still told of .* from severity high on; pings @\d+ .*a digest each Monday at 09:30/);
  const [subscription, ...others] = await store.subscriptions();
  assert.deepEqual(others, []);
  assert.deepEqual([subscription?.quiet?.timeZone, subscription?.digests.length], ['Asia/Baghdad', 1]);

  const direct = await run('add', '--server', discord.guild, '--user', '700000000000000001');
  assert.equal(direct.code, 0, direct.stdout);
  const listed = await run('list');
  assert.match(listed.stdout, /terminal \(from the configuration\)/);
  assert.match(listed.stdout, /in direct messages to 700000000000000001/);

  assert.deepEqual([(await run('check', id)).code, (await run('check', 'no-such')).code], [0, 2]);
  const tested = await run('test', id);
  assert.deepEqual([tested.code, tested.stdout], [0, `${id}: a test alert is in channel ${discord.channel}\n`]);
  const [alert, ...rest] = discord.messagesIn(discord.channel);
  assert.deepEqual(rest, []);
  assert.match(alert?.embeds[0]?.title ?? '', /^TEST · /);
  assert.deepEqual(alert?.pinged, [role]);
  assert.deepEqual(await store.waitingLetters(Number.MAX_SAFE_INTEGER, 10), []);

  assert.match((await run('remove', id, 'terminal')).stdout, /: ended\nterminal: stands in the configuration/);
  assert.equal((await store.subscriptions()).length, 1);
  assert.deepEqual(
    (await store.recentAudit(10)).map(({ action, who }) => `${who?.name} ${action}`),
    ['terminal unsubscribe', 'terminal subscribe', 'terminal subscribe', 'terminal subscribe'],
  );
  assert.deepEqual(discord.problems, []);
});

test('what cannot be done is said, with exit code 2, and nothing is saved', async (t) => {
  const run = runner(t);
  const before = await store.subscriptions();
  const lacking = await run('add', '--server', discord.guild, '--channel', barred);
  assert.equal(lacking.code, 2);
  assert.match(lacking.stdout, /in channel \d+ the bot lacks Embed Links/);
  const wrong = [
    [['add', '--server', discord.guild], /expected either --channel or --user/],
    [['add', '--server', '7', '--channel', barred], /--server: expected a Discord id/],
    [
      ['add', '--server', discord.guild, '--channel', barred, '--severity', 'grave'],
      /--severity: expected one of info/,
    ],
    [['list', '--watch', 'x'], /--watch is an option of add alone/],
    [['remove'], /remove: expected one of these/],
    [[], /usage: npm run --silent subscriptions/],
    [['add', '--help'], /^usage: npm run --silent subscriptions/],
    [['-h'], /^usage: npm run --silent subscriptions/],
  ] as const;
  for (const [args, told] of wrong)
    assert.throws(
      () => readArguments(args),
      (error) => error instanceof SubscriptionsError && told.test(error.message),
    );
  const without = await run();
  assert.deepEqual([without.code, /^usage: /.test(without.stderr)], [2, true]);
  const zone = await run('add', '--server', discord.guild, '--channel', discord.channel, '--time-zone', 'Bagdad');
  assert.deepEqual([zone.code, /no time zone/.test(zone.stdout)], [2, true]);
  const watch = await run('add', '--server', discord.guild, '--channel', discord.channel, '--watch', 'none');
  assert.match(watch.stdout, /There is no watch “none”\. Known: everything/);
  assert.deepEqual(await store.subscriptions(), before);
});
