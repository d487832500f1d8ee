import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Antecedent, Incident, Relation } from '../../src/model.ts';
import { emptyIndex, remember } from '../../src/pipeline/assign.ts';
import { guestOutlet } from '../../src/pipeline/hearsay.ts';
import { relate } from '../../src/pipeline/relate.ts';
import { anIncident, aPack, aReport } from '../support/builders.ts';

const pack = aPack();
const on = (day: string) => ({ from: day, to: day });
const said: Antecedent = { isAnswered: true, places: [], people: [], days: null, killed: null, subEvents: [] };

/** An attack on Americans at Camp Taji on 28 March, unless said otherwise. */
function earlier(id: string, facts: Partial<Incident['facts']> = {}, outlet = 'wire'): Incident {
  const report = aReport({ article: id, outlet });
  return anIncident({ id, reports: [report], facts: { days: on('2020-03-28'), ...facts } });
}

/** What belongs to an American strike at Ain al-Asad of 1 April whose report says this of what came before. */
function related(known: readonly Incident[], told: Partial<Antecedent> | null, change: Partial<Incident> = {}) {
  const actors = [{ actor: 'us-forces', role: 'agent' as const }];
  const report = aReport({
    article: 'strike',
    place: 'ain-al-asad',
    actors,
    ...(told === null ? {} : { antecedent: { ...said, ...told } }),
  });
  const strike = anIncident({
    id: 'i-strike',
    reports: [report],
    facts: { place: 'ain-al-asad', actors, subEvent: 'Air/drone strike', eventType: 'air-strike' },
  });
  let index = emptyIndex({ pack });
  for (const incident of known) index = remember(index, incident);
  return relate(index, { ...strike, ...change }, report);
}
const answers = (incident: string): readonly Relation[] => [{ incident, how: 'answers' }];

test('a deed is linked that the words name by its place, and nothing where they name nothing', () => {
  assert.deepEqual(related([earlier('taji')], { places: ['camp-taji'] }), answers('taji'));
  assert.deepEqual(related([earlier('taji')], null), []);
});

test('what is only said to have come before is not said to be answered', () => {
  const relations = related([earlier('taji')], { places: ['camp-taji'], isAnswered: false });
  assert.deepEqual(relations, [{ incident: 'taji', how: 'near' }]);
});

test('of two deeds at one place the words must tell which, by day or by the dead', () => {
  const two = [earlier('first'), earlier('second', { days: on('2020-03-29'), killed: 3 })];
  assert.deepEqual(related(two, { places: ['camp-taji'] }), []);
  assert.deepEqual(related(two, { places: ['camp-taji'], killed: 3 }), answers('second'));
  const apart = [earlier('first', { days: on('2020-03-23') }), earlier('second', { days: on('2020-03-29') })];
  assert.deepEqual(related(apart, { places: ['camp-taji'], days: on('2020-03-23') }), answers('first'));
});

test('a deed elsewhere, on another day, of another kind, too long ago or of the same side is not linked', () => {
  const told = { places: ['camp-taji'], days: on('2020-03-28') };
  const wrong: readonly Partial<Incident['facts']>[] = [
    { place: 'green-zone' },
    { days: on('2020-03-24') },
    { subEvent: 'Threat or ultimatum' },
    { actors: [{ actor: 'us-forces', role: 'agent' }] },
  ];
  assert.deepEqual(related([earlier('right')], told), answers('right'));
  for (const facts of wrong) assert.deepEqual(related([earlier('wrong', facts)], told), [], JSON.stringify(facts));
  assert.deepEqual(related([earlier('old', { days: on('2020-03-01') })], { places: ['camp-taji'] }), []);
  assert.deepEqual(related([earlier('later', { days: on('2020-04-03') })], { places: ['camp-taji'] }), []);
});

test('somebody who was struck is avenged for weeks, and only for his own case', () => {
  const struck = { actors: [{ actor: 'donald-trump', role: 'target' as const }], days: on('2020-02-20') };
  assert.deepEqual(related([earlier('him', struck), earlier('taji')], { people: ['donald-trump'] }), answers('him'));
  assert.deepEqual(related([earlier('taji')], { people: ['donald-trump'] }), []);
});

test('what is near in place and days is linked apart, the nearest first and a few of them', () => {
  const near = ['2020-03-29', '2020-03-30', '2020-03-31', '2020-04-01', '2020-04-03'].map((day, at) =>
    earlier(`n${at}`, { place: 'ain-al-asad', days: on(day) }),
  );
  assert.deepEqual(
    related([...near, earlier('elsewhere', { days: on('2020-04-01') })], null).map(({ incident, how }) => [
      incident,
      how,
    ]),
    [
      ['n3', 'near'],
      ['n2', 'near'],
      ['n1', 'near'],
    ],
  );
});

test('what an analyst of one server raised is linked on nobody’s card', () => {
  const raised = earlier('raised', { place: 'ain-al-asad', days: on('2020-04-01') }, guestOutlet);
  assert.deepEqual(related([raised], { places: ['ain-al-asad'] }), []);
});

test('a link that was found stays, and an answer is not made less by a later word', () => {
  const kept = { related: answers('taji') };
  assert.deepEqual(related([earlier('taji')], null, kept), answers('taji'));
  assert.deepEqual(related([earlier('taji')], { places: ['camp-taji'], isAnswered: false }, kept), answers('taji'));
});
