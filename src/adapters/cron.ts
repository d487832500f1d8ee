import { setTimeout as pause } from 'node:timers/promises';
import cron from 'node-cron';
import type { Log } from '../ports.ts';

/** A running schedule. `stop` starts no further run and waits for the one that is running, at most so long. */
interface Schedule {
  stop(waitMsMax?: number): Promise<void>;
}

/** What fails each second for an hour is told each minute. */
const failuresToldEveryMs = 60_000;

/** Calls `beat` by a cron expression (`* * * * * *` is each second), never while the last call still runs. */
export function startCron(expression: string, beat: () => Promise<unknown>, log: Log): Schedule {
  let running: Promise<unknown> = Promise.resolve();
  const teller = failureTeller(expression, log);
  const task = cron.schedule(
    expression,
    () => {
      running = beat().then(teller.succeeded, teller.failed);
      return running;
    },
    { noOverlap: true, suppressMissedWarning: true, logger: quiet(log) },
  );
  return {
    async stop(waitMsMax) {
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
