import type { Redis } from 'ioredis';
import type { Clock, Log } from '../../ports.ts';
import { exactTimeOf } from './time.ts';

/** Redis is asked the time so often; in between a clock of this process runs that nobody can put back. */
const askedEveryMs = 2_000;
/** A difference that a person should hear of: schedules by the wall clock, and logs, are off by so much. */
const toldFromMs = 5_000;

/** A clock that all processes on one Redis share: its server's. */
export interface ServerClock extends Clock {
  close(): void;
}

/**
 * Asks Redis the time, and goes on from there. Leases, due times and what is told of when it happened are compared among
 * processes, so that a machine whose own clock is off, or is put forward or back while it runs, must not use that.
 */
export async function openServerClock(redis: Pick<Redis, 'time'>, log: Pick<Log, 'warn'>): Promise<ServerClock> {
  const first = await ask(redis);
  /** What the time of the server is ahead of the time since this process began. */
  let offset = (first.most + first.least) / 2;
  const now = () => Math.round(performance.now() + offset);
  tellDifference(log, Date.now() - now());
  const follow = async () => {
    const { least, most } = await ask(redis);
    const before = offset;
    // The answer says between what the time lies. Where ours lies there too, it is as good as any.
    offset = Math.min(most, Math.max(least, offset));
    if (Math.abs(offset - before) > toldFromMs)
      log.warn('the clock of Redis was put forward or back', { byMs: Math.round(offset - before) });
  };
  let isAsking = false;
  const timer = setInterval(() => {
    if (isAsking) return; // while Redis is away a question waits for its return
    isAsking = true;
    follow()
      .catch(() => undefined) // the connection itself tells that it is gone
      .finally(() => {
        isAsking = false;
      });
  }, askedEveryMs);
  timer.unref();
  return { now, close: () => clearInterval(timer) };
}

/** Between which bounds the time of the server lies, as what it is ahead of ours. */
async function ask(redis: Pick<Redis, 'time'>): Promise<{ readonly least: number; readonly most: number }> {
  const askedAt = performance.now();
  const answer = await redis.time();
  const answeredAt = performance.now();
  const serverMs = exactTimeOf(answer);
  return { least: serverMs - answeredAt, most: serverMs - askedAt };
}

function tellDifference(log: Pick<Log, 'warn'>, byMs: number): void {
  if (Math.abs(byMs) > toldFromMs)
    log.warn('the clock of this machine differs from that of Redis, which counts', { byMs: Math.round(byMs) });
}
