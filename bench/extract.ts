/**
 * Measures extraction alone: `node bench/extract.ts FOLDER... [--misses]` compares the reports with the labels of labelled
 * streams (their form: README of the streams) and prints one JSON line a stream. Only this file looks at labels.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../src/config/load.ts';
import type { Article, Language, Report } from '../src/model.ts';
import { compilePack, extract } from '../src/pipeline/extract.ts';

interface Labels {
  readonly role: 'first' | 'repeat' | 'followup' | 'background' | 'none';
  readonly incident: string | null;
  readonly subEvent: string | null;
  readonly place: string | null;
  readonly eventDate: string | null;
  readonly actors: readonly string[];
  readonly killed: number | null;
  readonly wounded: number | null;
}
interface Item {
  readonly id: string;
  readonly feed: string;
  readonly url: string;
  readonly published: string;
  readonly lang: Language;
  readonly title: string;
  readonly summary: string;
  readonly content?: string;
  readonly labels: Labels;
}
interface Named {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly lat?: number;
  readonly lon?: number;
}

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const folders = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const { pack } = loadConfig();
const compiled = compilePack(pack);

interface Row {
  readonly item: Item;
  readonly gold: Labels;
  readonly report: Report;
}

function measure(folder: string) {
  const items = jsonl<Item>(join(folder, 'items.jsonl'));
  const actorsOf = namesakes(jsonl<Named>(join(folder, 'actors.jsonl')));
  const goldPlaces = new Map(jsonl<Named>(join(folder, 'places.jsonl')).map((place) => [place.id, place]));
  const startedAt = performance.now();
  const rows = items.map((item): Row => ({ item, gold: item.labels, report: extract(articleOf(item), compiled) }));
  const tookMs = performance.now() - startedAt;
  const ours = rows.filter(({ gold }) => isEvent(gold));
  return {
    stream: folder.split('/').at(-1),
    perSecond: Math.round((items.length / tookMs) * 1000),
    eventOrNot: share('eventOrNot', rows, ({ gold, report }) => isEvent(gold) === (report.relevance === 'event')),
    relevance: share('relevance', rows, ({ gold, report }) => goldRelevance(gold) === report.relevance),
    confusion: confusionOf(rows),
    ...slotScores(ours, goldPlaces),
    ...actorScores(ours, actorsOf),
    ...developmentScores(ours),
  };
}

const isEvent = (labels: Labels): boolean => ['first', 'repeat', 'followup'].includes(labels.role);
const goldRelevance = (labels: Labels): string =>
  isEvent(labels) ? 'event' : labels.role === 'background' ? 'background' : 'off-topic';

function confusionOf(rows: readonly Row[]): Record<string, Record<string, number>> {
  const confusion: Record<string, Record<string, number>> = {};
  for (const { gold, report } of rows) {
    confusion[gold.role] ??= {};
    const row = confusion[gold.role] ?? {};
    row[report.relevance] = (row[report.relevance] ?? 0) + 1;
  }
  return confusion;
}

/** The share of rows that pass, in per cent; those that fail are told with `--misses` or with `--<name>`. */
function share(name: string, list: readonly Row[], test: (row: Row) => boolean): number | null {
  const failed = list.filter((row) => !test(row));
  if (flags.includes('--misses') || flags.includes(`--${name}`)) for (const row of failed) tell(name, row);
  return list.length === 0 ? null : Math.round((1 - failed.length / list.length) * 1000) / 10;
}

function slotScores(ours: readonly Row[], goldPlaces: ReadonlyMap<string, Named>) {
  const withGold = (name: 'place' | 'eventDate' | 'subEvent' | 'killed' | 'wounded') =>
    ours.filter(({ gold }) => gold[name] !== null);
  const isNear = ({ gold, report }: Row): boolean => {
    const own = pack.places.find((place) => place.id === report.place);
    const { lat, lon } = goldPlaces.get(gold.place ?? '') ?? {};
    return own !== undefined && lat !== undefined && lon !== undefined && kmBetween(own, { lat, lon }) <= 25;
  };
  const daysOff = ({ gold, report }: Row): number =>
    report.days === null ? 999 : Math.abs(Date.parse(report.days.to) - Date.parse(gold.eventDate ?? '')) / 86_400_000;
  return {
    place: share('place', withGold('place'), ({ gold, report }) => gold.place === report.place),
    placeWithin25Km: share('place25', withGold('place'), isNear),
    date: share('date', withGold('eventDate'), (row) => daysOff(row) === 0),
    dateWithin1: share('date1', withGold('eventDate'), (row) => daysOff(row) <= 1),
    subEvent: share('subEvent', withGold('subEvent'), ({ gold, report }) => gold.subEvent === report.subEvent),
    killed: share('killed', withGold('killed'), ({ gold, report }) => gold.killed === report.killed),
    killedAll: share('killedAll', ours, ({ gold, report }) => gold.killed === report.killed),
    wounded: share('wounded', withGold('wounded'), ({ gold, report }) => gold.wounded === report.wounded),
    woundedAll: share('woundedAll', ours, ({ gold, report }) => gold.wounded === report.wounded),
  };
}

function developmentScores(ours: readonly Row[]) {
  const followups = ours.filter(({ gold }) => gold.role === 'followup');
  const others = ours.filter(({ gold }) => gold.role !== 'followup');
  return {
    development: share('development', followups, ({ report }) => report.development !== null),
    noDevelopment: share('noDevelopment', others, ({ report }) => report.development === null),
  };
}

function tell(name: string, { item, gold, report }: Row): void {
  console.log(
    `\n${name.toUpperCase()} ${item.id} ${item.published} [${gold.role}] ${item.title} || ${item.summary.slice(0, 600)}`,
  );
  console.log(
    `   gold: ${gold.subEvent} | ${gold.place} | ${gold.eventDate} | ${gold.actors} | k ${gold.killed} w ${gold.wounded}`,
  );
  console.log(
    `   own:  ${report.subEvent} | ${report.place} | ${report.days?.from}..${report.days?.to} | ${report.actors.map((a) => `${a.actor}:${a.role}`)} | k ${report.killed} w ${report.wounded} | ${report.relevance} ${report.development} | ${report.reasons.map((r) => `${r.code}: ${r.detail}`).join('; ')}`,
  );
}

function actorScores(
  rows: readonly { readonly gold: Labels; readonly report: Report }[],
  idsOf: (name: string) => Set<string>,
) {
  let hit = 0;
  let own = 0;
  let wanted = 0;
  const wrong = new Map<string, number>();
  for (const { gold, report } of rows) {
    const right = new Set(gold.actors.flatMap((actor) => [...idsOf(actor)]));
    const said = new Map(report.actors.map(({ actor }) => [actor, actorIds(actor, idsOf)]));
    own += said.size;
    wanted += gold.actors.length;
    const hits = new Set<string>();
    for (const [actor, ids] of said) {
      const match = [...ids].find((id) => right.has(id));
      if (match) hits.add(match);
      else wrong.set(`+${actor}`, (wrong.get(`+${actor}`) ?? 0) + 1);
    }
    for (const actor of gold.actors) if (!hits.has(actor)) wrong.set(`-${actor}`, (wrong.get(`-${actor}`) ?? 0) + 1);
    hit += hits.size;
  }
  const precision = hit / (own || 1);
  const recall = hit / (wanted || 1);
  const tenths = (value: number): number => Math.round(value * 1000) / 10;
  if (flags.includes('--actors'))
    console.log(
      [...wrong]
        .sort((a, b) => b[1] - a[1])
        .slice(0, 40)
        .join('  '),
    );
  return {
    actorsP: tenths(precision),
    actorsR: tenths(recall),
    actorsF1: tenths((2 * precision * recall) / (precision + recall || 1)),
  };
}

function actorIds(id: string, idsOf: (name: string) => Set<string>): Set<string> {
  const actor = pack.actors.find((one) => one.id === id);
  return new Set([...idsOf(id), ...(actor ? idsOf(actor.name) : [])]);
}

function namesakes(list: readonly Named[]): (name: string) => Set<string> {
  const index = new Map<string, Set<string>>();
  const folded = (name: string): string =>
    name
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '');
  for (const one of list) {
    for (const name of [one.id, one.name, ...one.aliases])
      index.set(folded(name), (index.get(folded(name)) ?? new Set()).add(one.id));
  }
  return (name) => index.get(folded(name)) ?? new Set([name]);
}

function articleOf(item: Item): Article {
  const at = Date.parse(item.published);
  return {
    id: item.id,
    feed: item.feed,
    outlet: item.feed,
    guid: null,
    link: item.url,
    title: item.title,
    summary: plain(item.summary),
    content: item.content === undefined ? null : plain(item.content),
    language: item.lang,
    publishedAt: at,
    seenAt: at,
    arrival: 'live',
  };
}

function plain(html: string): string {
  return html
    .replace(/<\/(?:p|li|div)>/g, '\n\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&#8217;|&#39;|&rsquo;/g, '’')
    .replace(/&amp;/g, '&')
    .replace(/&[a-z#0-9]+;/g, ' ');
}

function kmBetween(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lon - a.lon) * rad) / 2) ** 2;
  return 12_742 * Math.asin(Math.sqrt(h));
}

function jsonl<Line>(file: string): Line[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line): Line => JSON.parse(line));
}

for (const folder of folders) console.log(JSON.stringify(measure(folder)));
