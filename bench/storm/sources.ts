/** The texts that a storm is made of: reports of three events out of the labelled streams, and news that is none of ours. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseStreamItem, type StreamItem } from '../../src/adapters/stream/items.ts';
import { streamFile } from '../../src/replay/stream.ts';
import { offTopicStories } from '../off-topic.ts';

export interface Telling {
  readonly lang: 'en' | 'ar' | 'fa';
  readonly title: string;
  readonly summary: string;
}

/** An event and how it was told: its first report before the others. */
export interface StormEvent {
  readonly id: string;
  readonly tellings: readonly Telling[];
}

export interface StormTexts {
  /** Which streams there were. */
  readonly from: 'shared' | 'bundled';
  readonly events: readonly StormEvent[];
  /** None of them is to be told to anybody, by the streams' labels. */
  readonly others: readonly Telling[];
}

/** Reports that came later tell of arrests, answers and courts: another day's news. */
const withinHours = 16;
const hourMs = 3_600_000;
const root = join(import.meta.dirname, '../..');
const sharedFolder = join(root, '../shared/streams');
const bundledFolder = join(root, 'tests/fixtures/streams');

/** Three attacks of one evening, hundreds of kilometres apart, none of which `config/incidents.yaml` knows. */
const chosen = {
  shared: [
    ['dev2', '2022-06-08-erbil-drone'],
    ['dev2', '2024-08-05-ain-al-asad-rockets'],
    ['dev2', '2024-04-21-rumalyn-rockets'],
  ],
  bundled: [
    ['2020-2022', '2020-12-20-green-zone-rockets'],
    ['2023-2026', '2024-01-20-ain-al-asad-ballistic'],
    ['2023-2026', '2024-01-28-tower-22-drone'],
  ],
} as const;

/** Reads the streams that lie beside the repository, or where there are none those within it, as if it all were today. */
export function stormTexts(now: Date, from: StormTexts['from'] = hasShared() ? 'shared' : 'bundled'): StormTexts {
  const folder = from === 'shared' ? sharedFolder : bundledFolder;
  const streams = new Map(
    chosen[from].map(([stream]) => [stream, labelledItems(streamFile(join(folder, stream)))] as const),
  );
  const moved = (item: StreamItem): Telling => ({
    lang: languageOf(item.lang),
    title: movedTo(now, item.title),
    summary: movedTo(now, item.summary),
  });
  const events = chosen[from].map(([stream, id]) => {
    const about = (streams.get(stream) ?? []).filter(({ labels }) => labels.incident === id);
    const firstAt = Math.min(...about.map(({ item }) => Date.parse(item.published)));
    const soon = about.filter(({ item }) => Date.parse(item.published) - firstAt <= withinHours * hourMs);
    const told = soon.filter(({ item, labels }) => item.summary !== '' && labels.role !== 'background');
    if (told.length === 0) throw new Error(`${stream}: expected reports of ${id}`);
    return { id, tellings: told.map(({ item }) => moved(item)) };
  });
  const others = [...streams.values()].flatMap((items) =>
    items.filter(({ labels, item }) => labels.role === 'none' && item.summary !== '').map(({ item }) => moved(item)),
  );
  const stories = offTopicStories.map(({ lang, title, text }) => ({ lang, title, summary: text }));
  return { from, events, others: [...others, ...stories] };
}

const hasShared = (): boolean => existsSync(sharedFolder);

interface Labelled {
  readonly item: StreamItem;
  readonly labels: { readonly role: string; readonly incident: string | null };
}

function labelledItems(file: string): readonly Labelled[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return [];
    const { labels }: { labels?: Labelled['labels'] } = JSON.parse(line);
    if (labels === undefined) throw new Error(`${file}:${at + 1}: expected labels, a storm knows what it is made of`);
    return [{ item: parseStreamItem(line, at + 1, file), labels }];
  });
}

const languageOf = (lang: string): Telling['lang'] => (lang === 'ar' || lang === 'fa' ? lang : 'en');

const weekdays = {
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  ar: ['الأحد', 'الاثنين', 'الثلاثاء', 'الأربعاء', 'الخميس', 'الجمعة', 'السبت'],
  fa: ['یکشنبه', 'دوشنبه', 'سه‌شنبه', 'چهارشنبه', 'پنجشنبه', 'جمعه', 'شنبه'],
} as const;
const months =
  /\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\.? \d{1,2}(?:, \d{4})?\b/g;
const persianDate =
  / [۰-۹]{1,2} (?:فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند)(?: ماه)?(?: [۰-۹]{4})?/g;
/** News of an evening is told until the next morning. */
const eveningMs = 6 * hourMs;

/** Names of days and dates become those of the evening before `now`: all of it happened then. */
function movedTo(now: Date, text: string): string {
  const evening = new Date(now.getTime() - eveningMs);
  const day = evening.getUTCDay();
  const date = evening.toLocaleDateString('en-US', { month: 'long', day: 'numeric', timeZone: 'UTC' });
  const dated = text.replace(months, date).replace(persianDate, '');
  return Object.values(weekdays).reduce((moved, names) => moved.replace(anyOf(names), names[day] ?? ''), dated);
}

/** Longest first: a Persian weekday ends another. */
function anyOf(names: readonly string[]): RegExp {
  const alternatives = names.toSorted((one, other) => other.length - one.length).join('|');
  return new RegExp(`(?<!\\p{L})(?:${alternatives})(?!\\p{L})`, 'gu');
}
