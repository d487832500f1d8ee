import assert from 'node:assert/strict';
import { test } from 'node:test';
import { route } from '../../../src/pipeline/route.ts';
import { routingsOf } from '../../../src/pipeline/why/routing.ts';
import { aCard, aSilence, aSubscription, aWatch } from '../../jobs/support/builders.ts';
import { anAlert, anIncident, dayMs, noon } from '../../support/builders.ts';
import { codes, developing, opening, rowsOf, severityChange } from './versions.ts';

const silences = [aSilence()];

test('what a silence hides opens no alert, posts nothing and is counted', () => {
  const told = route(opening({ silences }));
  assert.deepEqual([told.rows, told.alertsOpened, told.hiddenBy], [[], [], ['s1']]);
  assert.deepEqual(told.reasons, [{ code: 'silenced', detail: 'alerts s1' }]);
  const [routing] = routingsOf(told.reasons, new Set(['alerts']));
  assert.deepEqual([routing?.codes, routing?.about.get('silenced')], [['silenced'], 's1']);
});

test('a silence of one server hides nothing from another', () => {
  const subscriptions = [aSubscription(), aSubscription({ id: 'away-alerts', server: 'away', channel: 'far' })];
  assert.deepEqual(rowsOf(opening({ silences, subscriptions })), ['card far @watchers']);
});

test('a silence of one watch leaves the channel that another watch tells', () => {
  const watches = [aWatch(), aWatch({ id: 'raids' })];
  const subscriptions = [aSubscription(), aSubscription({ id: 'raids', watch: 'raids', channel: 'raids' })];
  const one = [aSilence({ matchers: { watches: ['raids'] } })];
  assert.deepEqual(rowsOf(opening({ silences: one, watches, subscriptions })), ['card alerts @watchers']);
});

test('a silence that is over, or lifted, hides nothing', () => {
  const over = [aSilence({ to: noon }), aSilence({ id: 's2', liftedBy: { id: 'sam', name: 'Sam' } })];
  assert.deepEqual(rowsOf(opening({ silences: over })), ['card alerts @watchers']);
  assert.deepEqual(route(opening({ silences: over })).hiddenBy, []);
});

test('a card that stands is kept true, and nobody hears of it', () => {
  const told = route(developing('severity', { silences }));
  assert.deepEqual(rowsOf(developing('severity')), ['card alerts', 'notice alerts @watchers']);
  assert.deepEqual(rowsOf(developing('severity', { silences })), ['card alerts']);
  assert.deepEqual(told.hiddenBy, ['s1']);
  assert.ok(told.reasons.some(({ code, detail }) => code === 'silenced' && detail === 'alerts s1'));
});

test('an alert that was opened by a watch which is not silenced is heard of as before', () => {
  const one = [aSilence({ matchers: { watches: ['raids'] } })];
  assert.deepEqual(rowsOf(developing('severity', { silences: one })), ['card alerts', 'notice alerts @watchers']);
});

test('what rises to critical passes the silence that hid it', () => {
  const changes = [severityChange('elevated', 'critical')];
  const risen = anIncident({ version: 2, changes, facts: { severity: 'critical' } });
  const input = developing('severity', { silences, incident: risen, alerts: [], cards: [] });
  assert.deepEqual(rowsOf(input), ['card alerts @watchers']);
});

test('after the silence its next news is told as usual', () => {
  const later = { silences, alerts: [], cards: [] };
  assert.deepEqual(rowsOf(developing('severity', later)), []);
  assert.deepEqual(rowsOf(developing('severity', { ...later, now: noon + dayMs })), ['card alerts @watchers']);
});

test('a graver incident told there mutes the ping, not the message, and is named', () => {
  const inhibitors = new Map([['home', 'i-greater']]);
  assert.deepEqual(rowsOf(opening({ inhibitors })), ['card alerts']);
  assert.ok(
    route(opening({ inhibitors })).reasons.some(
      ({ code, detail }) => code === 'no-ping-inhibited' && detail === 'alerts i-greater',
    ),
  );
  assert.equal(route(opening({ inhibitors })).alertsOpened.length, 1);
  assert.deepEqual(rowsOf(developing('severity', { inhibitors })), ['card alerts', 'notice alerts']);
});

test('where nobody would be pinged anyway, that is the reason', () => {
  const inhibitors = new Map([['home', 'i-greater']]);
  const subscriptions = [aSubscription({ pingRole: null })];
  assert.ok(codes(opening({ inhibitors, subscriptions })).includes('no-ping-wanted'));
  assert.ok(!codes(opening({ inhibitors, subscriptions })).includes('no-ping-inhibited'));
});

test('a channel of a graver incident on another server mutes nobody here', () => {
  assert.deepEqual(rowsOf(opening({ inhibitors: new Map([['away', 'i-greater']]) })), ['card alerts @watchers']);
});

test('a first card that may stand already is looked for, and pings nobody', () => {
  const cards = [aCard({ messageId: null, attemptedAt: 1 })];
  assert.deepEqual(rowsOf(developing('severity', { silences, cards, alerts: [anAlert()] })), ['card alerts']);
});
