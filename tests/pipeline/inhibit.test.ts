import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Incident, severities } from '../../src/model.ts';
import { lookupOf } from '../../src/pipeline/assign/lookup.ts';
import { incidentsBeside } from '../../src/pipeline/assign/memory.ts';
import { emptyIndex, remember } from '../../src/pipeline/assign.ts';
import { inhibitorOf, inhibits } from '../../src/pipeline/inhibit.ts';
import { anIncident, aPack, hourMs, noon } from '../support/builders.ts';

const pack = aPack();
const lookup = lookupOf(pack);
const lesser = anIncident({ id: 'lesser', facts: { place: 'green-zone', severity: 'elevated' } });
const greater = (said: Parameters<typeof anIncident>[0] = {}): Incident =>
  anIncident({ id: 'greater', ...said, facts: { place: 'green-zone', severity: 'high', ...said.facts } });

const table: readonly [claim: string, other: Incident, mutes: boolean][] = [
  ['a graver one at the same place and hour mutes', greater(), true],
  ['so does one at the place around it', greater({ facts: { place: 'baghdad' } }), true],
  ['and one that came up to an hour later', greater({ openedAt: noon + hourMs }), true],
  ['an hour and a moment is another hour', greater({ openedAt: noon + hourMs + 1 }), false],
  ['the same severity speaks for nothing', greater({ facts: { severity: 'elevated' } }), false],
  ['a country is no place', greater({ facts: { place: 'iraq' } }), false],
  ['another place is none', greater({ facts: { place: 'camp-taji' } }), false],
  ['no place is none', greater({ facts: { place: null } }), false],
  ['what is told to nobody mutes nobody', greater({ silent: true }), false],
  ['what lives on in another one mutes nobody', greater({ mergedInto: 'third' }), false],
  ['an incident on record mutes nobody', greater({ id: 'known:greater' }), false],
];
for (const [claim, other, mutes] of table)
  test(claim, () => {
    assert.equal(inhibitorOf(lesser, [other], lookup)?.id ?? null, mutes ? other.id : null);
    const beside = incidentsBeside(remember(emptyIndex({ pack }), other), lesser);
    if (mutes)
      assert.deepEqual(
        beside.map(({ id }) => id),
        [other.id],
        'the index finds it',
      );
  });

test('the gravest is named, of these the first', () => {
  const others = [
    greater(),
    greater({ id: 'gravest', facts: { severity: 'critical' } }),
    greater({ id: 'first', openedAt: noon - 1 }),
  ];
  assert.equal(inhibitorOf(lesser, others, lookup)?.id, 'gravest');
  assert.equal(inhibitorOf(lesser, [others[0] ?? lesser, others[2] ?? lesser], lookup)?.id, 'first');
});

test('a severity that rises to the same level ends it', () => {
  const risen = { ...lesser, facts: { ...lesser.facts, severity: 'high' as const } };
  assert.equal(inhibitorOf(risen, [greater()], lookup), null);
});

const anyIncident = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c'),
    place: fc.constantFrom('iraq', 'baghdad', 'green-zone', 'camp-taji', 'washington', null),
    severity: fc.constantFrom(...severities),
    minutes: fc.integer({ min: -90, max: 90 }),
  })
  .map(({ id, place, severity, minutes }) =>
    anIncident({ id, openedAt: noon + minutes * 60_000, facts: { place, severity } }),
  );

test('no two incidents mute each other, and none mutes itself', () => {
  fc.assert(
    fc.property(anyIncident, anyIncident, (one, other) => {
      assert.equal(inhibits(one, one, lookup), false);
      assert.ok(!(inhibits(one, other, lookup) && inhibits(other, one, lookup)));
    }),
  );
});

test('whatever mutes an incident is found beside it in the index', () => {
  fc.assert(
    fc.property(anyIncident, anyIncident, (one, other) => {
      if (one.id === other.id || !inhibits(other, one, lookup)) return;
      const index = remember(remember(emptyIndex({ pack }), one), other);
      assert.ok(incidentsBeside(index, one).some(({ id }) => id === other.id));
    }),
  );
});
