import type { Feed, Outlet } from '../model.ts';
import { sameAddress } from './address.ts';

/** The feeds and outlets of the file. */
export interface Filed {
  readonly feeds: readonly Feed[];
  readonly outlets: readonly Outlet[];
}

/** Those made by command, and the feeds that an operator paused. */
interface Commanded extends Filed {
  readonly paused: readonly string[];
}

/** File and command as one. */
export interface Merged {
  readonly feeds: ReadonlyMap<string, Feed>;
  readonly outlets: ReadonlyMap<string, Outlet>;
  /** A sentence for each feed made by command that the file stands against: it is not polled. */
  readonly refused: readonly string[];
}

const byId = (one: Feed, other: Feed): number => (one.id < other.id ? -1 : 1);

/** Joins what the file lists with what was made by command. Where both have an id or an address, the file's feed holds. */
export function mergeRoster(filed: Filed, commanded: Commanded): Merged {
  const paused = new Set(commanded.paused);
  const feeds = new Map<string, Feed>();
  const addresses = new Map<string, string>();
  const refused: string[] = [];
  for (const feed of [...filed.feeds, ...commanded.feeds.toSorted(byId)]) {
    const address = sameAddress(feed.url);
    const same = feeds.has(feed.id) ? 'id' : 'address';
    const other = feeds.has(feed.id) ? feed.id : addresses.get(address);
    if (other !== undefined) {
      refused.push(
        `The feed ${feed.id} made by command is not polled: feeds.yaml has one of the same ${same} (${other}). ` +
          `Take it out of the file, or: npm run feeds -- remove ${feed.id}`,
      );
      continue;
    }
    feeds.set(feed.id, paused.has(feed.id) ? { ...feed, status: 'paused' } : feed);
    addresses.set(address, feed.id);
  }
  const outlets = new Map(commanded.outlets.map((outlet) => [outlet.id, outlet]));
  for (const outlet of filed.outlets) outlets.set(outlet.id, outlet);
  return { feeds, outlets, refused };
}
