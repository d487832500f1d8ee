import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Log } from '../../ports.ts';
import { troubleTeller } from './connection.ts';

const lookEveryMs = 500;
/** A Redis that was held up does what it was asked on a lost connection when it goes on, after what came on the next. */
const looksMax = 6;
/** Jobs under work in one queue, over all processes. */
const activeReadMax = 1_000;

/** A worker, as far as it has jobs in hand. */
export interface Holder {
  readonly name: string;
  /** What its tokens begin with. */
  readonly id: string;
  toKey(part: string): string;
  /** Whether it has been told of this job under this token, and has not heard yet that Redis took it back. */
  holds(token: string, job: string): boolean;
  /** Back to those that wait; fails where the job is locked under this token no more. */
  giveBack(job: string, token: string): Promise<unknown>;
}

interface Lost {
  /** The one over which the workers ask for jobs, so that answers come in the order of what was asked. */
  readonly connection: Redis;
  readonly holders: readonly Holder[];
  readonly log: Log;
}

/**
 * Has jobs come back at once that Redis gave a worker by a reply that was lost with its connection: they are locked in
 * its name and nobody works on them, which others see only when the lock ends. Gives the function that ends it.
 */
export function giveLostJobsBack({ connection, holders, log }: Lost): () => void {
  const teller = troubleTeller('lost', log);
  let connections = 0;
  const look = async () => {
    connections += 1;
    const ours = connections;
    for (let looks = 0; looks < looksMax && ours === connections; looks += 1) {
      for (const holder of holders) await giveBackLost(connection, holder, log);
      await pause(lookEveryMs, undefined, { ref: false });
    }
  };
  // What had no answer has been sent again by then.
  const onReady = () => void look().then(teller.well, teller.trouble);
  connection.on('ready', onReady);
  return () => {
    connections += 1;
    connection.off('ready', onReady);
  };
}

async function giveBackLost(connection: Redis, holder: Holder, log: Log): Promise<void> {
  for (const { job, token } of await lockedBy(connection, holder)) {
    // Whatever gave the worker this job was answered before we heard that it is locked.
    if (holder.holds(token, job)) continue;
    // It may have ended meanwhile, or others may have taken it for stalled.
    const isBack = await holder.giveBack(job, token).then(
      () => true,
      () => false,
    );
    if (isBack) log.info('a job that was given out by a lost reply will run again', { queue: holder.name });
  }
}

/** The jobs that are locked in a worker's name. */
async function lockedBy(
  connection: Redis,
  holder: Holder,
): Promise<readonly { readonly job: string; readonly token: string }[]> {
  const active = await connection.lrange(holder.toKey('active'), 0, activeReadMax - 1);
  if (active.length === 0) return [];
  const tokens = await connection.mget(active.map((job) => holder.toKey(`${job}:lock`)));
  return active.flatMap((job, at) => {
    const token = tokens[at];
    return token?.startsWith(`${holder.id}:`) ? [{ job, token }] : [];
  });
}
