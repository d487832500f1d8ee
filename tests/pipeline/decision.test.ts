import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KnownIncident, Verdict } from '../../src/model.ts';
import { decisionLine, knownBefore } from '../../src/pipeline/decision.ts';
import { anIncident, aPack, aReport } from '../support/builders.ts';

const verdict: Verdict = { article: 'a', decision: 'duplicate', incident: 'i-article-1', reasons: [] };
const incident = anIncident({ facts: { killed: 3, wounded: 12 } });

test('slots that a report leaves open are told from its incident, casualties are not', () => {
  const report = aReport({ place: null, days: null, subEvent: null, actors: [] });
  const line = decisionLine('item-7', aPack(), { verdict, report, incident });
  assert.deepEqual(
    [line.id, line.place?.id, line.eventDate, line.subEvent, line.actors, line.killed, line.wounded],
    [
      'item-7',
      'camp-taji',
      '2020-04-01',
      'Shelling/artillery/missile attack',
      [{ id: 'us-forces', name: 'us-forces' }],
      null,
      null,
    ],
  );
});

test('a report that names no more than the country is told at the place of its incident', () => {
  const line = decisionLine('x', aPack(), { verdict, report: aReport({ place: 'iraq' }), incident });
  assert.equal(line.place?.id, 'camp-taji');
});

test('an actor that has two roles is told once', () => {
  const twice = aReport({
    actors: [
      { actor: 'us-forces', role: 'target' },
      { actor: 'us-forces', role: 'speaker' },
    ],
  });
  assert.equal(decisionLine('x', aPack(), { verdict, report: twice, incident }).actors.length, 1);
});

test('known incidents of the first day and later are left out', () => {
  const known = (id: string, day: string): KnownIncident => ({
    id,
    title: id,
    day,
    place: null,
    eventType: 'rocket-attack',
    actors: [],
    killed: null,
    wounded: null,
    recalledAs: [],
  });
  const pack = aPack({ knownIncidents: [known('before', '2020-03-31'), known('same-day', '2020-04-01')] });
  const kept = knownBefore(pack, Date.parse('2020-04-01T00:30:00Z')).knownIncidents;
  assert.deepEqual(
    kept.map(({ id }) => id),
    ['before'],
  );
});
