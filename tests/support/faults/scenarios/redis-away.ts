/** A Redis that is gone and comes back: killed, away for long, silent, loading. */
import { readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { until } from '../../until.ts';
import { ordeal, pollAll } from '../ordeal.ts';

const firstJobMsMax = 3_000;
const loadMsMax = 60_000;

export const redisKilled = ordeal({
  name: 'redis-killed',
  claim: 'a Redis that is killed and starts again at once costs nothing but the moment',
  ms: { short: 300, long: 300 },
  firstJobMsMax,
  begin: ({ redis }) => redis.kill(),
  end: async ({ redis }) => void (await redis.start()),
});

export const redisAway = ordeal({
  name: 'redis-away',
  claim: 'a Redis that is away for 20 s is waited for in peace, and work goes on when it is back',
  ms: { short: 3_000, long: 20_000 },
  firstJobMsMax,
  begin: ({ redis }) => redis.kill(),
  end: async ({ redis }) => void (await redis.start()),
});

export const redisAwayLong = ordeal({
  name: 'redis-away-long',
  claim: 'so is one that is away for five minutes',
  ms: { short: 6_000, long: 300_000 },
  firstJobMsMax,
  begin: ({ redis }) => redis.kill(),
  end: async ({ redis }) => void (await redis.start()),
});

export const redisStopped = ordeal({
  name: 'redis-stopped',
  claim: 'a Redis that is stopped in its tracks and goes on loses nothing, though what it was asked comes twice',
  ms: { short: 2_000, long: 20_000 },
  firstJobMsMax,
  begin: ({ redis }) => redis.pause(),
  end: ({ redis }) => void redis.resume(),
});

const cutBytes = 20_000; // some dozens of writes

export const redisFileCut = ordeal({
  name: 'redis-file-cut',
  claim:
    'where the end of the append-only file is lost, what it held is polled, decided and found again, and told once',
  ms: { short: 500, long: 5_000 },
  firstJobMsMax,
  async begin({ redis }) {
    await redis.kill();
    const folder = join(redis.dir, 'appendonlydir');
    const newest = (await readdir(folder)).filter((name) => name.endsWith('.incr.aof')).at(-1) ?? '';
    const { size } = await stat(join(folder, newest));
    await truncate(join(folder, newest), Math.max(0, size - cutBytes));
  },
  async end(floor) {
    await floor.redis.start();
    await pollAll(floor);
    return undefined;
  },
});

/** While it loads, Redis says LOADING whenever it has read so many commands, and nothing in between. */
const commandsBetweenAnswers = 1_024;
const loadedCommands = 12 * commandsBetweenAnswers;
/** Microseconds a command: six seconds in all. */
const loadDelay = ['--key-load-delay', '500'];

export const redisLoading = ordeal({
  name: 'redis-loading',
  claim: 'a Redis that loads its data for seconds is asked again, and work goes on as soon as it has it',
  ms: { short: 100, long: 100 },
  firstJobMsMax,
  async begin({ redis, client }) {
    const others = client.pipeline();
    for (let each = 0; each < loadedCommands; each += 1) others.set(`other:${each}`, each);
    await others.exec();
    await redis.kill();
  },
  async end({ redis }) {
    await redis.start(loadDelay);
    const from = Date.now();
    // The usual client would ask as seldom as its library guesses.
    const asking = new Redis({ port: redis.port, enableReadyCheck: false });
    let loadingAnswers = 0;
    const isLoaded = async () => {
      const isLoading = (await asking.info('persistence')).includes('\r\nloading:1');
      if (isLoading) loadingAnswers += 1;
      return !isLoading;
    };
    await until('Redis has loaded', isLoaded, loadMsMax).finally(() => asking.disconnect());
    return { loadedMs: Date.now() - from, loadingAnswers };
  },
});
