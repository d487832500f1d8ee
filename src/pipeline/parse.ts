import { cutBehind, cutItems, withoutDoctype } from './parse/bounds.ts';
import { parseDate } from './parse/dates.ts';
import type { ParsedFeed, ParsedItem, ParseFeed, RawFeed, RawItem } from './parse/document.ts';
import { readJson } from './parse/json.ts';
import { readLeniently } from './parse/lenient.ts';
import { isOrdinary } from './parse/ordinary.ts';
import { decodeText } from './parse/text.ts';
import { readWithRssParser } from './parse/with-rss-parser.ts';

/** The most items that are taken from one document, in its order. */
export const itemsMax = 1_000;
const titleLengthMax = 2_000; // Markup included; what is shown is cut shorter.
const summaryLengthMax = 60_000;
const contentLengthMax = 200_000;
const guidLengthMax = 2_000;
const linkLengthMax = 2_000; // Longer addresses are refused by most servers.
const authorLengthMax = 300;
// A news feed of 90 kB has about 1,000 tags and 2,000 references; what stands behind so many is not read.
const tagsMax = 200_000;
const referencesMax = 500_000;
const problemLengthMax = 200;

/** A document as one reader has it, and how many items were cut out before. */
interface Found {
  readonly readBy: (ParsedFeed & { readonly status: 'read' })['readBy'];
  readonly feed: RawFeed;
  readonly dropped: number;
}

/** Reads a feed document of any common kind. Never throws for what the document holds. */
export const parseFeed: ParseFeed = async (body, hints) => {
  try {
    const text = decodeText(body, hints.charset).replace(/^[\ufeff\s\0]+/, '');
    if (text === '') return { status: 'unreadable', problem: 'The document is empty.' };
    return toParsedFeed(await found(text, hints.url), hints.url);
  } catch (error) {
    return { status: 'unreadable', problem: sentenceOf(error) };
  }
};

async function found(text: string, url: string): Promise<Found> {
  if (/^[{[]/.test(text)) return { readBy: 'json', ...readJson(text, itemsMax) };
  const whole = cutBehind(referencesMax, '&', cutBehind(tagsMax, '<', withoutDoctype(text)));
  const { xml, items, dropped } = cutItems(whole, itemsMax);
  const strict = isOrdinary(xml) ? await readStrictly(xml) : null;
  // What opens more items than were found is nested or named in a way that the library does not look for.
  if (strict !== null && strict.items.length >= items) return { readBy: 'rss-parser', feed: strict, dropped };
  return { readBy: 'lenient', feed: readLeniently(xml, url), dropped };
}

async function readStrictly(xml: string): Promise<RawFeed | null> {
  try {
    return await readWithRssParser(xml);
  } catch {
    return null; // Not well-formed, or of a kind that it does not know: the lenient reader says what is wrong, if it is.
  }
}

function toParsedFeed({ readBy, feed, dropped }: Found, url: string): ParsedFeed {
  const base = resolve(feed.base, url) ?? url;
  const items = feed.items.slice(0, itemsMax).map((item) => toParsedItem(item, base));
  const kept = items.filter(isSomething);
  return {
    status: 'read',
    readBy,
    title: bounded(feed.title, titleLengthMax),
    pace: feed.pace,
    items: kept,
    itemsDropped: dropped + feed.items.length - kept.length,
  };
}

function toParsedItem(item: RawItem, base: string): ParsedItem {
  return {
    guid: bounded(item.guid, guidLengthMax) || null,
    link: firstOf(item.links, (link) => resolve(link, base)),
    title: bounded(item.title, titleLengthMax),
    summary: bounded(item.summary, summaryLengthMax),
    content: bounded(item.content, contentLengthMax) || null,
    author: bounded(item.author, authorLengthMax) || null,
    publishedAt: firstOf(item.dates, parseDate),
  };
}

/** An item without any text is read all the same; whether it is news is decided where items become articles. */
function isSomething({ title, summary, guid, link, content, publishedAt }: ParsedItem): boolean {
  return title !== '' || summary !== '' || [guid, link, content, publishedAt].some((value) => value !== null);
}

function bounded(text: string | null, lengthMax: number): string {
  return (text ?? '').trim().slice(0, lengthMax);
}

function firstOf<Kept>(values: RawItem['links'], find: (value: string) => Kept | null): Kept | null {
  for (const value of values) {
    const kept = typeof value === 'string' ? find(value) : null;
    if (kept !== null) return kept;
  }
  return null;
}

/** An absolute http address; null when there is none to be made of it. */
function resolve(link: string | null, base: string): string | null {
  const written = (link ?? '').trim();
  if (written === '' || written.length > linkLengthMax || !URL.canParse(written, base)) return null;
  const url = new URL(written, base);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
}

/** The parser's complaint on one line; it may quote the document, so it is bounded and stripped of control characters. */
function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `The document is no feed that can be read: ${message.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').slice(0, problemLengthMax)}`;
}
