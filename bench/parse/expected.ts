/** What the tests of gofeed and feedparser expect of a document, and whether what was read agrees with it. */
import { plainText } from '../../src/pipeline/normalise/plain-text.ts';
import { parseDate } from '../../src/pipeline/parse/dates.ts';
import type { ParsedItem } from '../../src/pipeline/parse/document.ts';
import type { FeedDocument } from './collection.ts';

export interface Expected {
  readonly whose: 'gofeed' | 'feedparser';
  readonly item: number;
  readonly field: 'title' | 'link' | 'guid' | 'summary' | 'publishedAt';
  readonly value: string;
}

const textLengthMax = 100_000;

/** All values of a document that somebody expects. */
export function expectedOf(document: FeedDocument): readonly Expected[] {
  return [...expectedByFeedparser(document.comment), ...expectedByGofeed(document.beside)];
}

/** Same text once markup is taken off, same address, same instant. */
export function agrees({ field, value, whose }: Expected, item: ParsedItem, url: string): boolean {
  switch (field) {
    case 'link':
      return sameAddress(value, item.link, url);
    case 'guid':
      // feedparser resolves an id that is an address; ids are compared as written, which is what ids are for.
      return item.guid === value.trim() || (whose === 'feedparser' && sameAddress(value, item.guid, url));
    case 'publishedAt':
      return instantOf(value) === item.publishedAt;
    case 'summary':
      return sameText(value, item.summary) || (item.summary === '' && sameText(value, item.content ?? ''));
    case 'title':
      return sameText(value, item.title);
  }
}

function sameText(expected: string, found: string): boolean {
  const bare = (text: string) => text.replace(/\s+/g, ' ').trim();
  if (bare(expected) === bare(found)) return true;
  if (bare(found) === '') return false;
  const plain = bare(plainText(found, textLengthMax));
  return plain === bare(plainText(expected, textLengthMax)) || plain === bare(expected);
}

function sameAddress(expected: string, found: string | null, url: string): boolean {
  if (found === null || !URL.canParse(expected.trim(), url)) return found === expected;
  return URL.canParse(found, url) && new URL(expected.trim(), url).href === new URL(found, url).href;
}

/** By Node where it can, so that our own reading of dates does not judge itself. */
function instantOf(written: string): number | null {
  const at = Date.parse(written);
  return Number.isNaN(at) ? parseDate(written) : at;
}

const fieldsOfFeedparser: Readonly<Record<string, Expected['field']>> = {
  title: 'title',
  link: 'link',
  id: 'guid',
  summary: 'summary',
  published: 'publishedAt',
};

/** Lines of one comparison with a plain value; others ask for what this program does not hold. */
function expectedByFeedparser(comment: string): readonly Expected[] {
  const line =
    /^\s*Expect:\s*(?:not bozo and )?entries\[(\d)\]\['(title|link|id|summary|published)'\] == u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*$/m;
  const [, item, name, literal] = line.exec(comment) ?? [];
  const field = fieldsOfFeedparser[name ?? ''];
  if (field === undefined || literal === undefined) return [];
  return [{ whose: 'feedparser', item: Number(item), field, value: unquoted(literal) }];
}

/** A string literal of Python. */
function unquoted(literal: string): string {
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
  return literal
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|U([0-9a-f]{8})|(.))/gi, (_, four, two, eight, one) =>
      one === undefined
        ? String.fromCodePoint(Number.parseInt(four ?? two ?? eight, 16))
        : (escapes[String(one)] ?? String(one)),
    );
}

function expectedByGofeed(beside: string | null): readonly Expected[] {
  const feed = beside === null ? null : recordOf(jsonOf(beside));
  const items = feed?.items ?? feed?.entries;
  if (!Array.isArray(items)) return [];
  return items.flatMap((item, index) =>
    Object.entries(fieldsOfGofeed(recordOf(item) ?? {})).flatMap(([field, value]) =>
      typeof value === 'string' && value.trim() !== ''
        ? [{ whose: 'gofeed' as const, item: index, field: field as Expected['field'], value }]
        : [],
    ),
  );
}

function fieldsOfGofeed(item: Readonly<Record<string, unknown>>) {
  const guid = recordOf(item.guid)?.value ?? item.guid ?? item.id;
  const links = Array.isArray(item.links) ? item.links.map(recordOf) : [];
  const alternate = links.find((link) => (link?.rel ?? 'alternate') === 'alternate' && link?.href !== undefined);
  return {
    title: item.title,
    link: item.link ?? item.url ?? alternate?.href,
    guid,
    publishedAt: item.publishedParsed ?? item.pubDateParsed ?? item.date_published,
  };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
