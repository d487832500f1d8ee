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

function measure(mix: Mix, articlesCount: number, count: number) {
  return inFolder(async (folder) => {
    await mkdir(join(folder, 'redis'));
    await writeConfig(folder, feedsAt(['http://127.0.0.1:1/'], 60));
    const server = await startRedisServer({ dataDir: join(folder, 'redis'), log: benchLog });
    const redis = new Redis(server.socketPath);
    const store = openStore(redis, { prefix: 'watchfloor:' });
    const queue = openQueue({ connection: redis, prefix: 'watchfloor-queue', handlers: {}, log: benchLog });
    const seen = { conflicts: 0 };
    const hear = (line: string) => {
      if (line.includes('"message":"article decided again"')) seen.conflicts += 1;
    };
    const programs = Array.from({ length: count }, () =>
      startProgram(folder, { role: 'match', redisUrl: server.socketPath }, { LOG_LEVEL: 'debug' }, hear),
    );
    const undecided = () => redis.zcard('watchfloor:pending:at');
    const plant = (articles: readonly Article[]) => Promise.all(articles.map((article) => store.plantCanary(article)));
    const decide = async (articles: readonly Article[]) => {
      await queue.add(
        'match',
        articles.map(({ id }) => id),
      );
      await until(`${articles.length} verdicts`, async () => (await undecided()) === 0, decideMsMax);
    };
    try {
      await until('the start', () => programs.every((program) => program.logged('started') !== null), startMsMax);
      const articles = ofToday(newsArticles(articlesCount + warmUp, mix));
      await plant(articles.slice(0, warmUp));
      await decide(articles.slice(0, warmUp));
      await plant(articles.slice(warmUp));
      seen.conflicts = 0;
      const pids = programs.map(({ pid }) => pid);
      const cpu = () => pids.reduce((sum, pid) => sum + cpuSecondsOf(pid), 0);
      const redisCpu = () => cpuSecondsOf(server.pid() ?? process.pid);
      const before = { cpu: cpu(), redis: redisCpu(), revision: await store.incidentsRevision() };
      const startedAt = performance.now();
      await decide(articles.slice(warmUp));
      const seconds = (performance.now() - startedAt) / secondMs;
      const commits = (await store.incidentsRevision()) - before.revision;
      return {
        matchers: count,
        articles: articlesCount,
        perSecond: rounded(articlesCount / seconds),
        commitsPerSecond: rounded(commits / seconds),
        conflictsPerSecond: rounded(seen.conflicts / seconds),
        cpuMsAnArticle: rounded(((cpu() - before.cpu) / articlesCount) * secondMs),
        redisCpuMsAnArticle: rounded(((redisCpu() - before.redis) / articlesCount) * secondMs),
      };
    } finally {
      await Promise.all(programs.map((program) => program.interrupt()));
      await queue.close();
      redis.disconnect();
      await server.stop();
    }
  });
}

/** As if they had come within the last hour. */
function ofToday(articles: readonly Article[]): readonly Article[] {
  const now = Date.now();
  return articles.map((article, at) => ({ ...article, publishedAt: now - (articles.length - at) * 500, seenAt: now }));
}
