import type { Feed, FeedState, Instant, PauseReason, PollStatus } from '../model.ts';
import { isSilent, quietMsOf } from './feed-silence.ts';
import { agoOf } from './press.ts';
import { minuteMs, type ScheduleLimits } from './schedule/limits.ts';
import { shownAddress } from './schedule/moves.ts';
import { isPaused } from './schedule/state.ts';
import { latestDue } from './schedule.ts';

/**
 * `not-asked`: it was due and nobody polled it, be it that its host rests or that its timer was lost. `silent`: it answers,
 * but nothing new came for far longer than is its way.
 */
export const feedConditions = ['well', 'failing', 'not-asked', 'silent', 'paused', 'unpolled'] as const;
export type FeedCondition = (typeof feedConditions)[number];

/** How a feed fares, and the figures by which it is judged. */
export interface FeedHealth {
  readonly feed: string;
  readonly outlet: string;
  readonly condition: FeedCondition;
  /** Null unless it rests. */
  readonly paused: PauseReason | null;
  readonly lastPolledAt: Instant | null;
  readonly lastSuccessAt: Instant | null;
  readonly lastNewAt: Instant | null;
  readonly rhythmMs: number | null;
  readonly delayMs: number | null;
  /** In a row, and of which kind. */
  readonly failures: number;
  readonly failingSince: Instant | null;
  readonly failuresByKind: FeedState['failuresByKind'];
  /** What stands against it, as a sentence of bounded length; null where it is well. */
  readonly problem: string | null;
  /** Where it has moved for good, without what may be secret. */
  readonly movedTo: string | null;
}

/** By what it is told whether a feed is asked when it is due. */
export interface Asking {
  readonly schedule: ScheduleLimits;
  /** Since when anybody polls: what fell due before is due then. 0 where that is not known. */
  readonly watchedSince: Instant;
}

const problemLengthMax = 160;
/** The polls after a start are spread over ten minutes, and one may wait for its turn at a host. */
const notAskedMsMin = 15 * minuteMs;

/** Judges one feed. What is remembered of another address says nothing of this one. */
export function healthOf(feed: Feed, remembered: FeedState | null, asking: Asking, now: Instant): FeedHealth {
  const state = remembered?.url === feed.url ? remembered : null;
  const paused = pauseOf(feed, state);
  const dueAt = state === null ? now : Math.max(latestDue(feed, state, asking.schedule), asking.watchedSince);
  const condition = conditionOf(state, paused, now - dueAt);
  return {
    feed: feed.id,
    outlet: feed.outlet,
    condition,
    paused,
    lastPolledAt: state?.lastPolledAt ?? null,
    lastSuccessAt: state?.lastSuccessAt ?? null,
    lastNewAt: state?.lastNewAt ?? null,
    rhythmMs: state?.rhythmMs ?? null,
    delayMs: state?.delayMs ?? null,
    failures: state?.failures ?? 0,
    failingSince: state?.failingSince ?? null,
    failuresByKind: state?.failuresByKind ?? {},
    problem: state === null ? null : problemOf(condition, paused, state, now),
    movedTo: typeof state?.movedTo === 'string' ? shownAddress(state.movedTo) : null,
  };
}

function pauseOf(feed: Feed, state: FeedState | null): PauseReason | null {
  if (feed.status === 'paused') return 'operator';
  return state !== null && isPaused(feed, state) ? state.paused : null;
}

function conditionOf(state: FeedState | null, paused: PauseReason | null, overdueMs: number): FeedCondition {
  if (paused !== null) return 'paused';
  if (state === null || state.lastPolledAt === null) return 'unpolled';
  if (overdueMs > notAskedMsMin) return 'not-asked';
  if (state.failures > 0) return 'failing';
  return isSilent(state) ? 'silent' : 'well';
}

const pauseWords: Readonly<Record<PauseReason, string>> = {
  gone: 'its server says that it is gone for good (410): change its address or remove it',
  'never-found': 'it was never seen answering and its address was not found (404): correct it; it is tried once a week',
  failing: 'it failed for long and is tried once a day',
  operator: 'an operator paused it',
};

function problemOf(
  condition: FeedCondition,
  paused: PauseReason | null,
  state: FeedState,
  now: Instant,
): string | null {
  switch (condition) {
    case 'well':
    case 'unpolled':
      return null;
    case 'paused':
      return paused === null ? null : pauseWords[paused];
    case 'silent':
      return `answers, but brought nothing new for ${spanOf(quietMsOf(state) + Math.max(0, now - (state.lastSuccessAt ?? now)))}`;
    case 'not-asked':
      return `last asked ${agoOf(now - (state.lastPolledAt ?? now))}, though it was due`;
    case 'failing':
      return failingSentence(state);
  }
}

/** What the last failure was, and the kinds before it where they were others. */
function failingSentence({ lastProblem, lastStatus, failures, failuresByKind }: FeedState): string {
  const said = (lastProblem ?? statusWords(lastStatus)).slice(0, problemLengthMax);
  const kinds = Object.entries(failuresByKind).filter(([, count]) => count !== undefined && count > 0);
  const detail = kinds.length > 1 ? kinds.map(([kind, count]) => `${kind} ${count}`).join(', ') : null;
  return `${said} (${failures} in a row${detail === null ? '' : `: ${detail}`})`;
}

const statusWords = (status: PollStatus | null): string => (status ?? 'no answer').replaceAll('-', ' ');

/** A span of time in the largest unit that fits. */
export const spanOf = (spanMs: number): string => agoOf(spanMs).replace(/ ago$/u, '');
