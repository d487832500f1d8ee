/** What a thousand decided articles take in Redis, by kind of key. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { until } from '../tests/support/until.ts';
import { startProgram, writeConfig } from './program.ts';
import { addressesOf, feedsAt, inFolder, type Measured, withFeedServer } from './support.ts';

const feedsCount = 34; // sixty items each: 2,040 articles
const articles = 2_000;
const leadMs = 5_000;
const startMsMax = 60_000;
const articlesMsMax = 240_000;
const lookEveryMs = 500;
const perThousand = 1_000;

export function keeping(): Promise<Measured> {
  return withFeedServer((origins) =>
    inFolder(async (folder) => {
      await writeConfig(folder, feedsAt(addressesOf(origins, `burst/${Date.now() + leadMs}`, feedsCount), 1));
      const program = startProgram(folder);
      try {
        await until('the start', () => program.logged('started') !== null, startMsMax);
        return await measure(join(folder, 'data/redis/redis.sock'));
      } finally {
        await program.interrupt();
      }
    }),
  );
}

async function measure(socket: string): Promise<Measured> {
  const redis = new Redis(socket);
  try {
    await until(
      `${articles} decided articles`,
      async () => {
        await pause(lookEveryMs);
        return (await decided(redis)) >= articles;
      },
      articlesMsMax,
    );
    const bytes = await bytesByKind(redis);
    const count = await decided(redis);
    const told = [...bytes].map(([kind, each]) => [kind, Math.round((each / count) * perThousand)] as const);
    const most = told.toSorted(([, one], [, other]) => other - one).slice(0, 12);
    const total = told.reduce((sum, [, each]) => sum + each, 0);
    return { figures: { articles: count, bytesPerThousand: total, ...Object.fromEntries(most) }, target: {} };
  } finally {
    redis.disconnect();
  }
}

async function decided(redis: Redis): Promise<number> {
  let count = 0;
  for await (const keys of redis.scanStream({ match: 'watchfloor:article:*', count: 1_000 })) count += keys.length;
  return count;
}

/** By what stands before the first id of a key. */
async function bytesByKind(redis: Redis): Promise<ReadonlyMap<string, number>> {
  const bytes = new Map<string, number>();
  for await (const keys of redis.scanStream({ match: 'watchfloor:*', count: 1_000 }))
    for (const key of keys) {
      const kind = String(key).split(':')[1] ?? '';
      bytes.set(kind, (bytes.get(kind) ?? 0) + Number(await redis.memory('USAGE', key, 'SAMPLES', 0)));
    }
  return bytes;
}
