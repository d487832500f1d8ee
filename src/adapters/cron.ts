import { setTimeout as pause } from 'node:timers/promises';
import cron from 'node-cron';
import type { Log } from '../ports.ts';

/** A running schedule. `stop` starts no further run and waits for the one that is running, at most so long. */
interface Schedule {
  stop(waitMsMax?: number): Promise<void>;
}

/** Calls `beat` by a cron expression (`* * * * * *` is each second), never while the last call still runs. */
export function startCron(expression: string, beat: () => Promise<unknown>, log: Log): Schedule {
  let running: Promise<unknown> = Promise.resolve();
  const task = cron.schedule(
    expression,
    () => {
      running = beat().catch((error: unknown) => log.error('scheduled work failed', { schedule: expression, error }));
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
