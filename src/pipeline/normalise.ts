import { hash } from 'node:crypto';
import type { Article, Feed, Instant } from '../model.ts';
import { languageOf } from './normalise/language.ts';
import { canonicalLink, linkKey } from './normalise/links.ts';
import { plainText } from './normalise/plain-text.ts';
import type { ParsedItem } from './parse/document.ts';

const titleLengthMax = 500; // Longer than any headline; a post without headline is cut here.
const summaryLengthMax = 8_000;
const contentLengthMax = 40_000; // About 6,000 words.
const madeTitleLengthMax = 140;
/** A date further ahead than every time zone's error is a mistake, not a date. */
const futureMsMax = 26 * 3_600_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const minuteMs = 60_000;

/** The limits by which an item is news, old, or too old. */
export interface ArrivalLimits {
  /** In a feed's first poll, younger items are news all the same. */
  readonly backlogFreshMinutes: number;
  /** First seen so long after its publication, an item is late. */
  readonly lateAfterHours: number;
  /** An item older than this is never news. */
  readonly keepDays: number;
}
const defaultArrivalLimits: ArrivalLimits = { backlogFreshMinutes: 30, lateAfterHours: 6, keepDays: 90 };

/** Guids and links that several different items of one document bear; they identify none of them. */
export interface Reused {
  readonly guids: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
}
export const nothingReused: Reused = { guids: new Set(), links: new Set() };

export interface NormaliseContext {
  readonly feed: Feed;
  /** The address the document was read from; links that are not absolute are taken from there. */
  readonly feedUrl: string;
  readonly seenAt: Instant;
  readonly firstPoll: boolean;
  readonly limits?: ArrivalLimits;
  readonly reused?: Reused;
}

/** One feed item as an article: plain texts, canonical link, language, stable id, and whether it is news or old. */
export function normalise(item: ParsedItem, context: NormaliseContext): Article {
  const { feed, seenAt, reused = nothingReused } = context;
  const summary = plainText(item.summary, summaryLengthMax);
  const content = item.content === null ? '' : plainText(item.content, contentLengthMax);
  const title = titleOf(item.title, summary === '' ? content : summary);
  const link = canonicalLink(item.link, context.feedUrl);
  const guid = item.guid === null || reused.guids.has(item.guid) ? null : item.guid;
  const publishedAt = publicationOf(item.publishedAt, seenAt);
  return {
    id: articleId({
      feed: feed.id,
      link: isReused(link, reused) ? null : link,
      guid,
      text: `${title}\n${summary}\n${content}`,
    }),
    feed: feed.id,
    outlet: feed.outlet,
    guid,
    link,
    title,
    summary,
    content: content === '' ? null : content,
    language: languageOf(`${title} ${summary === '' ? content : summary}`, feed.language),
    publishedAt: publishedAt ?? seenAt,
    seenAt,
    arrival: arrivalOf(publishedAt, context),
    revises: null,
  };
}

/** Looks through a document for guids and links that cannot tell its items apart. */
export function findReused(items: readonly ParsedItem[]): Reused {
  // To read an address takes longer than all the rest: only those are read that may turn out the same.
  const linked = items.filter(({ link }) => link !== null);
  const byBase = Map.groupBy(linked, ({ link }) => link?.split(/[?#]/, 1)[0]);
  const near = [...byBase.values()].filter(({ length }) => length > 1).flat();
  return {
    guids: sharedBy(items, (item) => item.guid),
    links: sharedBy(near, (item) => linkKey(canonicalLink(item.link))),
  };
}

/** Whether an article is older than the keeping time, so that it is never news. */
export function isTooOld(article: Article, now: Instant, limits: ArrivalLimits = defaultArrivalLimits): boolean {
  return now - article.publishedAt > limits.keepDays * dayMs;
}

function sharedBy(items: readonly ParsedItem[], keyOf: (item: ParsedItem) => string | null): ReadonlySet<string> {
  const firstTitle = new Map<string, string>();
  const shared = new Set<string>();
  for (const item of items) {
    const key = keyOf(item);
    const title = item.title || item.summary;
    if (key === null) continue;
    if ((firstTitle.get(key) ?? title) !== title) shared.add(key);
    firstTitle.set(key, title);
  }
  return shared;
}

/** Whether a link stands in a document for several items. */
export function isReused(link: string | null, reused: Reused): boolean {
  return reused.links.size > 0 && reused.links.has(linkKey(link) ?? '');
}

function titleOf(written: string, text: string): string {
  const title = plainText(written, titleLengthMax).replace(/\s+/g, ' ');
  return title === '' ? plainText(text.split('\n', 1)[0] ?? '', madeTitleLengthMax) : title;
}

function publicationOf(written: Instant | null, seenAt: Instant): Instant | null {
  if (written === null || written - seenAt > futureMsMax) return null;
  return Math.min(written, seenAt);
}

function arrivalOf(publishedAt: Instant | null, context: NormaliseContext): Article['arrival'] {
  const { seenAt, firstPoll, limits = defaultArrivalLimits } = context;
  if (publishedAt === null) return firstPoll ? 'backlog' : 'live';
  const ageMs = seenAt - publishedAt;
  if (firstPoll) return ageMs <= limits.backlogFreshMinutes * minuteMs ? 'live' : 'backlog';
  // Midnight to the millisecond is a date without a time: the item may be as young as the day's end.
  const youngestMs = publishedAt % dayMs === 0 ? ageMs - dayMs : ageMs;
  return youngestMs >= limits.lateAfterHours * hourMs ? 'late' : 'live';
}

/** The id that an article with this link has, whatever its feed; null where the link names no article. */
export function articleIdOf(link: string): string | null {
  const key = linkKey(canonicalLink(link));
  return key === null ? null : idOf(key);
}

function articleId(of: { feed: string; link: string | null; guid: string | null; text: string }): string {
  const link = linkKey(of.link);
  if (link !== null) return idOf(link);
  return of.guid === null ? idOf(`${of.feed}\n${of.text}`) : idOf(`${of.feed}\nguid\n${of.guid}`);
}

/** The id of an article that this identifies. Twenty hex digits: two alike among ten million are one chance in a billion. */
export function idOf(text: string): string {
  return `a${hash('sha256', text, 'hex').slice(0, 20)}`;
}
