import type { Instant, Language } from '../../model.ts';
import { siteOf } from '../address.ts';
import { languageOf } from '../normalise/language.ts';
import type { ParsedFeed, ParsedItem } from '../parse/document.ts';
import { cleanLine, cut } from '../render/clean.ts';

type ReadFeed = Extract<ParsedFeed, { readonly status: 'read' }>;

/** What a person who thinks of adding a feed wants to know of its document. */
export interface Look {
  readonly title: string | null;
  readonly items: number;
  /** When its newest item was published; null where no item says. */
  readonly newestAt: Instant | null;
  /** The language of most of its items; null where they are in none that is read, or there are none. */
  readonly language: Language | null;
  /** The host that most of its items lie on; null where they lie on many. */
  readonly site: string | null;
  /** What is wrong with it, a sentence each. */
  readonly problems: readonly string[];
}

const titleLengthMax = 200;
const oldDays = 60;
const dayMs = 86_400_000;
/** A clock that goes a little wrong is no mistake. */
const aheadMsMax = 3_600_000;
const languages: readonly Language[] = ['en', 'ar', 'fa'];

/** Looks a document over. */
export function lookOver(feed: ReadFeed, now: Instant): Look {
  const { items } = feed;
  const dates = items.flatMap(({ publishedAt }) => publishedAt ?? []);
  const newestAt = dates.length === 0 ? null : dates.reduce((newest, at) => Math.max(newest, at));
  return {
    title: cut(cleanLine(feed.title), titleLengthMax) || null,
    items: items.length,
    newestAt,
    language: languageOfMost(items),
    site: siteOfMost(items),
    problems: problemsOf(feed, newestAt, now),
  };
}

function languageOfMost(items: readonly ParsedItem[]): Language | null {
  const read = items.map(({ title, summary }) => languageOf(`${title} ${summary}`, 'en'));
  const counted = languages.map((language) => ({ language, count: read.filter((one) => one === language).length }));
  const [most] = counted.sort((one, other) => other.count - one.count);
  return most !== undefined && most.count * 2 > items.length ? most.language : null;
}

function siteOfMost(items: readonly ParsedItem[]): string | null {
  const counts = new Map<string, number>();
  for (const { link } of items) {
    const site = link === null ? null : siteOf(link);
    if (site !== null) counts.set(site, (counts.get(site) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  return most !== undefined && most[1] * 2 > items.length ? most[0] : null;
}

function problemsOf({ items, itemsDropped }: ReadFeed, newestAt: Instant | null, now: Instant): readonly string[] {
  if (items.length === 0) return ['It has no items.'];
  const count = (holds: (item: ParsedItem) => boolean) => items.filter(holds).length;
  const days = newestAt === null ? 0 : Math.floor((now - newestAt) / dayMs);
  const told: readonly (readonly [number, string])[] = [
    [count((item) => item.publishedAt === null), 'without a date: taken to be published when first seen'],
    [count((item) => (item.publishedAt ?? 0) > now + aheadMsMax), 'dated in the future'],
    [count((item) => item.link === null), 'without a link'],
    [count((item) => item.title === ''), 'without a title'],
    [reused(items, (item) => item.guid), 'with a guid that another item has too'],
    [reused(items, (item) => item.link), 'with a link that another item has too'],
    [itemsDropped, 'left out: without any text, or too many'],
  ];
  const sentences = told
    .filter(([found]) => found > 0)
    .map(([found, what]) => `${found} of ${items.length + itemsDropped} items ${what}.`);
  return days > oldDays ? [...sentences, `Its newest item is ${days} days old.`] : sentences;
}

function reused(items: readonly ParsedItem[], keyOf: (item: ParsedItem) => string | null): number {
  const counts = new Map<string, number>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts.values()].filter((count) => count > 1).reduce((sum, count) => sum + count, 0);
}
