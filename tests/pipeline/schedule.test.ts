import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FeedState, PollStatus } from '../../src/model.ts';
import { isPaused, isPolled, resumed, unpolled } from '../../src/pipeline/schedule/state.ts';
import {
  aFeed,
  after,
  dayMs,
  failed,
  hourMs,
  inTurn,
  minuteMs,
  now,
  read,
  unchanged,
  waited,
} from './schedule/builders.ts';

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
const about = (minutes: number, expected: number) =>
  assert.ok(minutes >= expected && minutes <= expected * 1.1 + 1, `${minutes} minutes, expected about ${expected}`);
const every10 = aFeed({ intervalMinutes: 10 });

describe('an answer', () => {
  it('is followed by the next poll an interval later, as the operator set it', () => {
    about(waited(after(read(), null, { feed: every10 })), 10);
    about(waited(after(unchanged(), null, { feed: every10 })), 10);
  });
  it('that calls itself fresh for longer is obeyed, but for no longer than two intervals', () => {
    const waits = (waitMs: number) => waited(after(read({ waitMs }), null, { feed: every10 }));
    about(waits(15 * minuteMs), 15);
    about(waits(dayMs), 20);
    about(waits(1), 10);
  });
  it('whose document asks for a slower pace is obeyed within the same bound', () => {
    const nothing = { ttlMinutes: null, skipHours: [], skipDays: [] };
    const waits = (pace: object) => waited(after(read({ pace: { ...nothing, ...pace } }), null, { feed: every10 }));
    about(waits({ ttlMinutes: 13 }), 13);
    about(waits({ ttlMinutes: 1440 }), 20);
    about(waits({ skipHours: [12] }), 20); // until one o'clock, were it not for the bound
    about(waits({ skipDays: [5] }), 20); // a Friday
    about(waits({ skipHours: [3], skipDays: [0] }), 10);
    about(waits({ skipHours: Array.from({ length: 24 }, (_, hour) => hour) }), 10);
  });
  it('of a 304 is held to the pace of the last document', () => {
    const { state } = after(read({ pace: { ttlMinutes: 15, skipHours: [], skipDays: [] } }), null, { feed: every10 });
    about(waited(after(unchanged(), state, { feed: every10 })), 15);
  });
  it('keeps what it takes to ask conditionally, and whom to ask so', () => {
    const { state } = after(read({ finalUrl: 'https://cdn.example/feed' }));
    assert.deepEqual([state.etag, state.validatorsFrom], ['"1"', 'https://cdn.example/feed']);
    for (const outcome of [unchanged(), failed('timeout')]) {
      const later = after(outcome, state, { at: now + minuteMs }).state;
      assert.deepEqual(
        [later.etag, later.validatorsFrom, later.firstReadAt, later.lastReadAt],
        ['"1"', 'https://cdn.example/feed', now, now],
      );
      assert.equal(later.lastPolledAt, now + minuteMs);
    }
    assert.equal(after(read({ etag: null }), state).state.validatorsFrom, null);
  });
  it('without items is no first reading', () => {
    const { state } = after(read({ items: 0 }));
    assert.deepEqual([state.firstReadAt, state.lastReadAt], [null, now]);
  });
});

describe('a failure', () => {
  const minutes = (status: Parameters<typeof failed>[0], tries: number) =>
    waited(inTurn(times(tries, failed(status)), { feed: every10 }));

  it('is told until it is over, and counted by its kind', () => {
    const { state } = inTurn([failed('timeout'), failed('timeout'), failed('http-error')]);
    assert.equal(state.lastProblem, 'It came to http-error.');
    assert.deepEqual([state.failures, state.failuresByKind], [3, { timeout: 2, 'http-error': 1 }]);
    assert.equal(state.failingSince, now);
    const over = after(read(), state).state;
    assert.deepEqual([over.failures, over.failuresByKind, over.failingSince, over.lastProblem], [0, {}, null, null]);
  });
  it('that may be over at once is tried again soon, then after the interval, doubled up to the limit', () => {
    for (const [tries, wait] of [
      [1, 2],
      [2, 10],
      [3, 20],
      [4, 40],
      [7, 240],
      [10, 240],
    ] as const)
      about(minutes('timeout', tries), wait);
  });
  it('never has a feed tried again sooner than its own interval is short', () => {
    about(waited(after(failed('timeout'), null, { feed: aFeed({ intervalMinutes: 1 }) })), 1);
  });
  it('that will last until somebody mends it backs off from the interval on', () => {
    for (const [tries, wait] of [
      [1, 10],
      [2, 20],
      [6, 240],
    ] as const)
      about(minutes('not-found', tries), wait);
  });
  it('for coming too often backs off from ten minutes on, and never comes before it is asked to', () => {
    const wire = aFeed({ intervalMinutes: 2 });
    about(waited(after(failed('rate-limited'), null, { feed: wire })), 10);
    about(waited(inTurn(times(3, failed('rate-limited')), { feed: wire })), 40);
    const asked = after(failed('rate-limited', 3 * hourMs), null, { feed: wire });
    about(waited(asked), 180);
    assert.equal(asked.reason, 'asked-to-wait');
  });
  it('is asked to wait for a day at most, however much longer a server says', () => {
    about(waited(after(failed('rate-limited', 365 * dayMs))), 24 * 60);
  });
  it('for not being wanted is not insisted on: from half an hour up to a day', () => {
    for (const status of ['forbidden', 'challenged'] as const)
      for (const [tries, wait] of [
        [1, 30],
        [2, 60],
        [4, 240],
        [7, 24 * 60],
      ] as const)
        about(minutes(status, tries), wait);
  });
  it('of one kind does not make another kind wait on its ladder', () => {
    about(waited(inTurn([...times(6, failed('timeout')), failed('forbidden')], { feed: every10 })), 30);
  });
  it('is tried again within ten minutes for as long as nobody at all is reached', () => {
    about(waited(inTurn(times(12, failed('network-error')), { feed: every10, outage: true })), 10);
    about(waited(inTurn(times(3, failed('forbidden')), { feed: every10, outage: true })), 120);
  });
});

describe('a 304', () => {
  it('ends failures on the way to the server, and is a success', () => {
    const { state } = inTurn([read(), failed('timeout'), failed('forbidden'), unchanged()]);
    assert.deepEqual([state.failures, state.failuresByKind, state.lastProblem], [0, {}, null]);
    assert.equal(state.lastSuccessAt, state.lastPolledAt);
  });
  it('ends no failure to read the document, which it does not show', () => {
    const unread = inTurn([read(), failed('unreadable'), failed('too-large'), failed('timeout')]).state;
    const { state } = after(unchanged(), unread, { at: now + hourMs });
    assert.deepEqual([state.failures, state.failuresByKind], [2, { unreadable: 1, 'too-large': 1 }]);
    assert.equal(state.failingSince, unread.failingSince);
    assert.notEqual(state.lastProblem, null);
  });
  it('is not asked for after a document that could not be read', () => {
    const { state } = inTurn([read(), failed('unreadable')]);
    assert.deepEqual([state.etag, state.lastModified, state.validatorsFrom], [null, null, null]);
  });
});

describe('a feed is paused', () => {
  const unverified = aFeed({ status: 'unverified' });
  it('with a notice when its server says that it is gone, and asked once a week whether it is', () => {
    const gone = after(failed('gone'));
    assert.deepEqual([gone.state.paused, gone.reason], ['gone', 'gone']);
    assert.match(gone.notice ?? '', /wire.*410/);
    about(waited(gone), 7 * 24 * 60);
    const still = after(failed('http-error'), gone.state, { at: gone.nextDue ?? now });
    assert.deepEqual([still.state.paused, still.notice], ['gone', null]);
  });
  it('with a notice at the first 404 when it was never seen answering, and asked once a week whether it is', () => {
    const lost = after(failed('not-found'), null, { feed: unverified });
    assert.equal(lost.state.paused, 'never-found');
    assert.match(lost.notice ?? '', /404.*once a week/);
    about(waited(lost), 7 * 24 * 60);
    const still = after(failed('not-found'), lost.state, { feed: unverified, at: lost.nextDue ?? now });
    assert.deepEqual([still.state.paused, still.notice], ['never-found', null]);
    const back = after(read(), still.state, { feed: unverified, at: still.nextDue ?? now });
    assert.deepEqual([back.state.paused, back.notice], [null, 'Feed wire answers again.']);
  });
  it('by no 404 once it has answered or is known to exist', () => {
    assert.equal(after(failed('not-found'), null).state.paused, null);
    assert.equal(after(failed('not-found'), after(read()).state, { feed: unverified }).state.paused, null);
    assert.equal(after(failed('http-error'), null, { feed: unverified }).state.paused, null);
  });
  for (const status of ['timeout', 'forbidden', 'rate-limited', 'not-found', 'unreadable'] as const) {
    it(`after three days of ${status} with one notice, tried once a day, and back at the first answer with another`, () => {
      let at = now;
      let state: FeedState | null = after(read()).state;
      const notices: string[] = [];
      while (state?.paused === null) {
        const next = after(failed(status), state, { at });
        if (next.notice !== null) notices.push(next.notice);
        state = next.state;
        at = next.nextDue ?? Number.NaN;
        assert.ok(at - now < 15 * dayMs, 'it is never paused');
      }
      assert.equal(state?.paused, 'failing');
      assert.ok((state?.lastPolledAt ?? 0) - now >= 3 * dayMs);
      assert.deepEqual(notices.length, 1);
      const probe = after(failed(status), state, { at });
      assert.deepEqual([probe.state.paused, probe.notice], ['failing', null]);
      about(waited(probe), 24 * 60);
      const back = after(read(), probe.state, { at: probe.nextDue ?? now });
      assert.equal(back.state.paused, null);
      assert.match(back.notice ?? '', /answers again/);
      assert.ok(waited(back) < 60);
    });
  }
  it('for failing by no single failure after days in which nobody polled', () => {
    const { state } = inTurn([read(), failed('timeout')]);
    assert.equal(after(failed('timeout'), state, { at: now + 9 * dayMs }).state.paused, null);
  });
  it('for failing by no outage of ours, however long', () => {
    assert.equal(inTurn(times(600, failed('network-error')), { outage: true }).state.paused, null);
  });
  it('for failing by no failure right after an outage of ours, only by days of them', () => {
    const { state, nextDue } = inTurn([read(), ...times(600, failed('network-error'))], { outage: true });
    const at = nextDue ?? now;
    assert.ok(at - now > 3 * dayMs);
    const after1 = after(failed('timeout'), state, { at });
    assert.equal(after1.state.paused, null);
    assert.equal(inTurn(times(30, failed('timeout')), { before: after1.state, at }).state.paused, 'failing');
  });
  it('and asked again soon when the question was lost in an outage of ours', () => {
    for (const paused of ['failing', 'gone', 'never-found'] as const) {
      const before = { ...unpolled(unverified), paused };
      const lost = after(failed('timeout'), before, { feed: unverified, outage: true });
      assert.deepEqual([lost.state.paused, lost.notice], [paused, null]);
      assert.ok(waited(lost) <= 11, paused);
    }
  });
  it('by an operator is not polled; whatever rests for another reason is', () => {
    const pausedBy = (paused: FeedState['paused']) => ({ ...unpolled(unverified), paused });
    for (const [paused, polled] of [
      ['operator', false],
      ['never-found', true],
      ['failing', true],
      ['gone', true],
    ] as const) {
      assert.equal(isPaused(unverified, pausedBy(paused)), true);
      assert.equal(isPolled(unverified, pausedBy(paused)), polled, paused);
      assert.equal(isPolled({ ...unverified, status: 'paused' }, pausedBy(paused)), false);
    }
  });
  it('until its address changes, an operator vouches for it, or one resumes it', () => {
    const { state } = after(failed('not-found'), null, { feed: unverified });
    assert.equal(isPaused(unverified, state), true);
    assert.equal(isPaused({ ...unverified, url: 'https://news.example/other' }, state), false);
    assert.equal(isPaused({ ...unverified, status: 'active' }, state), false);
    assert.equal(isPaused(unverified, resumed(state)), false);
    assert.equal(resumed(state).failures, 0);
  });
});

describe('a feed that an operator marks as active', () => {
  it('is tried on although it is still not found', () => {
    const { state } = after(failed('not-found'), null, { feed: aFeed({ status: 'unverified' }) });
    const tried = after(failed('not-found'), state, { at: now + dayMs });
    assert.deepEqual([tried.state.paused, tried.reason], [null, 'backoff']);
    assert.ok((tried.nextDue ?? 0) > now + dayMs);
  });
});

describe('the words of a failure', () => {
  it('are those of its status, whatever it is', () => {
    const statuses: PollStatus[] = [
      'timeout',
      'too-slow',
      'too-large',
      'refused-address',
      'network-error',
      'http-error',
    ];
    for (const status of statuses)
      if (status !== 'ok' && status !== 'not-modified') {
        const { state, reason, nextDue } = after(failed(status));
        assert.deepEqual([state.lastStatus, reason], [status, 'backoff']);
        assert.ok(nextDue !== null && nextDue > now);
      }
  });
});
