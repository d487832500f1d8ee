import type { Article, Instant, KnownItem } from '../../model.ts';
import type { AskedItems, FeedStore, KnownItems, PollRecord } from '../../ports.ts';
import type { Context } from './context.ts';
import { read } from './records.ts';
import { pendingShape, verdictShape } from './shapes.ts';
import { type Command, inCommands } from './transaction.ts';

/** Items of one document, and keys of one item, that the store takes. */
export const feedItemsMax = 5000;
export const itemKeysMax = 16;
/** Items remembered of one feed; past it the longest unseen are let go, before their keeping time. */
const knownItemsMax = 30_000;
/** Let go in one poll; the rest in the next. */
const forgottenMax = 5000;
const articlesPerRead = 100;

/** What is remembered of the items of each feed: about 600 bytes an item, by which it is known again in another form. */
export async function knownItems(context: Context, feed: string, asked: AskedItems): Promise<KnownItems> {
  const { redis, keys } = context;
  assertItems(feed, asked.articles.length + asked.keys.length);
  const wanted = [...new Set(asked.keys.flat())];
  const [count, scores, holders] = await Promise.all([
    redis.exists(keys.items(feed)),
    asked.articles.length === 0 ? [] : redis.zmscore(keys.seen(feed), ...asked.articles),
    wanted.length === 0 ? [] : redis.hmget(keys.items(feed), ...wanted),
  ]);
  const holderOf = new Map(wanted.map((key, at) => [key, holders[at] ?? null]));
  const items = await itemsOf(
    context,
    feed,
    [...new Set(holders)].filter((id) => id !== null),
  );
  return {
    isEmpty: count === 0,
    articles: new Set(asked.articles.filter((_, at) => scores[at] != null)),
    candidates: asked.keys.map((own) => {
      const held = new Set(own.map((key) => holderOf.get(key) ?? ''));
      return [...held].flatMap((id) => items.get(id) ?? []);
    }),
  };
}

/** The stored articles of these ids, waiting or decided. */
export async function toldArticles(context: Context, ids: readonly string[]): ReturnType<FeedStore['toldArticles']> {
  const { redis, keys } = context;
  const told = new Map<string, Article>();
  for (let from = 0; from < ids.length; from += articlesPerRead) {
    const some = ids.slice(from, from + articlesPerRead);
    const [waiting, decided] = await Promise.all([
      redis.hmgetBuffer(keys.pending, ...some),
      redis.mgetBuffer(some.map(keys.article)),
    ]);
    for (const [at, id] of some.entries()) {
      const stored =
        read(context, pendingShape, waiting[at], `${keys.pending} ${id}`) ??
        read(context, verdictShape, decided[at], keys.article(id));
      if (stored) told.set(id, stored.article);
    }
  }
  return told;
}

/** Those that stood in an earlier document of the feed that told them, and not in its last. */
export async function droppedArticles(context: Context, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { redis, keys } = context;
  const told = await toldArticles(context, ids);
  const dropped = await Promise.all(
    [...told].map(async ([id, { feed }]) => {
      const seen = keys.seen(feed);
      const [at, [, newest]] = await Promise.all([
        redis.zscore(seen, id),
        redis.zrange(seen, 0, '0', 'REV', 'WITHSCORES'),
      ]);
      return at === newest ? [] : [id];
    }),
  );
  return new Set(dropped.flat());
}

/**
 * Remembers what a document holds. An item is forgotten when it was in no document for the keeping time before the newest
 * one read so far: however long a feed was silent, what stood in it then is still known afterwards. What is read here
 * and forgotten by the write is one poll's alone, as long as no two polls of a feed run at once: a feed's poll is one job of the queue, by its id.
 */
export async function remembering(context: Context, feed: string, record: PollRecord): Promise<Command[]> {
  const { keys } = context;
  const present = [...new Set(record.present)];
  assertItems(feed, present.length);
  for (const item of record.items) assertKeys(feed, item);
  const gone = await outlived(context, feed, new Set(present));
  const former = await itemsOf(context, feed, [...gone, ...record.items.map(({ article }) => article)]);
  const stale = await staleFields(context, feed, { gone, former, items: record.items });
  const fields = record.items.flatMap((item) => [
    ...item.keys.flatMap((key) => [key, item.article]),
    item.article,
    written(item),
  ]);
  return [
    ...inCommands('HDEL', keys.items(feed), stale, 1),
    ...inCommands('HSET', keys.items(feed), fields, 2),
    ...inCommands('ZREM', keys.seen(feed), gone, 1),
    ...inCommands(
      'ZADD',
      keys.seen(feed),
      present.flatMap((article) => [record.polledAt, article]),
      2,
    ),
  ];
}

/** Those that are to be forgotten, the longest unseen first. */
async function outlived({ redis, keys, keep }: Context, feed: string, present: ReadonlySet<string>): Promise<string[]> {
  const seen = keys.seen(feed);
  const [count, [, newest]] = await Promise.all([redis.zcard(seen), redis.zrange(seen, 0, '0', 'REV', 'WITHSCORES')]);
  if (newest === undefined) return [];
  const before: Instant = Number(newest) - keep.seenMs;
  const excess = Math.min(forgottenMax, count - knownItemsMax);
  const [old, least] = await Promise.all([
    redis.zrangebyscore(seen, '-inf', `(${before}`, 'LIMIT', 0, forgottenMax),
    excess > 0 ? redis.zrange(seen, 0, `${excess - 1}`) : [],
  ]);
  return [...new Set([...old, ...least])].filter((article) => !present.has(article));
}

/** Fields of items that go, and of keys that an item has no more, unless another has taken the key over. */
async function staleFields(
  { redis, keys }: Context,
  feed: string,
  {
    gone,
    former,
    items,
  }: { gone: readonly string[]; former: ReadonlyMap<string, KnownItem>; items: readonly KnownItem[] },
): Promise<string[]> {
  const kept = new Map(items.map((item) => [item.article, new Set(item.keys)]));
  const left = [...former].flatMap(([article, item]) =>
    item.keys.filter((key) => kept.get(article)?.has(key) !== true).map((key) => ({ article, key })),
  );
  if (left.length === 0) return [...gone];
  const holders = await redis.hmget(keys.items(feed), ...left.map(({ key }) => key));
  return [...gone, ...left.filter(({ article }, at) => holders[at] === article).map(({ key }) => key)];
}

async function itemsOf(
  { redis, keys }: Context,
  feed: string,
  articles: readonly string[],
): Promise<ReadonlyMap<string, KnownItem>> {
  if (articles.length === 0) return new Map();
  const raws = await redis.hmget(keys.items(feed), ...articles);
  return new Map(
    articles.flatMap((article, at) => {
      const item = reading(article, raws[at] ?? null);
      return item === null ? [] : [[article, item] as const];
    }),
  );
}

/** In one line, its parts parted by `|`: a feed has hundreds, and their names would be half of each. */
function written(item: KnownItem): string {
  const { keys, text, sketch, publishedAt, revisions, revisedAt, seenAt } = item;
  const flags = `${item.isBare ? 'b' : ''}${item.isElsewhere ? 'e' : ''}`;
  return [keys.join(' '), text, sketch, flags, publishedAt ?? '', revisions, revisedAt ?? '', seenAt].join('|');
}

function reading(article: string, raw: string | null): KnownItem | null {
  const parts = raw?.split('|') ?? [];
  const [keys = '', text = '', sketch = '', flags = '', publishedAt = '', revisions = '', revisedAt = ''] = parts;
  if (parts.length < 7) return null;
  // Written by an earlier version without it: seen no later than that.
  const seenAt = parts[7] ?? (revisedAt === '' ? publishedAt : revisedAt);
  return {
    article,
    keys: keys.split(' '),
    text,
    sketch,
    isBare: flags.includes('b'),
    publishedAt: publishedAt === '' ? null : Number(publishedAt),
    seenAt: Number(seenAt),
    revisions: Number(revisions),
    revisedAt: revisedAt === '' ? null : Number(revisedAt),
    isElsewhere: flags.includes('e'),
  };
}

function assertItems(feed: string, count: number): void {
  if (count > feedItemsMax)
    throw new RangeError(`feed ${feed}: ${count} items in one document, at most ${feedItemsMax} are taken`);
}

function assertKeys(feed: string, { article, keys }: KnownItem): void {
  if (keys.length > itemKeysMax)
    throw new RangeError(`feed ${feed}: item ${article} has ${keys.length} keys, at most ${itemKeysMax} are taken`);
}
