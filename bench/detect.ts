/** Articles a second through extract and assign, on the one core that JavaScript runs on. */
import { loadConfig } from '../src/config/load.ts';
import type { Article } from '../src/model.ts';
import { assign, emptyIndex, forget, incidentKeepMs, remember } from '../src/pipeline/assign.ts';
import { knownBefore } from '../src/pipeline/decision.ts';
import { type CompiledPack, compilePack, extract } from '../src/pipeline/extract.ts';
import { articleOf } from '../src/replay/article.ts';
import { benchItems, type Mix } from './articles.ts';
import { type Measured, percentile, rounded } from './support.ts';

const mixedCount = 6_000;
const onTopicCount = 5_000;
const warmUpCount = 500;
const forgetEveryItems = 500;

/** Measures a stream of which four of five items are off topic, and one that is all on topic. */
export async function detect(): Promise<Measured> {
  const { pack } = loadConfig();
  const articlesOf = (count: number, mix: Mix) => benchItems(count, mix).map((item) => articleOf(pack, item));
  const warmUp = articlesOf(warmUpCount, 'mixed');
  const compiled = compilePack(knownBefore(pack, warmUp[0]?.publishedAt ?? 0));
  decideAll(warmUp, compiled);
  return {
    figures: {
      ...decideAll(articlesOf(mixedCount, 'mixed'), compiled),
      offTopic: 0.8,
      allOnTopic: decideAll(articlesOf(onTopicCount, 'on-topic'), compiled),
    },
    target: { perSecondMin: 500 },
  };
}

function decideAll(articles: readonly Article[], compiled: CompiledPack) {
  const tookMs: number[] = [];
  let extractMs = 0;
  let index = emptyIndex(compiled);
  const cpuBefore = process.threadCpuUsage();
  for (const [at, article] of articles.entries()) {
    const now = article.publishedAt;
    const startedAt = performance.now();
    const report = extract(article, compiled);
    extractMs += performance.now() - startedAt;
    const { incident } = assign(index, article, report, now);
    if (incident !== null) index = remember(index, incident);
    if (at % forgetEveryItems === 0) index = forget(index, now - incidentKeepMs);
    tookMs.push(performance.now() - startedAt);
  }
  const { user, system } = process.threadCpuUsage(cpuBefore);
  const totalMs = tookMs.reduce((sum, ms) => sum + ms, 0);
  const letters = articles.reduce((sum, { summary, content }) => sum + (content ?? summary).length, 0);
  return {
    perSecond: rounded((articles.length / totalMs) * 1000),
    // What it would be on a machine that does nothing else.
    perCpuSecond: rounded((articles.length * 1_000_000) / (user + system)),
    articles: articles.length,
    lettersMean: Math.round(letters / articles.length),
    extractMsMean: rounded(extractMs / articles.length),
    assignMsMean: rounded((totalMs - extractMs) / articles.length),
    msP99: rounded(percentile(tookMs, 0.99)),
    incidents: index.incidents.size,
  };
}
