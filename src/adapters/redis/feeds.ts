import type { FeedStore, PollRecord } from '../../ports.ts';
import { auditing, onlyOnce } from './audit.ts';
import type { Context } from './context.ts';
import { feedStateShape, packFeedState } from './feed-state.ts';
import { droppedArticles, knownItems, remembering, toldArticles } from './items.ts';
import { pack, read } from './records.ts';
import { settling } from './timers.ts';
import { apply, type Command, type Step } from './transaction.ts';

/** What is remembered of each feed and of its items. */
export function feedsIn(context: Context): FeedStore {
  const { redis, keys, realNow } = context;
  return {
    async feedState(feed) {
      return read(context, feedStateShape(feed), await redis.hget(keys.feeds, feed), `${keys.feeds} ${feed}`);
    },

    async feedStates() {
      const all = Object.entries(await redis.hgetall(keys.feeds));
      return all.flatMap(([feed, raw]) => read(context, feedStateShape(feed), raw, `${keys.feeds} ${feed}`) ?? []);
    },

    knownItems: (feed, asked) => knownItems(context, feed, asked),
    toldArticles: (ids) => toldArticles(context, ids),
    droppedArticles: (ids) => droppedArticles(context, ids),

    async plantCanary(article) {
      await apply(redis, { require: [], steps: pendings(context, { articles: [article], fetchedAtReal: realNow() }) });
    },

    async commitPoll(record) {
      const { feed } = record.state;
      const commands: Command[] = [
        ['HSET', keys.feeds, feed, packFeedState(record.state)],
        ...settling(keys, record.timer, record.nextDue),
      ];
      if (record.present.length > 0) commands.push(...(await remembering(context, feed, record)));
      const steps = [{ commands }, ...pendings(context, record)];
      if (record.audit.length === 0) return void (await apply(redis, { require: [], steps }));
      const once = onlyOnce(keys);
      const audit = { commands: [once.command, ...auditing(keys, record.audit)] };
      await apply(redis, { require: [once.condition], steps: [...steps, audit] });
    },
  };
}

/** An article that another feed brought, or that was decided on meanwhile, is not made pending again. */
function pendings({ keys, realNow }: Context, record: Pick<PollRecord, 'articles' | 'fetchedAtReal'>): Step[] {
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
