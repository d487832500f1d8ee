import type { Instant } from '../../model.ts';

/** When a feed that found the lane full comes back. */
export const slowAgainMs = 5_000;
/** Who has not come back by then was polled by another process, or is polled no more. */
const lostAfterMs = 4 * slowAgainMs;

/** The few polls at once that one process spends on feeds whose servers were slow: the others must not wait behind them. */
export interface SlowLane {
  /** Whether a feed may be polled now, in the order in which they came; if so, `leave` when done. */
  enter(feed: string, now: Instant): boolean;
  leave(): void;
}

/** A lane for `placesMax` polls at once. */
export function createSlowLane(placesMax: number): SlowLane {
  const askedAt = new Map<string, Instant>(); // in the order in which they asked first
  let taken = 0;
  return {
    enter(feed, now) {
      askedAt.set(feed, now);
      for (const [other, at] of askedAt) if (Math.abs(now - at) > lostAfterMs) askedAt.delete(other);
      if ([...askedAt.keys()].indexOf(feed) >= placesMax - taken) return false;
      askedAt.delete(feed);
      taken += 1;
      return true;
    },
    leave() {
      taken -= 1;
    },
  };
}
