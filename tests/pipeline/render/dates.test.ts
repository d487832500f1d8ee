import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDays, formatMoment, parseDays, writeDays } from '../../../src/pipeline/render/dates.ts';

test('days are told in words, a range once', () => {
  assert.equal(formatDays({ from: '2020-01-03', to: '2020-01-03' }, 'en'), '3 January 2020');
  assert.equal(formatDays({ from: '2020-01-03', to: '2020-01-04' }, 'en'), '3–4 January 2020');
  assert.equal(formatDays({ from: '2020-01-03', to: '2020-01-03' }, 'ar'), '3 يناير 2020');
  assert.match(formatDays({ from: '2020-01-03', to: '2020-01-03' }, 'fa'), /^3 ژانویه.* 2020$/u);
});

test('what is no day is shown as it is', () => {
  assert.equal(formatDays({ from: 'unknown', to: 'unknown' }, 'en'), 'unknown');
  assert.equal(formatDays({ from: 'a', to: 'b' }, 'en'), 'a – b');
});

test('a moment is told in the zone of its place, in UTC where the zone is unknown', () => {
  const at = Date.parse('2020-01-02T22:40:00Z');
  assert.equal(formatMoment(at, 'Asia/Baghdad', 'en'), '3 Jan 2020, 01:40');
  assert.equal(formatMoment(at, 'Nowhere/None', 'en'), '2020-01-02T22:40:00.000Z');
});

test('a range of days survives being written', () => {
  for (const days of [
    { from: '2020-01-03', to: '2020-01-04' },
    { from: '2020-01-03', to: '2020-01-03' },
  ]) {
    assert.deepEqual(parseDays(writeDays(days)), days);
  }
});
