import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readMoment } from '../../src/pipeline/moment-words.ts';

const timeZone = 'Asia/Baghdad';
/** A Sunday, 15:00 in Baghdad. */
const now = Date.parse('2026-03-08T12:00:00Z');
const read = (typed: string, zone = timeZone, at = now): string | null => {
  const moment = readMoment(typed, { now: at, timeZone: zone });
  return moment === null ? null : new Date(moment).toISOString().slice(0, 16);
};

test('Arabic counts one and two by the word alone', () => {
  const typed = ['ساعة', 'ساعتين', 'يومين', 'دقيقتان', 'أسبوعين'];
  const counted = ['1h', '2h', '2d', '2m', '2w'];
  assert.deepEqual(
    typed.map((each) => read(each)),
    counted.map((each) => read(each)),
  );
});

test('how long from now is read in words and short, in the digits and words of each language', () => {
  const typed = ['90m', '2h', '2 hours', '1d 12h', '1w', '1h30m', '٣ ساعات', '٢ يوم', '۴ ساعت', '0m'];
  assert.deepEqual(
    typed.map((each) => read(each)),
    [
      '2026-03-08T13:30',
      '2026-03-08T14:00',
      '2026-03-08T14:00',
      '2026-03-10T00:00',
      '2026-03-15T12:00',
      '2026-03-08T13:30',
      '2026-03-08T15:00',
      '2026-03-10T12:00',
      '2026-03-08T16:00',
      '2026-03-08T12:00',
    ],
  );
});

test('a time of day is the next one that the clock there shows', () => {
  assert.equal(read('22:00'), '2026-03-08T19:00');
  assert.equal(read('8'), '2026-03-09T05:00');
  assert.equal(read('15:00'), '2026-03-09T12:00');
});

test('a day is read with its time or without', () => {
  assert.equal(read('tomorrow 08:00'), '2026-03-09T05:00');
  assert.equal(read('غداً 08:00'), '2026-03-09T05:00');
  assert.equal(read('today 14:00'), '2026-03-08T11:00');
  assert.equal(read('2026-12-24 18:00'), '2026-12-24T15:00');
  assert.equal(read('2026-12-24T18:00'), '2026-12-24T15:00');
  assert.equal(read('2026-12-24'), '2026-12-23T21:00');
});

test('a time that the clock leaves out is when it is put on, one that comes twice the first', () => {
  const beforeSpring = Date.parse('2026-03-07T12:00:00Z');
  assert.equal(read('2026-03-08 02:30', 'America/New_York', beforeSpring), '2026-03-08T07:00');
  assert.equal(read('2026-11-01 01:30', 'America/New_York'), '2026-11-01T05:30');
});

test('what is none of these is not guessed at', () => {
  for (const typed of ['', 'soon', '2 moons', '2026-02-30', '2026-13-01 08:00', 'tomorrow noon', '25:00', '2h later'])
    assert.equal(read(typed), null, typed);
});

test('whatever is typed is a whole moment or nothing', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 100 }), (typed) => {
      const moment = readMoment(typed, { now, timeZone });
      assert.ok(moment === null || Number.isSafeInteger(moment), typed);
    }),
  );
});
