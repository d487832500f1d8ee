import { createRequire } from 'node:module';
import Parser from 'rss-parser';
import type { Element, Fields, RawFeed } from './document.ts';
import { feedOf, headFields, itemFields, itemOf } from './fields.ts';

/**
 * The first reader. Its own picture of an item has traps (an enclosure taken for the link, snippets made by a quadratic
 * regular expression), so the raw elements are asked for beside it and the choice among them is made by us.
 */

// The snippets are not used, and the library's own way to make them needs twenty seconds for 200 kB of "<".
const require = createRequire(import.meta.url);
const library: { stripHtml: (text: string) => string } = require('rss-parser/lib/utils');
library.stripHtml = () => '';

/** Elements by the names under which documents write them, where that is not lower case or has another prefix. */
const spellings: Readonly<Record<string, readonly string[]>> = {
  pubdate: ['pubDate', 'pubdate'],
  'feedburner:origlink': ['feedburner:origLink'],
  link: ['link', 'atom:link'],
  published: ['published', 'atom:published'],
  updated: ['updated', 'atom:updated', 'a10:updated'],
  author: ['author', 'atom:author', 'a10:author'],
  skiphours: ['skipHours', 'skiphours'],
  skipdays: ['skipDays', 'skipdays'],
  'sy:updateperiod': ['sy:updatePeriod'],
  'sy:updatefrequency': ['sy:updateFrequency'],
};
/** Elements whose parts are taken for their text: a person's name, the hours of a list. */
const compound = new Set(['author', 'skiphours', 'skipdays']);

const asked = (names: readonly string[]) =>
  ['$', ...names.flatMap((name) => spellings[name] ?? [name])].map((name) => [name, raw(name), { keepArray: true }]);
const options: Parser.ParserOptions<Record<string, unknown>, Record<string, unknown>> = {
  defaultRSS: 2.0,
  customFields: { feed: asked(headFields) as never, item: asked(itemFields) as never }, // Its types lag behind it.
};

/** Reads a document with rss-parser; throws what the library throws when it refuses it, and where it would garble it. */
export async function readWithRssParser(xml: string): Promise<RawFeed> {
  // A parser each time: one that has thrown in the middle of a document is not to be trusted with the next.
  const feed = await new Parser(options).parseString(xml);
  return feedOf(
    fieldsOf(feed, headFields),
    feed.items.map((item) => itemOf(fieldsOf(item, itemFields))),
  );
}

/** Kept apart from what the library makes of the same element. */
function raw(name: string): string {
  return `raw ${name}`;
}

function fieldsOf(written: Readonly<Record<string, unknown>>, names: readonly string[]): Fields {
  const fields = new Map<string, readonly Element[]>();
  const attributes = written[raw('$')];
  if (attributes !== undefined) fields.set('', [elementOf('', { $: attributes })]);
  for (const name of names)
    for (const spelling of spellings[name] ?? [name]) {
      const values = written[raw(spelling)];
      if (!Array.isArray(values)) continue;
      const elements = values.map((value) => elementOf(name, value));
      fields.set(name, [...(fields.get(name) ?? []), ...elements]);
    }
  return fields;
}

function elementOf(name: string, value: unknown): Element {
  if (typeof value !== 'object' || value === null) return { text: String(value ?? ''), attributes: {} };
  const { $, _, ...parts } = value as Readonly<Record<string, unknown>>;
  const isCompound = compound.has(name);
  // The library gives markup as a tree in which the order of words and tags is lost.
  if (!isCompound && Object.keys(parts).length > 0) throw new Error(`Markup stands bare in <${name}>.`);
  const text = typeof _ === 'string' ? _ : '';
  return { text: isCompound ? `${text} ${textOfParts(parts)}`.trim() : text, attributes: attributesOf($) };
}

function textOfParts(parts: Readonly<Record<string, unknown>>): string {
  const { name, email, hour, day } = parts;
  return [name ?? email, hour, day]
    .flat()
    .filter((part) => typeof part === 'string')
    .join(' ');
}

function attributesOf(written: unknown): Readonly<Record<string, string>> {
  if (typeof written !== 'object' || written === null) return {};
  const pairs = Object.entries(written).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  return Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value]));
}
