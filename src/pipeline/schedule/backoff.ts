import type { FeedState, Instant, PollStatus } from '../../model.ts';
import { ceilingMs, minuteMs, type ScheduleLimits } from './limits.ts';
import type { FailedState, FailureStatus } from './outcome.ts';
import { dueAfter, dueWhenAsked } from './spread.ts';

/**
 * How the wait grows with failures in a row. `transient`: mostly over at the next try. `standing`: will last until
 * somebody mends it. `rate-limited`: we come too often. `refused`: we are not wanted as we are, and do not insist.
 */
type Ladder = 'transient' | 'standing' | 'rate-limited' | 'refused';
const ladders: Readonly<Record<FailureStatus, Ladder>> = {
  timeout: 'transient',
  'too-slow': 'transient',
  'network-error': 'transient',
  'http-error': 'transient',
  unreadable: 'transient',
  'too-large': 'standing',
  'refused-address': 'standing',
  'not-found': 'standing',
  gone: 'standing',
  'rate-limited': 'rate-limited',
  forbidden: 'refused',
  challenged: 'refused',
};

const firstRetryMs = 2 * minuteMs; // One timeout must not cost an item its news.
const rateLimitedMsMin = 10 * minuteMs;
const refusedMsMin = 30 * minuteMs;
const outageMsMax = 10 * minuteMs;
const doublingsMax = 16;

/** Whether nobody was reached, so that the trouble may be ours. */
export function isUnreached(status: PollStatus): boolean {
  return status === 'network-error' || status === 'timeout';
}

const slowKinds = ['timeout', 'too-slow'] as const satisfies readonly PollStatus[];
/** One timeout is an accident. */
const slowTimesMin = 2;

/** Whether it held a connection up to a limit, or never gave one, the last time and before. */
export function isSlow({ lastStatus, failuresByKind }: FeedState): boolean {
  const times = slowKinds.reduce((sum, kind) => sum + (failuresByKind[kind] ?? 0), 0);
  return slowKinds.some((kind) => kind === lastStatus) && times >= slowTimesMin;
}

/** When a feed that failed is tried again; `ownMs` is its interval. A wait that was asked for is kept in full, up to a day. */
export function dueAfterFailure(
  failed: FailedState,
  said: { readonly ownMs: number; readonly askedMs: number | null; readonly outage: boolean; readonly now: Instant },
  limits: ScheduleLimits,
): { readonly nextDue: Instant; readonly reason: 'backoff' | 'asked-to-wait' } {
  const { ownMs, now, outage } = said;
  const rungMs = waitMs(ladders[failed.lastStatus], triesOf(failed), ownMs, limits);
  // Where nobody is reached at all, a long wait would outlast the outage.
  const backoffMs = outage && isUnreached(failed.lastStatus) ? Math.min(rungMs, Math.max(ownMs, outageMsMax)) : rungMs;
  const due = dueAfter(failed.feed, now, backoffMs, limits);
  if (said.askedMs === null || said.askedMs <= 0) return { nextDue: due, reason: 'backoff' };
  const asked = dueWhenAsked(failed.feed, now, Math.min(said.askedMs, ceilingMs), limits);
  return asked > due ? { nextDue: asked, reason: 'asked-to-wait' } : { nextDue: due, reason: 'backoff' };
}

/** Failures in a row that are of the same ladder as the last one. */
function triesOf({ lastStatus, failuresByKind }: FailedState): number {
  const kinds = Object.keys(ladders) as FailureStatus[];
  const same = kinds.filter((kind) => ladders[kind] === ladders[lastStatus]);
  return same.reduce((sum, kind) => sum + (failuresByKind[kind] ?? 0), 0);
}

function waitMs(ladder: Ladder, tries: number, ownMs: number, limits: ScheduleLimits): number {
  const limitMs = Math.max(limits.backoffMinutesMax * minuteMs, ownMs);
  const doubled = (firstMs: number, doublings: number, mostMs: number) =>
    Math.min(mostMs, firstMs * 2 ** Math.min(Math.max(0, doublings), doublingsMax));
  switch (ladder) {
    case 'transient':
      return tries <= 1 ? Math.min(firstRetryMs, ownMs) : doubled(ownMs, tries - 2, limitMs);
    case 'standing':
      return doubled(ownMs, tries - 1, limitMs);
    case 'rate-limited':
      return doubled(Math.max(rateLimitedMsMin, ownMs), tries - 1, Math.max(limitMs, rateLimitedMsMin));
    case 'refused':
      return doubled(Math.max(refusedMsMin, ownMs), tries - 1, Math.max(ceilingMs, ownMs));
  }
}
