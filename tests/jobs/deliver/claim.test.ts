import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prolonging } from '../../../src/jobs/deliver/claim.ts';
import { quiet } from '../support/builders.ts';

test('a claim is prolonged while its owner lives, also after a prolongation that failed, and not after', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  let claims = 0;
  const warned: string[] = [];
  const stop = prolonging(
    { leaseMs: 9_000, log: { ...quiet, warn: (message) => void warned.push(message) } },
    async () => {
      claims += 1;
      if (claims === 1) throw new Error('reset');
    },
  );
  t.mock.timers.tick(2_999);
  assert.equal(claims, 0);
  t.mock.timers.tick(6_001);
  assert.equal(claims, 3);
  await stop();
  t.mock.timers.tick(60_000);
  assert.equal(claims, 3);
  assert.deepEqual(warned, ['claim not prolonged']);
});
