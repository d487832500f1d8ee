import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QuietHours, Severity } from '../../../src/model.ts';
import { route } from '../../../src/pipeline/route.ts';
import { aCard, aSubscription, aWatch } from '../../jobs/support/builders.ts';
import { anAlert, anIncident, noon } from '../../support/builders.ts';
import { codes, developing, opening, rowsOf } from './versions.ts';

const hourMs = 3_600_000;
const quiet: QuietHours = { from: '11:00', to: '14:00', timeZone: 'UTC' };
const sleeping = [aSubscription({ quiet })];
const holds = (input: Parameters<typeof route>[0]) =>
  route(input).rows.map(({ kind, heldUntil }) => `${kind} ${heldUntil === null ? 'now' : (heldUntil - noon) / hourMs}`);
const at = (severity: Severity) => anIncident({ facts: { severity } });

test('in quiet hours a first card is held, with its reason, and its alert is open all the same', () => {
  const input = opening({ subscriptions: sleeping });
  assert.deepEqual(holds(input), ['card 2']);
  assert.ok(codes(input).includes('quiet-hours'));
  assert.equal(route(input).alertsOpened.length, 1);
});

test('in quiet hours what is critical is told at once, also what became so', () => {
  assert.deepEqual(holds(opening({ subscriptions: sleeping, incident: at('critical') })), ['card now']);
  const worse = developing('severity', {
    subscriptions: sleeping,
    cards: [],
    incident: anIncident({
      version: 2,
      facts: { severity: 'critical' },
      changes: developing('severity').incident.changes,
    }),
  });
  assert.deepEqual(holds(worse), ['card now', 'notice now']);
  assert.ok(!codes(worse).includes('quiet-hours'));
});

test('in quiet hours a card that stands is kept true, and what is said of it waits', () => {
  assert.deepEqual(holds(developing('actor', { subscriptions: sleeping })), ['card now', 'notice 2']);
});

test('a channel hears at once what one of its subscriptions wants now', () => {
  const both = [aSubscription({ quiet }), aSubscription({ id: 'second', severityFloor: 'high' })];
  assert.deepEqual(holds(opening({ subscriptions: both, incident: at('elevated') })), ['card 2']);
  assert.deepEqual(holds(opening({ subscriptions: both, incident: at('high') })), ['card now']);
});

test('a floor and digests alone are said of a channel that nothing else tells', () => {
  const low = aSubscription({ severityFloor: 'critical' });
  const digests = aSubscription({ id: 'digests', channel: 'mornings', alerts: false });
  const told = route(opening({ subscriptions: [low, digests, aSubscription({ id: 'third', channel: 'third' })] }));
  assert.deepEqual(told.reasons.slice(0, 2), [
    { code: 'below-floor', detail: 'alerts' },
    { code: 'digest-only', detail: 'mornings' },
  ]);
  const beside = opening({ subscriptions: [low, aSubscription({ id: 'other' })] });
  assert.ok(!codes(beside).includes('below-floor'));
});

test('a channel that wants digests alone by now keeps its card true and hears nothing new', () => {
  const input = developing('actor', { subscriptions: [aSubscription({ alerts: false })] });
  assert.deepEqual(rowsOf(input), ['card alerts']);
});

test('the strictest cap of a channel goes with its rows', () => {
  const capped = [
    aSubscription({ cardsPerHour: 9 }),
    aSubscription({ id: 'strict', watch: 'rockets', cardsPerHour: 3 }),
    aSubscription({ id: 'none' }),
  ];
  assert.equal(route(opening({ subscriptions: capped })).rows[0]?.cardsPerHour, 3);
});

const direct = [aSubscription({ user: 'u1', channel: 'dm', pingRole: null })];
const directly = (what: Parameters<typeof developing>[0]) =>
  developing(what, { subscriptions: direct, cards: [aCard({ channel: 'dm', isDirect: true })] });

test('direct messages name no role, and what pings no one there is an edit alone', () => {
  assert.deepEqual(rowsOf(opening({ subscriptions: [aSubscription({ user: 'u1', channel: 'dm' })] })), ['card dm']);
  assert.deepEqual(rowsOf(directly('severity')), ['card dm', 'notice dm']);
  assert.deepEqual(rowsOf(directly('casualties')), ['card dm']);
  assert.ok(route(directly('severity')).rows.every(({ isDirect, pingRole }) => isDirect && pingRole === null));
});

const folded = aCard({ messageId: null, versionPosted: null, foldedInto: 'fold', versionTold: 0 });

test('what stands in a summary is kept true there, asks for a card with its news, and pings when it is critical', () => {
  const news = developing('actor', { cards: [folded] });
  assert.deepEqual(rowsOf(news), ['card alerts', 'notice alerts @watchers']);
  assert.ok(codes(news).includes('folded'));
  const repeat = developing('outlet', { cards: [folded], verdict: { ...news.verdict, decision: 'duplicate' } });
  assert.deepEqual(rowsOf(repeat), ['card alerts']);
  const critical = developing('severity', {
    cards: [folded],
    incident: { ...developing('severity').incident, facts: at('critical').facts },
  });
  assert.deepEqual(rowsOf(critical)[0], 'card alerts @watchers');
  const closed = developing('actor', { cards: [folded], alerts: [anAlert({ state: 'resolved' })] });
  assert.deepEqual(rowsOf(closed), []);
});

test('a watch that is not heard gives no reason of its own', () => {
  const input = opening({ watches: [aWatch({ severityFloor: 'critical' })] });
  assert.deepEqual(codes(input), ['no-watch-satisfied']);
});
