import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Antecedent, Incident, Report } from '../../../src/model.ts';
import { assign, emptyIndex, type IncidentIndex, remember } from '../../../src/pipeline/assign.ts';
import { anArticle, aPack, aReport, hourMs, noon } from '../../support/builders.ts';

const pack = aPack();
const answered: Antecedent = {
  isAnswered: true,
  places: ['camp-taji'],
  people: [],
  days: null,
  killed: null,
  subEvents: [],
};
const strike = (said: Partial<Report>) =>
  aReport({
    article: 'strike',
    title: 'US jets strike Ain al-Asad',
    place: 'ain-al-asad',
    eventType: 'air-strike',
    subEvent: 'Air/drone strike',
    actors: [{ actor: 'us-forces', role: 'agent' }],
    terms: { jets: 2, strike: 1 },
    ...said,
  });

function decide(index: IncidentIndex, report: Report): Incident {
  const { incident } = assign(index, anArticle({ id: report.article, outlet: report.outlet }), report, noon);
  assert.ok(incident);
  return incident;
}

test('an incident knows what it answers from its first version on', () => {
  const attack = decide(emptyIndex({ pack }), aReport());
  const index = remember(emptyIndex({ pack }), attack);
  const opened = decide(index, strike({ antecedent: answered }));
  assert.deepEqual([opened.version, opened.related], [1, [{ incident: attack.id, how: 'answers' }]]);
});

test('a repeat that says what the event answers makes a version, so that cards are edited, and no news', () => {
  let index = remember(emptyIndex({ pack }), decide(emptyIndex({ pack }), aReport()));
  const opened = decide(index, strike({}));
  index = remember(index, opened);
  const confirmed = decide(index, strike({ article: 'b', outlet: 'daily', publishedAt: noon + hourMs }));
  index = remember(index, confirmed);
  assert.deepEqual(confirmed.related, []);
  const third = strike({ article: 'c', outlet: 'wire-copy', publishedAt: noon + 2 * hourMs, antecedent: answered });
  const linked = decide(index, third);
  assert.equal(linked.related.length, 1);
  assert.deepEqual([linked.version, linked.changes], [confirmed.version + 1, []]);
});
