import { hash } from 'node:crypto';
import type { ParsedItem } from '../../pipeline/parse/document.ts';
import type { ItemKeys } from '../../ports.ts';

type Recall = (item: ParsedItem, work: () => ItemKeys) => ItemKeys;

/**
 * The keys of the items that each feed's last document held. Most items of a document stood in the one before, and to
 * normalise them only to learn that again would be most of a poll's work. It saves time alone: nothing is decided by it.
 */
export interface KeyMemory {
  /** Opens the memory of one document of a feed; items that were not asked for again are let go. */
  of(feed: string): Recall;
}

/** Remembers nothing. */
export const forgetful: Recall = (_item, work) => work();

/** A memory for at most `feedsMax` feeds; past it the feed that was polled longest ago is let go. */
export function createKeyMemory(feedsMax: number): KeyMemory {
  const feeds = new Map<string, Map<string, ItemKeys>>();
  return {
    of(feed) {
      const before = feeds.get(feed);
      const present = new Map<string, ItemKeys>();
      feeds.delete(feed);
      feeds.set(feed, present);
      const oldest = feeds.keys().next().value;
      if (feeds.size > feedsMax && oldest !== undefined) feeds.delete(oldest);
      return (item, work) => {
        const written = hash(
          'sha1',
          [item.guid, item.link, item.title, item.summary, item.content].join('\n'),
          'base64',
        );
        const keys = before?.get(written) ?? work();
        present.set(written, keys);
        return keys;
      };
    },
  };
}
