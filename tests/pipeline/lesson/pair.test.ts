import assert from 'node:assert/strict';
import { test } from 'node:test';
import { array, boolean, assert as check, constantFrom, nat, property, record, uniqueArray } from 'fast-check';
import type { Label, Report } from '../../../src/model.ts';
import { compareWith, emptyIndex, remember, withLessons } from '../../../src/pipeline/assign.ts';
import { labelOf } from '../../../src/pipeline/label.ts';
import { pairTermMax } from '../../../src/pipeline/lesson/pair.ts';
import { lessonsOf } from '../../../src/pipeline/lesson.ts';
import { anIncident, aPack, aReport, dayMs, noon } from '../../support/builders.ts';

const words = (...said: readonly string[]): Report['terms'] => Object.fromEntries(said.map((word) => [word, 1]));
const siren = words('siren', 'embassy', 'shelter', 'alarm', 'loudspeaker');
const rockets = words('rocket', 'katyusha', 'landed', 'garden', 'launcher');
const by = { id: '1', name: 'Amal' };
const pack = aPack();

function pairLesson(what: 'same' | 'other', said: { id?: number; at?: number; one?: Report['terms'] } = {}): Label {
  const { id = 1, at = noon, one = siren } = said;
  const incident = anIncident({ id: `i-b${id}`, reports: [aReport({ article: `b${id}`, terms: one })] });
  const other = anIncident({ id: `i-a${id}`, reports: [aReport({ article: `a${id}`, terms: rockets })] });
  return labelOf({ says: { what, incident: other.id }, incident, other, server: 'home', by, at, isTeaching: true });
}

/** How a report in the words of the one side compares with an incident in those of the other. */
function compared(labels: readonly Label[], terms: Report['terms'] = siren, at = noon) {
  const index = remember(
    emptyIndex({ pack }),
    anIncident({ reports: [aReport({ article: 'held', terms: rockets, publishedAt: at })] }),
  );
  const report = aReport({ article: 'own', outlet: 'daily', terms, publishedAt: at });
  const [first] = compareWith(withLessons(index, lessonsOf(labels)), report);
  return first ?? assert.fail();
}
const without = compared([]).score;

test('two that were merged draw the likes of them together, two that were split push them apart', () => {
  const same = compared([pairLesson('same')]);
  assert.ok(same.score > without + 1);
  assert.ok((same.features.taught ?? 0) > 1);
  const other = compared([pairLesson('other')]);
  assert.ok(other.score < without - 1);
  assert.ok((other.features.taught ?? 0) < -1);
});

test('texts like neither side are compared as before', () => {
  const terms = words('convoy', 'bomb', 'truck', 'road', 'police');
  const { score, features } = compared([pairLesson('same'), pairLesson('other', { id: 2 })], terms);
  assert.equal(score, compared([], terms).score);
  assert.ok(!('taught' in features));
});

test('a lesson on a pair fades', () => {
  const taughtAfter = (days: number) => compared([pairLesson('same')], siren, noon + days * dayMs).features.taught ?? 0;
  assert.equal(taughtAfter(135), taughtAfter(0) / 2);
  assert.equal(taughtAfter(200), 0);
});

test('however much was taught, no score moves by more than the bound', () => {
  const anyTerms = uniqueArray(constantFrom(...Object.keys(siren), 'noise'), { minLength: 3 }).map((all) =>
    words(...all),
  );
  const anyPair = record({ id: nat(500), isSame: boolean(), one: anyTerms });
  check(
    property(array(anyPair, { maxLength: 80 }), anyTerms, (all, terms) => {
      const labels = all.map(({ id, isSame, one }) => pairLesson(isSame ? 'same' : 'other', { id, one }));
      const moved = compared(labels, terms).score - compared([], terms).score;
      assert.ok(Math.abs(moved) <= pairTermMax + 1e-9, `${moved}`);
    }),
  );
});
