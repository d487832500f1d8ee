import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawFrom } from '../support/faults/draw.ts';
import { redisCutInReply } from '../support/faults/scenarios/redis-wire.ts';

test(redisCutInReply.claim, { timeout: 170_000 }, async () => {
  const { found } = await redisCutInReply.run(drawFrom(1), { number: 1, isLong: false });
  assert.deepEqual(found, []);
});
