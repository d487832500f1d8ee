import type { Fields, RawFeed, RawItem } from './document.ts';
import { paceOf } from './pace.ts';
import { writtenText } from './written.ts';

/** What is asked of each item, whoever reads the document. */
export const itemFields = [
  ...['title', 'dc:title', 'media:title', 'link', 'feedburner:origlink', 'guid', 'id'],
  ...['description', 'summary', 'dc:description', 'itunes:summary', 'media:description', 'abstract'],
  ...['content', 'content:encoded', 'encoded', 'body', 'fulltext'],
  ...['author', 'dc:creator', 'itunes:author', 'dc:author', 'creator'],
  ...['published', 'pubdate', 'dc:date', 'dcterms:issued', 'issued', 'dcterms:created', 'created'],
  ...['updated', 'modified', 'dcterms:modified', 'date', 'lastmod'],
] as const;
const dateFields = itemFields.slice(itemFields.indexOf('published'));
const authorFields = ['author', 'dc:creator', 'dc:author', 'itunes:author', 'creator'];
const summaryFields = [
  ...['description', 'summary', 'dc:description', 'abstract', 'itunes:summary', 'media:description'],
];

/** What is asked of the document itself. */
export const headFields = [
  ...['title', 'dc:title', 'link', 'ttl', 'skiphours', 'skipdays', 'sy:updateperiod', 'sy:updatefrequency'],
] as const;

/** A document's own facts beside its items. */
export function feedOf(head: Fields, items: readonly RawItem[]): RawFeed {
  const site = first(head, ['link']); // RSS names its site in the text; Atom resolves against the document itself.
  return {
    title: first(head, ['title', 'dc:title']),
    base: site !== null && /^\s*https?:/i.test(site) ? site : null,
    pace: paceOf((name) => first(head, [name])),
    items,
  };
}

/** Which of an item's elements says what. */
export function itemOf(fields: Fields): RawItem {
  const guid = first(fields, ['guid', 'id']) ?? attributeOf(fields, '', 'rdf:about');
  return {
    guid,
    links: [first(fields, ['feedburner:origlink']), ...linksOf(fields), permalink(fields, guid)],
    title: first(fields, ['title', 'dc:title', 'media:title']),
    summary: first(fields, summaryFields),
    content: first(fields, ['content:encoded', 'encoded', 'content', 'body', 'fulltext']),
    author: first(fields, authorFields),
    dates: dateFields.map((field) => first(fields, [field])),
  };
}

/** The first that says something, in the order of the names. */
function first(fields: Fields, names: readonly string[]): string | null {
  for (const name of names)
    for (const element of fields.get(name) ?? []) {
      const text = writtenText(element);
      if (text.trim() !== '') return text;
    }
  return null;
}

/** The attribute of the first element of that name; `''` is the item's own. */
function attributeOf(fields: Fields, name: string, attribute: string): string | null {
  return fields.get(name)?.[0]?.attributes[attribute] ?? null;
}

/** A guid that is an address serves as the link unless the feed says that it is none. */
function permalink(fields: Fields, guid: string | null): string | null {
  const isNone = attributeOf(fields, 'guid', 'ispermalink')?.trim().toLowerCase() === 'false';
  return isNone || guid === null || !/^\s*https?:/i.test(guid) ? null : guid;
}

/** Addresses of link elements: texts of RSS, then alternates of Atom, HTML before other types. */
function linksOf(fields: Fields): readonly string[] {
  const links = fields.get('link') ?? [];
  const texts = links.map(({ text }) => text);
  const alternates = links.filter(({ attributes }) => isAlternate(attributes.rel));
  const pages = alternates.filter(({ attributes }) => /html/i.test(attributes.type ?? 'html'));
  const addresses = [...pages, ...alternates].map(({ attributes }) => attributes.href);
  const own = [attributeOf(fields, '', 'rdf:about'), attributeOf(fields, '', 'href')];
  return [...texts, ...addresses, ...own].filter((link): link is string => (link ?? '').trim() !== '');
}

/** RFC 4287: without a relation, or with its address in the registry. */
function isAlternate(relation: string | undefined): boolean {
  return /^(?:(?:https?:\/\/www\.iana\.org\/assignments\/relation\/)?alternate)?$/i.test((relation ?? '').trim());
}
