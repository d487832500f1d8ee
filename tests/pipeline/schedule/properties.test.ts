import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { FeedState, Instant } from '../../../src/model.ts';
import type { PollOutcome } from '../../../src/pipeline/schedule/outcome.ts';
import { isPolled } from '../../../src/pipeline/schedule/state.ts';
import { latestDue } from '../../../src/pipeline/schedule.ts';
import { scheduleLimits as limits } from '../../support/builders.ts';
import { aFeed, after, dayMs, failed, minuteMs, now, read, unchanged } from './builders.ts';

const failures = [
  'timeout',
  'too-slow',
  'too-large',
  'refused-address',
  'rate-limited',
  'forbidden',
  'challenged',
  'gone',
  'not-found',
  'http-error',
  'network-error',
  'unreadable',
] as const;
const waitMs = fc.option(fc.integer({ min: -1_000, max: 100 * dayMs }), { nil: null });
const movedTo = fc.option(fc.constantFrom('https://a.example/f', 'https://b.example/f', 'http://c.example/f', '?'), {
  nil: null,
});
const hours = fc.array(fc.integer({ min: 0, max: 23 }), { maxLength: 24 });
const pace = fc.record({
  ttlMinutes: fc.option(fc.integer({ min: 0, max: 1e9 }), { nil: null }),
  skipHours: hours,
  skipDays: fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 7 }),
});
/** Published so long before the poll, or after it. */
const ages = fc.array(fc.integer({ min: -dayMs, max: 400 * dayMs }), { maxLength: 60 });
type Step = (at: Instant) => PollOutcome;
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constantFrom(...failures), waitMs).map(
    ([status, wait]): Step =>
      () =>
        failed(status, wait),
  ),
  fc.tuple(movedTo, waitMs).map(
    ([to, wait]): Step =>
      () =>
        unchanged({ movedTo: to, waitMs: wait }),
  ),
  fc.record({ movedTo, waitMs, pace, ages, items: fc.nat(3) }).map(
    ({ ages: old, ...said }): Step =>
      (at) =>
        read({ ...said, news: old.map((age) => ({ publishedAt: at - age, arrival: 'live' as const })) }),
  ),
);
const feed = fc
  .record({
    intervalMinutes: fc.option(fc.integer({ min: 1, max: 1440 }), { nil: null }),
    status: fc.constantFrom('active' as const, 'unverified' as const),
  })
  .map(aFeed);
const tier = fc.constantFrom(1 as const, 2 as const, 3 as const);
/** How much later than it was due a poll came: a full queue, a standstill. */
const lateMs = fc.oneof({ weight: 4, arbitrary: fc.nat(5_000) }, fc.nat(3 * dayMs));
const history = fc.array(fc.tuple(step, lateMs, fc.boolean()), { minLength: 1, maxLength: 80 });

describe('whatever a feed answers, poll after poll', () => {
  it('the next time lies ahead, beyond what was asked, and no further off than its ladder reaches', () => {
    fc.assert(
      fc.property(feed, tier, history, (of, rank, polls) => {
        let state: FeedState | null = null;
        let at = now;
        for (const [outcomeAt, late, outage] of polls) {
          const outcome = outcomeAt(at);
          const next = after(outcome, state, { feed: of, tier: rank, outage, at });
          if (next.nextDue === null) return assert.fail('never polled again');
          assert.ok(isPolled(of, next.state));
          const shortestMs = of.intervalMinutes === null ? 2 * minuteMs : Math.min(2, of.intervalMinutes) * minuteMs;
          assert.ok(next.nextDue >= at + shortestMs, 'sooner than the shortest interval');
          assert.ok(next.nextDue <= latestDue(of, next.state, limits), 'later than the latest time');
          assert.ok(next.nextDue <= at + 7 * dayMs * 1.1, 'further off than a week');
          const isLost = next.state.paused === 'gone' || next.state.paused === 'never-found';
          if (!isLost) assert.ok(next.nextDue <= at + 2.2 * dayMs, 'further off than a day');
          const isFailure = outcome.status !== 'ok' && outcome.status !== 'not-modified';
          if (isFailure && outcome.waitMs !== null)
            assert.ok(
              next.nextDue >= at + Math.min(outcome.waitMs, dayMs) || next.reason === 'moved-back',
              'sooner than asked',
            );
          state = next.state;
          at = next.nextDue + late;
        }
      }),
      { numRuns: 400 },
    );
  });

  it('failures are counted one by one until a success, and their kinds add up to them', () => {
    fc.assert(
      fc.property(history, (polls) => {
        let state: FeedState | null = null;
        let at = now;
        for (const [outcomeAt] of polls) {
          const outcome = outcomeAt(at);
          const before: number = state?.failures ?? 0;
          const next = after(outcome, state, { at });
          const kinds = Object.values(next.state.failuresByKind).reduce((sum, count) => sum + count, 0);
          assert.equal(kinds, next.state.failures);
          if (outcome.status === 'ok') assert.equal(next.state.failures, 0);
          else if (outcome.status === 'not-modified') assert.ok(next.state.failures <= before);
          else assert.equal(next.state.failures, before + 1);
          assert.equal(next.state.failingSince === null, next.state.failures === 0);
          assert.equal(next.state.lastProblem === null, next.state.failures === 0);
          state = next.state;
          at = next.nextDue ?? at + dayMs;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('what is remembered stays as small as it is, and its figures are sound', () => {
    fc.assert(
      fc.property(history, (polls) => {
        let state: FeedState | null = null;
        let at = now;
        for (const [outcomeAt] of [...polls, ...polls, ...polls]) {
          const next = after(outcomeAt(at), state, { at });
          state = next.state;
          at = next.nextDue ?? at + dayMs;
          assert.ok(JSON.stringify({ ...state, pace: null }).length < 1_500);
          for (const figure of [state.rhythmMs, state.delayMs, state.longestQuietMs])
            assert.ok(figure === null || (Number.isFinite(figure) && figure >= 0), `${figure}`);
          assert.ok(state.lastNewAt === null || state.lastNewAt <= at);
        }
      }),
      { numRuns: 150 },
    );
  });
});
