/** What Redis takes for very many feeds: what is remembered of each after polls, and its timer; not the keys of its items. */
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { openStore } from '../src/adapters/redis/store.ts';
import { startRedisServer } from '../src/adapters/redis-server/start.ts';
import type { FeedState, Instant } from '../src/model.ts';
import { neverPolled } from '../src/pipeline/schedule/state.ts';
import { pollTimer } from '../src/pipeline/schedule.ts';
import { benchLog, inFolder, type Measured, rounded } from './support.ts';

const feedsCount = 100_000;
const feedsAtOnce = 1_000;
const minuteMs = 60_000;

export function pollKnown(): Promise<Measured> {
  return inFolder(async (folder) => {
    const server = await startRedisServer({ dataDir: join(folder, 'redis'), log: benchLog });
    const redis = new Redis(server.socketPath);
    try {
      const before = await usedBytes(redis);
      await remember(redis, Date.now());
      const usedMb = ((await usedBytes(redis)) - before) / 1024 / 1024;
      const feeds = await redis.zcard('wf:timers:due');
      return { figures: { feeds, usedMb: rounded(usedMb) }, target: { feeds: feedsCount, usedMbMax: 60 } };
    } finally {
      redis.disconnect();
      await server.stop();
    }
  });
}

async function remember(redis: Redis, now: Instant): Promise<void> {
  const store = openStore(redis, {});
  for (let from = 0; from < feedsCount; from += feedsAtOnce) {
    const some = Array.from({ length: feedsAtOnce }, (_, place) => stateOf(from + place, now));
    await Promise.all(
      some.map((state) =>
        store.commitPoll({
          state,
          present: [],
          items: [],
          articles: [],
          timer: pollTimer(state.feed),
          nextDue: now + minuteMs,
          polledAt: now,
          fetchedAtReal: now,
          audit: [],
        }),
      ),
    );
  }
}

/** A feed that has been read for long and answered 304 just now. */
function stateOf(feed: number, now: Instant): FeedState {
  const url = `https://www.paper-${feed}.example/rss/world/middle-east.xml`;
  const readAt = now - (feed % 500) * minuteMs;
  return {
    ...neverPolled,
    feed: `paper-${feed}-middle-east`,
    url,
    etag: `"${(feed * 7919).toString(16).padStart(8, '0')}-5f2ab8c04d1e"`,
    lastModified: new Date(readAt).toUTCString(),
    validatorsFrom: url,
    firstReadAt: now - 90 * 1_440 * minuteMs,
    lastReadAt: readAt,
    lastPolledAt: now,
    lastSuccessAt: now,
    lastNewAt: readAt,
    lastStatus: 'not-modified',
    readBy: 'rss-parser',
    items: 30,
    rhythmMs: 1_834_112,
    longestQuietMs: 28_834_112,
    delayMs: 341_287,
    pace: { ttlMinutes: 15, skipHours: [], skipDays: [] },
  };
}

async function usedBytes(redis: Redis): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
}
