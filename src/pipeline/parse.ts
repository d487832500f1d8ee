import { parseDate } from './parse/dates.ts';
import type { ParsedFeed, ParsedItem, ParseFeed, RawFeed, RawItem } from './parse/document.ts';
import { cutItems, repairXml, withoutDeclarations, withoutDoctype, wrapInlineMarkup } from './parse/repair.ts';
import { decodeText } from './parse/text.ts';
import { readWithFeedsmith } from './parse/with-feedsmith.ts';
import { readWithRssParser } from './parse/with-rss-parser.ts';

/** The most items that are taken from one document, in its order. */
export const itemsMax = 1_000;
const titleLengthMax = 2_000; // Markup included; what is shown is cut shorter.
const summaryLengthMax = 60_000;
const contentLengthMax = 200_000;
const guidLengthMax = 2_000;
const linkLengthMax = 2_000; // Longer addresses are refused by most servers.
// A news feed of 90 kB has about 1,000 tags and 2,000 references; behind these numbers a document is an attack.
const tagsMax = 200_000;
const referencesMax = 500_000;
const problemLengthMax = 200;

/** Reads a feed document of any common kind. Never throws for what the document holds. */
export const parseFeed: ParseFeed = async (body, hints) => {
  const decoded = decodeText(body, hints.charset).replace(/^[\ufeff\s]+/, '');
  if (decoded === '') return { status: 'unreadable', problem: 'The document is empty.' };
  const isJson = decoded.startsWith('{');
  const { xml, dropped } = isJson
    ? { xml: decoded, dropped: 0 }
    : cutItems(withoutDeclarations(withoutDoctype(decoded)), itemsMax);
  if (isMoreThan(tagsMax, '<', xml) || isMoreThan(referencesMax, '&', xml)) {
    return {
      status: 'unreadable',
      problem: `The document has more than ${tagsMax} tags or ${referencesMax} references.`,
    };
  }
  const problems: string[] = [];
  for (const reader of isJson ? [jsonReader] : xmlReaders) {
    try {
      return toParsedFeed(await reader.read(xml), reader.name, dropped, hints.url);
    } catch (error) {
      problems.push(sentenceOf(error));
    }
  }
  return { status: 'unreadable', problem: problemOf(decoded, problems[0] ?? '') };
};

interface Reader {
  readonly name: 'rss-parser' | 'feedsmith';
  readonly read: (text: string) => Promise<RawFeed>;
}
/** Parsed here, so that nothing in it is taken for XML. */
const jsonReader: Reader = {
  name: 'feedsmith',
  read: async (text) => readWithFeedsmith(JSON.parse(text), itemsMax),
};
/** Strict first, since it keeps most; each next one forgives more. */
const xmlReaders: readonly Reader[] = [
  { name: 'rss-parser', read: (xml) => readWithRssParser(wrapInlineMarkup(xml)) },
  { name: 'rss-parser', read: (xml) => readWithRssParser(wrapInlineMarkup(repairXml(xml))) },
  { name: 'feedsmith', read: async (xml) => readWithFeedsmith(repairXml(xml), itemsMax) },
];

function toParsedFeed(feed: RawFeed, readBy: Reader['name'], dropped: number, url: string): ParsedFeed {
  const base = resolve(feed.base, url) ?? url;
  const items = feed.items.slice(0, itemsMax).map((item) => toParsedItem(item, resolve(item.base, base) ?? base));
  const kept = items.filter((item) => item.title !== '' || item.summary !== '' || item.content !== null);
  const itemsDropped = dropped + feed.items.length - kept.length;
  return {
    status: 'read',
    readBy,
    title: (feed.title ?? '').slice(0, titleLengthMax).trim(),
    pace: { ttlMinutes: null, skipHours: [], skipDays: [] },
    items: kept,
    itemsDropped,
  };
}

function toParsedItem(item: RawItem, base: string): ParsedItem {
  return {
    guid: bounded(item.guid, guidLengthMax) || null,
    link: firstOf(item.links, (link) => resolve(link, base)),
    title: bounded(item.title, titleLengthMax),
    summary: bounded(item.summary, summaryLengthMax),
    content: bounded(item.content, contentLengthMax) || null,
    author: null,
    publishedAt: firstOf(item.dates, parseDate),
  };
}

function bounded(text: string | null, lengthMax: number): string {
  return (text ?? '').trim().slice(0, lengthMax);
}

function firstOf<Found>(values: RawItem['links'], find: (value: string) => Found | null): Found | null {
  for (const value of values) {
    const found = typeof value === 'string' ? find(value) : null;
    if (found !== null) return found;
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

function isMoreThan(limit: number, character: string, text: string): boolean {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0 && count <= limit; at = text.indexOf(character, at + 1)) count += 1;
  return count > limit;
}

function problemOf(text: string, complaint: string): string {
  if (/^\s*(?:<!doctype html|<html)/i.test(text.slice(0, 200))) return 'The answer is a web page, not a feed.';
  return `The document is no feed that can be read: ${complaint}`;
}

/** The parser's complaint on one line; it may quote the document, so it is bounded and stripped of control characters. */
function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').slice(0, problemLengthMax);
}
