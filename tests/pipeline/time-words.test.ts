import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isTimeZone } from '../../src/pipeline/local-time.ts';
import { readTimeOfDay, readTimeZone, timeZonesLike } from '../../src/pipeline/time-words.ts';

test('a time of day is read as people type it', () => {
  const typed = ['22:00', '7:05', ' 07.05 ', '0', '٢٢:٣٠', '۰۷:۰۰', '24:00', '7:5', '-1', '', 'noon', '12:60', '1e1'];
  const read = ['22:00', '07:05', '07:05', '00:00', '22:30', '07:00', null, null, null, null, null, null, null];
  assert.deepEqual(typed.map(readTimeOfDay), read);
});

test('a time zone is read by its name in any case, or by its city', () => {
  const zoneOf = (typed: string) => {
    const read = readTimeZone(typed);
    return read.ok ? read.timeZone : read.near;
  };
  assert.equal(zoneOf('asia/baghdad'), 'Asia/Baghdad');
  assert.equal(zoneOf(' New York '), 'America/New_York');
  assert.equal(zoneOf('utc'), 'UTC');
  assert.deepEqual(zoneOf('Bagh'), ['Asia/Baghdad']);
  assert.deepEqual(zoneOf('nowhere at all'), []);
});

test('what is read is a zone that the configuration takes, whatever is typed', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 80 }), fc.constantFrom(...timeZonesLike('a'))), (typed) => {
      const read = readTimeZone(typed);
      assert.ok(!read.ok || isTimeZone(read.timeZone), JSON.stringify(read));
      const time = readTimeOfDay(typed);
      assert.ok(time === null || /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time));
    }),
  );
});

test('zones are offered by what was typed, those of the region first', () => {
  assert.deepEqual(timeZonesLike('').slice(0, 2), ['Asia/Baghdad', 'Asia/Tehran']);
  assert.equal(timeZonesLike('teh')[0], 'Asia/Tehran');
  assert.ok(timeZonesLike('new york').includes('America/New_York'));
  assert.deepEqual(timeZonesLike('zzz'), []);
});
