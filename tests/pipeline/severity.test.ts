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
  targetsUs: false,
  stage: 'accomplished',
  families: 2,
};

const cases: readonly (readonly [string, Partial<SeverityInput>, string, string])[] = [
  ['without casualties the type decides', {}, 'elevated', 'severity-type'],
  ['deaths of Americans are critical', { killed: 1, targetsUs: true }, 'critical', 'severity-deaths-us-target'],
  ['ten deaths are critical whoever they are', { killed: 10 }, 'critical', 'severity-mass-casualties'],
  ['one outlet family alone makes nothing critical', { killed: 10, families: 1 }, 'high', 'severity-unconfirmed'],
  ['deaths are high', { killed: 1 }, 'high', 'severity-deaths'],
  ['wounded at a US target are high', { wounded: 2, targetsUs: true }, 'high', 'severity-wounded-us-target'],
  [
    'an attempt that hurt nobody is at most elevated',
    { ofType: 'high', stage: 'attempted' },
    'elevated',
    'severity-attempt-failed',
  ],
  [
    'a low type that hits a US target is elevated',
    { ofType: 'low', targetsUs: true },
    'elevated',
    'severity-us-target',
  ],
];
for (const [claim, said, severity, code] of cases)
  test(claim, () => {
    const judged = judgeSeverity({ ...rocketFire, ...said });
    assert.deepEqual([judged.severity, judged.reason.code], [severity, code]);
  });

test('more dead never lower a severity', () => {
  const rank = (input: SeverityInput): number => severities.indexOf(judgeSeverity(input).severity);
  fc.assert(
    fc.property(
      fc.record({
        ofType: fc.constantFrom(...severities),
        isForce: fc.boolean(),
        killed: fc.nat(20),
        wounded: fc.nat(20),
        targetsUs: fc.boolean(),
        stage: fc.constantFrom('accomplished' as const, 'attempted' as const, 'threatened' as const),
        families: fc.integer({ min: 1, max: 5 }),
      }),
      fc.nat(20),
      (input, more) => rank({ ...input, killed: input.killed + more }) >= rank(input),
    ),
  );
});
