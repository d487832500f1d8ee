import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Alert, Card } from '../../src/model.ts';
import { spanWords, statsParts } from '../../src/pipeline/render/stats.ts';
import { type Stats, spreadOf, statsOf, weekStarts } from '../../src/pipeline/stats.ts';
import { aCard } from '../jobs/support/builders.ts';
import { anAlert, dayMs, hourMs, noon } from '../support/builders.ts';

const minuteMs = 60_000;
const starts = weekStarts(4, noon, 'UTC');
const people = ['7', '8', '9'].map((id) => ({ id, name: `person ${id}` }));
const stats = (alerts: readonly Alert[], cards: readonly Card[] = []): Stats => {
  const byIncident = Map.groupBy(cards, ({ incident }) => incident);
  return statsOf({ alerts, cards: byIncident, starts, timeZone: 'UTC' });
};
const measured = (over: Partial<Alert['measures']>): Alert['measures'] => ({ ...anAlert().measures, ...over });

const anyAlert: fc.Arbitrary<Alert> = fc
  .record({
    openedAt: fc.integer({ min: starts[0] ?? 0, max: noon }),
    isUrgent: fc.boolean(),
    severity: fc.constantFrom('low', 'high', 'critical' as const),
    state: fc.constantFrom('open', 'resolved', 'false-alarm' as const),
    outlet: fc.constantFrom('irna', 'reuters', null),
    watches: fc.uniqueArray(fc.constantFrom('w1', 'w2')),
    seenMs: fc.option(fc.nat(hourMs), { nil: null }),
    tookMs: fc.option(fc.nat(dayMs), { nil: null }),
    who: fc.constantFrom(...people),
    escalations: fc.nat(3),
  })
  .map(({ openedAt, isUrgent, severity, state, watches, tookMs, who, ...rest }) => ({
    ...anAlert({ openedAt, isUrgent, state, watches }),
    known: { ...anAlert().known, severity: severity as 'high' },
    measures: measured({
      seenMs: rest.seenMs,
      outlet: rest.outlet,
      escalations: rest.escalations,
      acknowledgedAt: tookMs === null ? null : openedAt + tookMs,
      acknowledgedBy: tookMs === null ? null : who,
    }),
  }));
const anyAlerts = fc
  .array(anyAlert, { maxLength: 40 })
  .map((all) => all.map((alert, at) => ({ ...alert, incident: `i${at}` })));

describe('the spread of spans', () => {
  it('has as many below its median as above it, and five of a hundred above its 95th percentile', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 60 }), (spans) => {
        const spread = spreadOf(spans) ?? assert.fail();
        const below = spans.filter((span) => span < spread.medianMs).length;
        const above = spans.filter((span) => span > spread.medianMs).length;
        assert.ok(below <= spans.length / 2 && above <= spans.length / 2);
        const within = (most: number) => spans.filter((span) => span <= most).length;
        assert.ok(within(spread.p95Ms) >= 0.95 * spans.length);
        assert.ok(spans.includes(spread.p95Ms) && within(spread.p95Ms - 1) < 0.95 * spans.length);
        assert.equal(spread.count, spans.length);
      }),
    );
  });

  it('is that of a single one, of two the mean, and of none nothing', () => {
    assert.equal(spreadOf([]), null);
    assert.deepEqual(spreadOf([7]), { count: 1, medianMs: 7, p95Ms: 7 });
    assert.deepEqual(spreadOf([10, 2]), { count: 2, medianMs: 6, p95Ms: 10 });
  });
});

describe('the figures of a server', () => {
  it('count every alert in one week, and what they tell as one by one', () => {
    fc.assert(
      fc.property(anyAlerts, (alerts) => {
        const told = stats(alerts);
        assert.equal(told.alerts, alerts.length);
        assert.equal(
          told.weeks.reduce((sum, week) => sum + week.alerts, 0),
          alerts.length,
        );
        const graded = told.weeks.flatMap(({ bySeverity }) => Object.values(bySeverity));
        assert.equal(
          graded.reduce((sum, count) => sum + count, 0),
          alerts.length,
        );
        const wrong = alerts.filter(({ state }) => state === 'false-alarm');
        assert.equal(told.falseAlarms, wrong.length);
        for (const { id, alerts: all, falseAlarms } of told.byOutlet) {
          assert.equal(all, alerts.filter(({ measures }) => measures.outlet === id).length);
          assert.equal(falseAlarms, wrong.filter(({ measures }) => measures.outlet === id).length);
        }
        for (const { id, falseAlarms } of told.byWatch)
          assert.equal(falseAlarms, wrong.filter(({ watches }) => watches.includes(id)).length);
        const taken = alerts.filter(({ measures }) => measures.acknowledgedBy !== null);
        assert.equal(
          told.byPerson.reduce((sum, { count }) => sum + count, 0),
          taken.length,
        );
        assert.equal(told.acknowledge?.count ?? 0, taken.filter(({ isUrgent }) => isUrgent).length);
        assert.equal(
          told.escalations,
          alerts.reduce((sum, { measures }) => sum + measures.escalations, 0),
        );
      }),
    );
  });

  it('reckon times of urgent alerts alone, and of several cards the first', () => {
    const opened = { openedAt: noon - hourMs, watches: ['w1'] };
    const taken = { acknowledgedAt: noon - hourMs + 12_000, acknowledgedBy: people[0] ?? null };
    const told = stats(
      [
        anAlert({ ...opened, incident: 'i1', measures: measured({ ...taken, seenMs: 60_000, resolvedAt: noon }) }),
        anAlert({ ...opened, incident: 'i2', isUrgent: false, measures: measured({ seenMs: 9 * dayMs }) }),
      ],
      [
        aCard({ incident: 'i1', causedAt: 1_000, postedAt: 9_000 }),
        aCard({ incident: 'i1', causedAt: 1_000, postedAt: 3_000 }),
        aCard({ incident: 'i1', causedAt: null, postedAt: 1_001 }),
        aCard({ incident: 'i2', causedAt: 1_000, postedAt: 900_000 }),
      ],
    );
    const only = (ms: number) => ({ count: 1, medianMs: ms, p95Ms: ms });
    assert.deepEqual(
      [told.see, told.tell, told.acknowledge, told.resolve],
      [only(60_000), only(2_000), only(12_000), only(hourMs)],
    );
  });

  it('hold an alert to be false that was merged as one', () => {
    const before = { state: 'false-alarm', acknowledgement: null, snoozedUntil: null, falseAlarm: 'satire' } as const;
    assert.equal(stats([anAlert({ state: 'merged', merged: { into: 'i2', before } })]).falseAlarms, 1);
  });

  it('begin their weeks at local midnights, also where the clock was put on within one', () => {
    const london = weekStarts(2, Date.parse('2026-04-01T10:00:00Z'), 'Europe/London');
    assert.deepEqual(
      london.map((at) => new Date(at).toISOString()),
      ['2026-03-19T00:00:00.000Z', '2026-03-26T00:00:00.000Z', '2026-04-01T23:00:00.000Z'],
    );
  });

  it('are said in both languages, a long list with how many it leaves out', () => {
    const alerts = Array.from({ length: 13 }, (_, at) =>
      anAlert({ incident: `i${at}`, state: 'false-alarm', measures: measured({ outlet: `outlet-${at}` }) }),
    );
    const names = { outlet: (id: string) => id.toUpperCase(), watch: (id: string) => id };
    const [, calls, outlets] = statsParts(stats(alerts), names, 'en');
    assert.deepEqual(calls?.lines, ['No alert was escalated.', '13 false alarms: 100 % of all.']);
    assert.deepEqual(
      [outlets?.lines.length, outlets?.lines[0], outlets?.lines[10]],
      [11, 'OUTLET-0: 1 of 1', 'and 3 more'],
    );
    assert.equal(statsParts(stats(alerts), names, 'ar')[2]?.heading, 'الإنذارات الكاذبة حسب وسيلة الإعلام');
  });
});

describe('a span in words', () => {
  it('names its two largest units', () => {
    const said = [0, 45_000, 61_000, 119_000, hourMs + 5 * minuteMs, 2 * hourMs, 3 * dayMs + 4 * hourMs];
    assert.deepEqual(
      said.map((ms) => spanWords(ms, 'en')),
      ['0 s', '45 s', '1 min', '1 min', '1 h 5 min', '2 h', '3 d 4 h'],
    );
    assert.equal(spanWords(2 * hourMs + 5 * minuteMs, 'ar'), 'ساعتان و5 دقائق');
  });
});
