import { hash } from 'node:crypto';
import type { ParsedItem } from '../../pipeline/parse/document.ts';

/** Which article each item of a document is; by the item as written. */
export interface Recall {
  /** The article that an item was, in the very same form, when the feed was read last; null where it was not there. */
  articleOf(item: ParsedItem): string | null;
  /** To be asked for the next time. */
  keep(item: ParsedItem, article: string): void;
}

/**
 * What the items of each feed's last document were. Most items of a document stood in the one before, and to normalise
 * and compare them only to learn that again would be most of a poll's work. It saves time alone: the store is asked
 * whether it knows the article still.
 */
export interface KeyMemory {
  /** Opens the memory of one document of a feed; items that are not kept again are let go. */
  of(feed: string): Recall;
}

/** A memory for at most `feedsMax` feeds; past it the feed that was polled longest ago is let go. */
export function createKeyMemory(feedsMax: number): KeyMemory {
  const feeds = new Map<string, Map<string, string>>();
  return {
    of(feed) {
      const before = feeds.get(feed);
      const present = new Map<string, string>();
      feeds.delete(feed);
      feeds.set(feed, present);
      const oldest = feeds.keys().next().value;
      if (feeds.size > feedsMax && oldest !== undefined) feeds.delete(oldest);
      return {
        articleOf: (item) => before?.get(formOf(item)) ?? null,
        keep: (item, article) => void present.set(formOf(item), article),
      };
    },
  };
}

const forms = new WeakMap<ParsedItem, string>();

function formOf(item: ParsedItem): string {
  const known = forms.get(item);
  if (known !== undefined) return known;
  const { guid, link, title, summary, content } = item;
  const form = hash('sha1', [guid, link, title, summary, content].join('\n'), 'base64').slice(0, 20);
  forms.set(item, form);
  return form;
}
