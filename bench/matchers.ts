/**
 * What matchers decide together: 1, 2 and 4 processes of the role match on one Redis with articles that wait already. How
 * often the one writer is waited for, how often a decision met a newer index, and what the processors had to do.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { openQueue } from '../src/adapters/queue/queue.ts';
import { openStore } from '../src/adapters/redis/store.ts';
import { startRedisServer } from '../src/adapters/redis-server/start.ts';
import type { Article } from '../src/model.ts';
import type { Queue, Store } from '../src/ports.ts';
import { until } from '../tests/support/until.ts';
import type { Mix } from './articles.ts';
import { newsArticles } from './news.ts';
import { startProgram, writeConfig } from './program.ts';
import { cpuSecondsOf } from './samples.ts';
import { benchLog, feedsAt, inFolder, type Measured, rounded } from './support.ts';

const counts = [1, 2, 4] as const;
const articlesDefault = 4_000;
/** Of the articles of the mixed news; those on topic take longer. */
const shares = { mixed: 1, 'on-topic': 0.3 } as const satisfies Record<Mix, number>;
/** Decided before it is measured: programs compile what they run often. */
const warmUp = 200;
const startMsMax = 180_000;
const decideMsMax = 600_000;
const secondMs = 1_000;

/** `-- matchers [--articles N]` */
export async function matchers(args: readonly string[] = []): Promise<Measured> {
  const { values } = parseArgs({ args: [...args], options: { articles: { type: 'string' } } });
  const total = Number(values.articles ?? articlesDefault);
  const figures: Record<string, unknown> = {};
  for (const mix of ['mixed', 'on-topic'] as const) {
    const runs = [];
    for (const count of counts) runs.push(await measure(mix, Math.round(total * shares[mix]), count));
    const [one] = runs;
    figures[mix] = runs.map((run) => ({ ...run, timesOne: rounded(run.perSecond / (one?.perSecond ?? Number.NaN)) }));
  }
  return { figures, target: {} };
}

/** Matchers that have started, and what they work on. */
interface Matchers {
  readonly redis: Redis;
  readonly store: Store;
  readonly queue: Queue;
  readonly pids: readonly number[];
  readonly redisPid: number;
  /** How often a decision met a newer index. */
  conflicts(): number;
}

function measure(mix: Mix, articlesCount: number, count: number) {
  return withMatchers(count, async (all) => {
    const articles = ofToday(newsArticles(articlesCount + warmUp, mix));
    await plant(all, articles.slice(0, warmUp));
    await decide(all, articles.slice(0, warmUp));
    const measured = articles.slice(warmUp);
    await plant(all, measured);
    const cpu = () => all.pids.reduce((sum, pid) => sum + cpuSecondsOf(pid), 0);
    const look = async () => ({
      at: performance.now(),
      cpu: cpu(),
      redisCpu: cpuSecondsOf(all.redisPid),
      revision: await all.store.incidentsRevision(),
      conflicts: all.conflicts(),
    });
    const before = await look();
    await decide(all, measured);
    const after = await look();
    const seconds = (after.at - before.at) / secondMs;
    return {
      matchers: count,
      articles: articlesCount,
      perSecond: rounded(articlesCount / seconds),
      commitsPerSecond: rounded((after.revision - before.revision) / seconds),
      conflictsPerSecond: rounded((after.conflicts - before.conflicts) / seconds),
      cpuMsAnArticle: rounded(((after.cpu - before.cpu) / articlesCount) * secondMs),
      redisCpuMsAnArticle: rounded(((after.redisCpu - before.redisCpu) / articlesCount) * secondMs),
    };
  });
}

/** Gives `work` so many, with a Redis of their own; all is ended and deleted whatever becomes of it. */
function withMatchers<T>(count: number, work: (all: Matchers) => Promise<T>): Promise<T> {
  return inFolder(async (folder) => {
    await mkdir(join(folder, 'redis'));
    await writeConfig(folder, feedsAt(['http://127.0.0.1:1/'], 60));
    const server = await startRedisServer({ dataDir: join(folder, 'redis'), log: benchLog });
    const redis = new Redis(server.socketPath);
    const store = openStore(redis, { prefix: 'watchfloor:' });
    const queue = openQueue({ connection: redis, prefix: 'watchfloor-queue', handlers: {}, log: benchLog });
    let conflicts = 0;
    const hear = (line: string) => {
      if (line.includes('"message":"article decided again"')) conflicts += 1;
    };
    const part = { role: 'match', redisUrl: server.socketPath };
    const programs = Array.from({ length: count }, () => startProgram(folder, part, { LOG_LEVEL: 'debug' }, hear));
    try {
      await until('the start', () => programs.every((program) => program.logged('started') !== null), startMsMax);
      const pids = programs.map(({ pid }) => pid);
      return await work({
        ...{ redis, store, queue, pids, redisPid: server.pid() ?? process.pid },
        conflicts: () => conflicts,
      });
    } finally {
      await Promise.all(programs.map((program) => program.interrupt()));
      await queue.close();
      redis.disconnect();
      await server.stop();
    }
  });
}

async function plant({ store }: Matchers, articles: readonly Article[]): Promise<void> {
  await Promise.all(articles.map((article) => store.plantCanary(article)));
}

async function decide({ queue, redis }: Matchers, articles: readonly Article[]): Promise<void> {
  const ids = articles.map(({ id }) => id);
  await queue.add('match', ids);
  const undecided = () => redis.zcard('watchfloor:pending:at');
  await until(`${ids.length} verdicts`, async () => (await undecided()) === 0, decideMsMax);
}

/** As if they had come within the last hour. */
function ofToday(articles: readonly Article[]): readonly Article[] {
  const now = Date.now();
  return articles.map((article, at) => ({ ...article, publishedAt: now - (articles.length - at) * 500, seenAt: now }));
}
