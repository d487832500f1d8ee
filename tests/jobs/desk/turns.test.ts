import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { oneOfAll } from '../../../src/jobs/desk/turns.ts';

test('a server that asks much waits behind those that ask once', async () => {
  const take = oneOfAll({ serversMax: 2, inLineMax: 3 });
  const ran: string[] = [];
  let atOnce = 0;
  const ask = (server: string, name: string) =>
    take(server, async () => {
      atOnce += 1;
      await nextTurn();
      assert.equal(atOnce, 1);
      atOnce -= 1;
      ran.push(name);
    });
  const asked = [ask('busy', 'busy 1'), ask('busy', 'busy 2'), ask('busy', 'busy 3'), ask('calm', 'calm 1')];
  assert.equal(ask('busy', 'busy 4'), null);
  assert.equal(ask('third', 'third 1'), null);
  await Promise.all(asked);
  assert.deepEqual(ran, ['busy 1', 'calm 1', 'busy 2', 'busy 3']);
  await ask('third', 'third 1');
  assert.equal(ran.at(-1), 'third 1');
});

test('a task that fails keeps nobody waiting', async () => {
  const take = oneOfAll({ serversMax: 1, inLineMax: 2 });
  const failing = take('home', () => Promise.reject(new Error('gone')));
  const next = take('home', async () => 'done');
  await assert.rejects(failing ?? Promise.resolve(), /gone/);
  assert.equal(await next, 'done');
});
