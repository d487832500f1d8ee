import type { Article } from '../../model.ts';
import {
  type ArrivalLimits,
  findReused,
  isTooOld,
  itemKeys,
  type NormaliseContext,
  normalise,
} from '../../pipeline/normalise.ts';
import type { ParsedFeed, ParsedItem } from '../../pipeline/parse/document.ts';
import type { FeedStore, ItemKeys, Log, PollRecord } from '../../ports.ts';
import { forgetful, type KeyMemory } from './key-memory.ts';

interface SightDependencies {
  readonly store: Pick<FeedStore, 'unseen'>;
  readonly log: Log;
  readonly arrival: ArrivalLimits;
}

/** What a document brought. */
export interface Sighting {
  /** What the poll's record has of it; its articles go on to match, oldest first. */
  readonly record: Pick<PollRecord, 'present' | 'articles'>;
  /** The articles among them that were never seen before, in whatever form. */
  readonly fresh: readonly Article[];
}
/** A poll that read no document. */
export const nothingSighted: Sighting = { record: { present: [], articles: [] }, fresh: [] };

/** Tells which items of a document are new; those older than the keeping time are remembered and not told. */
export async function sight(
  deps: SightDependencies,
  parsed: ParsedFeed & { readonly status: 'read' },
  context: NormaliseContext,
  memory: KeyMemory,
): Promise<Sighting> {
  const met = itemsOf(parsed, context, memory);
  const articles = await unseenArticles(deps, context, met);
  return { record: { present: met.map(({ keys }) => keys), articles }, fresh: articles };
}

/** An item with the keys it is known by; normalised only when it may be new. */
interface Met {
  readonly keys: ItemKeys;
  readonly article: () => Article;
}

/** The items of a document; those that stood in the one before are not normalised again. */
function itemsOf(
  parsed: ParsedFeed & { readonly status: 'read' },
  context: NormaliseContext,
  memory: KeyMemory,
): readonly Met[] {
  const items = parsed.items.filter(hasText);
  const reused = findReused(items);
  const within = { ...context, reused };
  // Keys depend on what is reused; where something is, they are not worth remembering.
  const remembered = reused.guids.size + reused.links.size > 0 ? forgetful : memory.of(context.feed.id);
  return items.map((item) => {
    let made: Article | null = null;
    const article = () => {
      made ??= normalise(item, within);
      return made;
    };
    return { keys: remembered(item, () => itemKeys(article(), reused)), article };
  });
}

/** A link or an id alone tells nobody anything. */
function hasText({ title, summary, content }: ParsedItem): boolean {
  return title !== '' || summary !== '' || content !== null;
}

async function unseenArticles(
  deps: SightDependencies,
  { feed, seenAt }: NormaliseContext,
  met: readonly Met[],
): Promise<Article[]> {
  if (met.length === 0) return [];
  const unseen = new Set(
    await deps.store.unseen(
      feed.id,
      met.map(({ keys }) => keys),
    ),
  );
  const fresh = met.filter(({ keys }) => unseen.delete(keys.article)).map(({ article }) => article());
  const news = fresh.filter((article) => !isTooOld(article, seenAt, deps.arrival));
  if (news.length < fresh.length) {
    deps.log.debug('items older than the keeping time left out', { feed: feed.id, items: fresh.length - news.length });
  }
  return news.toSorted((one, other) => one.publishedAt - other.publishedAt);
}
