import type { Feed, FeedState, Instant, PauseReason } from '../../model.ts';
import { ceilingMs, dayMs, goneProbeMs } from './limits.ts';

const failingAfterMs = 3 * dayMs;
/** After days without polling, one failure says nothing. */
const failingFailuresMin = 8;

/** Why a feed rests after a failure; an outage of ours pauses nothing. */
export function pauseAfter(feed: Feed, failed: FeedState, outage: boolean, now: Instant): PauseReason | null {
  const { lastStatus, lastReadAt, failingSince, failures } = failed;
  if (lastStatus === 'gone') return 'gone';
  // One that was never seen answering and is not found was listed wrongly.
  if (lastStatus === 'not-found' && feed.status === 'unverified' && lastReadAt === null) return 'never-found';
  const failsForLong = now - (failingSince ?? now) >= failingAfterMs && failures >= failingFailuresMin;
  return failed.paused ?? (failsForLong && !outage ? 'failing' : null);
}

/** How long a feed that rests is left alone; null for one that is not polled. */
export function probeMs(paused: PauseReason): number | null {
  switch (paused) {
    case 'failing':
      return ceilingMs;
    case 'gone':
    case 'never-found':
      return goneProbeMs;
    case 'operator':
      return null;
  }
}

/** What an operator is told of a pause. */
export function pauseNotice(feed: Feed, paused: PauseReason): string | null {
  switch (paused) {
    case 'gone':
      return `Feed ${feed.id} is paused: its server says that it is gone for good (410). Change its address or remove it; it is tried once a week.`;
    case 'never-found':
      return `Feed ${feed.id} is paused: it was never seen answering and its address was not found (404). Correct it, or mark the feed active; it is tried once a week.`;
    case 'failing':
      return `Feed ${feed.id} is paused: it has failed for days. It is tried once a day and comes back by itself.`;
    case 'operator':
      return null;
  }
}
