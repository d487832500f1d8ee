import { keysIn } from '../address.ts';
import type { ParsedFeed, ParsedItem } from './document.ts';

/**
 * A document without the keys that its own addresses hold: a feed that is kept for its readers repeats the reader's key,
 * in links above all, and nobody else is to have it.
 */
export function withoutKeysOf<Document extends ParsedFeed>(parsed: Document, addresses: readonly string[]): Document {
  // The longest first: what is left of one that begins as another does would be a part of a key.
  const keys = [...new Set(addresses.flatMap(keysIn))].toSorted((one, other) => other.length - one.length);
  if (keys.length === 0 || parsed.status !== 'read') return parsed;
  const cut = (text: string, mark = '…') => keys.reduce((rest, key) => rest.replaceAll(key, mark), text);
  return { ...parsed, title: cut(parsed.title), items: parsed.items.map((item) => itemCutBy(cut, item)) };
}

function itemCutBy(cut: (text: string, mark?: string) => string, item: ParsedItem): ParsedItem {
  return {
    ...item,
    guid: item.guid === null ? null : cut(item.guid, ''),
    link: item.link === null ? null : cut(item.link, ''),
    title: cut(item.title),
    summary: cut(item.summary),
    content: item.content === null ? null : cut(item.content),
    author: item.author === null ? null : cut(item.author),
  };
}
