/** How long a backup of 200,000 keys takes beside fifty writers, how long these wait, and how long it takes to restore it. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { launch } from '../tests/support/launch.ts';
import { startRedis, type TestRedis } from '../tests/support/redis.ts';
import { highestMb } from './program.ts';
import { inFolder, type Measured, percentile, rounded } from './support.ts';

const articles = 190_000;
const feeds = 1_000;
const itemsPerFeed = 50;
const otherKeys = 9_000;
const auditEntries = 20_000;
const articleBytes = 900;
const keepMs = 90 * 86_400_000;
const writers = 50;
const writerPauseMs = 100;
const fillAtOnce = 1_000;
const lookEveryMs = 50;
const megabyte = 1_048_576;

export function backup(): Promise<Measured> {
  return inFolder(async (folder) => {
    const [from, to] = [await startRedis(), await startRedis()];
    try {
      await fill(from.client());
      const file = join(folder, 'all.backup');
      const writing = startWriters(from);
      const made = await command('backup', from, file);
      const waitsMs = await writing.end();
      const restored = await command('restore', to, file);
      const figures = {
        keys: await from.client().dbsize(),
        fileMb: rounded((await stat(file)).size / megabyte),
        backupSeconds: made.seconds,
        backupMb: made.mb,
        writesMeanwhile: waitsMs.length,
        writeWaitMsP99: rounded(percentile(waitsMs, 0.99)),
        writeWaitMsMax: rounded(percentile(waitsMs, 1)),
        restoreSeconds: restored.seconds,
        restoreMb: restored.mb,
        keysRestored: await to.client().dbsize(),
      };
      return { figures, target: {} };
    } finally {
      await Promise.all([from.stop(), to.stop()]);
    }
  });
}

/** Keys of the kinds and sizes that a store of a few months has. */
async function fill(redis: Redis): Promise<void> {
  const noise = randomBytes(articleBytes * 64);
  const article = (at: number) => noise.subarray((at * 37) % (noise.length - articleBytes)).subarray(0, articleBytes);
  await redis.set('watchfloor:schema', 2);
  await inBatches(redis, articles, (pipeline, at) =>
    pipeline.set(`watchfloor:article:${at}`, article(at), 'PX', keepMs + at),
  );
  const items = Object.fromEntries(Array.from({ length: itemsPerFeed }, (_, at) => [`item ${at}`, `known ${at}`]));
  await inBatches(redis, feeds, (pipeline, at) => pipeline.hset(`watchfloor:items:${at}`, items));
  await inBatches(redis, otherKeys, (pipeline, at) => pipeline.zadd(`watchfloor:seen:${at}`, at, 'a', at + 1, 'b'));
  await inBatches(redis, auditEntries, (pipeline, at) => pipeline.xadd('watchfloor:audit', '*', 'e', `entry ${at}`));
}

type Adding = (pipeline: ReturnType<Redis['pipeline']>, at: number) => unknown;

async function inBatches(redis: Redis, count: number, add: Adding): Promise<void> {
  for (let from = 0; from < count; from += fillAtOnce) {
    const pipeline = redis.pipeline();
    for (let at = from; at < Math.min(count, from + fillAtOnce); at += 1) add(pipeline, at);
    await pipeline.exec();
  }
}

/** Each writes an article or a line of the log, waits for the answer, and rests a little. */
function startWriters(server: TestRedis): { end(): Promise<readonly number[]> } {
  const stop = new AbortController();
  const waitsMs: number[] = [];
  const writing = Array.from({ length: writers }, async (_, writer) => {
    const redis = server.client();
    for (let at = 0; !stop.signal.aborted; at += 1) {
      const askedAt = performance.now();
      await redis.set(`watchfloor:article:${writer}.${at % 500}`, `written ${at}`);
      await redis.xadd('watchfloor:audit', '*', 'e', `written by ${writer}`);
      waitsMs.push(performance.now() - askedAt);
      await pause(writerPauseMs);
    }
  });
  return {
    async end() {
      stop.abort();
      await Promise.all(writing);
      return waitsMs;
    },
  };
}

/** The command as a person gives it, with its time and its most memory. */
async function command(name: 'backup' | 'restore', { url }: TestRedis, file: string) {
  const startedAt = performance.now();
  const child = launch(name, { args: [file], env: { REDIS_URL: url }, stdio: ['ignore', 'ignore', 'inherit'] });
  let mb = 0;
  const looking = setInterval(() => {
    if (child.exitCode === null) mb = Math.max(mb, highestMb(child.pid ?? Number.NaN) ?? 0);
  }, lookEveryMs);
  const [code] = await once(child, 'exit');
  clearInterval(looking);
  if (code !== 0) throw new Error(`${name} ended with ${code}`);
  return { seconds: rounded((performance.now() - startedAt) / 1_000), mb };
}
