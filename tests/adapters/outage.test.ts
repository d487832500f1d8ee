import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tellOutages } from '../../src/adapters/outage.ts';
import { startRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

test('a connection that breaks again and again is one outage, told when it begins and when it is over', async (t) => {
  const redis = await startRedis();
  t.after(() => redis.stop());
  const client = redis.client();
  const said: unknown[] = [];
  tellOutages(
    client,
    {
      info: (message, fields) => said.push([message, fields?.tries]),
      warn: (message, fields) => said.push([message, fields?.problem]),
    },
    { lost: 'lost', back: 'back' },
  );
  await client.ping();
  for (let times = 0; times < 3; times += 1) {
    const back = Promise.withResolvers<void>();
    client.once('ready', back.resolve);
    client.stream.destroy(new Error('broken'));
    await back.promise;
  }
  assert.deepEqual(said, [['lost', 'broken']]);
  await until('it is told', () => said.length > 1);
  assert.deepEqual(said.slice(1), [['back', 3]]);
});
