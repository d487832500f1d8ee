import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HealthCode, HealthPart } from '../../src/pipeline/health.ts';
import { type HeartbeatSignals, heartbeatLimits, lateParts } from '../../src/pipeline/heartbeat.ts';

const now = 10_000_000;
const aHealth = (over: Partial<Record<HealthPart, HealthCode>> = {}): HeartbeatSignals['health'] => ({
  healthy: true,
  parts: (['tick', 'redis', 'messenger', 'feeds'] as const).map((part) => ({
    part,
    code: over[part] ?? 'well',
    wellAt: now,
    failingMs: 0,
  })),
});
const well: HeartbeatSignals = {
  health: aHealth(),
  nextTimerAt: now + 5_000,
  canaryMs: 40,
  waiting: [],
  blocked: new Set(),
  overdue: [],
};
const lateOf = (over: Partial<HeartbeatSignals>) =>
  lateParts({ ...well, ...over }, now, heartbeatLimits).map(({ part }) => part);

test('the outside is told that we watch while nothing is late', () => {
  assert.deepEqual(lateOf({}), []);
  assert.deepEqual(lateOf({ nextTimerAt: null }), []);
  assert.deepEqual(lateOf({ nextTimerAt: now - 30_000 }), []);
  assert.deepEqual(lateOf({ health: aHealth({ tick: 'failing', feeds: 'failing' }) }), []);
});

test('each part that is late is named', () => {
  assert.deepEqual(lateOf({ nextTimerAt: now - 30_001 }), ['tick']);
  assert.deepEqual(lateOf({ health: aHealth({ tick: 'failed-too-long' }) }), ['tick']);
  assert.deepEqual(lateOf({ health: aHealth({ feeds: 'no-signal' }) }), ['polling']);
  assert.deepEqual(lateOf({ canaryMs: null }), ['matching']);
  assert.deepEqual(lateOf({ waiting: ['1'] }), ['delivery']);
  assert.deepEqual(lateOf({ overdue: ['alert:home:i1'] }), ['escalation']);
  assert.deepEqual(lateOf({ canaryMs: null, waiting: ['1'] }), ['matching', 'delivery']);
});

test('what waits for a channel that takes nothing is not late, and hides nothing that is', () => {
  assert.deepEqual(lateOf({ waiting: ['1', '1'], blocked: new Set(['1']) }), []);
  assert.deepEqual(lateOf({ waiting: ['1', '2'], blocked: new Set(['1']) }), ['delivery']);
});

test('a reason says how much is late, and no channel or alert', () => {
  const [late] = lateParts({ ...well, waiting: ['77', '78'] }, now, heartbeatLimits);
  assert.equal(late?.why, '2 messages wait for more than 120 s');
});
