import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Mending } from '../../../src/model.ts';
import { mendingBulletin } from '../../../src/pipeline/bulletin/mending.ts';

const mending = (over: Partial<Mending>): Mending => ({
  id: 'mended.5.repaired',
  at: 5,
  what: 'repaired',
  copy: '/data/copy',
  lostBytes: 1_234,
  ...over,
});

test('what was cut off is told with how much it was, where the copy lies and what can be done, and names the role', () => {
  const { id, text, pings, createdAt } = mendingBulletin(mending({}), 9_000);
  assert.deepEqual([id, pings, createdAt], ['mended.5.repaired', true, 9_000]);
  assert.match(text, /damaged.*last 1234 bytes.*A copy of all as it was: \/data\/copy\..*npm run restore/);
});

test('what lost next to nothing is told without naming the role, and a path of any length leaves room for the rest', () => {
  const cutOff = mendingBulletin(mending({ what: 'truncated', copy: null, lostBytes: null }), 9_000);
  assert.equal(cutOff.pings, false);
  assert.match(cutOff.text, /in the midst of a command.*that command is lost/);
  const relisted = mendingBulletin(
    mending({ what: 'relisted', copy: `/${'x'.repeat(4_000)}`, lostBytes: null }),
    9_000,
  );
  assert.match(relisted.text, /nothing is known to be lost/);
  assert.ok(relisted.text.length <= 900);
});
