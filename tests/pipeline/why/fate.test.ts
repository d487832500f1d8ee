import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReasonCode, Severity } from '../../../src/model.ts';
import { type Channel, type Fate, fateOf } from '../../../src/pipeline/why/fate.ts';
import { aCard, aRow, aSubscription } from '../../jobs/support/builders.ts';
import { anAlert, anIncident, noon } from '../../support/builders.ts';

const bare: Channel = {
  channel: 'alerts',
  subscriptions: [],
  card: null,
  routings: [],
  waiting: null,
  bar: null,
  settled: null,
};
const routed = (...codes: Channel['routings'][number]['codes']): Channel['routings'] => [
  { channel: 'alerts', watches: [], codes, about: new Map() },
];
const explained = {
  watch: 'everything',
  name: 'Everything',
  server: null,
  satisfied: true,
  reasons: [],
  missing: [],
  channels: [],
  tooLowFor: [],
  digestOnlyIn: [],
};
function fate(said: Partial<Channel>, here: { silent?: boolean; severity?: Severity; satisfied?: boolean } = {}): Fate {
  const { silent = false, severity = 'elevated', satisfied = true } = here;
  return fateOf(
    { ...bare, ...said },
    {
      incident: anIncident({ silent, version: 2, facts: { severity } }),
      alert: anAlert({ state: 'resolved' }),
      watches: [{ ...explained, satisfied, missing: satisfied ? [] : ['keyword'] }],
      now: noon,
    },
  );
}

test('what stands in the channel is said before what was decided', () => {
  const told = fate({ card: aCard({ postedAt: noon, versionTold: 2 }), routings: routed('ping-opened') });
  assert.deepEqual(told, {
    is: 'told',
    at: noon,
    messageId: 'm1',
    isPinged: true,
    noPing: null,
    graver: null,
    isEdited: true,
    isUpToDate: true,
  });
  assert.equal(fate({ card: aCard({ gone: true }), routings: routed('ping-opened') }).is, 'deleted');
  const folded = fate({ card: aCard({ messageId: null, foldedInto: 'f1' }) });
  assert.deepEqual(folded, { is: 'folded', fold: 'f1' });
});

test('why nobody was pinged is said where it is recorded', () => {
  const quietly = fate({ card: aCard(), routings: routed('no-ping-late') });
  assert.ok(quietly.is === 'told' && !quietly.isPinged && quietly.noPing === 'no-ping-late');
});

test('what waits, or came to nothing, is said by the outbox', () => {
  const until = noon + 3_600_000;
  assert.deepEqual(fate({ waiting: aRow({ heldUntil: until }) }), { is: 'held', until });
  assert.equal(fate({ waiting: aRow() }).is, 'on-its-way');
  const settled = (outcome: string, reason: string) => fate({ settled: { outcome, reason } });
  assert.deepEqual(settled('failed', 'refused: Missing Access'), { is: 'failed', reason: 'refused: Missing Access' });
  assert.deepEqual(settled('skipped', 'alert-resolved'), { is: 'closed', state: 'resolved' });
  assert.equal(settled('skipped', 'message-deleted').is, 'deleted');
});

test('a channel that takes nothing any more is said to have ended, whatever was decided', () => {
  const problem = 'Missing Access';
  const bar = {
    channel: 'alerts',
    server: 'home',
    why: 'forbidden',
    problem,
    since: noon,
    triedAt: noon,
    endedAt: noon,
  } as const;
  assert.deepEqual(fate({ bar, routings: routed('ping-opened') }), { is: 'ended', why: 'forbidden', at: noon });
  assert.notEqual(fate({ bar: { ...bar, endedAt: null } }).is, 'ended');
  assert.equal(fate({ settled: { outcome: 'failed', reason: 'channel-ended' } }).is, 'ended');
});

test('what the newest verdict decided for the channel is said', () => {
  for (const [code, is] of [
    ['folded', 'folded'],
    ['card-deleted', 'deleted'],
    ['alert-closed', 'closed'],
    ['digest-only', 'digest-only'],
    ['below-floor', 'below-floor'],
    ['quiet-hours', 'held'],
  ] as const)
    assert.equal(fate({ routings: [...routed('ping-opened'), ...routed(code)] }).is, is);
});

test('where nothing is recorded it is said what would be now', () => {
  const subscriptions = [aSubscription()];
  assert.equal(fate({ subscriptions }, { silent: true }).is, 'silent');
  assert.deepEqual(fate({ subscriptions }, { satisfied: false }), {
    is: 'not-satisfied',
    watches: [{ name: 'Everything', missing: ['keyword'] }],
  });
  assert.equal(fate({ subscriptions: [aSubscription({ alerts: false })] }).is, 'digest-only');
  const grave = [aSubscription({ severityFloor: 'critical' }), aSubscription({ severityFloor: 'high' })];
  assert.deepEqual(fate({ subscriptions: grave }), { is: 'below-floor', floor: 'high', severity: 'elevated' });
  assert.equal(fate({ subscriptions }).is, 'changed-since');
});

test('quiet hours end at the earliest end of the subscriptions', () => {
  const quiet = (to: string) => aSubscription({ quiet: { from: '10:00', to, timeZone: 'UTC' } });
  const held = fate({ subscriptions: [quiet('18:00'), quiet('15:00')], routings: routed('quiet-hours') });
  assert.deepEqual(held, { is: 'held', until: Date.parse('2020-04-01T15:00:00Z') });
});

const because = (code: ReasonCode, about: string): Channel['routings'] => [
  { channel: 'alerts', watches: [], codes: [code], about: new Map([[code, about]]) },
];

test('what a silence hid is said by that silence, and a graver incident that spoke for one is named', () => {
  assert.deepEqual(fate({ routings: because('silenced', 's1') }), { is: 'silenced', silence: 's1' });
  const skipped = { outcome: 'skipped', reason: 'silenced' };
  assert.deepEqual(fate({ settled: skipped }), { is: 'silenced', silence: null });
  const told = fate({ card: aCard(), routings: because('no-ping-inhibited', 'i-greater') });
  assert.ok(told.is === 'told' && told.noPing === 'no-ping-inhibited' && told.graver === 'i-greater');
});
