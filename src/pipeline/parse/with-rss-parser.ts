import { createRequire } from 'node:module';
import Parser from 'rss-parser';
import type { RawFeed, RawItem } from './document.ts';

/**
 * The first reader. Its own picture of an item has traps (an enclosure taken for the link, snippets made by a quadratic
 * regular expression), so the raw elements are asked for beside it and the choice among them is made here.
 */

// The snippets are not used, and the library's own way to make them needs twenty seconds for 200 kB of "<".
const require = createRequire(import.meta.url);
const library: { stripHtml: (text: string) => string } = require('rss-parser/lib/utils');
library.stripHtml = () => '';

const all = { keepArray: true };
const options: Parser.ParserOptions<Record<string, unknown>, Record<string, unknown>> = {
  defaultRSS: 2.0,
  customFields: {
    feed: [
      ['$', 'attributes', all],
      ['link', 'links', all],
    ] as never, // The library's types lag behind what it takes.
    item: [
      ['$', 'attributes', all],
      ['link', 'links', all],
      ['atom:link', 'atomLinks', all],
      ['guid', 'guids', all],
      ['feedburner:origLink', 'originalLink'],
      ['description', 'rawDescription', all],
      ['summary', 'rawSummary', all],
      ['content', 'rawContent', all],
      ['content:encoded', 'encoded', all],
      ['title', 'titles', all],
      ['pubdate', 'pubdate'],
      ['published', 'published'],
      ['updated', 'updated'],
      ['issued', 'issued'],
      ['modified', 'modified'],
      ['created', 'created'],
      ['dcterms:issued', 'dctermsIssued'],
      ['dcterms:created', 'dctermsCreated'],
      ['dcterms:modified', 'dctermsModified'],
      ['atom:published', 'atomPublished'],
      ['atom:updated', 'atomUpdated'],
      ['a10:updated', 'a10Updated'],
    ] as never,
  },
};

/** Reads a document with rss-parser; throws what the library throws when it refuses it. */
export async function readWithRssParser(xml: string): Promise<RawFeed> {
  // A parser each time: one that has thrown in the middle of a document is not to be trusted with the next.
  const feed = await new Parser(options).parseString(xml);
  const base = attribute(feed.attributes, 'xml:base') ?? rootBase(xml);
  const site = typeof feed.link === 'string' ? feed.link : null;
  return {
    title: text(feed.title),
    base: base ?? (Array.isArray(feed.links) && typeof feed.links[0] === 'string' ? site : null),
    items: feed.items.map(toRawItem),
  };
}

function rootBase(xml: string): string | null {
  return (
    /<(?:rss|rdf:RDF|feed|channel)\s[^<>]{0,2000}?\bxml:base\s{0,9}=\s{0,9}["']([^"']{1,2000})["']/.exec(
      xml.slice(0, 8_192),
    )?.[1] ?? null
  );
}

function toRawItem(item: Record<string, unknown>): RawItem {
  const guid = first(item.guids) ?? text(item.id) ?? text(item['rdf:about']);
  return {
    guid,
    links: [text(item.originalLink), ...linksOf(item.links), ...linksOf(item.atomLinks), permalink(item, guid)],
    base: attribute(item.attributes, 'xml:base'),
    title: first(item.titles) ?? text(item.title),
    summary: first(item.rawDescription) ?? first(item.rawSummary),
    content: first(item.encoded) ?? first(item.rawContent),
    dates: dateFields.map((field) => text(item[field])),
  };
}

const dateFields = [
  'published',
  'pubDate',
  'pubdate',
  'date',
  'atomPublished',
  'dctermsIssued',
  'issued',
  'dctermsCreated',
  'created',
  'updated',
  'atomUpdated',
  'a10Updated',
  'modified',
  'dctermsModified',
];

/** A guid that is an address serves as the link unless the feed says that it is none. */
function permalink(item: Record<string, unknown>, guid: string | null): string | null {
  const guids = item.guids;
  const isNone = Array.isArray(guids) && attribute(guids[0], 'isPermaLink') === 'false';
  return isNone || guid === null || !/^https?:/i.test(guid.trim()) ? null : guid;
}

/** Addresses of link elements: texts of RSS, then alternates of Atom, HTML before other types. */
function linksOf(links: unknown): (string | null)[] {
  if (!Array.isArray(links)) return [];
  const alternates = links.filter((link) => (attribute(link, 'rel') ?? 'alternate') === 'alternate');
  const pages = alternates.filter((link) => /html/.test(attribute(link, 'type') ?? 'html'));
  return [
    ...links.map(text),
    ...pages.map((link) => attribute(link, 'href')),
    ...alternates.map((link) => attribute(link, 'href')),
  ];
}

function first(values: unknown): string | null {
  if (!Array.isArray(values)) return null;
  for (const value of values) {
    const found = text(value);
    if (found !== null && found.trim() !== '') return found;
  }
  return null;
}

/** The text of an element: plain, or beside its attributes. */
function text(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || !('_' in value)) return null;
  return typeof value._ === 'string' ? value._ : null;
}

function attribute(value: unknown, name: string): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const attributes: unknown = '$' in value ? value.$ : value;
  if (typeof attributes !== 'object' || attributes === null) return null;
  const found = Object.entries(attributes).find(([key]) => key === name)?.[1];
  return typeof found === 'string' ? found : null;
}
