import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Incident, type SilenceMatchers, severities } from '../../src/model.ts';
import { readReason } from '../../src/pipeline/silences/read.ts';
import { isInForce, silenceOf, silenceOfAlert, silenceTraits } from '../../src/pipeline/silences.ts';
import { aSilence } from '../jobs/support/builders.ts';
import { anAlert, anIncident, aPack, aReport, dayMs, noon } from '../support/builders.ts';

const pack = aPack();
const quarter = anIncident({
  facts: { place: 'green-zone', actors: [{ actor: 'donald-trump', role: 'agent' }], severity: 'high' },
  reports: [aReport({ outlet: 'wire' }), aReport({ article: 'article-2', outlet: 'daily' })],
});
const isHidden = (matchers: Partial<SilenceMatchers>, incident: Incident = quarter, watches = ['raids']): boolean =>
  silenceOf([aSilence({ matchers })], silenceTraits(incident, pack), { server: 'home', watches, now: noon }) !== null;
const graded = (severity: Incident['facts']['severity']) => anIncident({ facts: { severity } });

const table: readonly [claim: string, matchers: Partial<SilenceMatchers>, hidden: boolean][] = [
  ['a place hides what lies in it', { places: ['baghdad'] }, true],
  ['a country hides what lies in it', { places: ['iraq'] }, true],
  ['a place hides nothing of another', { places: ['washington'] }, false],
  ['a place within hides nothing of the place around it', { places: ['camp-taji'] }, false],
  ['an actor hides who belongs to it', { actors: ['us-government'] }, true],
  ['an actor hides nobody else', { actors: ['us-forces'] }, false],
  ['one of several actors is enough', { actors: ['us-forces', 'donald-trump'] }, true],
  ['a kind of event hides it', { eventTypes: ['rocket-attack'] }, true],
  ['a sub-event hides it', { eventTypes: ['Shelling/artillery/missile attack'] }, true],
  ['an outlet hides nothing that another reports too', { outlets: ['wire'] }, false],
  ['outlets that alone report it hide it', { outlets: ['wire', 'daily'] }, true],
  ['a watch hides what it alone tells', { watches: ['raids'] }, true],
  ['a watch hides nothing that others tell', { watches: ['bases'] }, false],
  ['all parts must hold', { places: ['baghdad'], actors: ['us-forces'] }, false],
  [
    'parts that all hold hide it',
    { places: ['baghdad'], eventTypes: ['rocket-attack'], severityBelow: 'critical' },
    true,
  ],
  ['what is as grave as the limit is told', { severityBelow: 'high' }, false],
  ['what is less grave than the limit is hidden', { severityBelow: 'critical' }, true],
  ['a silence without any part hides nothing', {}, false],
  ['a silence without any part but critical hides nothing', { critical: true }, false],
];
for (const [claim, matchers, hidden] of table) test(claim, () => assert.equal(isHidden(matchers), hidden));

test('critical incidents pass unless they are named', () => {
  assert.equal(isHidden({ places: ['camp-taji'] }, graded('critical')), false);
  assert.equal(isHidden({ places: ['camp-taji'], critical: true }, graded('critical')), true);
});

test('a silence of one watch leaves what two watches tell', () => {
  assert.equal(isHidden({ watches: ['raids'] }, quarter, ['raids', 'bases']), false);
  assert.equal(isHidden({ watches: ['raids'] }, quarter, []), false, 'an alert of old names no watch');
});

test('a silence counts from its beginning to its end, and not when it was lifted', () => {
  const silence = aSilence();
  const at = [-1, 0, dayMs - 1, dayMs].map((ms) => isInForce(silence, noon + ms));
  assert.deepEqual(at, [false, true, true, false]);
  assert.equal(isInForce({ ...silence, liftedBy: { id: 'sam', name: 'Sam' } }, noon), false);
});

test('of several the one that ends last is named', () => {
  const silences = [
    aSilence({ id: 'short', to: noon + 1 }),
    aSilence({ id: 'long' }),
    aSilence({ id: 'none', matchers: {} }),
  ];
  const found = silenceOf(silences, silenceTraits(quarter, pack), { server: 'home', watches: [], now: noon });
  assert.equal(found?.id, 'long');
});

test('an alert is muted by silences of its own server alone', () => {
  const input = { silences: [aSilence()], pack, now: noon };
  assert.equal(silenceOfAlert(anAlert(), quarter, input)?.id, 's1');
  assert.equal(silenceOfAlert(anAlert({ server: 'away' }), quarter, input), null);
});

const some = (...ids: readonly string[]) => fc.subarray([...ids]);
const anyMatchers = fc.record({
  actors: some('us-forces', 'us-government', 'kataib-hezbollah'),
  places: some('iraq', 'baghdad', 'camp-taji'),
  eventTypes: some('rocket-attack', 'threat'),
  outlets: some('wire', 'daily'),
  watches: some('raids', 'bases'),
  severityBelow: fc.constantFrom(null, ...severities),
  critical: fc.boolean(),
});
const anyIncident = fc
  .record({
    place: fc.constantFrom(null, 'iraq', 'green-zone', 'camp-taji', 'washington'),
    actor: fc.constantFrom('us-forces', 'donald-trump', 'kataib-hezbollah'),
    severity: fc.constantFrom(...severities),
    outlet: fc.constantFrom('wire', 'daily', 'state-tv'),
  })
  .map(({ place, actor, severity, outlet }) =>
    anIncident({ facts: { place, severity, actors: [{ actor, role: 'agent' }] }, reports: [aReport({ outlet })] }),
  );

test('one part more never hides more', () => {
  const parts = ['actors', 'places', 'eventTypes', 'outlets', 'watches'] as const;
  fc.assert(
    fc.property(anyMatchers, anyIncident, fc.constantFrom(...parts), (matchers, incident, part) => {
      const wider = { ...matchers, [part]: [] };
      if (
        isHidden(matchers, incident) &&
        (wider.severityBelow !== null || parts.some((each) => wider[each].length > 0))
      )
        assert.ok(isHidden(wider, incident));
    }),
  );
});

test('whatever a silence says, a critical incident that is not named passes, and so does another server', () => {
  fc.assert(
    fc.property(anyMatchers, anyIncident, (matchers, incident) => {
      const critical = { ...incident, facts: { ...incident.facts, severity: 'critical' as const } };
      assert.equal(isHidden({ ...matchers, critical: false }, critical), false);
      const traits = silenceTraits(incident, pack);
      const away = { server: 'away', watches: ['raids'], now: noon };
      assert.equal(silenceOf([aSilence({ matchers })], traits, away), null);
    }),
  );
});

test('a reason that is too long is cut between letters, and stays as it is when it is read again', () => {
  const cutReason = readReason(`${'drill 𐀀 '.repeat(60)}`);
  assert.ok('reason' in cutReason);
  assert.ok(cutReason.reason.length <= 300 && cutReason.reason.isWellFormed());
  assert.deepEqual(readReason(cutReason.reason), cutReason);
});
