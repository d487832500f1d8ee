import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlertState, Article, Change } from '../../../src/model.ts';
import { route } from '../../../src/pipeline/route.ts';

import { anAlert, anArticle, anIncident } from '../../support/builders.ts';
import { change, codes, developing, verdict } from './versions.ts';

const pingOf = (input: Parameters<typeof route>[0]) =>
  route(input).rows.find(({ kind }) => kind === 'notice')?.pingRole ?? null;
const whats: readonly Change['what'][] = [
  'opened',
  'outlet',
  'confirmed',
  'casualties',
  'severity',
  'place',
  'actor',
  'claim',
  'blame',
  'denial',
  'investigation',
  'reaction',
  'revision',
];
const pinging: readonly Change['what'][] = ['confirmed', 'severity', 'place', 'actor'];

for (const what of whats) {
  const does = pinging.includes(what) ? 'pings again' : 'pings nobody';
  test(`an update by ${what} ${does}`, () => {
    assert.equal(pingOf(developing(what)), pinging.includes(what) ? 'watchers' : null);
  });
}

const states: readonly [AlertState, Change['what'], boolean][] = [
  ['open', 'actor', true],
  ['acknowledged', 'actor', false],
  ['acknowledged', 'place', false],
  ['acknowledged', 'confirmed', false],
  ['acknowledged', 'severity', true],
  ['resolved', 'severity', false],
  ['false-alarm', 'severity', false],
];
for (const [state, what, pings] of states) {
  test(`on an alert that is ${state}, ${what} ${pings ? 'pings again' : 'pings nobody'}`, () => {
    assert.equal(pingOf(developing(what, { alerts: [anAlert({ state })] })), pings ? 'watchers' : null);
  });
}

const arrivals: readonly [Article['arrival'], boolean][] = [
  ['live', true],
  ['late', false],
  ['backlog', false],
];
for (const [arrival, pings] of arrivals) {
  test(`what comes ${arrival} ${pings ? 'pings again' : 'pings nobody'}`, () => {
    const article = anArticle({ id: 'article-2', arrival });
    assert.equal(pingOf(developing('severity', { article })), pings ? 'watchers' : null);
  });
}

test('a severity that falls pings nobody, and does not keep a new actor from pinging', () => {
  const before = anIncident({ facts: { severity: 'critical' } });
  assert.equal(pingOf(developing('severity', { before })), null);
  const both = developing('severity', { before });
  const changes = [...both.incident.changes, change('actor')];
  assert.equal(pingOf({ ...both, incident: { ...both.incident, changes } }), 'watchers');
});

test('a development of a known incident pings nobody, whatever it brings', () => {
  const input = developing('actor', { verdict: verdict('update', 'known:k1') });
  const known = { ...input, incident: { ...input.incident, id: 'known:k1' } };
  assert.equal(pingOf(known), null);
  assert.ok(codes(known).includes('no-ping-known-incident'));
});

test('a second family that confirms pings once: the version after it says nothing of it', () => {
  const confirmed = developing('confirmed', { verdict: verdict('duplicate') });
  assert.equal(pingOf(confirmed), 'watchers');
  const next = developing('outlet', { before: confirmed.incident, verdict: verdict('duplicate') });
  const incident = { ...next.incident, version: 3 };
  assert.equal(pingOf({ ...next, incident }), null);
});
