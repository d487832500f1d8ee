import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Feed, FeedState } from '../../src/model.ts';
import {
  firstDueTimes,
  isPaused,
  latestDue,
  type PollOutcome,
  schedule,
  unpolled,
} from '../../src/pipeline/schedule.ts';

const now = Date.parse('2020-01-03T12:00:00Z');
const minuteMs = 60_000;
const limits = { backoffMinutesMax: 240, jitter: 0.1 };
const feed: Feed = {
  id: 'wire',
  url: 'https://news.example/feed',
  outlet: 'wire',
  language: 'en',
  status: 'active',
  intervalMinutes: 10,
  origin: 'file',
};
const unverified: Feed = { ...feed, status: 'unverified' };

const ok: PollOutcome = { status: 'ok', etag: '"1"', lastModified: null, readBy: 'rss-parser', items: 3, waitMs: null };
const unchanged: PollOutcome = { status: 'not-modified', waitMs: null };
const failure = (said: { httpStatus?: number | null; waitMs?: number } = {}): PollOutcome => ({
  status: 'http-error',
  httpStatus: 500,
  problem: 'It answered 500.',
  waitMs: null,
  ...said,
});
const after = (outcome: PollOutcome, before: FeedState | null = null, of = feed, at = now) =>
  schedule({ feed: of, before, outcome, now: at }, limits);
const waitMinutes = (outcome: PollOutcome, before: FeedState | null = null) =>
  ((after(outcome, before).nextDue ?? 0) - now) / minuteMs;
const failedTimes = (failures: number): FeedState => ({ ...unpolled(feed), failures, firstReadAt: 1 });
const within = (value: number, expected: number) =>
  assert.ok(value >= expected * 0.9 && value <= expected * 1.1, `${value}, expected about ${expected}`);

describe('the next due time', () => {
  it('is an interval later when the feed was read or had nothing new', () => {
    within(waitMinutes(ok), 10);
    within(waitMinutes(unchanged), 10);
  });
  it('doubles with each failure in a row, up to the limit', () => {
    for (const [failures, minutes] of [
      [0, 10],
      [1, 20],
      [2, 40],
      [4, 160],
      [5, 240],
      [1_000, 240],
    ] as const)
      within(waitMinutes(failure(), failedTimes(failures)), minutes);
  });
  it('is an interval later again after a success', () => {
    const { state } = after(ok, failedTimes(7));
    assert.equal(state.failures, 0);
    within(waitMinutes(ok, failedTimes(7)), 10);
  });
  it('obeys Retry-After within the limit, never earlier than asked', () => {
    assert.ok(waitMinutes(failure({ waitMs: 60 * minuteMs })) >= 60);
    assert.ok(waitMinutes(failure({ waitMs: 9_999 * minuteMs })) <= 240 * 1.1);
    assert.equal(after(failure({ waitMs: 60 * minuteMs })).reason, 'asked-to-wait');
  });
  it('obeys how long an answer calls itself fresh, but no longer than two intervals', () => {
    within(waitMinutes({ ...ok, waitMs: 15 * minuteMs }), 15);
    within(waitMinutes({ ...unchanged, waitMs: 6 * 60 * minuteMs }), 20);
    within(waitMinutes({ ...ok, waitMs: 1 }), 10);
  });
  it('differs between feeds and is the same when asked again', () => {
    const due = Array.from({ length: 50 }, (_, at) => after(ok, null, { ...feed, id: `f${at}` }).nextDue);
    assert.ok(new Set(due).size > 40);
    assert.deepEqual(
      due,
      Array.from({ length: 50 }, (_, at) => after(ok, null, { ...feed, id: `f${at}` }).nextDue),
    );
  });
  it('is set by every outcome, lies ahead, and within the latest one, unless the feed is paused', () => {
    const statuses = fc.constantFrom(
      'timeout',
      'too-large',
      'refused-address',
      'http-error',
      'network-error',
      'unreadable',
    );
    const waitMs = fc.option(fc.nat(1e9), { nil: null });
    const failed = fc.record({
      status: statuses,
      httpStatus: fc.option(fc.integer({ min: 300, max: 599 }), { nil: null }),
      problem: fc.constant('x'),
      waitMs,
    });
    const outcome: fc.Arbitrary<PollOutcome> = fc.oneof(
      failed,
      waitMs.map((wait): PollOutcome => ({ ...ok, waitMs: wait })),
      waitMs.map((wait): PollOutcome => ({ status: 'not-modified', waitMs: wait })),
    );
    fc.assert(
      fc.property(outcome, fc.nat(500), (came, failures) => {
        const { nextDue, state } = after(came, failedTimes(failures));
        assert.equal(state.lastStatus, came.status);
        assert.equal(state.lastPolledAt, now);
        if (state.paused) return assert.equal(nextDue, null);
        assert.ok(nextDue !== null && nextDue > now && nextDue <= latestDue(feed, state, limits));
      }),
    );
  });
});

describe('what is remembered of a feed', () => {
  it('keeps validators and reading times through a 304 and a failure', () => {
    const read = after(ok).state;
    assert.equal(read.firstReadAt, now);
    for (const outcome of [unchanged, failure()]) {
      const { state } = after(outcome, read, feed, now + minuteMs);
      assert.deepEqual(
        [state.etag, state.firstReadAt, state.lastReadAt, state.lastPolledAt],
        ['"1"', now, now, now + minuteMs],
      );
    }
  });
  it('takes an empty document for no first reading', () => {
    const { state } = after({ ...ok, items: 0 });
    assert.deepEqual([state.firstReadAt, state.lastReadAt], [null, now]);
  });
  it('tells the problem until it is over', () => {
    const failed = after(failure()).state;
    assert.equal(failed.lastProblem, 'It answered 500.');
    assert.equal(after(unchanged, failed).state.lastProblem, null);
  });
});

describe('a feed is paused', () => {
  it('with a notice when its server says that it is gone', () => {
    const { state, nextDue, notice } = after(failure({ httpStatus: 410 }), failedTimes(0));
    assert.equal(state.paused, 'gone');
    assert.equal(nextDue, null);
    assert.match(notice ?? '', /wire.*410/);
  });
  it('with a notice at the first 404 when it was never seen answering', () => {
    const { state, notice } = after(failure({ httpStatus: 404 }), null, unverified);
    assert.equal(state.paused, 'never-found');
    assert.match(notice ?? '', /404/);
  });
  it('by no 404 once it has answered or is known to exist, and by no other failure', () => {
    assert.equal(after(failure({ httpStatus: 404 }), null, feed).state.paused, null);
    assert.equal(after(failure({ httpStatus: 404 }), after(ok).state, unverified).state.paused, null);
    assert.equal(after(failure({ httpStatus: 503 }), null, unverified).state.paused, null);
  });
  it('until its address changes or an operator vouches for it', () => {
    const { state } = after(failure({ httpStatus: 404 }), null, unverified);
    assert.equal(isPaused(unverified, state), true);
    assert.equal(isPaused({ ...unverified, url: 'https://news.example/other' }, state), false);
    assert.equal(isPaused({ ...unverified, status: 'active' }, state), false);
    assert.equal(isPaused({ ...feed, status: 'paused' }, unpolled(feed)), true);
  });
});

describe('the first polls', () => {
  const feeds = (count: number) => Array.from({ length: count }, (_, at) => ({ ...feed, id: `f${at}` }));
  it('start at once and follow one another', () => {
    const due = firstDueTimes(feeds(40), now);
    assert.equal(due[0]?.at, now);
    assert.equal(due[39]?.at, now + 39 * 250);
  });
  it('are all done within an interval, however many', () => {
    const due = firstDueTimes(feeds(10_000), now);
    assert.ok((due.at(-1)?.at ?? 0) < now + 10 * minuteMs);
  });
});
