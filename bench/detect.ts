/** `node bench/detect.ts FOLDER`: articles a second through extract + assign on one core, as one JSON line. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseStreamItem, type StreamItem } from '../src/adapters/stream/items.ts';
import { loadConfig } from '../src/config/load.ts';
import type { Article, Feed, Verdict } from '../src/model.ts';
import { assign, emptyIndex, remember } from '../src/pipeline/assign.ts';
import { knownBefore } from '../src/pipeline/decision.ts';
import { compilePack, extract } from '../src/pipeline/extract.ts';
import { normalise } from '../src/pipeline/normalise.ts';

/** Long enough that start-up and the first compilation count for little. */
const articlesMin = 5_000;
const warmUp = 500;

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node bench/detect.ts FOLDER (with FOLDER/items.jsonl)');
process.stdout.write(`${JSON.stringify(measure(articlesOf(join(folder, 'items.jsonl'))))}\n`);

function measure(articles: readonly Article[]): object {
  const compiled = compilePack(knownBefore(loadConfig().pack, articles[0]?.publishedAt ?? 0));
  const decided: Record<Verdict['decision'], number> = {
    new: 0,
    update: 0,
    duplicate: 0,
    background: 0,
    irrelevant: 0,
  };
  let extractMs = 0;
  let assignMs = 0;
  let measured = 0;
  for (let round = 0; measured < articlesMin; round += 1) {
    let index = emptyIndex(compiled);
    for (const [at, article] of articles.entries()) {
      const started = performance.now();
      const report = extract(article, compiled);
      const extracted = performance.now();
      const { verdict, incident } = assign(index, article, report, article.publishedAt);
      if (incident !== null) index = remember(index, incident);
      if (round === 0 && at < warmUp) continue;
      extractMs += extracted - started;
      assignMs += performance.now() - extracted;
      decided[verdict.decision] += 1;
      measured += 1;
    }
  }
  return {
    bench: 'detect',
    node: process.version,
    articles: measured,
    articlesPerSecond: Math.round(measured / ((extractMs + assignMs) / 1000)),
    extractMsMean: rounded(extractMs / measured),
    assignMsMean: rounded(assignMs / measured),
    decided,
  };
}

function articlesOf(file: string): readonly Article[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, at) => (line.trim() === '' ? [] : articleOf(parseStreamItem(line, at + 1, file))));
}

function articleOf({ id: guid, url, feed: slug, lang, published, title, summary, content }: StreamItem): Article {
  const at = Date.parse(published);
  const language = lang === 'ar' || lang === 'fa' ? lang : 'en';
  const feed: Feed = { id: slug, url, outlet: slug, language, status: 'active', intervalMinutes: 10 };
  const link = URL.canParse(url) ? url : null;
  return normalise(
    { guid, link, title, summary, content, publishedAt: at },
    { feed, feedUrl: url, seenAt: at, firstPoll: false },
  );
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
