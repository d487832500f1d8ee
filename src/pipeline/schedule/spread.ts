import { hash } from 'node:crypto';
import type { Instant } from '../../model.ts';
import { minuteMs, type Polled, type ScheduleLimits } from './limits.ts';

/** Forty feeds are polled for the first time within ten seconds. */
const firstPollStepMs = 250;
/** However many there are, the last of them is polled within this: 10,000 feeds cost 17 polls a second. */
const firstPollsWithinMs = 10 * minuteMs;
/** Feeds that are told the same second to come back do so within a minute of it. */
const askedSpreadMs = minuteMs;

/** When a wait from now is over: not before, and later by a share that differs from feed to feed and poll to poll. */
export function dueAfter(feed: string, now: Instant, waitMs: number, limits: ScheduleLimits): Instant {
  return now + Math.round(waitMs * (1 + limits.jitter * fraction(`${feed} ${now}`)));
}

/** The same for a wait that a server asked of many at once, perhaps by the name of a second. */
export function dueWhenAsked(feed: string, now: Instant, askedMs: number, limits: ScheduleLimits): Instant {
  return now + askedMs + Math.round(Math.max(askedMs * limits.jitter, askedSpreadMs) * fraction(`${feed} ${now}`));
}

/** How much later than a wait its end may be. */
export function spreadMsMax(waitMs: number, limits: ScheduleLimits): number {
  return Math.ceil(Math.max(waitMs * limits.jitter, askedSpreadMs));
}

/**
 * When feeds are polled that all are due now, after a start or a standstill: the first at once and the others one by one,
 * those of tier 1 first, and by hash within a tier, so that the feeds of a host do not follow one another.
 */
export function spreadDueTimes(
  due: readonly Polled[],
  now: Instant,
): readonly { readonly feed: string; readonly at: Instant }[] {
  const stepMs = Math.min(firstPollStepMs, firstPollsWithinMs / Math.max(1, due.length));
  return due
    .map(({ feed, tier }) => ({ feed: feed.id, rank: tier + fraction(feed.id) }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ feed }, index) => ({ feed, at: now + Math.floor(index * stepMs) }));
}

/** A number from 0 to below 1 that depends on the text alone: chance that a test and a replay can repeat. */
function fraction(text: string): number {
  return Number.parseInt(hash('sha256', text, 'hex').slice(0, 8), 16) / 0x100000000;
}
