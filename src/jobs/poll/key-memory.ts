import { hash } from 'node:crypto';
import type { Instant } from '../../model.ts';
import type { ParsedItem } from '../../pipeline/parse/document.ts';

/**
 * What the items of each feed's last document were. Most items of a document stood in the one before, and to normalise
 * and compare them only to learn that again would be most of a poll's work. It saves time alone: the store is asked
 * whether it knows the article still, and what another process has read since ends it.
 */
export interface KeyMemory {
  /** Which article each item was, in the very same form, in the document that was read then; null where it was not there. */
  of(feed: string, readAt: Instant | null): (item: ParsedItem) => string | null;
  /** Remembers which articles the items of a document are, in place of those of the one before, once that is stored. */
  keep(feed: string, readAt: Instant, articles: ReadonlyMap<ParsedItem, string>): void;
  forget(feed: string): void;
}

/** A memory for at most `feedsMax` feeds; past it the feed that was polled longest ago is let go. */
export function createKeyMemory(feedsMax: number): KeyMemory {
  const feeds = new Map<string, { readonly readAt: Instant; readonly articles: ReadonlyMap<string, string> }>();
  return {
    of(feed, readAt) {
      const last = feeds.get(feed);
      return (item) => (last?.readAt === readAt ? (last.articles.get(formOf(item)) ?? null) : null);
    },
    keep(feed, readAt, articles) {
      feeds.delete(feed);
      feeds.set(feed, { readAt, articles: new Map([...articles].map(([item, article]) => [formOf(item), article])) });
      const oldest = feeds.keys().next().value;
      if (feeds.size > feedsMax && oldest !== undefined) feeds.delete(oldest);
    },
    forget: (feed) => void feeds.delete(feed),
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
