import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSlowLane, slowAgainMs } from '../../../src/jobs/poll/slow-lane.ts';

test('slow feeds are polled a few at a time, in the order in which they came', () => {
  const lane = createSlowLane(2);
  const asks = (at: number, ...feeds: readonly string[]) => feeds.filter((feed) => lane.enter(feed, at));
  assert.deepEqual(asks(0, 'a', 'b', 'c', 'd'), ['a', 'b']);
  lane.leave();
  // 'a' comes again before 'd' does, and stands behind it all the same.
  assert.deepEqual(asks(slowAgainMs, 'a', 'd', 'c'), ['c']);
  lane.leave();
  assert.deepEqual(asks(2 * slowAgainMs, 'a', 'd'), ['d']);
});

test('one that never comes back keeps nobody waiting', () => {
  const lane = createSlowLane(1);
  assert.equal(lane.enter('a', 0), true);
  assert.equal(lane.enter('b', 0), false);
  lane.leave();
  assert.equal(lane.enter('c', slowAgainMs), false);
  assert.equal(lane.enter('c', 60 * slowAgainMs), true);
});
