/** Rounds of our poll workers: real processes with a real Redis and queue, all feeds due at once. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { openQueue } from '../src/adapters/queue/queue.ts';
import { startRedisServer } from '../src/adapters/redis-server/start.ts';
import { until } from '../tests/support/until.ts';
import type { Cost } from './poll-cost.ts';
import { highestMb, type Program, startProgram, writeConfig } from './program.ts';
import { cpuSecondsOf } from './samples.ts';
import { benchLog, feedsAt } from './support.ts';

const startMsMax = 180_000;
const roundMsMax = 900_000;
const lookEveryMs = 20;
const queuePrefix = 'watchfloor-queue';
const intervalMinutes = 60;

export interface OurCost extends Cost {
  /** Of `cpuSeconds`, what Redis took. */
  readonly redisCpuSeconds: number;
  /** The largest of the workers' resident memory so far. */
  readonly peakMb: number | null;
}

export interface Pollers {
  /** Polls every feed once. */
  round(): Promise<OurCost>;
}

/** Starts so many processes of the role poll on a Redis of their own, and ends them whatever becomes of `work`. */
export async function withPollers<T>(
  {
    folder,
    addresses,
    workers,
  }: { readonly folder: string; readonly addresses: readonly string[]; readonly workers: number },
  work: (pollers: Pollers) => Promise<T>,
): Promise<T> {
  const feeds = feedsAt(addresses, intervalMinutes);
  await writeConfig(folder, feeds, true);
  const server = await startRedisServer({ dataDir: join(folder, 'redis'), log: benchLog });
  const redis = new Redis(server.socketPath);
  const queue = openQueue({ connection: redis, prefix: queuePrefix, handlers: {}, log: benchLog });
  const programs = Array.from({ length: workers }, () =>
    startProgram(folder, { role: 'poll', redisUrl: server.socketPath }),
  );
  try {
    await until('the start', () => programs.every((program) => program.logged('started') !== null), startMsMax);
    const ids = feeds.map(({ id }) => id);
    return await work({
      round: () => round({ programs, redisPid: () => server.pid(), add: () => queue.add('poll', ids), redis }),
    });
  } finally {
    await Promise.all(programs.map((program) => program.interrupt()));
    await queue.close();
    redis.disconnect();
    await server.stop();
  }
}

interface Round {
  readonly programs: readonly Program[];
  readonly redisPid: () => number | null;
  readonly redis: Redis;
  readonly add: () => Promise<void>;
}

async function round({ programs, redisPid, redis, add }: Round): Promise<OurCost> {
  const cpu = () => programs.reduce((sum, { pid }) => sum + cpuSecondsOf(pid), 0);
  const redisCpu = () => cpuSecondsOf(redisPid() ?? Number.NaN);
  const before = { cpu: cpu(), redisCpu: redisCpu() };
  const startedAt = performance.now();
  await add();
  await until(
    'a round of polls',
    async () => {
      await pause(lookEveryMs);
      return (await unfinished(redis)) === 0;
    },
    roundMsMax,
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const redisCpuSeconds = redisCpu() - before.redisCpu;
  const peaks = programs.map(({ pid }) => highestMb(pid) ?? Number.NaN);
  return { seconds, cpuSeconds: cpu() - before.cpu + redisCpuSeconds, redisCpuSeconds, peakMb: Math.max(...peaks) };
}

/** Polls that wait, run or come again later. */
async function unfinished(redis: Redis): Promise<number> {
  const key = (name: string) => `${queuePrefix}:poll:${name}`;
  const counts = await Promise.all([
    redis.llen(key('wait')),
    redis.llen(key('active')),
    redis.zcard(key('delayed')),
    redis.zcard(key('prioritized')),
  ]);
  return counts.reduce((sum, count) => sum + count, 0);
}
