/** When a feed is polled next, and what is remembered of it. */
import type { AuditEntry, Feed, FeedState, Instant, PauseReason } from '../model.ts';
import { dueAfterFailure, isUnreached } from './schedule/backoff.ts';
import { dueAfterAnswer, intervalMs, latestDueOfRead } from './schedule/interval.ts';
import { ceilingMs, minuteMs, type Polled, type ScheduleLimits } from './schedule/limits.ts';
import { type Move, movesAfterAnswer, movesAfterFailure, shownAddress } from './schedule/moves.ts';
import {
  type Failure,
  failedState,
  type PollOutcome,
  type Reading,
  readState,
  type Unchanged,
  unchangedState,
} from './schedule/outcome.ts';
import { pauseAfter, pauseNotice, probeMs } from './schedule/pause.ts';
import { dueAfter, spreadMsMax } from './schedule/spread.ts';
import { isPaused, unpolled } from './schedule/state.ts';

export interface ScheduleInput<Outcome = PollOutcome> extends Polled {
  /** Null before the first poll. */
  readonly before: FeedState | null;
  readonly outcome: Outcome;
  /** Whether nobody at all is reached (`isOutage`). */
  readonly outage: boolean;
  readonly now: Instant;
}

/** What follows from a poll. `reason` is the word for the log, `notice` a sentence for the operator. */
export interface Scheduled {
  readonly state: FeedState;
  /** Null where the feed is not polled any more. */
  readonly nextDue: Instant | null;
  readonly notice: string | null;
  readonly audit: readonly AuditEntry[];
  readonly reason: 'read' | 'not-modified' | 'backoff' | 'asked-to-wait' | 'moved-back' | PauseReason;
}

/** Decides a feed's next due time and what is remembered of it; every outcome sets both. */
export function schedule(input: ScheduleInput, limits: ScheduleLimits): Scheduled {
  const { outcome } = input;
  const before = awake(input.feed, input.before ?? unpolled(input.feed));
  return outcome.status === 'ok' || outcome.status === 'not-modified'
    ? afterAnswer({ ...input, outcome }, before, limits)
    : afterFailure({ ...input, outcome }, before, limits);
}

/** What woke a feed has ended its pause, whatever the poll then comes to. */
function awake(feed: Feed, before: FeedState): FeedState {
  return before.paused === null || isPaused(feed, before) ? before : { ...before, paused: null };
}

/** The timer by which a feed falls due. */
export function pollTimer(feed: string): string {
  return `poll:${feed}`;
}

/** The latest time that any outcome can set: a feed whose timer was lost is due by then. */
export function latestDue(feed: Polled['feed'], state: FeedState, limits: ScheduleLimits): Instant {
  const ofRead = latestDueOfRead(feed, state, limits);
  if (state.failures === 0) return ofRead;
  const polledAt = state.lastPolledAt ?? 0;
  const probedMs = (state.paused === null ? null : probeMs(state.paused)) ?? ceilingMs;
  const longest = Math.max(probedMs, limits.backoffMinutesMax * minuteMs, ofRead - polledAt);
  return polledAt + longest + spreadMsMax(longest, limits);
}

function afterAnswer(input: ScheduleInput<Reading | Unchanged>, before: FeedState, limits: ScheduleLimits): Scheduled {
  const { feed, outcome, now } = input;
  const { move, ...moves } = movesAfterAnswer(feed, before, outcome.movedTo, now);
  const answered = outcome.status === 'ok' ? readState(before, outcome, now) : unchangedState(before, now);
  const state = { ...answered, ...moves };
  const returned = before.paused !== null && state.paused === null ? `Feed ${feed.id} answers again.` : null;
  return {
    state,
    nextDue: dueAfterAnswer(input, state, outcome.waitMs, now, limits),
    notice: move === null ? returned : moveNotice(feed.id, move),
    audit: move === null ? [] : [moveEntry(feed.id, move, now)],
    reason: outcome.status === 'ok' ? 'read' : 'not-modified',
  };
}

function afterFailure(input: ScheduleInput<Failure>, before: FeedState, limits: ScheduleLimits): Scheduled {
  const { feed, outcome, outage, now } = input;
  const isOurs = outage && isUnreached(outcome.status);
  // What fails with everything else says nothing of this feed, not even how long it has failed.
  const failed = { ...failedState(before, outcome, now), ...(isOurs ? { failingSince: now } : {}) };
  const ownMs = intervalMs(input, failed, now, limits);
  const back = movesAfterFailure(feed, failed, now);
  if (back !== null) return movedBack(input, failed, back, dueAfter(feed.id, now, ownMs, limits));
  const paused = pauseAfter(feed, failed, outage, now);
  const retry = dueAfterFailure(failed, { ownMs, askedMs: outcome.waitMs, outage, now }, limits);
  if (paused === null) return { ...retry, state: failed, notice: null, audit: [] };
  const restMs = probeMs(paused);
  const rested = restMs === null ? null : Math.max(retry.nextDue, dueAfter(feed.id, now, restMs, limits));
  return {
    state: { ...failed, paused },
    nextDue: isOurs ? retry.nextDue : rested,
    notice: paused === before.paused ? null : pauseNotice(feed, paused),
    audit: [],
    reason: paused,
  };
}

/** What the other address gave is not sent to this one. */
function movedBack({ feed, now }: ScheduleInput<Failure>, failed: FeedState, move: Move, nextDue: Instant): Scheduled {
  const forgotten = { movedTo: null, moving: null, etag: null, lastModified: null, validatorsFrom: null };
  return {
    state: { ...failed, ...forgotten },
    nextDue,
    notice: moveNotice(feed.id, move),
    audit: [moveEntry(feed.id, move, now)],
    reason: 'moved-back',
  };
}

function moveNotice(feed: string, { to, way }: Move): string {
  return way === 'believed'
    ? `Feed ${feed} has moved for good, and is read at ${shownAddress(to)} from now on. Change its address where it is listed.`
    : `Feed ${feed} fails at the address it had moved to, and is read at ${shownAddress(to)} again, as it is listed.`;
}

function moveEntry(feed: string, { from, to, way }: Move, at: Instant): AuditEntry {
  const action = way === 'believed' ? 'feed-moved' : 'feed-moved-back';
  const detail = `${feed}: ${shownAddress(from)} to ${shownAddress(to)}`;
  return { at, server: null, incident: null, who: null, action, detail };
}
