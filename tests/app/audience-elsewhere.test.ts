import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filedInDiscord } from '../../src/app/discord.ts';
import { nothingOpened } from '../../src/app/opened.ts';
import { loadConfig } from '../../src/config/load.ts';
import { aSubscription, quiet } from '../jobs/support/builders.ts';
import { startRedis } from '../support/redis.ts';

test('a process without Discord knows whom the file tells there, and of a channel alone the server that another was told', async (t) => {
  const redis = await startRedis();
  const opened = nothingOpened(quiet);
  t.after(async () => {
    await opened.closeAll();
    await redis.stop();
  });
  const env = { DISCORD_TOKEN: 'stand-in.token.for-tests', DISCORD_CHANNEL_ID: '900000000000000002' };
  const loaded = loadConfig({ env });
  const room = aSubscription({
    id: 'room',
    watch: 'all-incidents',
    server: '900000000000000001',
    channel: '900000000000000007',
  });
  const client = redis.client();
  const whole = await filedInDiscord({ ...loaded, subscriptions: [room] }, client, opened, quiet);
  assert.deepEqual(whole.subscriptions, [room]);

  const untold = await filedInDiscord(loaded, client, opened, quiet);
  assert.deepEqual(untold.subscriptions, [], 'nobody has asked for the server yet');
  await client.hset('watchfloor:discord', 'server-of:900000000000000002', '900000000000000001');
  const told = await filedInDiscord(loaded, client, opened, quiet);
  assert.deepEqual(
    told.subscriptions.map(({ server, channel }) => [server, channel]),
    [['900000000000000001', '900000000000000002']],
  );
});
