import type { FeedState, Instant, Pace } from '../../model.ts';
import { ceilingMs, floorMs, hourMs, minuteMs, type Polled, type ScheduleLimits } from './limits.ts';
import { dueAfter, spreadMsMax } from './spread.ts';

/** A wait that a cache or the document asks for is obeyed up to so many intervals: "fresh for a day" must not blind us. */
const politeIntervalsMax = 2;
/** A quiet so many times its rhythm is a night or a weekend, and slows the polling. */
const quietOfRhythm = 4;
const skippedHoursMax = 7 * 24;

/**
 * How often a feed is polled: as its operator set, else by its rhythm and tier. The interval grows with the square root of
 * the gap between new items, which for any number of requests a day gives the least delay over all items: an interval in
 * proportion to the gap would see rare items late for the sake of few requests. At twice the floor it is the floor.
 */
export function intervalMs(polled: Polled, state: FeedState, now: Instant, limits: ScheduleLimits): number {
  const { feed } = polled;
  if (feed.intervalMinutes !== null) return feed.intervalMinutes * minuteMs;
  const shortest = floorMs(polled, limits);
  const quietMs = state.lastNewAt === null ? 0 : Math.max(0, now - state.lastNewAt);
  const gapMs = Math.max(state.rhythmMs ?? 0, quietMs / quietOfRhythm);
  const byRhythm = Math.sqrt((shortest * gapMs) / 2);
  const least = state.rhythmMs === null ? Math.max(shortest, limits.intervalMinutesDefault * minuteMs) : shortest;
  return Math.round(Math.min(ceilingMs, Math.max(least, byRhythm)));
}

/** When a feed that answered is due next: after its interval, or later where it asks for that, within bounds. */
export function dueAfterAnswer(
  polled: Polled,
  state: FeedState,
  askedMs: number | null,
  now: Instant,
  limits: ScheduleLimits,
): Instant {
  const ownMs = intervalMs(polled, state, now, limits);
  const askedAtAll = Math.max(
    askedMs ?? 0,
    (state.pace.ttlMinutes ?? 0) * minuteMs,
    untilUnskipped(state.pace, now, ownMs),
  );
  const waitMs = Math.max(ownMs, Math.min(askedAtAll, ownMs * politeIntervalsMax));
  return dueAfter(polled.feed.id, now, waitMs, limits);
}

/** The latest time that a poll which was answered sets: a feed that is silent beyond it is polled by nobody. */
export function latestDueOfRead(feed: Polled['feed'], state: FeedState, limits: ScheduleLimits): Instant {
  const polledAt = state.lastPolledAt ?? 0;
  // Of the tier that is polled least: this is a bound.
  const waitMs = intervalMs({ feed, tier: 3 }, state, polledAt, limits) * politeIntervalsMax;
  return polledAt + waitMs + spreadMsMax(waitMs, limits);
}

/** How long it is to the first hour that the document does not ask to leave out; 0 where the next poll lies in none. */
function untilUnskipped({ skipHours, skipDays }: Pace, now: Instant, ownMs: number): number {
  const isSkipped = (at: Instant) => {
    const date = new Date(at);
    return skipHours.includes(date.getUTCHours()) || skipDays.includes(date.getUTCDay());
  };
  let at = now + ownMs;
  if (!isSkipped(at)) return 0;
  for (let hours = 0; hours < skippedHoursMax; hours += 1) {
    at += hourMs - (at % hourMs);
    if (!isSkipped(at)) return at - now;
  }
  return 0; // Every hour: that cannot be meant.
}
