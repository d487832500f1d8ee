import assert from 'node:assert/strict';
import { it } from 'node:test';
import { drawFrom } from '../support/faults/draw.ts';
import { discordLimits } from '../support/faults/scenarios/discord-limits.ts';

it(discordLimits.claim, async () => {
  const { found, figures } = await discordLimits.run(drawFrom(1), { number: 1, isLong: false });
  assert.deepEqual(found, []);
  assert.ok(Number(figures.struck) > 0, 'no request was struck');
});
