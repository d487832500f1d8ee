import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlertState, Change } from '../../src/model.ts';
import { standingOf } from '../../src/pipeline/alert.ts';
import { type RouteInput, route } from '../../src/pipeline/route.ts';
import { aCard, aSubscription, aWatch } from '../jobs/support/builders.ts';
import { anAlert, anArticle, anIncident, noon } from '../support/builders.ts';
import { change, codes, developing, opening, rowsOf, verdict } from './route/versions.ts';

test('the version that satisfies a watch opens the alert and pings', () => {
  const told = route(opening());
  const opened = anAlert({
    openedAt: noon,
    changedAt: noon,
    watches: ['everything'],
    known: { severity: 'elevated', place: 'camp-taji', actors: ['us-forces'], version: 1, worsenedAt: null },
    measures: {
      seenMs: 0,
      acknowledgedAt: null,
      acknowledgedBy: null,
      resolvedAt: null,
      escalations: 0,
      outlet: 'wire',
    },
  });
  assert.deepEqual(told.alertsOpened, [opened]);
  assert.deepEqual(told.alertsTouched, [{ incident: 'i-article-1', server: 'home', at: noon }]);
  assert.deepEqual(told.audit, [
    {
      at: noon,
      server: 'home',
      incident: 'i-article-1',
      who: null,
      action: 'open',
      detail: 'elevated',
      alert: standingOf(opened),
    },
  ]);
  assert.equal(told.rows.length, 1);
  assert.deepEqual(told.rows[0], {
    id: 'i-article-1.1.card.alerts',
    incident: 'i-article-1',
    version: 1,
    kind: 'card',
    server: 'home',
    channel: 'alerts',
    language: 'en',
    pingRole: 'watchers',
    changes: opening().incident.changes,
    heldUntil: null,
    cardsPerHour: null,
    isDirect: false,
    createdAt: 5_000,
    causedAt: 4_000,
  });
  assert.deepEqual(
    told.reasons.map(({ code }) => code),
    ['watch-satisfied', 'watch', 'ping-opened', 'alert-opened'],
  );
});

test('a watch that only a later version satisfies opens its alert on an update', () => {
  const watches = [aWatch({ severityFloor: 'high' })];
  assert.deepEqual(rowsOf(opening({ watches })), []);
  assert.deepEqual(codes(opening({ watches })), ['no-watch-satisfied']);
  const later = developing('severity', { watches, alerts: [], cards: [] });
  assert.deepEqual(rowsOf(later), ['card alerts @watchers']);
  assert.equal(route(later).alertsOpened.length, 1);
});

test('a channel gets one card, whatever the number of watches told there', () => {
  const watches = [aWatch(), aWatch({ id: 'rockets', eventTypes: ['rocket-attack'] })];
  const subscriptions = [
    aSubscription({ pingFloor: 'critical' }),
    aSubscription({ id: 'second', watch: 'rockets', pingRole: 'gunners' }),
  ];
  assert.deepEqual(rowsOf(opening({ watches, subscriptions })), ['card alerts @gunners']);
});

test('each server has an alert of its own, and each channel its language', () => {
  const subscriptions = [
    aSubscription(),
    aSubscription({ id: 'b', channel: 'arabic', language: 'ar' }),
    aSubscription({ id: 'c', server: 'away', channel: 'far', language: 'fa', pingRole: null }),
  ];
  const told = route(opening({ subscriptions }));
  assert.deepEqual(
    told.alertsOpened.map(({ server }) => server),
    ['home', 'away'],
  );
  assert.deepEqual(
    told.rows.map(({ language }) => language),
    ['en', 'ar', 'fa'],
  );
});

test("a server's own watch is heard by no other server", () => {
  const watches = [aWatch({ server: 'away' })];
  assert.deepEqual(rowsOf(opening({ watches })), []);
});

const firstPings: readonly [claim: string, said: Partial<RouteInput>, rows: readonly string[], reason: string][] = [
  ['a silent incident is told to nobody', { incident: anIncident({ silent: true }) }, [], 'incident-silent'],
  ['a late one is told without ping', { incident: anIncident({ late: true }) }, ['card alerts'], 'no-ping-late'],
  [
    'a development of a known incident is told without ping',
    { incident: anIncident({ id: 'known:k1', version: 2 }), verdict: verdict('update', 'known:k1') },
    ['card alerts'],
    'no-ping-known-incident',
  ],
  [
    'below the ping floor nobody is pinged',
    { subscriptions: [aSubscription({ pingFloor: 'critical' })] },
    ['card alerts'],
    'no-ping-wanted',
  ],
  [
    "below the subscription's floor nothing is told",
    { subscriptions: [aSubscription({ severityFloor: 'critical' })] },
    [],
    'below-floor',
  ],
  [
    'where digests alone are wanted nothing is told',
    { subscriptions: [aSubscription({ alerts: false })] },
    [],
    'digest-only',
  ],
];
for (const [claim, said, rows, reason] of firstPings) {
  test(claim, () => {
    assert.deepEqual(rowsOf(opening(said)), rows);
    assert.ok(codes(opening(said)).some((code) => code === reason));
  });
}

test('a version that makes a silent incident loud opens its alert', () => {
  const input = developing('casualties', { before: anIncident({ silent: true }), alerts: [], cards: [] });
  assert.deepEqual(rowsOf(input), ['card alerts @watchers']);
});

const laterRows: readonly [what: Change['what'], rows: readonly string[]][] = [
  ['severity', ['card alerts', 'notice alerts @watchers']],
  ['actor', ['card alerts', 'notice alerts @watchers']],
  ['place', ['card alerts', 'notice alerts @watchers']],
  ['confirmed', ['card alerts', 'notice alerts @watchers']],
  ['casualties', ['card alerts', 'notice alerts']],
  ['claim', ['card alerts', 'notice alerts']],
  ['denial', ['card alerts', 'notice alerts']],
];
for (const [what, rows] of laterRows) {
  test(`an update by ${what} makes ${rows.join(' and ')}`, () => assert.deepEqual(rowsOf(developing(what)), rows));
}

const byState: readonly [AlertState, Change['what'], readonly string[]][] = [
  ['acknowledged', 'actor', ['card alerts', 'notice alerts']],
  ['acknowledged', 'severity', ['card alerts', 'notice alerts @watchers']],
  ['resolved', 'severity', ['card alerts']],
  ['false-alarm', 'severity', ['card alerts']],
];
for (const [state, what, rows] of byState) {
  test(`on an alert that is ${state}, an update by ${what} makes ${rows.join(' and ')}`, () =>
    assert.deepEqual(rowsOf(developing(what, { alerts: [anAlert({ state })] })), rows));
}

test('a repeat edits the outlet count and says nothing', () => {
  assert.deepEqual(rowsOf(developing('outlet', { verdict: verdict('duplicate') })), ['card alerts']);
});

test('a repeat that confirms is said, once', () => {
  assert.deepEqual(rowsOf(developing('confirmed', { verdict: verdict('duplicate') })), [
    'card alerts',
    'notice alerts @watchers',
  ]);
});

test('a version that changes nothing on the card makes no edit, and is told in the thread all the same', () => {
  const alike = anIncident({ version: 2, changes: [change('claim')] });
  const input = developing('claim', { incident: alike });
  assert.deepEqual(rowsOf(input), ['notice alerts']);
  assert.ok(codes(input).includes('nothing-visible'));
});

test('a repeat that makes no new version makes no row', () => {
  const incident = anIncident();
  const input = developing('outlet', { verdict: verdict('duplicate'), incident, before: incident });
  assert.deepEqual(rowsOf(input), []);
  assert.deepEqual(codes(input), ['same-version']);
});

test('a severity that falls pings nobody', () => {
  const before = anIncident({ facts: { severity: 'critical' } });
  assert.deepEqual(rowsOf(developing('severity', { before })), ['card alerts', 'notice alerts']);
});

test('an old item joins without a word', () => {
  const backlog = anArticle({ id: 'article-2', arrival: 'backlog' });
  assert.deepEqual(rowsOf(developing('actor', { article: backlog })), ['card alerts']);
  const late = anArticle({ id: 'article-2', arrival: 'late' });
  assert.deepEqual(rowsOf(developing('actor', { article: late })), ['card alerts', 'notice alerts']);
});

test('a deleted card is not brought back', () => {
  assert.deepEqual(rowsOf(developing('severity', { cards: [aCard({ gone: true })] })), []);
});

test('a channel whose subscription ended keeps its card true', () => {
  assert.deepEqual(rowsOf(developing('claim', { subscriptions: [] })), ['card alerts', 'notice alerts']);
});

test('a channel that joins late gets the card of an acknowledged alert quietly, and of a closed one not at all', () => {
  const joins = (state: AlertState) => developing('claim', { alerts: [anAlert({ state })], cards: [], before: null });
  assert.deepEqual(rowsOf(joins('open')), ['card alerts @watchers']);
  assert.deepEqual(rowsOf(joins('acknowledged')), ['card alerts']);
  assert.deepEqual(rowsOf(joins('resolved')), []);
});

test('an update that overtakes the first card asks for both, and the ping is not lost', () => {
  assert.deepEqual(rowsOf(developing('severity', { cards: [] })), ['card alerts @watchers', 'notice alerts @watchers']);
});
