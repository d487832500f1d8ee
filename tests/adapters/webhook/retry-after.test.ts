import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryAfterMs } from '../../../src/adapters/webhook/retry-after.ts';

const now = Date.parse('2026-04-01T12:00:00Z');
const cases = [
  [undefined, null],
  ['30', 30_000],
  [['30', '40'], 30_000],
  ['86400', 3_600_000],
  ['Wed, 01 Apr 2026 12:01:00 GMT', 60_000],
  ['Wed, 01 Apr 2026 11:00:00 GMT', null],
  ['0', null],
  ['soon', null],
] as const;

test('what the other side asks for is kept, an hour at most', () => {
  for (const [header, expected] of cases) assert.equal(retryAfterMs(header, now), expected, String(header));
});
