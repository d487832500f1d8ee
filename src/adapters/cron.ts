import { setTimeout as pause } from 'node:timers/promises';
import cron from 'node-cron';
import type { Log } from '../ports.ts';

/** A running schedule. `stop` starts no further run and waits for the one that is running, at most so long. */
interface Schedule {
  stop(waitMsMax?: number): Promise<void>;
}

/** What fails each second for an hour is told each minute. */
const failuresToldEveryMs = 60_000;
const clockLookedAtEveryMs = 1_000;
/** The library waits for a moment of the wall clock; one that was put back by more than this reaches it too late. */
const putBackMsMax = 500;

/**
 * Calls `beat` by a cron expression (`* * * * * *` is each second), never while the last call still runs. When the wall
 * clock is put back, the schedule goes on by the new time within a second or two, instead of waiting for the old one.
 */
export function startCron(expression: string, beat: () => Promise<unknown>, log: Log): Schedule {
  let running: Promise<unknown> | null = null;
  const teller = failureTeller(expression, log);
  const call = () => {
    if (running !== null) return running; // of the schedule by the clock as it was before
    running = beat()
      .then(teller.succeeded, teller.failed)
      .finally(() => {
        running = null;
      });
    return running;
  };
  const begin = () =>
    cron.schedule(expression, call, { noOverlap: true, suppressMissedWarning: true, logger: quiet(log) });
  let task = begin();
  const watch = whenPutBack(() => {
    void task.destroy();
    task = begin();
  });
  return {
    async stop(waitMsMax) {
      clearInterval(watch);
      await task.destroy();
      await (waitMsMax === undefined ? running : Promise.race([running, pause(waitMsMax)]));
    },
  };
}

/** Tells the first failure and how things stand each minute after it, whatever fails meanwhile, and when it is over. */
function failureTeller(schedule: string, log: Log) {
  let failures = 0;
  let toldAt = 0;
  return {
    failed(error: unknown) {
      failures += 1;
      const now = performance.now();
      if (failures > 1 && now - toldAt < failuresToldEveryMs) return;
      toldAt = now;
      log.error('scheduled work failed', { schedule, failures, error });
    },
    succeeded() {
      if (failures > 1) log.info('scheduled work succeeds again', { schedule, failures });
      failures = 0;
    },
  };
}

/** Tells when the wall clock has fallen behind the steps of one that only runs. */
function whenPutBack(told: () => void): NodeJS.Timeout {
  const ahead = () => Date.now() - performance.now();
  let most = ahead();
  return setInterval(() => {
    const now = ahead();
    if (now < most - putBackMsMax) {
      most = now;
      told();
    }
    most = Math.max(most, now);
  }, clockLookedAtEveryMs);
}

/** The library's own remarks: overlaps and missed runs are news for nobody, its errors are. */
function quiet(log: Log) {
  return {
    info() {},
    warn() {},
    debug() {},
    error(message: string | Error) {
      log.error('node-cron complains', { error: message });
    },
  };
}
