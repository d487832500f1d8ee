import type { Feed } from '../../model.ts';
import { pollTimer } from '../../pipeline/schedule.ts';
import type { RosterChange, RosterStore } from '../../ports.ts';
import { auditing, onlyOnce } from './audit.ts';
import type { Context } from './context.ts';
import { read } from './records.ts';
import { feedShape, outletShape } from './shapes.ts';
import { settling } from './timers.ts';
import { apply, type Command, inCommands } from './transaction.ts';

const shownMax = 80; // characters of a record that cannot be read

/** Feeds and outlets made by command, and what an operator paused. */
export function rosterIn(context: Context): RosterStore {
  const { redis, keys } = context;
  return {
    rosterRevision: async () => Number((await redis.get(keys.rosterRevision)) ?? 0),

    async commandedRoster() {
      // In one transaction: a revision that is older than what is read beside it would be read again for nothing, one
      // that is newer would hide a change for ever.
      const replies = await redis
        .multi()
        .get(keys.rosterRevision)
        .hvals(keys.rosterFeeds)
        .hvals(keys.rosterOutlets)
        .smembers(keys.rosterPaused)
        .exec();
      const [revision, feeds, outlets, paused] = (replies ?? []).map(([error, reply]) => {
        if (error) throw error;
        return reply;
      });
      const texts = (reply: unknown) => (Array.isArray(reply) ? reply.map(String) : []);
      return {
        revision: Number(revision ?? 0),
        feeds: texts(feeds).flatMap(
          (raw) => read(context, feedShape, raw, `${keys.rosterFeeds} ${raw.slice(0, shownMax)}`) ?? [],
        ),
        outlets: texts(outlets).flatMap(
          (raw) => read(context, outletShape, raw, `${keys.rosterOutlets} ${raw.slice(0, shownMax)}`) ?? [],
        ),
        paused: texts(paused),
      };
    },

    async changeRoster(change) {
      const once = onlyOnce(keys);
      const commands = [once.command, ['INCR', keys.rosterRevision] as const, ...changing(context, change)];
      const changed = await apply(redis, {
        require: [once.condition, ['count', keys.rosterRevision, change.revision]],
        steps: [{ commands: [...commands, ...auditing(keys, change.audit)] }],
      });
      // The first condition fails only when this very write was done before and is sent again.
      return changed.applied || changed.failed === 0 ? 'committed' : 'stale';
    },
  };
}

function changing({ keys, keep }: Context, change: RosterChange): Command[] {
  const { saved, removed = [], paused = [], resumed } = change;
  const feeds = (saved?.feeds ?? []).flatMap((feed) => [feed.id, JSON.stringify(spare(feed))]);
  const outlets = (saved?.outlets ?? []).flatMap((outlet) => [outlet.id, JSON.stringify(outlet)]);
  return [
    ...inCommands('HSET', keys.rosterFeeds, feeds, 2),
    ...inCommands('HSET', keys.rosterOutlets, outlets, 2),
    // A feed that comes back knows what was seen in it before.
    ...(saved?.feeds ?? []).map(({ id }): Command => ['PERSIST', keys.seen(id)]),
    ...(saved?.feeds ?? []).map(({ id }): Command => ['PERSIST', keys.items(id)]),
    ...removed.flatMap((id): Command[] => [
      ['HDEL', keys.rosterFeeds, id],
      ['SREM', keys.rosterPaused, id],
      ['HDEL', keys.feeds, id],
      ['PEXPIRE', keys.seen(id), keep.seenMs],
      ['PEXPIRE', keys.items(id), keep.seenMs],
      ...settling(keys, pollTimer(id), null),
    ]),
    ...inCommands('SADD', keys.rosterPaused, paused, 1),
    ...(resumed?.states ?? []).map((state): Command => ['HSET', keys.feeds, state.feed, JSON.stringify(state)]),
    ...(resumed?.feeds ?? []).flatMap((id): Command[] => [
      ['SREM', keys.rosterPaused, id],
      ...settling(keys, pollTimer(id), resumed?.at ?? 0),
    ]),
  ];
}

/** Without what reading fills in again: there may be a hundred thousand of them. */
function spare({ status, intervalMinutes, origin: _, ...feed }: Feed): object {
  return {
    ...feed,
    ...(status === 'active' ? {} : { status }),
    ...(intervalMinutes === null ? {} : { intervalMinutes }),
  };
}
