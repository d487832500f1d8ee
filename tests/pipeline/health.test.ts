import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Feed, FeedState } from '../../src/model.ts';
import {
  blindness,
  blindnessNow,
  feedsWellAt,
  type HealthSignals,
  healthParts,
  judgeHealth,
} from '../../src/pipeline/health.ts';
import { neverPolled, unpolled } from '../../src/pipeline/schedule/state.ts';
import { scheduleLimits } from '../support/builders.ts';

const now = 1_000_000_000;
const failMsMax = { tick: 30_000, redis: 30_000, messenger: 120_000, feeds: 1_800_000 };
const signals = (lastWellAt: HealthSignals['lastWellAt'], startedAt = now - 3_600_000): HealthSignals => ({
  startedAt,
  lastWellAt,
  failMsMax,
});
const allWell = { tick: now - 900, redis: now, messenger: now, feeds: now - 4_000 };

test('where everything works it is healthy', () => {
  const health = judgeHealth(signals(allWell), now);
  assert.equal(health.healthy, true);
  assert.deepEqual(new Set(health.parts.map(({ code }) => code)), new Set(['well']));
});

for (const part of healthParts) {
  test(`it is red when ${part} has failed for longer than its time, and only then`, () => {
    const at = (failingMs: number) => judgeHealth(signals({ ...allWell, [part]: now - failingMs }), now);
    assert.equal(at(failMsMax[part]).healthy, true);
    assert.equal(at(failMsMax[part] + 1).healthy, false);
    const judged = at(failMsMax[part] + 1).parts.find((each) => each.part === part);
    assert.deepEqual(judged, {
      part,
      code: 'failed-too-long',
      wellAt: now - failMsMax[part] - 1,
      failingMs: failMsMax[part] + 1,
    });
  });

  test(`${part} is given its time from the start on before its silence is red`, () => {
    const started = (agoMs: number) => judgeHealth(signals({ ...allWell, [part]: null }, now - agoMs), now);
    assert.equal(started(failMsMax[part]).healthy, true);
    const late = started(failMsMax[part] + 1);
    assert.equal(late.healthy, false);
    assert.equal(late.parts.find((each) => each.part === part)?.code, 'no-signal');
  });
}

test('a part that fails, though not for long, is named', () => {
  const health = judgeHealth(signals({ ...allWell, redis: now - 10_000 }), now);
  assert.equal(health.healthy, true);
  assert.equal(health.parts.find(({ part }) => part === 'redis')?.code, 'failing');
});

test('what a process does not watch says nothing', () => {
  assert.deepEqual(judgeHealth(signals({}), now), { healthy: true, parts: [] });
});

test('a clock that was set back makes nothing fail', () => {
  assert.equal(judgeHealth(signals({ tick: now + 60_000 }), now).healthy, true);
});

const aState = (feed: string, said: Partial<FeedState> = {}): FeedState => ({
  feed,
  url: `https://${feed}.example/rss`,
  ...neverPolled,
  lastPolledAt: now,
  lastStatus: 'network-error',
  lastProblem: `${feed} refused`,
  failures: 1,
  ...said,
});
const failing = (count: number) => Array.from({ length: count }, (_, at) => aState(`f${at}`));

test('it is blind when all that were tried fail, and enough were tried to say so', () => {
  assert.equal(blindness(failing(9), 120).blind, false);
  assert.deepEqual(blindness(failing(10), 120), {
    blind: true,
    failing: 10,
    problem: 'f0 refused',
    quietMinutes: null,
  });
  assert.equal(blindness(failing(3), 3).blind, true);
  assert.equal(blindness([], 0).blind, false);
});

test('one feed that can be read is enough to see', () => {
  assert.equal(blindness([...failing(50), aState('ok', { failures: 0 })], 51).blind, false);
  assert.equal(blindness([...failing(50), aState('untried', { failures: 0, lastPolledAt: null })], 51).blind, true);
});

const minuteMs = 60_000;
const polledFeed: Feed = {
  id: 'one',
  url: 'https://one.example/rss',
  outlet: 'one',
  language: 'en',
  status: 'active',
  intervalMinutes: 10,
  origin: 'file',
};
const polled = (said: Partial<FeedState>): FeedState => ({ ...unpolled(polledFeed), lastPolledAt: now, ...said });
const wellAt = (states: readonly FeedState[]) =>
  feedsWellAt(states, new Map([['one', polledFeed]]), scheduleLimits, now);

test('feeds that nobody polls any more are not well, though none of them fails', () => {
  const overdueMs = 22 * minuteMs; // twice the interval, and the jitter
  assert.equal(wellAt([polled({ lastPolledAt: now - overdueMs })]), now);
  const stoppedAt = now - 24 * 60 * minuteMs;
  assert.equal(wellAt([polled({ lastPolledAt: stoppedAt })]), stoppedAt + overdueMs);
});

test('feeds that fail, rest, were never polled or are of no configuration say nothing of being well', () => {
  const others = [{ failures: 1 }, { paused: 'gone' as const }, { lastPolledAt: null }, { feed: 'removed' }];
  assert.equal(wellAt(others.map(polled)), null);
  assert.equal(wellAt([...others.map(polled), polled({ lastPolledAt: now - minuteMs })]), now);
});

test('a poll at a time that has not come hides from nobody that nothing is read', () => {
  const ahead = polled({ feed: 'ahead', lastPolledAt: now + 60 * minuteMs, lastSuccessAt: now + 60 * minuteMs });
  const feeds = new Map(['one', 'ahead'].map((id) => [id, { ...polledFeed, id }]));
  const limits = { feedsMsMax: 30 * minuteMs, watchedSince: 0, schedule: scheduleLimits };
  const stopped = (agoMs: number) => polled({ lastPolledAt: now - agoMs, lastSuccessAt: now - agoMs });
  const blind = (states: readonly FeedState[], of = feeds) => blindnessNow(states, of, limits, now).blind;
  const one = new Map([['one', polledFeed]]);
  assert.equal(blind([stopped(60 * minuteMs), ahead], one), true);
  assert.equal(blind([stopped(minuteMs), ahead], one), false);
  assert.equal(blind([ahead]), false, 'nor does it say that anything fails');
  assert.equal(wellAt([stopped(60 * minuteMs), { ...ahead, feed: 'one' }]), now - 38 * minuteMs);
});
