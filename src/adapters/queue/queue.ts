import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Queue as BullQueue } from 'bullmq';
import type { Redis } from 'ioredis';
import { type JobHandler, type Log, type Queue, type QueueName, queueNames } from '../../ports.ts';
import { queueConnection, troubleTeller } from './connection.ts';
import { giveLostJobsBack } from './lost.ts';
import { wakeMistimedJobs } from './mistimed.ts';
import { type OpenWorker, openWorker } from './worker.ts';

const attemptsMax = 5;
const firstRetryMs = 500; // then 1, 2 and 4 s; after that the sweep
const addedAtOnceMax = 500;
/** BullMQ takes up what has no priority before whatever has one. */
const behindAll = 1;
/** Each is another connection that was lost in the middle of the answers. */
const addAttemptsMax = 10;
const drainMsMaxDefault = 4_000;
const drainCheckMs = 50;
const concurrencyDefault: Readonly<Record<QueueName, number>> = {
  poll: 16,
  match: 4,
  deliver: 8,
  escalate: 4,
};
const eventsKeptMax = 1_000;

export type Handlers = Partial<Record<QueueName, JobHandler>>;

export interface QueueOptions {
  /** The Redis to use; the queues open connections of their own to it and close those alone. */
  readonly connection: Redis;
  readonly prefix: string;
  /** What this process works on; a function where the handlers themselves add jobs. None: it only adds. */
  readonly handlers: Handlers | ((queue: Queue) => Handlers);
  readonly concurrency?: Partial<Record<QueueName, number>>;
  /** How long `close` lets running jobs go on. */
  readonly drainMsMax?: number;
  readonly log: Log;
}

export interface OpenQueue extends Queue {
  /** Takes no new job, lets running ones finish within a limit, and closes. What did not finish runs again elsewhere. */
  close(): Promise<void>;
}

/** Opens the queues and the workers for the given handlers. While Redis is away `add` waits for it. */
export function openQueue(options: QueueOptions): OpenQueue {
  const { prefix, log } = options;
  const connection = queueConnection(options.connection, log);
  const queues = new Map(queueNames.map((name) => [name, openBullQueue(name, prefix, connection, log)]));
  const closed = Promise.withResolvers<never>();
  closed.promise.catch(() => undefined); // nobody may be waiting for Redis when it closes
  const queue: Queue = {
    add: (name, ids, place) => Promise.race([addJobs(queues.get(name), { name, ids, place }), closed.promise]),
    isIdle: () => Promise.race([isIdle(connection, [...queues.values()]), closed.promise]),
  };
  const handlers = typeof options.handlers === 'function' ? options.handlers(queue) : options.handlers;
  const workers = queueNames.flatMap((name) => {
    const handler = handlers[name];
    const concurrency = options.concurrency?.[name] ?? concurrencyDefault[name];
    return handler === undefined ? [] : [openWorker({ name, handler, connection, prefix, concurrency, log })];
  });
  const worked = [...queues].flatMap(([name, each]) => (handlers[name] === undefined ? [] : [each]));
  const endWaking = wakeMistimedJobs({ connection, queues: worked, log });
  const endGivingBack = giveLostJobsBack({ connection, holders: workers, log });
  let closing: Promise<void> | null = null;
  const close = () => {
    endWaking();
    endGivingBack();
    const drainMsMax = options.drainMsMax ?? drainMsMaxDefault;
    closing ??= closeAll({ workers, queues: [...queues.values()], connection, drainMsMax, log }).finally(() =>
      closed.reject(new Error('the queue is closed')),
    );
    return closing;
  };
  return { ...queue, close };
}

function openBullQueue(name: QueueName, prefix: string, connection: Redis, log: Log): BullQueue {
  const queue = new BullQueue(name, {
    connection,
    prefix,
    streams: { events: { maxLen: eventsKeptMax } },
    defaultJobOptions: {
      attempts: attemptsMax,
      backoff: { type: 'exponential', delay: firstRetryMs },
      // An id is taken only as long as its job is kept: what has ended may come again, and the handlers see to it that
      // doing it twice does nothing.
      removeOnComplete: true,
      removeOnFail: true,
    },
  });
  queue.on('error', troubleTeller(name, log).trouble);
  return queue;
}

interface Added {
  readonly name: QueueName;
  readonly ids: readonly string[];
  readonly place: 'behind' | undefined;
}

async function addJobs(queue: BullQueue | undefined, { name, ids, place }: Added): Promise<void> {
  const standing = place === 'behind' ? { priority: behindAll } : {};
  for (let from = 0; from < ids.length; from += addedAtOnceMax) {
    const jobs = ids
      .slice(from, from + addedAtOnceMax)
      .map((id) => ({ name, data: { id }, opts: { jobId: jobId(id), ...standing } }));
    await addAtOnce(queue, jobs);
  }
}

/** The client sends commands whose reply was lost again, but not the rest of many that were answered in part. */
async function addAtOnce(queue: BullQueue | undefined, jobs: Parameters<BullQueue['addBulk']>[0]): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await queue?.addBulk(jobs);
      return;
    } catch (error) {
      const isCutOff = error instanceof Error && error.name === 'AbortError';
      if (!isCutOff || attempt === addAttemptsMax) throw error;
    }
  }
}

/** BullMQ allows no colon and no integer as an id, and ours may hold anything. */
function jobId(id: string): string {
  return `j${createHash('sha256').update(id).digest('base64url').slice(0, 27)}`;
}

/** Looks at all queues in one transaction, so that a job on its way from one to the next is never overlooked. */
async function isIdle(connection: Redis, queues: readonly BullQueue[]): Promise<boolean> {
  const look = connection.multi();
  for (const queue of queues) {
    for (const list of ['wait', 'active', 'paused']) look.llen(queue.toKey(list));
    for (const set of ['delayed', 'prioritized']) look.zcard(queue.toKey(set));
  }
  const answers = (await look.exec()) ?? [];
  const problem = answers.find(([error]) => error !== null)?.[0];
  if (problem) throw problem;
  return answers.every(([, length]) => length === 0);
}

interface Closing {
  readonly workers: readonly OpenWorker[];
  readonly queues: readonly BullQueue[];
  readonly connection: Redis;
  readonly drainMsMax: number;
  readonly log: Log;
}

async function closeAll({ workers, queues, connection, drainMsMax, log }: Closing): Promise<void> {
  let isDrained = false;
  const drained = Promise.all(workers.map((worker) => worker.close())).then(() => {
    isDrained = true;
  });
  const deadline = performance.now() + drainMsMax;
  // Without Redis a worker has nobody to say good-bye to and would try until the deadline.
  const isPointless = () => connection.status !== 'ready' && workers.every((worker) => worker.running() === 0);
  while (!isDrained && performance.now() < deadline && !isPointless())
    await Promise.race([drained, pause(drainCheckMs)]);
  const running = workers.reduce((sum, worker) => sum + worker.running(), 0);
  if (running > 0) log.warn('jobs still run at the end of the time to finish; they will run again', { running });
  if (!isDrained) for (const worker of workers) worker.abandon();
  // The connection is ours alone, so closing it closes the queues too.
  if (isDrained && connection.status === 'ready') await Promise.all(queues.map((queue) => queue.close()));
  connection.disconnect();
}
