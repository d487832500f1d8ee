import assert from 'node:assert/strict';
import { it } from 'node:test';
import { drawFrom } from '../support/faults/draw.ts';
import { kill } from '../support/faults/scenarios/kill.ts';

it(kill.claim, async () => {
  const { found, figures } = await kill.run(drawFrom(1), { number: 1, isLong: false });
  assert.deepEqual(found, []);
  assert.equal(figures.kills, 4);
});
