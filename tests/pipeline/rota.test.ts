import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Rota, RotaLayer } from '../../src/model.ts';
import { gapsBetween, nextHandover, onCallAt, shiftsBetween } from '../../src/pipeline/rota.ts';
import { dayMs, hourMs, noon } from '../support/builders.ts';
import { aLayer, anOverride, aPerson, aRota } from '../support/on-call/rota.ts';

const rotaOf = (layer: Partial<RotaLayer>, said: Partial<Rota> = {}): Rota =>
  aRota({ layers: [aLayer(layer)], ...said });
const at = (text: string): number => Date.parse(text);
const told = (rota: Rota, from: string, to: string): readonly string[] =>
  shiftsBetween(rota, [], { from: at(from), to: at(to) }).map(
    (shift) => `${new Date(shift.from).toISOString().slice(5, 16)} ${shift.person.name}`,
  );

/** Hand-overs of daily turns at a local time, around a change of the clock. */
const changes: readonly {
  readonly name: string;
  readonly timeZone: string;
  readonly handover: string;
  readonly from: string;
  readonly told: readonly string[];
}[] = [
  {
    name: 'Baghdad, which puts no clock on',
    timeZone: 'Asia/Baghdad',
    handover: '08:00',
    from: '2026-03-28',
    told: ['03-28T05:00 amal', '03-29T05:00 berit', '03-30T05:00 chen', '03-31T05:00 amal'],
  },
  {
    name: 'Tehran in March 2021, which put it on at midnight',
    timeZone: 'Asia/Tehran',
    handover: '00:30',
    from: '2021-03-21',
    // 00:30 of the 22nd is left out: the clock went from 00:00 to 01:00.
    told: ['03-20T21:00 amal', '03-21T20:30 berit', '03-22T20:00 chen', '03-23T20:00 amal'],
  },
  {
    name: 'Tehran in September 2021, which put it back at midnight',
    timeZone: 'Asia/Tehran',
    handover: '23:30',
    from: '2021-09-20',
    // 23:30 of the 21st comes twice: the first counts.
    told: ['09-20T19:00 amal', '09-21T19:00 berit', '09-22T20:00 chen', '09-23T20:00 amal'],
  },
  {
    name: 'Tehran in March 2023, which puts no clock on any more',
    timeZone: 'Asia/Tehran',
    handover: '00:30',
    from: '2023-03-21',
    told: ['03-20T21:00 amal', '03-21T21:00 berit', '03-22T21:00 chen', '03-23T21:00 amal'],
  },
  {
    name: 'Washington in March, at a time that is left out',
    timeZone: 'America/New_York',
    handover: '02:30',
    from: '2026-03-07',
    told: ['03-07T07:30 amal', '03-08T07:00 berit', '03-09T06:30 chen', '03-10T06:30 amal'],
  },
  {
    name: 'Washington in November, at a time that comes twice',
    timeZone: 'America/New_York',
    handover: '01:30',
    from: '2026-10-31',
    told: ['10-31T05:30 amal', '11-01T05:30 berit', '11-02T06:30 chen', '11-03T06:30 amal'],
  },
  {
    name: 'London in March',
    timeZone: 'Europe/London',
    handover: '08:00',
    from: '2026-03-28',
    told: ['03-28T08:00 amal', '03-29T07:00 berit', '03-30T07:00 chen', '03-31T07:00 amal'],
  },
  {
    name: 'London in October',
    timeZone: 'Europe/London',
    handover: '08:00',
    from: '2026-10-24',
    told: ['10-24T07:00 amal', '10-25T08:00 berit', '10-26T08:00 chen', '10-27T08:00 amal'],
  },
  {
    name: 'a leap day',
    timeZone: 'Asia/Baghdad',
    handover: '08:00',
    from: '2028-02-28',
    told: ['02-28T05:00 amal', '02-29T05:00 berit', '03-01T05:00 chen', '03-02T05:00 amal'],
  },
  {
    name: 'the end of a year',
    timeZone: 'Asia/Baghdad',
    handover: '00:00',
    from: '2026-12-30',
    told: ['12-29T21:00 amal', '12-30T21:00 berit', '12-31T21:00 chen', '01-01T21:00 amal'],
  },
];

for (const { name, timeZone, handover, from, told: expected } of changes)
  test(`turns of a day are handed over at the same time of day: ${name}`, () => {
    const rota = rotaOf({ from, handover, turn: { every: 'day', count: 1 } }, { timeZone });
    const first = at(`${from}T00:00:00Z`) - dayMs;
    const shifts = shiftsBetween(rota, [], { from: first, to: first + 9 * dayMs }).slice(0, 4);
    const shown = shifts.map((shift) => `${new Date(shift.from).toISOString().slice(5, 16)} ${shift.person.name}`);
    assert.deepEqual(shown, expected);
  });

test('turns of weeks go on over the change of the clock, and one of two weeks is twice as long', () => {
  const weeks = rotaOf({ from: '2026-03-16', turn: { every: 'week', count: 2 } }, { timeZone: 'Europe/London' });
  assert.deepEqual(told(weeks, '2026-03-16T00:00:00Z', '2026-04-20T00:00:00Z'), [
    '03-16T08:00 amal',
    '03-30T07:00 berit',
    '04-13T07:00 chen',
  ]);
});

test('turns of hours are hours of the clock: the one that it leaves out is nobody’s, the one that comes twice is long', () => {
  const hours = rotaOf(
    { from: '2026-03-29', handover: '00:00', turn: { every: 'hour', count: 1 } },
    { timeZone: 'Europe/London' },
  );
  assert.deepEqual(told(hours, '2026-03-29T00:00:00Z', '2026-03-29T03:00:00Z'), [
    '03-29T00:00 amal',
    '03-29T01:00 chen',
    '03-29T02:00 amal',
  ]);
  const back = rotaOf(
    { from: '2026-10-25', handover: '00:00', turn: { every: 'hour', count: 1 } },
    { timeZone: 'Europe/London' },
  );
  assert.deepEqual(told(back, '2026-10-24T23:00:00Z', '2026-10-25T03:00:00Z'), [
    '10-24T23:00 amal',
    '10-25T00:00 berit',
    '10-25T02:00 chen',
  ]);
});

test('of two layers the last one that has somebody decides', () => {
  const nights = aLayer({
    name: 'Nights',
    people: [aPerson('nour')],
    within: [{ weekdays: [1, 2, 3, 4, 5], from: '22:00', to: '06:00' }],
  });
  const rota = aRota({ layers: [aLayer(), nights] });
  const shift = onCallAt(rota, [], at('2020-04-02T23:00:00Z'));
  assert.deepEqual(shift, {
    from: at('2020-04-02T22:00:00Z'),
    to: at('2020-04-03T06:00:00Z'),
    person: aPerson('nour'),
    layer: 'Nights',
    override: null,
  });
  // Friday's night goes on into Saturday, on which no night begins.
  assert.equal(onCallAt(rota, [], at('2020-04-04T05:59:59Z'))?.person.name, 'nour');
  assert.equal(onCallAt(rota, [], at('2020-04-04T22:30:00Z'))?.person.name, 'amal');
});

test('a layer is there from its first hand-over to the one after its last day', () => {
  const rota = rotaOf({ from: '2020-04-01', until: '2020-04-02', turn: { every: 'day', count: 1 } });
  assert.equal(onCallAt(rota, [], at('2020-04-01T07:59:59.999Z')), null);
  assert.equal(onCallAt(rota, [], at('2020-04-01T08:00:00Z'))?.person.name, 'amal');
  assert.equal(onCallAt(rota, [], at('2020-04-03T07:59:59.999Z'))?.person.name, 'berit');
  assert.equal(onCallAt(rota, [], at('2020-04-03T08:00:00Z')), null);
});

test('holidays are local days that a layer leaves out, or is there for alone', () => {
  const holidays = ['2020-04-02'];
  const timeZone = 'Asia/Baghdad';
  const usual = aLayer({ people: [aPerson('amal')], holidays: 'off' });
  const special = aLayer({ name: 'Holidays', people: [aPerson('dilan')], holidays: 'only' });
  const alone = aRota({ layers: [usual], holidays, timeZone });
  const time = { from: at('2020-04-01T00:00:00Z'), to: at('2020-04-04T00:00:00Z') };
  assert.deepEqual(gapsBetween(alone, [], time), [
    { from: at('2020-04-01T21:00:00Z'), to: at('2020-04-02T21:00:00Z') },
  ]);
  const both = aRota({ layers: [usual, special], holidays, timeZone });
  assert.deepEqual(gapsBetween(both, [], time), []);
  assert.equal(onCallAt(both, [], at('2020-04-01T21:00:00Z'))?.person.name, 'dilan');
  assert.equal(onCallAt(both, [], at('2020-04-02T21:00:00Z'))?.person.name, 'amal');
});

test('an override takes its time and nothing else, and of two the one that was made last', () => {
  const rota = aRota();
  const first = anOverride();
  const later = anOverride({ id: 'override-2', person: aPerson('farid'), at: first.at + 1, from: noon + 6 * hourMs });
  const time = { from: noon - dayMs, to: noon + 2 * dayMs };
  const shown = shiftsBetween(rota, [later, first], time).map(({ from, person }) => [from, person.name]);
  assert.deepEqual(shown, [
    [noon - dayMs, 'amal'],
    [noon, 'dilan'],
    [noon + 6 * hourMs, 'farid'],
    [noon + dayMs, 'amal'],
  ]);
  assert.equal(onCallAt(rota, [anOverride({ rota: 'another' })], noon)?.person.name, 'amal');
});

test('the next hand-over is that to somebody else, or to nobody', () => {
  const alone = aRota({ people: ['amal'] });
  assert.equal(nextHandover(alone, [], noon), null);
  assert.deepEqual(nextHandover(alone, [anOverride()], noon + 1), {
    at: noon + dayMs,
    goes: aPerson('dilan'),
    comes: aPerson('amal'),
  });
  const ending = rotaOf({ people: [aPerson('amal')], until: '2020-04-05' });
  assert.deepEqual(nextHandover(ending, [], noon), {
    at: at('2020-04-06T08:00:00Z'),
    goes: aPerson('amal'),
    comes: null,
  });
});

test('a turn of a year is found whole', () => {
  const year = rotaOf({ turn: { every: 'week', count: 52 } });
  const shift = onCallAt(year, [], at('2020-10-01T00:00:00Z'));
  assert.equal(shift?.from, at('2020-03-30T08:00:00Z'));
  assert.equal(shift.to, at('2021-03-29T08:00:00Z'));
});
