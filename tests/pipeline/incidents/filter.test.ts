import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { lookupOf } from '../../../src/pipeline/assign/lookup.ts';
import { entryOf } from '../../../src/pipeline/incidents/entry.ts';
import {
  entrySeeker,
  type Filter,
  type FilterGiven,
  inOrder,
  isInState,
  isMistake,
  readFilter,
  stateFilters,
} from '../../../src/pipeline/incidents/filter.ts';
import { pageOf } from '../../../src/pipeline/incidents/page.ts';
import { directoryOf, seekable, suggestNamed } from '../../../src/pipeline/incidents/seek.ts';
import { anActor, anIncident, aPack, aReport, noon } from '../../support/builders.ts';

const kataib = anActor({ id: 'kh', name: 'Kataib Hezbollah', aliases: { en: ['KH'], ar: ['كتائب حزب الله'], fa: [] } });
const pack = aPack({ actors: [anActor({ id: 'us-forces', parties: ['us'] }), kataib] });
const directory = directoryOf(pack);
const none: FilterGiven = {
  state: null,
  severity: null,
  place: null,
  actor: null,
  type: null,
  from: null,
  to: null,
  text: null,
  order: null,
};
const read = (given: Partial<FilterGiven>) =>
  readFilter({ ...none, ...given }, directory, { usual: 'unresolved', now: noon });
function filter(given: Partial<FilterGiven>): Filter {
  const found = read(given);
  if (isMistake(found)) throw new Error(JSON.stringify(found));
  return found;
}
const entry = (title: string, facts: Parameters<typeof anIncident>[0] = {}) =>
  entryOf(lookupOf(pack), anIncident({ reports: [aReport({ title })], ...facts, facts: { title, ...facts?.facts } }));

test('two days name the time between them, whichever was given first', () => {
  const { from, to } = filter({ from: '2020-03-05', to: '2020-03-01' });
  assert.deepEqual([from, to], ['2020-03-01', '2020-03-05']);
});

test('days are given as dates or counted back, and what is no day is a mistake', () => {
  const days = (from: string) => filter({ from }).from;
  assert.equal(days('2020-03-01'), '2020-03-01');
  assert.equal(days('today'), '2020-04-01');
  assert.equal(days('yesterday'), '2020-03-31');
  assert.equal(days('7d'), '2020-03-25');
  for (const from of ['2020-13-01', 'soon', '7', '2020-3-1']) assert.ok(isMistake(read({ from })), from);
});

test('a word is found at the beginning of a word, folded, with or without the Arabic article', () => {
  const isFound = (text: string, title: string) => entrySeeker(filter({ text }), directory)(entry(title));
  assert.ok(isFound('ROCK taj', 'Rockets hit Camp Taji'));
  assert.ok(!isFound('ockets', 'Rockets hit Camp Taji'));
  assert.ok(isFound('سفارة', 'قصف السفارة الأميركية'));
  assert.ok(isFound('السفارة', 'قصف سفارة'));
  assert.ok(isFound('أميركية', 'قصف السفارة الامريكيه الأميركية'));
});

test('a name is found by its spellings in any language, by all of its words or by those that begin it', () => {
  const told = entry('Raid near the border', { facts: { actors: [{ actor: 'kh', role: 'agent' }] } });
  const isFound = (text: string) => entrySeeker(filter({ text }), directory)(told);
  assert.ok(isFound('كتائب حزب الله'));
  assert.ok(isFound('kataib hez'));
  assert.ok(isFound('border kataib hezbollah'));
  assert.ok(!isFound('hezbollah'), 'Hezbollah alone is Lebanon’s');
});

test('what an unknown name was perhaps is said', () => {
  const mistake = read({ actor: 'hezbollah' });
  assert.ok(isMistake(mistake));
  assert.deepEqual(mistake.perhaps, ['Kataib Hezbollah']);
  assert.deepEqual(
    suggestNamed(directory.places, 'gree', 3).map(({ id }) => id),
    ['green-zone'],
  );
});

test('an alert is in exactly one of its states, and in what holds it', () => {
  for (const state of ['open', 'acknowledged', 'resolved', 'false-alarm'] as const) {
    const inside = stateFilters.filter((each) => isInState(each, state));
    const isUnresolved = state === 'open' || state === 'acknowledged';
    assert.deepEqual(inside, [...(isUnresolved ? ['unresolved'] : []), state, 'told', 'any']);
  }
  assert.deepEqual(
    stateFilters.filter((each) => isInState(each, null)),
    ['any'],
  );
});

test('whatever order incidents come in, they are listed in the same one', () => {
  const severity = fc.constantFrom('info', 'low', 'elevated', 'high', 'critical');
  const some = fc.uniqueArray(fc.record({ id: fc.nat(50), at: fc.nat(3), severity }), { selector: ({ id }) => id });
  fc.assert(
    fc.property(some, fc.constantFrom('newest', 'gravest'), (items, order) => {
      const entries = items.map(({ id, at, severity: grade }) =>
        entry('x', { id: `i-${id}`, openedAt: noon + at, facts: { severity: grade } }),
      );
      assert.deepEqual(inOrder(entries, order), inOrder(entries.toReversed(), order));
    }),
    { numRuns: 50 },
  );
});

test('the pages of a list hold each of its items once, in order, and any number leads to one', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 9 }), fc.double(), (all, size, wanted) => {
      const { count } = pageOf(all, 1, size);
      const pages = Array.from({ length: count }, (_, at) => pageOf(all, at + 1, size));
      assert.deepEqual(
        pages.flatMap(({ items }) => items),
        all,
      );
      const page = pageOf(all, wanted, size);
      assert.ok(page.number >= 1 && page.number <= count);
      assert.ok(all.length === 0 || page.items.length > 0);
    }),
  );
});

test('any text can be sought', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const found = read({ text });
      assert.ok(isMistake(found) || entrySeeker(found, directory)(entry(text)) !== undefined);
      assert.equal(seekable(text), seekable(text.trim()));
    }),
  );
});
