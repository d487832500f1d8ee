import type { Redis, RedisOptions } from 'ioredis';
import type { Log } from '../../ports.ts';

const reconnectDelayMsStep = 50;
const reconnectDelayMsMax = 1_000; // the first job runs this soon after an outage
const connectionProblem = /ECONN|ENOENT|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|closed|aborted|not writeable|LOADING/i;

/** A connection of the queues' own to the same Redis: never gives a command up, reconnects within a second. */
export function queueConnection(base: Redis, log: Log): Redis {
  const connection = base.duplicate<Partial<RedisOptions>>({
    maxRetriesPerRequest: null,
    lazyConnect: false,
    retryStrategy: (times) => Math.min(times * reconnectDelayMsStep, reconnectDelayMsMax),
  });
  let isDown = false;
  connection.on('error', (error: Error) => {
    if (isDown) return; // an outage is told once, not at each try
    isDown = true;
    log.warn('the queues lost Redis and keep trying', { problem: error.message });
  });
  connection.on('ready', () => {
    if (isDown) log.info('the queues have Redis again');
    isDown = false;
  });
  return connection;
}

/** Whether an error only says that Redis is away, which the connection itself reports. */
export function isConnectionProblem(error: Error): boolean {
  return connectionProblem.test(`${error.name} ${error.message}`);
}
