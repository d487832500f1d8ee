import type { Instant } from '../model.ts';
import type { Clock } from '../ports.ts';

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until it is set; never runs back. For replays and tests. */
export class VirtualClock implements Clock {
  #now: Instant;

  constructor(start: Instant) {
    this.#now = start;
  }

  now(): Instant {
    return this.#now;
  }

  /** Moves forward to `to`; a time in the past is ignored. */
  advance(to: Instant): void {
    this.#now = Math.max(this.#now, to);
  }
}
