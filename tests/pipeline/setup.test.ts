import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { severities } from '../../src/model.ts';
import { beginSetup, readSetup, type Setup, setupSteps, stepBeside, stepsAsked } from '../../src/pipeline/setup.ts';
import { aServer, aSubscription } from '../jobs/support/builders.ts';

const severity = fc.constantFrom(...severities);
const time = fc.constantFrom('00:00', '07:30', '22:00');
const timeZone = fc.constantFrom('UTC', 'Asia/Baghdad');
const id = fc.stringMatching(/^[1-9]\d{17}$/);
const setup: fc.Arbitrary<Setup> = fc.record({
  step: fc.constantFrom(...setupSteps),
  isReturning: fc.boolean(),
  changes: fc.option(id),
  channel: fc.option(id),
  pingRole: fc.option(id),
  watch: fc.option(id),
  severityFloor: severity,
  pingFloor: severity,
  quiet: fc.option(fc.record({ from: time, to: time, timeZone }, { noNullPrototype: true })),
  operatorsChannel: fc.option(id),
  responderRoles: fc.array(id, { maxLength: 10 }),
  language: fc.constantFrom('en' as const, 'ar' as const, 'fa' as const),
  timeZone,
  page: fc.nat(100),
  typed: fc.option(
    fc.record(
      {
        form: fc.constantFrom('quiet' as const, 'zone' as const),
        fields: fc.dictionary(fc.constantFrom('from', 'to', 'zone'), fc.string(), { noNullPrototype: true }),
      },
      { noNullPrototype: true },
    ),
  ),
});

test('a draft is read as it was written', () => {
  fc.assert(
    fc.property(setup, (held) => {
      assert.deepEqual(readSetup(JSON.parse(JSON.stringify(held))), { ...held });
    }),
  );
});

test('whatever else stands in a draft is no setup, or a whole one', () => {
  fc.assert(
    fc.property(
      setup,
      fc.constantFrom(...Object.keys(fc.sample(setup, 1)[0] ?? {})),
      fc.jsonValue(),
      (held, key, value) => {
        const read = readSetup({ ...held, [key]: value });
        assert.ok(read === null || setupSteps.includes(read.step));
      },
    ),
  );
  for (const value of [null, 7, 'x', [], {}]) assert.equal(readSetup(value), null);
});

test('what the file says is asked by no step', () => {
  assert.deepEqual(stepsAsked(null, false), setupSteps.slice(1));
  const filed = aServer({ responderRoles: ['r'], operatorsChannel: 'c', language: 'ar', timeZone: 'Asia/Baghdad' });
  const steps = ['start', 'channel', 'role', 'watch', 'severity', 'quiet', 'review'];
  assert.deepEqual(stepsAsked(filed, true), steps);
  assert.equal(stepBeside('quiet', stepsAsked(filed, true), 1), 'review');
  assert.equal(stepBeside('review', stepsAsked(filed, true), -1), 'quiet');
  assert.equal(stepBeside('review', setupSteps, 1), 'review');
});

test('one subscription that stands is the one that is changed, of several one is chosen', () => {
  const usual = { channel: 'here', watch: 'w', severityFloor: 'low', pingFloor: 'high', language: 'ar' } as const;
  const one = aSubscription({ id: 'one', channel: 'there' });
  assert.deepEqual([beginSetup(null, [one], usual).changes, beginSetup(null, [one], usual).channel], ['one', 'there']);
  const several = beginSetup(null, [one, aSubscription({ id: 'two' })], usual);
  assert.deepEqual([several.step, several.changes, several.channel], ['start', null, 'here']);
  assert.equal(beginSetup(null, [], usual).step, 'channel');
});
