import type { Element, Fields, RawFeed } from './document.ts';
import { feedOf, itemOf } from './fields.ts';
import { readablePart } from './json-repair.ts';

/**
 * JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/) and what goes by its name: numbers for ids, one author
 * or several, a bare list of items, and documents that break off.
 */

/** The keys of an item under the names of the elements that say the same. */
const keysOf: Readonly<Record<string, readonly string[]>> = {
  title: ['title'],
  link: ['url', 'link', 'external_url'],
  guid: ['id', 'guid'],
  summary: ['summary', 'description'],
  content: ['content_html', 'content'],
  published: ['date_published', 'published', 'pubDate', 'date'],
  updated: ['date_modified', 'updated'],
  author: ['authors', 'author'],
};

/**
 * A feed of a thousand items holds some twenty thousand. What `JSON.parse` has begun ends by no deadline, and where it
 * outgrows the memory of its thread it ends the process.
 */
const valuesMax = 500_000;

/**
 * Reads the first items of a document of JSON, and counts the others; throws where it is none, or no feed. What is
 * dropped is not looked at, so that nobody pays for it.
 */
export function readJson(text: string, itemsMax: number): { feed: RawFeed; dropped: number } {
  if (isManyValued(text)) throw new Error(`the JSON holds more than ${valuesMax} values.`);
  const feed = parsed(text);
  const listed = Array.isArray(feed) ? feed : recordOf(feed)?.items;
  const all: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const items = all.slice(0, itemsMax).map((item) => fieldsOf(recordOf(item) ?? {}));
  if (!isNamed(recordOf(feed)?.version) && !items.some(isItem)) throw new Error('the JSON holds no items of a feed.');
  const head = new Map([['title', textsOf(recordOf(feed)?.title)]]);
  return { feed: feedOf(head, items.map(itemOf)), dropped: all.length - items.length };
}

/** Every value stands behind one of these, those within texts counted too. */
function isManyValued(text: string): boolean {
  let count = 0;
  for (let at = 0; at < text.length && count <= valuesMax; at += 1) {
    const character = text[at];
    if (character === ',' || character === '[' || character === '{') count += 1;
  }
  return count > valuesMax;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return readablePart(text);
  }
}

/** The specification's own address, or a bare number of one of its versions. */
function isNamed(version: unknown): boolean {
  return typeof version === 'string' && /jsonfeed|^1(?:\.\d)?$/i.test(version);
}

/** What tells a list of items from any other: an id or an address, and words. */
function isItem(fields: Fields): boolean {
  return ['guid', 'link'].some((name) => fields.has(name)) || ['title', 'content'].every((name) => fields.has(name));
}

function fieldsOf(record: Readonly<Record<string, unknown>>): Fields {
  const fields = new Map<string, readonly Element[]>();
  for (const [name, keys] of Object.entries(keysOf)) {
    const elements = keys.flatMap((key) => textsOf(record[key]));
    if (elements.length > 0) fields.set(name, elements);
  }
  const plain = textsOf(record.content_text).map((element) => ({ ...element, attributes: { type: 'text/plain' } }));
  return plain.length === 0 ? fields : fields.set('content', [...(fields.get('content') ?? []), ...plain]);
}

/** Texts of a value of any shape: a list's, a person's name; numbers are ids. */
function textsOf(value: unknown): readonly Element[] {
  if (typeof value === 'string' || typeof value === 'number') return [{ text: String(value), attributes: {} }];
  if (Array.isArray(value)) return value.slice(0, 1).flatMap((one) => (Array.isArray(one) ? [] : textsOf(one)));
  const name = recordOf(value)?.name;
  return typeof name === 'string' ? [{ text: name, attributes: {} }] : [];
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}
