import { createHash } from 'node:crypto';
import type { Instant } from '../../model.ts';
import type { FeedStore, ItemKeys, PollRecord } from '../../ports.ts';
import { auditing, onlyOnce } from './audit.ts';
import type { Context } from './context.ts';
import { feedStateShape, pack, read } from './records.ts';
import { type Argument, run, script } from './script.ts';
import { settling } from './timers.ts';
import { apply, type Command, inCommands, type Step } from './transaction.ts';

/** Items of one document, and keys of one item, that the store takes. */
export const feedItemsMax = 5000;
export const itemKeysMax = 16;
/** Seen-keys of one feed; past it the longest unseen are let go, before their keeping time. */
const seenKeysMax = 100_000;
/** A longer key is remembered by its hash. */
const seenKeyLengthMax = 40;

/** Goes through the items in order; one that shares a key with an earlier one of the same document is no news either. */
const unseenOf = script(`
local seen, pendingAt, articlePrefix = ARGV[1], ARGV[2], ARGV[3]
local met, fresh, at = {}, {}, 5
for _ = 1, tonumber(ARGV[4]) do
  local article, count = ARGV[at], tonumber(ARGV[at + 1])
  local known = met['a:' .. article]
  met['a:' .. article] = true
  for place = at + 2, at + 1 + count do
    local key = ARGV[place]
    known = known or met['k:' .. key] or redis.call('ZSCORE', seen, key)
    met['k:' .. key] = true
  end
  if not known and not redis.call('ZSCORE', pendingAt, article)
    and redis.call('EXISTS', articlePrefix .. article) == 0 then
    fresh[#fresh + 1] = article
  end
  at = at + 2 + count
end
return fresh
`);

/** What is remembered of each feed, and by which keys its items are known again. */
export function feedsIn(context: Context): FeedStore {
  const { redis, keys } = context;
  return {
    async feedState(feed) {
      return read(context, feedStateShape, await redis.hget(keys.feeds, feed), `${keys.feeds} ${feed}`);
    },

    async feedStates() {
      const all = Object.entries(await redis.hgetall(keys.feeds));
      return all.flatMap(([feed, raw]) => read(context, feedStateShape, raw, `${keys.feeds} ${feed}`) ?? []);
    },

    async unseen(feed, items) {
      assertItems(feed, items);
      if (items.length === 0) return [];
      const args: Argument[] = [keys.seen(feed), keys.pendingAt, keys.articlePrefix, items.length];
      for (const item of items) args.push(item.article, item.keys.length, ...item.keys.map(seenKey));
      const fresh = await run(redis, unseenOf, args);
      if (!Array.isArray(fresh)) throw new Error(`looking for unseen items answered ${String(fresh)}, expected ids`);
      return fresh.map(String);
    },

    async commitPoll(record) {
      assertItems(record.state.feed, record.present);
      const { feed } = record.state;
      const commands: Command[] = [
        ['HSET', keys.feeds, feed, JSON.stringify(record.state)],
        ...settling(keys, record.timer, record.nextDue),
      ];
      if (record.present.length > 0) commands.push(...(await renewing(context, feed, record)));
      const steps = [{ commands }, ...pendings(context, record)];
      if (record.audit.length === 0) return void (await apply(redis, { require: [], steps }));
      const once = onlyOnce(keys);
      const audit = { commands: [once.command, ...auditing(keys, record.audit)] };
      await apply(redis, { require: [once.condition], steps: [...steps, audit] });
    },
  };
}

/**
 * Renews the seen-keys of what the document holds. A key is let go when its item was in no document for the keeping time
 * before the newest one read so far: however long a feed was silent, what stood in it then is still known afterwards.
 */
async function renewing({ redis, keys, keep }: Context, feed: string, record: PollRecord): Promise<Command[]> {
  const seen = keys.seen(feed);
  const lastReadAt = await newestRead(redis.zrange(seen, 0, '0', 'REV', 'WITHSCORES'));
  const present = new Set(record.present.flatMap((item) => item.keys.map(seenKey)));
  const commands = inCommands(
    'ZADD',
    seen,
    [...present].flatMap((key) => [record.polledAt, key]),
    2,
  );
  if (lastReadAt !== null) commands.push(['ZREMRANGEBYSCORE', seen, '-inf', `(${lastReadAt - keep.seenMs}`]);
  commands.push(['ZREMRANGEBYRANK', seen, 0, -seenKeysMax - 1]);
  return commands;
}

async function newestRead(reply: Promise<readonly string[]>): Promise<Instant | null> {
  const [, score] = await reply;
  return score === undefined ? null : Number(score);
}

/** An article that another feed brought, or that was decided on meanwhile, is not made pending again. */
function pendings({ keys, realNow }: Context, record: PollRecord): Step[] {
  return record.articles.map((article) => ({
    when: [
      ['absent', keys.article(article.id)],
      ['field-absent', keys.pending, article.id],
    ],
    commands: [
      ['HSET', keys.pending, article.id, pack({ article, fetchedAtReal: record.fetchedAtReal })],
      ['ZADD', keys.pendingAt, realNow(), article.id],
    ],
  }));
}

function seenKey(key: string): string {
  return key.length <= seenKeyLengthMax ? key : `#${createHash('sha256').update(key).digest('base64').slice(0, 24)}`;
}

function assertItems(feed: string, items: readonly ItemKeys[]): void {
  if (items.length > feedItemsMax)
    throw new RangeError(`feed ${feed}: ${items.length} items in one document, at most ${feedItemsMax} are taken`);
  const crowded = items.find((item) => item.keys.length > itemKeysMax);
  if (crowded)
    throw new RangeError(
      `feed ${feed}: item ${crowded.article} has ${crowded.keys.length} keys, at most ${itemKeysMax} are taken`,
    );
}
