/** Resident memory of the program when idle and after many articles; its Redis is counted apart. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { until } from '../tests/support/until.ts';
import { highestMb, type Program, residentMb, startProgram, writeConfig } from './program.ts';
import { addressesOf, feedsAt, inFolder, type Measured, rounded, withFeedServer } from './support.ts';

const feedsCount = 170; // sixty items each: 10,200 articles
const articles = 10_000;
const idleMs = 10_000;
const leadMs = 14_000; // the feeds are empty until the program was idle
const startMsMax = 60_000;
const articlesMsMax = 240_000;
const settleMs = 2_000;
const lookEveryMs = 500;

export function memory(): Promise<Measured> {
  return withFeedServer((origins) =>
    inFolder(async (folder) => {
      const path = `burst/${Date.now() + leadMs}`;
      await writeConfig(folder, feedsAt(addressesOf(origins, path, feedsCount), 1));
      const program = startProgram(folder);
      try {
        return await measure(program, join(folder, 'data/redis/redis.sock'));
      } finally {
        await program.interrupt();
      }
    }),
  );
}

async function measure(program: Program, socket: string): Promise<Measured> {
  await until('the start', () => program.logged('started') !== null, startMsMax);
  await pause(idleMs);
  const idleMb = residentMb(program.pid);
  const redis = new Redis(socket);
  try {
    const redisIdleMb = await redisMb(redis);
    const startedAt = performance.now();
    await until(`${articles} decided articles`, async () => (await decided(program)) >= articles, articlesMsMax);
    const seconds = (performance.now() - startedAt) / 1000;
    await pause(settleMs);
    const after = { afterArticlesMb: residentMb(program.pid), redisAfterMb: await redisMb(redis) };
    const peakMb = highestMb(program.pid);
    const figures = { idleMb, ...after, peakMb, redisIdleMb, articles, secondsForThem: rounded(seconds) };
    return { figures, target: { idleMbMax: 300, afterArticlesMbMax: 300 } };
  } finally {
    redis.disconnect();
  }
}

/** Verdicts so far, by the program's own metrics. */
async function decided(program: Program): Promise<number> {
  const url = /"url":"([^"]+?)\/?"/.exec(program.logged('health and metrics') ?? '')?.[1];
  if (url === undefined) return 0;
  await pause(lookEveryMs);
  const text = await (await fetch(`${url}/metrics`)).text();
  const counts = [...text.matchAll(/^watchfloor_verdicts_total\{.*\} (\d+)$/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

async function redisMb(redis: Redis): Promise<number> {
  const bytes = /used_memory_rss:(\d+)/.exec(await redis.info('memory'))?.[1];
  return rounded(Number(bytes) / 1024 / 1024);
}
