import type { Article, Feed, Instant } from '../../model.ts';
import {
  type ArrivalLimits,
  findReused,
  isTooOld,
  itemKeys,
  type NormaliseContext,
  normalise,
} from '../../pipeline/normalise.ts';
import type { ParsedFeed } from '../../pipeline/parse/document.ts';
import type { FeedStore, ItemKeys, Log } from '../../ports.ts';
import { forgetful, type KeyMemory } from './key-memory.ts';

interface ArrivalDependencies {
  readonly store: Pick<FeedStore, 'unseen'>;
  readonly log: Log;
  readonly arrival: ArrivalLimits;
}

/** An item with the keys it is known by; normalised only when it may be new. */
export interface Met {
  readonly keys: ItemKeys;
  readonly article: () => Article;
}

/** The items of a document; those that stood in the one before are not normalised again. */
export function itemsOf(
  parsed: ParsedFeed & { readonly status: 'read' },
  context: NormaliseContext,
  memory: KeyMemory,
): readonly Met[] {
  const reused = findReused(parsed.items);
  const within = { ...context, reused };
  // Keys depend on what is reused; where something is, they are not worth remembering.
  const remembered = reused.guids.size + reused.links.size > 0 ? forgetful : memory.of(context.feed.id);
  return parsed.items.map((item) => {
    let made: Article | null = null;
    const article = () => {
      made ??= normalise(item, within);
      return made;
    };
    return { keys: remembered(item, () => itemKeys(article(), reused)), article };
  });
}

/** The articles never seen before, oldest first; those older than the keeping time are remembered and not told. */
export async function unseenArticles(
  deps: ArrivalDependencies,
  feed: Feed,
  met: readonly Met[],
  now: Instant,
): Promise<Article[]> {
  if (met.length === 0) return [];
  const unseen = new Set(
    await deps.store.unseen(
      feed.id,
      met.map(({ keys }) => keys),
    ),
  );
  const fresh = met.filter(({ keys }) => unseen.delete(keys.article)).map(({ article }) => article());
  const news = fresh.filter((article) => !isTooOld(article, now, deps.arrival));
  if (news.length < fresh.length) {
    deps.log.debug('items older than the keeping time left out', { feed: feed.id, items: fresh.length - news.length });
  }
  return news.toSorted((one, other) => one.publishedAt - other.publishedAt);
}
