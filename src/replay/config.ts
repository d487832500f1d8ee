import type { StreamItem } from '../adapters/stream/items.ts';
import type { Config } from '../config/load.ts';
import type { Outlet, Pack } from '../model.ts';
import { knownBefore } from '../pipeline/decision.ts';
import { feedOf } from './article.ts';

/** A feed is polled when it publishes; beside that so seldom that years of polls do not fill the replay. */
const intervalMinutes = 60 * 24 * 60;

/** The configuration with the stream's feeds in place of its own, at the addresses where they are served. */
export function replayConfig(
  config: Config,
  items: readonly StreamItem[],
  served: { readonly urlOf: (feed: string) => string; readonly dataDir: string },
): Config {
  const first = items[0];
  const pack = first ? knownBefore(config.pack, Date.parse(first.published)) : config.pack;
  const { settings } = config;
  return {
    ...config,
    pack: withStreamFeeds(pack, items, served.urlOf),
    settings: {
      ...settings,
      dataDir: served.dataDir,
      redisUrl: null, // a replay must never write into the state of production
      deliver: { ...settings.deliver, editEveryMs: 0 }, // its time jumps, and nobody is there to be spared edits
      fetch: { ...settings.fetch, allowPrivateNetworks: true, hostSpacingMs: 0, perHostMax: 100 }, // one server has all feeds
    },
  };
}

function withStreamFeeds(pack: Pack, items: readonly StreamItem[], urlOf: (feed: string) => string): Pack {
  const firsts = new Map<string, StreamItem>();
  for (const item of items) if (!firsts.has(item.feed)) firsts.set(item.feed, item);
  const feeds = [...firsts.values()].map((item) => ({
    ...feedOf(pack, item),
    url: urlOf(item.feed),
    status: 'active' as const,
    intervalMinutes,
  }));
  const listed = new Set(pack.outlets.map(({ id }) => id));
  const unlisted = [...firsts.values()].filter(
    ({ feed }) => !listed.has(feed) && !pack.feeds.some((one) => one.id === feed),
  );
  return { ...pack, feeds, outlets: [...pack.outlets, ...unlisted.map(outletOf)] };
}

function outletOf({ feed, feedTitle }: StreamItem): Outlet {
  return { id: feed, name: feedTitle, family: feed, country: 'ZZ', stateAffiliated: false, tier: 2 };
}
