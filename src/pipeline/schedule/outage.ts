/** Whether the trouble is ours: every feed that was tried of late reached nobody. */
import type { PollStatus } from '../../model.ts';
import { isUnreached } from './backoff.ts';

const unreachedMin = 10;

/** Feeds that reached nobody, since one last reached anybody; no more of them than are needed to tell. */
export type Unreached = readonly string[];

/** Those after one more poll: none where it reached anybody, whatever the answer was. */
export function unreachedAfter(before: Unreached, feed: string, status: PollStatus): Unreached {
  if (!isUnreached(status)) return [];
  return before.includes(feed) || before.length >= unreachedMin ? before : [...before, feed];
}

/** A single feed that fails is its own trouble. */
export function isOutage(unreached: Unreached, feedsCount: number): boolean {
  return unreached.length >= Math.max(2, Math.min(unreachedMin, feedsCount));
}
