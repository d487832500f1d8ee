import type { FeedState, Instant } from '../model.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A feed that was watched for less is never called silent: its weekends are not known. */
const historyMsMin = 14 * dayMs;
/** Quiet for less than this is never news, however fast the feed: a short night, a publisher's maintenance. */
const quietMsMin = 12 * hourMs;
/** How many times its longest quiet of late. */
const longestFactor = 2.5;
/** How many times its rhythm, a geometric mean; for a feed whose longest quiet was just forgotten. */
const rhythmFactor = 20;
/** So long until a long quiet counts half: a weekend is met again before that, a holiday of the year is not. */
const halfLifeMs = 28 * dayMs;

/** The longest time between two sights of something new, of late, when something new is seen now. */
export function longestQuietAfter(before: Pick<FeedState, 'lastNewAt' | 'longestQuietMs'>, now: Instant) {
  if (before.lastNewAt === null) return before.longestQuietMs;
  const quietMs = Math.max(0, now - before.lastNewAt);
  return Math.max(quietMs, Math.round((before.longestQuietMs ?? 0) * 0.5 ** (quietMs / halfLifeMs)));
}

/**
 * After how long a quiet a feed counts as silent; null while too little is known of it. Mean rhythms deceive: an office
 * that writes each ten minutes is quiet for 64 hours over a weekend. So it is measured by its own longest quiet.
 */
export function silentAfterMs(state: FeedState): number | null {
  const { firstReadAt, lastNewAt, longestQuietMs, rhythmMs } = state;
  if (firstReadAt === null || lastNewAt === null || longestQuietMs === null) return null;
  if (lastNewAt - firstReadAt < historyMsMin) return null;
  return Math.max(quietMsMin, longestQuietMs * longestFactor, (rhythmMs ?? 0) * rhythmFactor);
}

/** How long a feed has answered without anything new: to its last answer, since what it holds now nobody knows. */
export function quietMsOf({ lastSuccessAt, lastNewAt }: FeedState): number {
  return lastSuccessAt === null || lastNewAt === null ? 0 : Math.max(0, lastSuccessAt - lastNewAt);
}

/** Whether it answers, but nothing new came for far longer than is its way. */
export function isSilent(state: FeedState): boolean {
  const afterMs = silentAfterMs(state);
  return afterMs !== null && quietMsOf(state) > afterMs;
}
