import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { startRedis } from './redis.ts';

test('a test gets an empty Redis of its own that is gone afterwards', async () => {
  const redis = await startRedis();
  const client = redis.client();
  assert.equal(await client.dbsize(), 0);
  await client.set('key', 'value');
  assert.equal(await client.get('key'), 'value');
  await redis.stop();
  assert.equal(existsSync(redis.path), false);
});

test('two servers of one test file know nothing of each other', async () => {
  const [one, other] = await Promise.all([startRedis(), startRedis()]);
  await one.client().set('key', 'value');
  assert.equal(await other.client().get('key'), null);
  await Promise.all([one.stop(), other.stop()]);
});
