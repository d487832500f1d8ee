import type { StreamItem } from '../adapters/stream/items.ts';
import type { Instant } from '../model.ts';

/** What a replay needs of the system it drives. */
export interface Driven {
  /** Moves the virtual clock forward, never back. */
  advance(to: Instant): void;
  /** Makes the item appear in its feed and the feed due, as a publisher's ping would. */
  publish(item: StreamItem): Promise<void>;
  /** One tick of the scheduler at the present virtual time. */
  tick(): Promise<void>;
  nextTimer(): Promise<Instant | null>;
  /** Resolves when no queue holds work and nothing waits for delivery. */
  idle(): Promise<void>;
}

/**
 * Replays a stream in order: whenever the system is idle the clock jumps to the next item or due time, whichever comes
 * first. Ends when the last item is through.
 */
export async function driveByJumps(items: readonly StreamItem[], driven: Driven): Promise<void> {
  for (const item of items) {
    const at = Date.parse(item.published);
    await passTimersUntil(at, driven);
    driven.advance(at);
    await driven.publish(item);
    await driven.tick();
    await driven.idle();
  }
}

async function passTimersUntil(until: Instant, driven: Driven): Promise<void> {
  for (let due = await driven.nextTimer(); due !== null && due < until; due = await driven.nextTimer()) {
    driven.advance(due);
    await driven.tick();
    await driven.idle();
  }
}

/** Pacing of a replay at a speed, on the real clock. */
export interface Pace {
  /** Virtual milliseconds that pass in one real millisecond. */
  readonly speed: number;
  sleep(ms: number): Promise<void>;
  realNow(): Instant;
}
const stepMs = 100;

/** Replays a stream with the clock running `speed` times as fast as the real one, without waiting for the system. */
export async function driveAtSpeed(items: readonly StreamItem[], driven: Driven, pace: Pace): Promise<void> {
  const first = items[0];
  if (!first) return;
  const startReal = pace.realNow();
  const startVirtual = Date.parse(first.published);
  let published = 0;
  while (published < items.length) {
    const now = startVirtual + (pace.realNow() - startReal) * pace.speed;
    driven.advance(now);
    for (let item = items[published]; item && Date.parse(item.published) <= now; item = items[published]) {
      await driven.publish(item);
      published += 1;
    }
    await driven.tick();
    if (published < items.length) await pace.sleep(stepMs);
  }
  await driven.idle();
}
