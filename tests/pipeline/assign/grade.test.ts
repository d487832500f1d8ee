import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Report } from '../../../src/model.ts';
import { factsOf } from '../../../src/pipeline/assign/facts.ts';
import { lookupOf } from '../../../src/pipeline/assign/lookup.ts';
import { aPack, aReport } from '../../support/builders.ts';

const lookup = lookupOf(aPack());
const severity = (...reports: Report[]) => factsOf(lookup, reports, null).severity;
const outlets = ['wire', 'daily', 'third'];
const by = (agent: string, more: Partial<Report> = {}, at = 0): Report =>
  aReport({
    article: `a${at}`,
    outlet: outlets[at] ?? 'wire',
    actors: [
      { actor: agent, role: 'agent' },
      { actor: 'us-forces', role: 'target' },
    ],
    ...more,
  });
const unharmed = { killed: 0, wounded: 0 };

test("a militia's rockets that hurt nobody are graver by nobody's word", () => {
  assert.equal(severity(by('kataib-hezbollah', unharmed), by('kataib-hezbollah', unharmed, 1)), 'elevated');
});

test("a state's missiles on another's forces are critical when two families say so, high on the word of one", () => {
  assert.equal(severity(by('iran-government', unharmed), by('iran-government', unharmed, 1)), 'critical');
  assert.equal(severity(by('iran-government', unharmed), aReport({ article: 'b', outlet: 'daily' })), 'high');
});

test('that a state is blamed does not make it the doer', () => {
  const blamed = aReport({ actors: [{ actor: 'iran-government', role: 'accused' }], ...unharmed });
  assert.equal(severity(blamed, aReport({ article: 'b', outlet: 'daily', ...unharmed })), 'elevated');
});

test('deaths of Americans are critical, of nobody known high', () => {
  const dead = (actors: Report['actors']) => [
    aReport({ killed: 1, actors, place: 'baghdad' }),
    aReport({ article: 'b', outlet: 'daily', killed: 1, actors, place: 'baghdad' }),
  ];
  assert.equal(severity(...dead([{ actor: 'us-forces', role: 'target' }])), 'critical');
  assert.equal(severity(...dead([{ actor: 'iraqi-forces', role: 'target' }])), 'high');
});

test('an attack that was stopped on its way is at most elevated', () => {
  const stopped = (at: number) =>
    by('kataib-hezbollah', { subEvent: 'Air/drone strike', eventType: 'air-strike', stage: 'attempted' }, at);
  assert.equal(severity(stopped(0), stopped(1)), 'elevated');
});
