import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type DigestPlan, type Incident, type Severity, severities } from '../../src/model.ts';
import {
  type DigestInput,
  digestOf,
  digestTime,
  digestTimer,
  isDigestTimer,
  isHeardBy,
} from '../../src/pipeline/digest.ts';
import { aSubscription, aWatch } from '../jobs/support/builders.ts';
import { anAlert, anIncident, aPack, aReport, dayMs, hourMs } from '../support/builders.ts';

const at = (text: string): number => Date.parse(text);
const plan: DigestPlan = { every: 'week', at: '07:00', timeZone: 'Asia/Baghdad' };
const monday = at('2020-04-06T04:00Z');
const time = { from: monday - 7 * dayMs, to: monday };
const pack = aPack();

function digested(incidents: readonly Incident[], over: Partial<DigestInput> = {}) {
  const subscription = aSubscription({ digests: [plan] });
  return digestOf({ subscription, watch: aWatch(), plan, time, incidents, open: [], pack, ...over });
}
const opened = (id: string, openedAt: number, facts: Partial<Incident['facts']> = {}) =>
  anIncident({ id, openedAt, updatedAt: openedAt, facts });

describe('the time of a digest', () => {
  test('ends when it was due last and begins with the one before', () => {
    assert.deepEqual(digestTime(plan, monday), time);
    assert.deepEqual(digestTime(plan, monday + 7 * dayMs - 1), time);
    const daily = { ...plan, every: 'day' } as const;
    assert.deepEqual(digestTime(daily, monday + hourMs), { from: monday - dayMs, to: monday });
  });

  test('has 23 hours where the clock is put on', () => {
    const london = { every: 'day', at: '07:00', timeZone: 'Europe/London' } as const;
    const { from, to } = digestTime(london, at('2026-03-29T12:00Z'));
    assert.equal((to - from) / hourMs, 23);
  });

  test('one follows upon another without gap or overlap', () => {
    const zones = fc.constantFrom('Asia/Baghdad', 'Asia/Tehran', 'Europe/London', 'America/New_York');
    const every = fc.constantFrom('day' as const, 'week' as const);
    const now = fc.integer({ min: at('2020-01-01T00:00Z'), max: at('2026-12-31T00:00Z') });
    fc.assert(
      fc.property(every, zones, now, (each, timeZone, when) => {
        const later = digestTime({ every: each, at: '02:30', timeZone }, when);
        const earlier = digestTime({ every: each, at: '02:30', timeZone }, later.to - 1);
        assert.equal(earlier.to, later.from);
      }),
    );
  });
});

describe('a digest', () => {
  test('counts what was told first within the time, by type, place, actor and severity, each once an incident', () => {
    const digest = digested([
      opened('a', time.from, { severity: 'high', place: 'green-zone' }),
      opened('b', time.to - 1, {
        place: 'baghdad',
        families: ['wire', 'daily'],
        actors: [
          { actor: 'kataib-hezbollah', role: 'agent' },
          { actor: 'us-forces', role: 'target' },
          { actor: 'us-forces', role: 'agent' },
          { actor: 'donald-trump', role: 'speaker' },
        ],
      }),
      opened('c', time.to, { severity: 'critical' }),
      anIncident({ id: 'd', openedAt: time.from - 1, updatedAt: time.from + 1 }),
      anIncident({ id: 'e', openedAt: time.from - 1, updatedAt: time.to }),
    ]);
    assert.deepEqual([digest.incidents, digest.developed, digest.confirmed, digest.unconfirmed], [2, 1, 1, 1]);
    assert.deepEqual(digest.byPlace, [{ id: 'baghdad', name: 'baghdad', count: 2 }]);
    assert.deepEqual(
      digest.byActor.map(({ id, count }) => [id, count]),
      [
        ['us-forces', 2],
        ['kataib-hezbollah', 1],
      ],
    );
    assert.deepEqual(
      digest.byType.map(({ id }) => id),
      ['Shelling/artillery/missile attack'],
    );
    assert.deepEqual(digest.bySeverity, [
      { severity: 'high', count: 1 },
      { severity: 'elevated', count: 1 },
    ]);
  });

  test('of a week has a bar for each local day, of a day one each three hours', () => {
    const week = digested([opened('a', at('2020-03-31T21:30Z'))]);
    assert.deepEqual(
      week.course.filter(({ count }) => count > 0).map(({ from }) => from),
      [at('2020-03-31T21:00Z')],
    );
    assert.equal(week.course.length, 8);
    const day = digested([], { plan: { ...plan, every: 'day' }, time: { from: monday - dayMs, to: monday } });
    assert.equal(day.course.length, 9);
  });

  test('counts add up, whatever happened when', () => {
    const incident = fc.record({
      openedAt: fc.integer({ min: time.from - 2 * dayMs, max: time.to + dayMs }),
      severity: fc.constantFrom(...severities),
      families: fc.subarray(['wire', 'daily', 'state-tv'], { minLength: 1 }),
      place: fc.constantFrom('camp-taji', 'green-zone', 'iraq', 'unknown', null),
    });
    fc.assert(
      fc.property(fc.array(incident, { maxLength: 40 }), (all) => {
        const digest = digested(all.map(({ openedAt, ...facts }, place) => opened(`i${place}`, openedAt, facts)));
        const within = all.filter(({ openedAt }) => openedAt >= time.from && openedAt < time.to);
        const sum = (counts: readonly { readonly count: number }[]) => counts.reduce((to, { count }) => to + count, 0);
        assert.equal(digest.incidents, within.length);
        assert.equal(sum(digest.course), within.length);
        assert.equal(sum(digest.bySeverity), within.length);
        assert.equal(digest.confirmed + digest.unconfirmed, within.length);
        assert.equal(sum(digest.byPlace), within.filter(({ place }) => place !== null).length);
        for (const part of digest.course)
          assert.equal(sum(Object.values(part.bySeverity).map((count) => ({ count }))), part.count);
      }),
    );
  });

  test('names open alerts gravest first, then oldest, and says how many there is no room for', () => {
    const alertOn = (id: string, severity: Severity, openedAt: number) => ({
      incident: opened(id, openedAt, { severity }),
      alert: anAlert({ incident: id, openedAt }),
      message: null,
    });
    const few = digested([], { open: [alertOn('a', 'low', 1), alertOn('b', 'high', 3), alertOn('c', 'high', 2)] });
    assert.deepEqual(
      few.open.map(({ incident }) => incident),
      ['c', 'b', 'a'],
    );
    const many = digested([], { open: Array.from({ length: 30 }, (_, place) => alertOn(`i${place}`, 'low', place)) });
    assert.deepEqual([many.open.length, many.openCount], [20, 30]);
  });
});

describe('a subscription hears of an incident', () => {
  const listener = (over: { watch?: object; subscription?: object } = {}) => ({
    watch: aWatch(over.watch),
    subscription: aSubscription(over.subscription),
    pack,
  });
  const incident = anIncident({ reports: [aReport({ title: 'Rockets hit Taji', sentences: ['Rockets hit Taji'] })] });

  test('that its watch looks at, from its floor on', () => {
    assert.equal(isHeardBy(listener(), incident, false), true);
    assert.equal(isHeardBy(listener({ subscription: { severityFloor: 'high' } }), incident, false), false);
    assert.equal(isHeardBy(listener({ watch: { keywords: ['rockets'] } }), incident, false), true);
    assert.equal(isHeardBy(listener({ watch: { keywords: ['tanker'] } }), incident, false), false);
  });

  test('that it was told of by words which are kept no more', () => {
    assert.equal(isHeardBy(listener({ watch: { keywords: ['tanker'] } }), incident, true), true);
  });

  test('never of one that was told to nobody', () => {
    assert.equal(isHeardBy(listener(), { ...incident, silent: true }, true), false);
  });
});

test('a timer is of one plan: another hour or zone is another timer', () => {
  const subscription = aSubscription({ id: 's' });
  const timers = [plan, { ...plan, at: '08:00' }, { ...plan, timeZone: 'UTC' }, { ...plan, every: 'day' as const }];
  const names = timers.map((each) => digestTimer(subscription, each));
  assert.equal(new Set(names).size, names.length);
  assert.ok(names.every(isDigestTimer));
  assert.equal(isDigestTimer('poll:digest'), false);
});
