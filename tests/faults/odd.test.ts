import assert from 'node:assert/strict';
import { it } from 'node:test';
import { drawFrom } from '../support/faults/draw.ts';
import { clock } from '../support/faults/scenarios/clock.ts';

it(clock.claim, async () => {
  const { found, figures } = await clock.run(drawFrom(1), { number: 1, isLong: false });
  assert.deepEqual(found, []);
  assert.deepEqual([figures.lost, figures.duplicates], [0, 0]);
});
