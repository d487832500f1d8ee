/** What holds of every rota, whatever its layers, zone and overrides. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Rota, RotaLayer, RotaOverride } from '../../../src/model.ts';
import { agreementOf, heldAt, overridesOf } from '../../../src/pipeline/rota/exchange.ts';
import { qualityOf } from '../../../src/pipeline/rota/quality.ts';
import { gapsBetween, handoversBetween, nextHandover, onCallAt, shiftsBetween } from '../../../src/pipeline/rota.ts';
import { dayMs, hourMs } from '../../support/builders.ts';
import { aLayer, anOverride, aPerson, aRota } from '../../support/on-call/rota.ts';

const timeZone = fc.constantFrom(
  'Asia/Baghdad',
  'Asia/Tehran',
  'America/New_York',
  'Europe/London',
  'Australia/Lord_Howe',
  'Pacific/Apia',
);
/** Around changes of the clock, a leap day, the end of a year, and the day that Samoa left out. */
const around = fc.constantFrom(
  '2021-03-21',
  '2021-09-21',
  '2026-03-08',
  '2026-03-29',
  '2026-10-25',
  '2026-11-01',
  '2028-02-29',
  '2027-01-01',
  '2011-12-30',
);
const time = fc.constantFrom('00:00', '00:30', '01:30', '02:30', '08:00', '22:00', '23:30');
const window = fc.record({ weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }), from: time, to: time });
const people = fc.subarray(['amal', 'berit', 'chen', 'dilan'], { minLength: 1 }).map((names) => names.map(aPerson));

const layerFrom = (from: string): fc.Arbitrary<RotaLayer> =>
  fc
    .record({
      people,
      turn: fc.record({
        every: fc.constantFrom('hour' as const, 'day' as const, 'week' as const),
        count: fc.integer({ min: 1, max: 5 }),
      }),
      handover: time,
      within: fc.array(window, { maxLength: 2 }),
      holidays: fc.constantFrom('as-usual' as const, 'off' as const, 'only' as const),
      isEnding: fc.boolean(),
    })
    .map(({ isEnding, ...said }) => aLayer({ ...said, from, until: isEnding ? addDays(from, 5) : null }));

interface Case {
  readonly rota: Rota;
  readonly overrides: readonly RotaOverride[];
  readonly span: { readonly from: number; readonly to: number };
}
const cases: fc.Arbitrary<Case> = fc.record({ day: around, zone: timeZone }).chain(({ day, zone }) => {
  const from = Date.parse(`${day}T00:00:00Z`) - 2 * dayMs;
  const override = fc
    .record({
      start: fc.integer({ min: 0, max: 120 }),
      hours: fc.integer({ min: 1, max: 48 }),
      at: fc.integer({ min: 0, max: 9 }),
    })
    .map(({ start, hours, at }) => ({ from: from + start * hourMs, to: from + (start + hours) * hourMs, at }));
  return fc.record({
    rota: fc
      .array(layerFrom(addDays(day, -3)), { minLength: 1, maxLength: 3 })
      .map((layers) => aRota({ timeZone: zone, layers, holidays: [day] })),
    overrides: fc
      .array(override, { maxLength: 3 })
      .map((all) => all.map((each, at) => anOverride({ ...each, id: `o${at}`, person: aPerson('farid') }))),
    span: fc.constant({ from, to: from + 6 * dayMs }),
  });
});

test('shifts and gaps tile the time: exactly one person at each moment, or a gap that is declared', () => {
  fc.assert(
    fc.property(cases, ({ rota, overrides, span }) => {
      const parts = [...shiftsBetween(rota, overrides, span), ...gapsBetween(rota, overrides, span)];
      const ordered = parts.toSorted((one, other) => one.from - other.from);
      let reached = span.from;
      for (const { from, to } of ordered) {
        assert.equal(from, reached);
        assert.ok(to > from);
        reached = to;
      }
      assert.equal(reached, span.to);
    }),
    { numRuns: 150 },
  );
});

test('who is on call at a moment is who the shifts say, at every edge and a millisecond beside it', () => {
  fc.assert(
    fc.property(cases, ({ rota, overrides, span }) => {
      const shifts = shiftsBetween(rota, overrides, span);
      const edges = [...new Set(shifts.flatMap(({ from, to }) => [from, to]))].slice(0, 6);
      for (const edge of edges)
        for (const at of [edge - 1, edge, edge + 1].filter((each) => each >= span.from && each < span.to)) {
          const listed = shifts.find(({ from, to }) => from <= at && at < to) ?? null;
          const asked = onCallAt(rota, overrides, at);
          assert.equal(asked?.person.id ?? null, listed?.person.id ?? null);
          if (asked === null || listed === null) continue;
          assert.ok(asked.from <= at && at < asked.to);
          assert.deepEqual([asked.layer, asked.override], [listed.layer, listed.override]);
          if (listed.from > span.from) assert.equal(asked.from, listed.from);
          if (listed.to < span.to) assert.equal(asked.to, listed.to);
        }
    }),
    { numRuns: 60 },
  );
});

test('a longer look says the same of the time within it', () => {
  fc.assert(
    fc.property(cases, ({ rota, overrides, span }) => {
      const longer = { from: span.from - 9 * dayMs, to: span.to + 9 * dayMs };
      const cutOut = shiftsBetween(rota, overrides, longer)
        .filter(({ from, to }) => from < span.to && to > span.from)
        .map((shift) => ({ ...shift, from: Math.max(shift.from, span.from), to: Math.min(shift.to, span.to) }));
      assert.deepEqual(cutOut, shiftsBetween(rota, overrides, span));
    }),
    { numRuns: 60 },
  );
});

test('each person’s turns come in order', () => {
  fc.assert(
    fc.property(cases, ({ rota, span }) => {
      const [layer] = rota.layers;
      assert.ok(layer);
      const whole = { ...layer, within: [], holidays: 'as-usual' as const, people: ['a', 'b', 'c'].map(aPerson) };
      const shifts = shiftsBetween({ ...rota, layers: [whole] }, [], span);
      const order = shifts.map(({ person }) => 'abc'.indexOf(person.id));
      for (const [at, turn] of order.entries()) {
        const next = order[at + 1];
        const [one, other] = [shifts[at], shifts[at + 1]];
        if (next === undefined || one === undefined || other === undefined) continue;
        // A turn of hours that the clock leaves out altogether is passed over, and the next one comes.
        const passed = (next - turn + 3) % 3;
        assert.ok(passed === 1 || whole.turn.every === 'hour', `${turn} is followed by ${next}`);
        assert.equal(one.to, other.from);
      }
    }),
    { numRuns: 100 },
  );
});

test('an override changes who is on call in its time and at no other', () => {
  fc.assert(
    fc.property(cases, fc.integer({ min: 0, max: 6 * 24 - 1 }), ({ rota, overrides, span }, hour) => {
      const at = span.from + hour * hourMs;
      const without = onCallAt(rota, [], at)?.person.id ?? null;
      const isCovered = overrides.some(({ from, to }) => from <= at && at < to);
      assert.equal(onCallAt(rota, overrides, at)?.person.id ?? null, isCovered ? 'farid' : without);
    }),
    { numRuns: 100 },
  );
});

test('hand-overs are where the person changes, and the next one is the first of them', () => {
  fc.assert(
    fc.property(cases, ({ rota, overrides, span }) => {
      const handovers = handoversBetween(rota, overrides, span);
      for (const { at, goes, comes } of handovers) {
        assert.notEqual(goes?.id, comes?.id);
        assert.equal(onCallAt(rota, overrides, at - 1)?.person.id, goes?.id);
        assert.equal(onCallAt(rota, overrides, at)?.person.id, comes?.id);
      }
      const [first] = handovers;
      if (first !== undefined) assert.deepEqual(nextHandover(rota, overrides, span.from), first);
    }),
    { numRuns: 25 },
  );
});

test('a swap keeps the sum of hours of a time in which both shifts lie', () => {
  fc.assert(
    fc.property(cases, ({ rota, span }) => {
      const time = { from: span.from - 30 * dayMs, to: span.to + 30 * dayMs };
      const shifts = shiftsBetween(rota, [], time).filter(({ from, to }) => from > time.from && to < time.to);
      const mine = shifts.find(({ from }) => from >= span.from);
      const theirs = shifts.find(({ from, person }) => mine && from >= mine.to && person.id !== mine.person.id);
      fc.pre(mine !== undefined && theirs !== undefined);
      const held = [mine, theirs].map(({ from }) => heldAt(rota, [], from, time.from));
      const [one, other] = held;
      assert.ok(one && other);
      const said = { id: 'swap-x', rota: rota.id, by: one.person, at: 0, why: '' };
      const overrides = overridesOf({ mine: one, theirs: other }, said);
      assert.equal(new Set(overrides.map(({ id }) => agreementOf(id))).size, 1);
      const sum = (all: readonly RotaOverride[]): number =>
        qualityOf(rota, all, time).hours.reduce((total, { ms }) => total + ms, 0);
      assert.equal(sum(overrides), sum([]));
      const of = (all: readonly RotaOverride[], id: string): number =>
        qualityOf(rota, all, time).hours.find(({ person }) => person.id === id)?.ms ?? 0;
      const given = one.to - one.from;
      const taken = other.to - other.from;
      assert.equal(of(overrides, one.person.id) - of([], one.person.id), taken - given);
    }),
    { numRuns: 40 },
  );
});

test('quality is 100 where every moment is shared evenly, and names who has too much', () => {
  const even = aRota({ layers: [aLayer({ turn: { every: 'day', count: 1 }, from: '2020-04-01', handover: '00:00' })] });
  const span = { from: Date.parse('2020-04-01T00:00:00Z'), to: Date.parse('2020-05-01T00:00:00Z') };
  assert.deepEqual([qualityOf(even, [], span).score, qualityOf(even, [], span).overburdened], [100, []]);
  const taken = [anOverride({ from: span.from, to: span.from + 10 * dayMs, person: aPerson('amal') })];
  const uneven = qualityOf(even, taken, span);
  assert.deepEqual(uneven.overburdened, [aPerson('amal')]);
  assert.ok(uneven.score < 100 && uneven.score > 0);
  const nobody = aRota({ layers: [aLayer({ from: '2030-01-01' })] });
  assert.deepEqual([qualityOf(nobody, [], span).score, qualityOf(nobody, [], span).gapMs], [0, 30 * dayMs]);
});

test('a month of as many layers and people as a rota may have is known at once', () => {
  const layers = Array.from({ length: 20 }, (_, at) =>
    aLayer({
      name: `l${at}`,
      people: Array.from({ length: 100 }, (_, person) => aPerson(`p${person}`)),
      turn: { every: 'hour', count: 1 },
      within: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '07:30' }],
    }),
  );
  const rota = aRota({ layers, timeZone: 'Europe/London' });
  const from = Date.parse('2026-03-15T00:00:00Z');
  const begun = performance.now();
  assert.ok(shiftsBetween(rota, [], { from, to: from + 30 * dayMs }).length > 690);
  const tookMs = performance.now() - begun;
  assert.ok(tookMs < 5_000, `${tookMs} ms`);
});

function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}
