import assert from 'node:assert/strict';
import { it } from 'node:test';
import { roles } from '../../src/app.ts';
import { drawFrom } from '../support/faults/draw.ts';
import { machines } from '../support/faults/scenarios/machines.ts';

it('each stage as processes of its own brings an article to one message; two of each do no harm', async () => {
  const { found, figures } = await machines.run(drawFrom(1), { number: 1, isLong: false });
  assert.deepEqual(found, []);
  assert.equal(figures.machines, roles.length + 4);
});
