import type { Queue as BullQueue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Log } from '../../ports.ts';
import { troubleTeller } from './connection.ts';

const lookEveryMs = 2_000;
/** Clocks of machines that are kept right differ by less. */
const slackMs = 1_000;
/** Of a queue at one look; the rest comes with the next. */
const wokenMax = 500;

/**
 * BullMQ notes by the clock of the worker's machine when a delayed job comes back, and how long it was to wait. By the
 * clock of Redis: which are due later than in that time, and which have been due for long.
 */
const mistimed = `
local delayed, jobs, slack, most = KEYS[1], ARGV[1], tonumber(ARGV[2]), ARGV[3]
local perMs = 0x1000 -- BullMQ: the score is the moment, times this, and a number
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local found = redis.call('ZRANGEBYSCORE', delayed, '-inf', (now - slack) * perMs, 'LIMIT', 0, most)
local later = redis.call('ZREVRANGEBYSCORE', delayed, '+inf', (now + slack) * perMs, 'WITHSCORES', 'LIMIT', 0, most)
for at = 1, #later, 2 do
  local wait = tonumber(redis.call('HGET', jobs .. later[at], 'delay') or nil) or 0
  if later[at + 1] / perMs > now + wait + slack then table.insert(found, later[at]) end
end
return found
`;

export interface Waking {
  readonly connection: Redis;
  readonly queues: readonly BullQueue[];
  readonly log: Log;
}

/**
 * Has delayed jobs come back that a clock which was ahead, or behind, would bring back too late, for up to as long as it
 * was wrong. Gives the function that ends it.
 */
export function wakeMistimedJobs({ connection, queues, log }: Waking): () => void {
  const teller = troubleTeller('delayed', log);
  let isLooking = false;
  const look = async () => {
    for (const queue of queues) {
      const woken = await wake(connection, queue);
      // Where all workers are busy jobs are due for long too, and no clock is wrong: that is told when it is opened.
      if (woken > 0) log.debug('delayed jobs brought back by the clock of Redis', { queue: queue.name, woken });
    }
  };
  const timer = setInterval(() => {
    if (isLooking || connection.status !== 'ready') return;
    isLooking = true;
    look()
      .then(teller.well, teller.trouble)
      .finally(() => {
        isLooking = false;
      });
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

async function wake(connection: Redis, queue: BullQueue): Promise<number> {
  const found = await connection.eval(mistimed, 1, queue.toKey('delayed'), queue.toKey(''), slackMs, wokenMax);
  const ids = Array.isArray(found) ? found.map(String) : [];
  let woken = 0;
  for (const id of ids) {
    const job = await queue.getJob(id);
    // Another process, or its time, may have been quicker.
    const isOurs = await job?.promote().then(
      () => true,
      () => false,
    );
    if (isOurs) woken += 1;
  }
  return woken;
}
