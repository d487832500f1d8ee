import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alert, Incident } from '../../src/model.ts';
import type { FeedHealth } from '../../src/pipeline/feed-health.ts';
import { type HandoverInput, type HandoverMatter, handoverOf } from '../../src/pipeline/handover.ts';
import { aSilence } from '../jobs/support/builders.ts';
import { anAlert, anIncident, aPack, dayMs, hourMs, noon } from '../support/builders.ts';

const since = noon - 8 * hourMs;
const sam = { id: 'sam', name: 'Sam' };
const old = noon - 2 * dayMs;

function matter(id: string, alert: Partial<Alert> = {}, said: Parameters<typeof anIncident>[0] = {}): HandoverMatter {
  const incident: Incident = anIncident({ id, openedAt: old, updatedAt: old, ...said });
  return { alert: anAlert({ incident: id, openedAt: old, changedAt: old, ...alert }), incident, message: null };
}
function input(matters: readonly HandoverMatter[], said: Partial<HandoverInput> = {}): HandoverInput {
  const time = { rota: 'Officers', timeZone: 'UTC', goes: sam, comes: null, since, at: noon };
  return {
    time,
    matters,
    silences: [],
    health: [],
    coverage: [],
    gaps: [],
    auditHead: null,
    pack: aPack(),
    language: 'en',
    ...said,
  };
}
const ids = (list: { readonly alerts: readonly { readonly incident: string }[] }): readonly string[] =>
  list.alerts.map(({ incident }) => incident);

test('what nobody has taken comes gravest first, of these what waits longest', () => {
  const matters = [
    matter('late', { openedAt: noon - hourMs }),
    matter('early', { openedAt: noon - 3 * hourMs }),
    matter('grave', { openedAt: noon }, { facts: { severity: 'critical' } }),
    matter('taken', { state: 'acknowledged', changedBy: sam }),
  ];
  const { open, taken } = handoverOf(input(matters));
  assert.deepEqual(ids(open), ['grave', 'early', 'late']);
  assert.deepEqual(ids(taken), ['taken']);
  assert.deepEqual(taken.alerts[0]?.changedBy, sam);
});

test('changed is what somebody or its own news moved on since, settled or not', () => {
  const matters = [
    matter('still'),
    matter('resolved', { state: 'resolved', changedAt: noon - hourMs, changedBy: sam }),
    matter('news', {}, { version: 2, updatedAt: noon - 2 * hourMs }),
    matter('before', { state: 'resolved', changedAt: since - 1 }),
  ];
  assert.deepEqual(ids(handoverOf(input(matters)).changed), ['resolved', 'news']);
});

test('of snoozes those are told that end within a day, the next first', () => {
  const snoozed = (id: string, snoozedUntil: number) => matter(id, { state: 'snoozed', snoozedUntil });
  const matters = [
    snoozed('next-week', noon + 6 * dayMs),
    snoozed('tonight', noon + 9 * hourMs),
    snoozed('soon', noon + 1),
  ];
  const { snoozes, open } = handoverOf(input(matters));
  assert.deepEqual(ids(snoozes), ['soon', 'tonight']);
  assert.deepEqual(ids(open), []);
});

test('the largest are the gravest, then those that harmed most, five at most, no false alarms, nothing settled long ago', () => {
  const harm = (id: string, killed: number, alert: Partial<Alert> = {}) => matter(id, alert, { facts: { killed } });
  const matters = [
    harm('two', 2),
    harm('nine', 9),
    harm('false', 99, { state: 'false-alarm', changedAt: noon }),
    harm('merged', 99, { state: 'merged', changedAt: noon }),
    harm('long-ago', 99, { state: 'resolved' }),
    matter('elsewhere', {}, { facts: { killed: 99 }, mergedInto: 'nine' }),
    harm('settled', 5, { state: 'resolved', changedAt: noon }),
    matter('critical', {}, { facts: { severity: 'critical' } }),
    harm('one', 1),
    harm('none', 0),
  ];
  assert.deepEqual(
    handoverOf(input(matters)).largest.map(({ incident }) => incident),
    ['critical', 'nine', 'settled', 'two', 'one'],
  );
});

test('a list keeps its count where it has no room for all', () => {
  const matters = Array.from({ length: 80 }, (_, at) => matter(`i-${at}`));
  const { open } = handoverOf(input(matters));
  assert.deepEqual([open.count, open.alerts.length], [80, 50]);
});

test('silences come with what each hid, the next to end first', () => {
  const silences = [
    { silence: aSilence({ id: 'later', to: noon + dayMs }), hidden: 3 },
    { silence: aSilence({ id: 'soon', to: noon + hourMs }), hidden: 0 },
  ];
  assert.deepEqual(
    handoverOf(input([], { silences })).silences.map(({ id, hidden }) => [id, hidden]),
    [
      ['soon', 0],
      ['later', 3],
    ],
  );
});

test('a feed is down when it fails, is silent or was given up, not when an operator paused it', () => {
  const feed = (id: string, said: Partial<FeedHealth>): FeedHealth => ({
    feed: id,
    outlet: 'wire',
    condition: 'failing',
    paused: null,
    lastPolledAt: noon,
    lastSuccessAt: noon - dayMs,
    lastNewAt: null,
    rhythmMs: null,
    delayMs: null,
    failures: 3,
    failingSince: null,
    failuresByKind: {},
    problem: 'no answer',
    movedTo: null,
    ...said,
  });
  const health = [
    feed('well', { condition: 'well' }),
    feed('new', { condition: 'unpolled' }),
    feed('paused', { condition: 'paused', paused: 'operator' }),
    feed('gone', { condition: 'paused', paused: 'gone', failingSince: noon - 9 * dayMs }),
    feed('failing', { failingSince: noon - hourMs }),
    feed('silent', { condition: 'silent', problem: null }),
  ];
  const { feedsDown } = handoverOf(input([], { health }));
  assert.deepEqual(
    feedsDown.feeds.map(({ feed: id }) => id),
    ['gone', 'silent', 'failing'],
  );
  assert.equal(feedsDown.count, 3);
});

test('of coverage the whole, the languages and the sides are told', () => {
  const group = (kind: 'all' | 'language' | 'tier', value: string) => ({
    kind,
    value,
    outlets: 4,
    read: 2,
    share: 0.5,
  });
  const coverage = [group('all', 'all'), group('language', 'ar'), group('tier', '1')];
  assert.deepEqual(
    handoverOf(input([], { coverage })).coverage.map(({ value }) => value),
    ['all', 'ar'],
  );
});
