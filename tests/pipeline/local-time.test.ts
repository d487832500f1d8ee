import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { DigestPlan, Instant, QuietHours } from '../../src/model.ts';
import { isTimeZone, lastDigestAt, nextDigestAt, partsOf, quietUntil } from '../../src/pipeline/local-time.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const newYork = 'America/New_York';

const at = (text: string): Instant => Date.parse(text);
const told = (instant: Instant | null): string | null =>
  instant === null ? null : new Date(instant).toISOString().slice(0, 16);

describe('quiet hours', () => {
  const cases: readonly [name: string, quiet: QuietHours, now: string, until: string | null][] = [
    ['before them', quiet('22:00', '06:00', 'Asia/Baghdad'), '2026-11-21T18:59Z', null],
    ['as they begin', quiet('22:00', '06:00', 'Asia/Baghdad'), '2026-11-21T19:00Z', '2026-11-22T03:00'],
    ['after midnight', quiet('22:00', '06:00', 'Asia/Baghdad'), '2026-11-22T02:59Z', '2026-11-22T03:00'],
    ['as they end', quiet('22:00', '06:00', 'Asia/Baghdad'), '2026-11-22T03:00Z', null],
    ['within one day', quiet('13:00', '14:30', 'Asia/Tehran'), '2026-11-22T10:00Z', '2026-11-22T11:00'],
    ['within one day, on the next night', quiet('13:00', '14:30', 'Asia/Tehran'), '2026-11-22T20:00Z', null],
    ['with equal ends', quiet('08:00', '08:00', 'Asia/Tehran'), '2026-11-22T04:30Z', null],
    ['to a time left out', quiet('01:30', '02:30', newYork), '2026-03-08T06:45Z', '2026-03-08T07:00'],
    ['from a time left out', quiet('02:30', '03:15', newYork), '2026-03-08T07:00Z', '2026-03-08T07:15'],
    ['left out wholly', quiet('02:10', '02:50', newYork), '2026-03-08T07:00Z', null],
    ['to a time that comes twice', quiet('00:30', '01:30', newYork), '2026-11-01T05:45Z', '2026-11-01T06:30'],
    ['over a night an hour longer', quiet('22:00', '06:00', 'Europe/London'), '2026-10-24T21:00Z', '2026-10-25T06:00'],
    ['over a night an hour shorter', quiet('22:00', '06:00', 'Europe/London'), '2026-03-28T22:00Z', '2026-03-29T05:00'],
    [
      'in a Tehran that had summer time',
      quiet('23:30', '00:30', 'Asia/Tehran'),
      '2021-03-21T20:10Z',
      '2021-03-21T20:30',
    ],
    ['in a Tehran that has none', quiet('23:30', '00:30', 'Asia/Tehran'), '2026-03-21T20:10Z', '2026-03-21T21:00'],
    [
      'in a zone nobody knows, taken for UTC',
      quiet('22:00', '06:00', 'Mars/Base'),
      '2026-03-21T23:00Z',
      '2026-03-22T06:00',
    ],
  ];
  for (const [name, hours, now, until] of cases) {
    test(name, () => assert.equal(told(quietUntil(hours, at(now))), until));
  }

  test('it is quiet exactly until the time that is told, and no longer', () => {
    fc.assert(
      fc.property(anyQuiet, anyInstant, (hours, now) => {
        const until = quietUntil(hours, now);
        if (until === null) return;
        assert.ok(until > now);
        assert.equal(quietUntil(hours, until), null);
        assert.equal(quietUntil(hours, Math.floor((now + until) / 2)), until);
      }),
    );
  });

  test('a clock that shows a time within them is quiet, one that shows another is not, but in an hour that comes twice', () => {
    fc.assert(
      fc.property(anyQuiet, anyInstant, (hours, now) => {
        fc.pre(isFarFromChange(hours.timeZone, now));
        const time = wallTime(hours.timeZone, now);
        const { from, to } = hours;
        const isWithin = from <= to ? time >= from && time < to : time >= from || time < to;
        assert.equal(quietUntil(hours, now) !== null, isWithin, `${time} of ${from}–${to}`);
      }),
    );
  });
});

describe('due times of digests', () => {
  const cases: readonly [name: string, plan: DigestPlan, after: string, due: string][] = [
    ['later the same day', plan('day', '07:00', 'Asia/Baghdad'), '2026-11-21T03:59Z', '2026-11-21T04:00'],
    ['never the time itself', plan('day', '07:00', 'Asia/Baghdad'), '2026-11-21T04:00Z', '2026-11-22T04:00'],
    ['on Monday', plan('week', '08:00', 'Europe/London'), '2026-10-20T12:00Z', '2026-10-26T08:00'],
    ['on Monday in summer', plan('week', '08:00', 'Europe/London'), '2026-06-20T12:00Z', '2026-06-22T07:00'],
    [
      'at a time left out, as the clock is put on',
      plan('day', '02:30', newYork),
      '2026-03-08T05:00Z',
      '2026-03-08T07:00',
    ],
    ['at a time that comes twice, the first', plan('day', '01:30', newYork), '2026-11-01T04:00Z', '2026-11-01T05:30'],
    ['and not the second', plan('day', '01:30', newYork), '2026-11-01T05:30Z', '2026-11-02T06:30'],
    ['at a midnight left out', plan('day', '00:00', 'Asia/Tehran'), '2021-03-21T12:00Z', '2021-03-21T20:30'],
  ];
  for (const [name, each, after, due] of cases) {
    test(name, () => assert.equal(told(nextDigestAt(each, at(after))), due));
  }

  test('each due time is found from the one before, and from any moment between', () => {
    fc.assert(
      fc.property(
        anyPlan,
        anyInstant,
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (each, now, share) => {
          const last = lastDigestAt(each, now);
          const next = nextDigestAt(each, now);
          assert.ok(last <= now && now < next);
          assert.equal(nextDigestAt(each, last), next);
          assert.equal(lastDigestAt(each, next), next);
          const between = last + Math.floor((next - last) * share);
          assert.equal(lastDigestAt(each, between), last);
          const lengthMs = each.every === 'day' ? dayMs : 7 * dayMs;
          assert.ok(Math.abs(next - last - lengthMs) <= 2 * hourMs, `${(next - last) / hourMs} hours`);
        },
      ),
    );
  });
});

describe('parts of a time', () => {
  test('a week is parted at the local midnights, also where a day has 25 hours', () => {
    const time = { from: at('2026-10-19T07:00Z'), to: at('2026-10-26T08:00Z') };
    assert.deepEqual(partsOf(time, 'Europe/London').map(told), [
      '2026-10-19T07:00',
      ...['19', '20', '21', '22', '23', '24'].map((day) => `2026-10-${day}T23:00`),
      '2026-10-26T00:00',
    ]);
  });

  test('a day is parted at every third hour of the local clock', () => {
    const time = { from: at('2026-11-20T04:00Z'), to: at('2026-11-21T04:00Z') };
    const parts = partsOf(time, 'Asia/Baghdad', 3).map((from) => wallTime('Asia/Baghdad', from));
    assert.deepEqual(parts, ['07:00', '09:00', '12:00', '15:00', '18:00', '21:00', '00:00', '03:00', '06:00']);
  });

  test('the parts rise, begin with the time and lie within it', () => {
    fc.assert(
      fc.property(anyPlan, anyInstant, fc.constantFrom(null, 3, 6), ({ timeZone }, from, hours) => {
        const to = from + 7 * dayMs;
        const parts = partsOf({ from, to }, timeZone, hours);
        assert.equal(parts[0], from);
        assert.deepEqual(
          parts,
          [...new Set(parts)].sort((a, b) => a - b),
        );
        assert.ok(parts.every((part) => part >= from && part < to));
        const longestMs = (hours ?? 24) * hourMs + hourMs;
        const lengths = parts.map((part, place) => (parts[place + 1] ?? to) - part);
        assert.ok(lengths.every((lengthMs) => lengthMs <= longestMs));
      }),
    );
  });
});

test('a time zone is one that the machine knows, by its IANA name', () => {
  assert.deepEqual(['Asia/Baghdad', 'UTC', 'America/Argentina/Buenos_Aires'].map(isTimeZone), [true, true, true]);
  assert.deepEqual(['', 'Baghdad', 'Asia/Nowhere', 'GMT+3', '+03:00'].map(isTimeZone), [
    false,
    false,
    false,
    false,
    false,
  ]);
});

const zones = ['Asia/Baghdad', 'Asia/Tehran', 'Europe/London', newYork, 'Australia/Lord_Howe', 'UTC'] as const;
const anyZone = fc.constantFrom(...zones);
const anyTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 1, 15, 30, 59))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const anyQuiet = fc.record({ from: anyTime, to: anyTime, timeZone: anyZone });
const anyPlan = fc.record({ every: fc.constantFrom('day' as const, 'week' as const), at: anyTime, timeZone: anyZone });
/** Moments of the years 2019 to 2027, half of them around the days when clocks are changed. */
const anyInstant = fc.oneof(
  fc.integer({ min: at('2019-01-01T00:00Z'), max: at('2027-12-31T00:00Z') }),
  fc
    .tuple(
      fc.constantFrom(
        '2021-03-21T20:30Z',
        '2021-09-21T19:30Z',
        '2026-03-08T07:00Z',
        '2026-11-01T06:00Z',
        '2026-10-25T01:00Z',
      ),
      fc.integer({ min: -2 * dayMs, max: 2 * dayMs }),
    )
    .map(([change, away]) => at(change) + away),
);

function quiet(from: string, to: string, timeZone: string): QuietHours {
  return { from, to, timeZone };
}

function plan(every: DigestPlan['every'], time: string, timeZone: string): DigestPlan {
  return { every, at: time, timeZone };
}

function wallTime(timeZone: string, instant: Instant): string {
  const style = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat('en-GB', style).format(instant);
}

/** Whether the zone's clock runs as it does now two hours and a night before and after. */
function isFarFromChange(timeZone: string, instant: Instant): boolean {
  const minuteOffset = (when: Instant) => {
    const [hour = 0, minute = 0] = wallTime(timeZone, when).split(':').map(Number);
    return (((hour * 60 + minute) * 60_000 - (when % dayMs)) % dayMs) / 60_000;
  };
  const same = (a: number, b: number) =>
    (((a - b) % 1440) + 1440) % 1440 < 1 || (((a - b) % 1440) + 1440) % 1440 > 1439;
  return [-26 * hourMs, 26 * hourMs].every((away) => same(minuteOffset(instant), minuteOffset(instant + away)));
}
