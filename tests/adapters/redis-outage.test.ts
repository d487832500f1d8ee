import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { tellOutages } from '../../src/adapters/redis-outage.ts';
import { redisClient } from '../../src/app/redis-client.ts';
import { startRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

test('a connection that breaks, or is closed, again and again is one outage, told when it begins and when it is over', async (t) => {
  const redis = await startRedis();
  t.after(() => redis.stop());
  const client = redis.client();
  await client.ping(); // a server may refuse the first try, as it opens
  const said: unknown[] = [];
  tellOutages(
    client,
    {
      info: (message, fields) => said.push([message, fields?.tries]),
      warn: (message, fields) => said.push([message, fields?.problem]),
    },
    { lost: 'lost', back: 'back' },
  );
  const other = redis.client();
  const breakIt = () => void client.stream.destroy(new Error('broken'));
  const close = async () => other.client('KILL', 'ID', Number(await client.client('ID')));
  for (const lose of [breakIt, close, close]) {
    const back = Promise.withResolvers<void>();
    client.once('ready', back.resolve);
    await lose();
    await back.promise;
  }
  assert.deepEqual(said, [['lost', 'broken']]);
  await until('it is told', () => said.length > 1);
  assert.deepEqual(said.slice(1), [['back', 3]]);
});

test('a server that takes each connection and closes it without a word is an outage too', async (t) => {
  const server = createServer((socket) => socket.on('error', () => undefined).end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const client = redisClient(`redis://127.0.0.1:${address.port}`, null);
  t.after(() => {
    client.disconnect();
    server.close();
  });
  const said: unknown[] = [];
  const warn = (message: string, fields?: Record<string, unknown>) => said.push([message, fields?.problem]);
  tellOutages(client, { info: () => undefined, warn }, { lost: 'lost', back: 'back' });
  let tries = 0;
  client.on('reconnecting', () => (tries += 1));
  await until('it was tried again and again', () => tries > 3);
  assert.deepEqual(said, [['lost', 'the connection was closed']]);
});
