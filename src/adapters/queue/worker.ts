import { setTimeout as pause } from 'node:timers/promises';
import { DelayedError, ErrorCode, type Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { JobHandler, Log, QueueName } from '../../ports.ts';
import { troubleTeller } from './connection.ts';
import type { Holder } from './lost.ts';

/** Prolonged at half its time: what a killed worker held is another's after five seconds on the mean, eight at most. */
const lockMs = 5_000;
const stalledCheckMs = 2_500;
const stalledCountMax = 10; // a worker that is killed again and again must not cost a job its life
const redisRetryMs = 500;
/** A worker that waits for a job, and is not answered for a second longer, opens its connection anew. */
const blockMsMax = 1_000;
const againDelayMsMax = 3_600_000;

export interface WorkerOptions {
  readonly name: QueueName;
  readonly handler: JobHandler;
  readonly connection: Redis;
  readonly prefix: string;
  readonly concurrency: number;
  readonly log: Log;
}

export interface OpenWorker extends Holder {
  /** Jobs whose handler has not ended. */
  running(): number;
  /** Takes no new job and waits for the running ones. */
  close(): Promise<void>;
  /** Lets go of Redis at once; running jobs will be found stalled by others. */
  abandon(): void;
}

/** Runs a handler for each job of a queue. What the handler throws is retried, `again` comes back without an attempt. */
export function openWorker(options: WorkerOptions): OpenWorker {
  let running = 0;
  const handler: JobHandler = async (id) => {
    running++;
    return options.handler(id).finally(() => {
      running--;
    });
  };
  const worker = new LeavableWorker(options.name, (job, token) => run(job, token, handler), {
    connection: options.connection,
    prefix: options.prefix,
    concurrency: options.concurrency,
    lockDuration: lockMs,
    stalledInterval: stalledCheckMs,
    maxStalledCount: stalledCountMax,
    runRetryDelay: redisRetryMs,
  });
  reportTroubles(worker, options);
  wakeAfterLoss(worker, options);
  return {
    name: options.name,
    id: worker.id,
    toKey: (part) => worker.toKey(part),
    holds: (token, job) => worker.holds(token, job),
    giveBack: (job, token) => worker.backend.moveJobFromActiveToWait(job, token),
    running: () => running,
    close: () => worker.close(),
    abandon: () => worker.abandon(),
  };
}

/**
 * BullMQ's own close waits for Redis and for the jobs, however long, and its timers outlive a process that does not. And it
 * takes up the next job at once where Redis answers that it refuses: without a pause that is a loop at full speed.
 */
class LeavableWorker extends Worker {
  private isRefused = false;
  /** The job in hand under each token, from when we were told of it until we are told what comes after it. */
  private readonly inHand = new Map<string, string>();

  /** Calls `taken` whenever Redis did what it was asked. */
  onTaken: () => void = () => {};

  holds(token: string, job: string): boolean {
    return this.inHand.get(token) === job;
  }

  protected override async moveToActive(token: string, name?: string): Promise<Job> {
    try {
      const job = await super.moveToActive(token, name);
      this.take(token, job);
      this.isRefused = false;
      this.onTaken();
      return job;
    } catch (error) {
      await this.rest();
      throw error;
    }
  }

  /** The end of a job asks for the next one with it, under the same token. */
  override async processJob(job: Job, token: string, fetchesNext?: () => boolean): Promise<Job | undefined> {
    let next: Job | undefined;
    try {
      next = (await super.processJob(job, token, fetchesNext)) ?? undefined;
      return next;
    } finally {
      this.take(token, next);
    }
  }

  private take(token: string, job: Job | undefined): void {
    if (job?.id === undefined) this.inHand.delete(token);
    else this.inHand.set(token, job.id);
  }

  /** Jobs that wait have lost the mark that would wake us when they were refused: nobody may sleep for long meanwhile. */
  protected override getBlockTimeout(blockUntil: number): number {
    return Math.min(super.getBlockTimeout(blockUntil), (this.isRefused ? redisRetryMs : blockMsMax) / 1_000);
  }

  /** BullMQ pauses by this without a time where Redis refused to let it wait for a job. */
  override async delay(milliseconds?: number, abort?: Parameters<Worker['delay']>[1]): Promise<void> {
    if (milliseconds === undefined) return this.rest();
    return super.delay(milliseconds, abort);
  }

  private async rest(): Promise<void> {
    this.isRefused = true;
    await pause(redisRetryMs);
  }

  abandon(): void {
    void this.lockManager.close().catch(() => undefined);
    void this.backend.close(true).catch(() => undefined);
  }
}

async function run(job: Job, token: string | undefined, handler: JobHandler): Promise<string> {
  const result = await handler(idOf(job));
  if (result.status === 'done') return result.reason;
  const delayMs = Math.min(Math.max(result.delayMs, 0), againDelayMsMax);
  await job.moveToDelayed(Date.now() + delayMs, token);
  throw new DelayedError();
}

/** Jobs come from Redis, where others may write: the id is read as unknown. */
function idOf(job: Job<unknown>): string {
  const { data } = job;
  if (typeof data === 'object' && data !== null && 'id' in data && typeof data.id === 'string') return data.id;
  throw new Error(`job ${job.id} of queue ${job.queueName} has no id in its data`);
}

function reportTroubles(worker: LeavableWorker, { name, log }: WorkerOptions): void {
  const { trouble, well } = troubleTeller(name, log);
  worker.onTaken = well;
  worker.on('failed', (job, error) => {
    const fields = { queue: name, id: idForLog(job), attempt: job?.attemptsMade, problem: error.message };
    const isLast = job === undefined || job.attemptsMade >= (job.opts.attempts ?? 1);
    if (isLast) log.error('job given up, the sweep will bring it again', { ...fields, stack: error.stack });
    else log.warn('job failed and will be tried again', fields);
  });
  worker.on('stalled', () => log.warn('a job stalled and will run again', { queue: name }));
  worker.on('error', (error) => {
    if (!wasTakenAway(error)) return trouble(error);
    log.warn('a job is no more its worker’s', { queue: name, problem: error.message });
  });
}

/**
 * Jobs that wait lose the mark that would wake a worker when the reply by which it was taken is lost: it is set anew
 * whenever a connection of the worker is back, and wakes for nothing where none waits.
 */
function wakeAfterLoss(worker: LeavableWorker, { connection }: WorkerOptions): void {
  worker.backend.on('ready', () => {
    connection.zadd(worker.toKey('marker'), 0, '0').catch(() => undefined); // a Redis that refuses is told by who works
  });
}

const takenAway: readonly unknown[] = [
  ErrorCode.JobNotExist,
  ErrorCode.JobLockNotExist,
  ErrorCode.JobLockMismatch,
  ErrorCode.JobNotInState,
];

/**
 * The queue was flushed, the reply by which the job was got came twice, or another worker took it for stalled: the store,
 * not the queue, sees to it that it counts once.
 */
function wasTakenAway(error: Error): boolean {
  return ('code' in error && takenAway.includes(error.code)) || error.message.startsWith('could not renew lock ');
}

function idForLog(job: Job | undefined): string | undefined {
  return typeof job?.data?.id === 'string' ? job.data.id : job?.id;
}
