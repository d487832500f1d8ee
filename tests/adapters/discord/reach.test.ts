import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchReach } from '../../../src/adapters/discord/reach.ts';
import { NoTurnError } from '../../../src/adapters/discord/turns.ts';
import { quiet } from '../../jobs/support/builders.ts';

/** Away, with a question that ends in this way. */
async function awayAsking(ask: () => Promise<unknown>) {
  const asked = Promise.withResolvers<void>();
  const reach = watchReach(() => ask().finally(asked.resolve), quiet);
  for (let at = 0; at < 3; at += 1) reach.note({ status: 'unclear', problem: 'reset' });
  assert.equal(reach.hold()?.status, 'wait');
  await asked.promise;
  await new Promise(setImmediate);
  return reach;
}

test('a question that was answered opens the way', async () => {
  assert.equal((await awayAsking(() => Promise.resolve())).hold(), null);
});

test('a question that we kept back ourselves says nothing of Discord', async () => {
  assert.notEqual((await awayAsking(() => Promise.reject(new NoTurnError(500)))).hold(), null);
});
