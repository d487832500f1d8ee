/** What 1,000 lessons cost a decision, taught of the very articles that are decided; and how many they hold back. */
import { join } from 'node:path';
import { loadConfig } from '../src/config/load.ts';
import type { Article, Incident, Label, Report } from '../src/model.ts';
import { lookupOf } from '../src/pipeline/assign/lookup.ts';
import { foundIncident } from '../src/pipeline/assign/merge.ts';
import { assign, emptyIndex, remember, withLessons } from '../src/pipeline/assign.ts';
import { compilePack, extract } from '../src/pipeline/extract.ts';
import { labelOf } from '../src/pipeline/label.ts';
import { type Lessons, lessonsOf, noLessons } from '../src/pipeline/lesson.ts';
import { articleOf } from '../src/replay/article.ts';
import { readStream } from '../src/replay/stream.ts';
import { chanceFrom, oneOf } from './chance.ts';
import { type Measured, rounded } from './support.ts';

const streams = ['2020-2022', '2020-2026', '2023-2024', '2023-2026'];
const lessonsCount = 1_000;
/** The others are merges and splits. */
const falseAlarmsShare = 0.7;
const rounds = 15;

interface Read {
  readonly article: Article;
  readonly report: Report;
}

/** Rounds with and without lessons, one after the other. */
export async function lessons(): Promise<Measured> {
  const { pack } = loadConfig();
  const compiled = compilePack(pack);
  const folder = join(import.meta.dirname, '../tests/fixtures/streams');
  const items = streams.flatMap((name) => readStream(join(folder, name)));
  const articles = items.map((item) => articleOf(pack, item)).toSorted((a, b) => a.publishedAt - b.publishedAt);
  const reading = () => articles.map((article): Read => ({ article, report: extract(article, compiled) }));
  const read = reading();
  const labels = labelsOf(read, (article, report) =>
    foundIncident(lookupOf(pack), article, report, article.publishedAt),
  );
  const taught = lessonsOf(labels);
  const decide = (held: Lessons) => (): number => decideAll(read, withLessons(emptyIndex(compiled), held));
  const extractMs: number[] = [];
  const plainMs: number[] = [];
  const taughtMs: number[] = [];
  let heldBack = 0;
  for (let round = 0; round < rounds; round += 1) {
    extractMs.push(timed(() => void reading()));
    plainMs.push(timed(decide(noLessons)));
    taughtMs.push(timed(() => (heldBack = decide(taught)())));
  }
  const decideMs = best(extractMs) + best(plainMs);
  const addedPercent = rounded((100 * (best(taughtMs) - best(plainMs))) / decideMs);
  const builtMs = rounded(timed(() => void lessonsOf(labels)));
  const figures = { articles: read.length, lessons: labels.length, addedPercent, builtMs, heldBack };
  return { figures, target: { addedPercentMax: 5 } };
}

function labelsOf(read: readonly Read[], found: (article: Article, report: Report) => Incident): readonly Label[] {
  const chance = chanceFrom(lessonsCount);
  const told = read.filter(({ report }) => Object.keys(report.terms).length > 0);
  const at = Math.max(...told.map(({ article }) => article.publishedAt));
  const said = { server: 'bench', by: { id: '1', name: 'Bench' }, at, isTeaching: true };
  // Each article stands for two lessons at most: what is held back was not called false itself.
  let picked = 0;
  const pick = (id: string): Incident => {
    const { article, report } = told[picked++ % told.length] ?? oneOf(told, chance);
    return { ...found(article, { ...report, article: id }), id: `i-${id}` };
  };
  return Array.from({ length: lessonsCount }, (_, number): Label => {
    const incident = pick(`own-${number}`);
    if (chance() < falseAlarmsShare)
      return labelOf({ ...said, incident, says: { what: 'false-alarm', reason: 'other' } });
    const other = pick(`other-${number}`);
    const what = chance() < 1 / 2 ? 'same' : 'other';
    return labelOf({ ...said, incident, other, says: { what, incident: other.id } });
  });
}

/** How many were held back. */
function decideAll(read: readonly Read[], empty: ReturnType<typeof emptyIndex>): number {
  let index = empty;
  let heldBack = 0;
  for (const { article, report } of read) {
    const { incident, taughtBy } = assign(index, article, report, article.publishedAt);
    if (incident !== null) index = remember(index, incident);
    if (taughtBy !== undefined) heldBack += 1;
  }
  return heldBack;
}

function timed(work: () => void): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}

/** Others work on the same machine: the least is nearest to what it takes. */
const best = (ms: readonly number[]): number => Math.min(...ms);
