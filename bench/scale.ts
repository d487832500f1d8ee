/** How the speed of extract and assign changes with the number of spellings and of open incidents. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadConfig } from '../src/config/load.ts';
import type { Article } from '../src/model.ts';
import { assign, emptyIndex, type IncidentIndex, remember } from '../src/pipeline/assign.ts';
import { knownBefore } from '../src/pipeline/decision.ts';
import { type CompiledPack, compilePack, extract } from '../src/pipeline/extract.ts';
import type { Mix } from './articles.ts';
import { furtherPack, type Likeness } from './further.ts';
import { newsArticles } from './news.ts';
import { openIncidents, type Setting } from './open-incidents.ts';
import { type Measured, rounded } from './support.ts';

const newsCount = 2_000;
const articlesARound = 400;
const rounds = 4; // of each case the best one counts: another program can only make it slower
const mixes: readonly Mix[] = ['mixed', 'on-topic'];

/** English news of 3 kB with the shipped pack, beginning without any open incident. */
export async function detectNews(): Promise<Measured> {
  const compiled = shipped();
  const figures = mixes.map((mix) => {
    const articles = newsArticles(newsCount, mix);
    const [best = Number.NaN] = bestOf([() => decideFrom(emptyIndex(compiled), articles, compiled)]);
    return [mix, { perCpuSecond: perCpuSecond(newsCount, best), letters: lettersMean(articles) }] as const;
  });
  return {
    figures: { articles: newsCount, ...Object.fromEntries(figures) },
    target: { 'mixed.perCpuSecondMin': 1_500 },
  };
}

/** The same with 10,000 and 100,000 further spellings. */
export async function detectSpellings(): Promise<Measured> {
  const { pack } = loadConfig();
  const articles = newsArticles(articlesARound, 'mixed');
  const wanted = [10_000, 100_000].flatMap((count) =>
    (['unlike', 'alike'] as const).map((likeness) => [count, likeness] as const),
  );
  const packs = [shipped(), ...wanted.map(([count, likeness]) => compilePack(furtherPack(pack, count, likeness)))];
  const best = bestOf(packs.map((compiled) => () => decideFrom(emptyIndex(compiled), articles, compiled)));
  const named = wanted.map(([count, likeness], at) => [nameOf(count, likeness), ratio(best[at + 1], best[0])] as const);
  return {
    figures: { perCpuSecond: perCpuSecond(articlesARound, best[0]), timesSlower: Object.fromEntries(named) },
    target: {
      'timesSlower.unlike10kMax': 1.5,
      'timesSlower.alike10kMax': 1.5,
      'timesSlower.unlike100kMax': 3,
      'timesSlower.alike100kMax': 3,
    },
  };
}

/** The same with 10,000 and 100,000 incidents open against 100, and what they take in memory. */
export async function detectIncidents(): Promise<Measured> {
  const compiled = shipped();
  const figures: Record<string, unknown> = {};
  for (const setting of ['spread', 'storm'] as const)
    for (const count of [10_000, 100_000]) figures[nameOf(count, setting)] = withOpen(compiled, count, setting);
  return { figures, target: { '*.*.timesSlowerMax': 2 } };
}

const incidentsFew = 100;

function withOpen(compiled: CompiledPack, count: number, setting: Setting) {
  const models = newsArticles(articlesARound, 'on-topic');
  const few = openIncidents(compiled, models, incidentsFew, setting);
  const bytesBefore = heapBytes();
  const startedAt = performance.now();
  const many = openIncidents(compiled, models, count, setting);
  const rememberUs = ((performance.now() - startedAt) / count) * 1000;
  const mbAThousand = (heapBytes() - bytesBefore) / count / 1000;
  const figures = mixes.map((mix) => {
    const articles = mix === 'on-topic' ? models : newsArticles(articlesARound, mix);
    const [fewMs, manyMs] = bestOf([few, many].map((index) => () => lookUp(index, articles, compiled)));
    const figure = { perCpuSecond: perCpuSecond(articles.length, manyMs), timesSlower: ratio(manyMs, fewMs) };
    return [mix, figure] as const;
  });
  return { ...Object.fromEntries(figures), mbAThousand: rounded(mbAThousand), rememberUs: rounded(rememberUs) };
}

const shipped = (): CompiledPack => compilePack(knownBefore(loadConfig().pack, 0));
const nameOf = (count: number, kind: Likeness | Setting): string => `${kind}${count / 1000}k`;
const perCpuSecond = (articles: number, ms: number | undefined): number =>
  rounded((articles / (ms ?? Number.NaN)) * 1000);
const ratio = (ms: number | undefined, base: number | undefined): number =>
  rounded((ms ?? Number.NaN) / (base ?? Number.NaN));

function lettersMean(articles: readonly Article[]): number {
  return Math.round(articles.reduce((sum, { content }) => sum + (content ?? '').length, 0) / articles.length);
}

/** Milliseconds of processor time of the best round of each case; they go by turns, so that what disturbs one disturbs all. */
export function bestOf(cases: readonly (() => void)[]): readonly number[] {
  const best = cases.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round += 1)
    for (const [at, run] of cases.entries()) {
      const startedAt = process.threadCpuUsage();
      run();
      const { user, system } = process.threadCpuUsage(startedAt);
      best[at] = Math.min(best[at] ?? Number.POSITIVE_INFINITY, (user + system) / 1000);
    }
  return best;
}

function decideFrom(index: IncidentIndex, articles: readonly Article[], compiled: CompiledPack): void {
  let open = index;
  for (const article of articles) {
    const { incident } = assign(open, article, extract(article, compiled), article.publishedAt);
    if (incident !== null) open = remember(open, incident);
  }
}

/** Every round meets the same incidents. */
function lookUp(index: IncidentIndex, articles: readonly Article[], compiled: CompiledPack): void {
  for (const article of articles) assign(index, article, extract(article, compiled), article.publishedAt);
}

/** The heap after everything that can go is gone. */
export function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  return process.memoryUsage().heapUsed;
}
