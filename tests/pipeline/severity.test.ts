import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { severities } from '../../src/model.ts';
import { judgeSeverity, type SeverityInput } from '../../src/pipeline/severity.ts';

const rocketFire: SeverityInput = {
  ofType: 'elevated',
  isForce: true,
  killed: null,
  wounded: null,
  usTarget: null,
  isUsMissionMobbed: false,
  hitsLeader: false,
  byState: null,
  stage: 'accomplished',
  families: 2,
};
const airStrike: Partial<SeverityInput> = { ofType: 'high' };
const nobodyHurt: Partial<SeverityInput> = { killed: 0, wounded: 0 };

const cases: readonly (readonly [string, Partial<SeverityInput>, string, string])[] = [
  ['without casualties the type decides', {}, 'elevated', 'type'],
  ['ten deaths are critical whoever they are', { killed: 10 }, 'critical', 'mass-casualties'],
  ['deaths of Americans are critical', { killed: 1, usTarget: 'people' }, 'critical', 'us-deaths'],
  ['a death at a US mission or base may be anybody: high', { killed: 1, usTarget: 'place' }, 'high', 'deaths'],
  [
    'a strike that kills a named leader is critical',
    { ...airStrike, killed: 2, hitsLeader: true },
    'critical',
    'leader-killed',
  ],
  [
    'a strike at a named leader that kills nobody is not',
    { ...airStrike, ...nobodyHurt, hitsLeader: true },
    'elevated',
    'unharmed',
  ],
  [
    'missiles of a state on the forces of another are critical though nobody is hurt',
    { ...nobodyHurt, byState: 'forces', usTarget: 'people' },
    'critical',
    'state-on-state',
  ],
  ['a state that strikes on the soil of another is high', { byState: 'soil' }, 'high', 'state-abroad'],
  ['a crowd in a US mission is critical', { ofType: 'high', isUsMissionMobbed: true }, 'critical', 'us-mission-mobbed'],
  ['deaths are high', { killed: 1 }, 'high', 'deaths'],
  ['wounded at a US target are high', { wounded: 2, usTarget: 'place' }, 'high', 'wounded-us-target'],
  ['a low type that wounds is elevated', { ofType: 'low', wounded: 2 }, 'elevated', 'wounded'],
  ['a low type that hits a US target is elevated', { ofType: 'low', usTarget: 'place' }, 'elevated', 'us-target'],
  ['an attempt that hurt nobody is at most elevated', { ...airStrike, stage: 'attempted' }, 'elevated', 'failed'],
  ['a militia’s drones that hurt nobody are at most elevated', { ...airStrike, ...nobodyHurt }, 'elevated', 'unharmed'],
  ['a strike whose toll nobody tells keeps its type', airStrike, 'high', 'type'],
  ['one outlet family alone makes nothing critical', { killed: 10, families: 1 }, 'high', 'unconfirmed'],
  [
    'words are graded by their type, whoever is addressed',
    { isForce: false, usTarget: 'people', ofType: 'low' },
    'low',
    'type',
  ],
];
for (const [claim, said, severity, rule] of cases)
  test(claim, () => {
    const judged = judgeSeverity({ ...rocketFire, ...said });
    assert.deepEqual([judged.severity, judged.rule], [severity, `severity-${rule}`]);
    assert.equal(judged.reason.code, judged.rule);
  });

const rank = (input: SeverityInput): number => severities.indexOf(judgeSeverity(input).severity);
const anyInput = fc.record({
  ofType: fc.constantFrom(...severities),
  isForce: fc.boolean(),
  killed: fc.nat(20),
  wounded: fc.nat(20),
  usTarget: fc.constantFrom('people' as const, 'place' as const, null),
  isUsMissionMobbed: fc.boolean(),
  hitsLeader: fc.boolean(),
  byState: fc.constantFrom('forces' as const, 'soil' as const, null),
  stage: fc.constantFrom('accomplished' as const, 'attempted' as const, 'threatened' as const),
  families: fc.integer({ min: 1, max: 5 }),
});

test('more dead or more outlets never lower a severity', () => {
  fc.assert(
    fc.property(anyInput, fc.nat(20), fc.nat(4), (input, dead, families) => {
      const worse = { ...input, killed: input.killed + dead, families: input.families + families };
      return rank(worse) >= rank(input);
    }),
  );
});
