import type { Redis, RedisOptions } from 'ioredis';
import type { Log } from '../../ports.ts';
import { giveUpHalfOpen } from '../redis-half-open.ts';
import { tellOutages } from '../redis-outage.ts';

const reconnectDelayMsStep = 50;
const reconnectDelayMsMax = 1_000; // the first job runs this soon after an outage
const connectionProblem =
  /ECONN|ENOENT|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|timeout|closed|aborted|not writeable|LOADING|sentinels are unreachable/i;
/** Memory or disk full, a script that runs long, a replica that was asked to write: older servers wrap what scripts say. */
const refused = /^(?:ERR Error .* -)?(?:OOM|MISCONF|READONLY|NOREPLICAS|BUSY|MASTERDOWN|UNBLOCKED|UNKILLABLE)\b/;

/** A connection of the queues' own to the same Redis: never gives a command up, reconnects within a second. */
export function queueConnection(base: Redis, log: Log): Redis {
  const connection = base.duplicate<Partial<RedisOptions>>({
    maxRetriesPerRequest: null,
    lazyConnect: false,
    retryStrategy: (times) => Math.min(times * reconnectDelayMsStep, reconnectDelayMsMax),
  });
  giveUpHalfOpen(connection);
  tellOutages(connection, log, {
    lost: 'the queues lost Redis and keep trying',
    back: 'the queues have Redis again',
  });
  return connection;
}

/** Whether an error only says that Redis is away, which the connection itself reports. */
function isConnectionProblem(error: Error): boolean {
  return connectionProblem.test(`${error.name} ${error.message}`);
}

/**
 * Tells what goes wrong with a queue. That Redis answers and refuses to work is told once, however often it is asked, and
 * again only after `well` was called: it may last for hours, and it says the same of each command.
 */
export function troubleTeller(queue: string, log: Log): { trouble(error: Error): void; well(): void } {
  let isRefused = false;
  return {
    trouble(error) {
      if (isConnectionProblem(error)) return;
      const problem = error.message;
      if (!refused.test(problem)) return log.error('queue in trouble', { queue, problem });
      if (!isRefused) log.warn('redis refuses to work; trying again', { queue, problem });
      isRefused = true;
    },
    well() {
      if (isRefused) log.info('redis works again', { queue });
      isRefused = false;
    },
  };
}
