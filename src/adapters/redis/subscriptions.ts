import { isDeepStrictEqual } from 'node:util';
import type { AuditEntry } from '../../model.ts';
import type { SubscriptionStore } from '../../ports.ts';
import { auditing, onlyOnce } from './audit.ts';
import type { Context } from './context.ts';
import { membershipField } from './memberships.ts';
import { read, type Shape } from './records.ts';
import { serverShape, subscriptionShape, watchShape, writeWatch } from './shapes.ts';
import { apply, type Command } from './transaction.ts';

/** Watches and subscriptions made by command; those of `config/` never come here. */
export function subscriptionsIn(context: Context): SubscriptionStore {
  const { keys } = context;
  return {
    watches: remembering(context, keys.watches, watchShape),
    subscriptions: remembering(context, keys.subscriptions, subscriptionShape),
    servers: remembering(context, keys.servers, serverShape),
    saveServer: (server, audit) => change(context, [['HSET', keys.servers, server.id, JSON.stringify(server)]], audit),
    saveWatch: (watch, audit) => change(context, [['HSET', keys.watches, watch.id, writeWatch(watch)]], audit),
    changeWatch: (replaced) => replaceWatch(context, replaced),
    // Whoever subscribes anew to a channel has seen to it that we may write there, and is on the server.
    saveSubscription: (subscription, audit) =>
      change(
        context,
        [
          ['HSET', keys.subscriptions, subscription.id, JSON.stringify(subscription)],
          ['HDEL', keys.bars, subscription.channel],
          ['HDEL', keys.memberships, membershipField(subscription)],
        ],
        audit,
      ),

    removeSubscription: (id, audit) => remove(context, keys.subscriptions, id, { also: [], audit }),

    async removeWatch(id, audit) {
      const told = (await all(context, keys.subscriptions, subscriptionShape)).filter(({ watch }) => watch === id);
      const also = told.map((each): Command => ['HDEL', keys.subscriptions, each.id]);
      return remove(context, keys.watches, id, { also, audit });
    },
  };
}

/** What is stored is compared as it is read, and the write with its bytes: an older record lacks fields of today. */
async function replaceWatch(
  context: Context,
  { before, after, audit }: Parameters<SubscriptionStore['changeWatch']>[0],
): Promise<'committed' | 'stale'> {
  const { redis, keys } = context;
  const raw = await redis.hget(keys.watches, after.id);
  const stored = read(context, watchShape, raw, `${keys.watches} ${after.id}`);
  if (!isDeepStrictEqual(stored, before)) return 'stale';
  const once = onlyOnce(keys);
  const written = await apply(redis, {
    require: [
      once.condition,
      raw === null ? ['field-absent', keys.watches, after.id] : ['field-equals', keys.watches, after.id, raw],
    ],
    steps: [
      {
        commands: [once.command, ['HSET', keys.watches, after.id, writeWatch(after)], ...auditing(keys, [audit])],
      },
    ],
  });
  // The first condition fails only when this very write was done before and is sent again.
  return written.applied || written.failed === 0 ? 'committed' : 'stale';
}

async function remove(
  { redis, keys }: Context,
  key: string,
  id: string,
  { also, audit }: { readonly also: readonly Command[]; readonly audit: AuditEntry },
): Promise<boolean> {
  const once = onlyOnce(keys);
  const removed = await apply(redis, {
    require: [once.condition, ['field-exists', key, id]],
    steps: [{ commands: [once.command, ['HDEL', key, id], ...also, ...auditing(keys, [audit])] }],
  });
  // The first condition fails only when this very write was done before and is sent again.
  return removed.applied || removed.failed === 0;
}

async function change({ redis, keys }: Context, commands: readonly Command[], audit: AuditEntry): Promise<void> {
  const once = onlyOnce(keys);
  await apply(redis, {
    require: [once.condition],
    steps: [{ commands: [once.command, ...commands, ...auditing(keys, [audit])] }],
  });
}

async function all<T extends object>(context: Context, key: string, shape: Shape<T>): Promise<readonly T[]> {
  return remembering(context, key, shape)();
}

/**
 * Reads all entries of a hash again and again: what did not change since stays the same object, and the list the same list
 * where nothing did. Ten thousand watches are looked at every second.
 */
function remembering<T extends object>(context: Context, key: string, shape: Shape<T>): () => Promise<readonly T[]> {
  let entries: ReadonlyMap<string, { readonly raw: string; readonly entry: T | null }> = new Map();
  let list: readonly T[] = [];
  return async () => {
    const stored = Object.entries(await context.redis.hgetall(key));
    const isSame = stored.length === entries.size && stored.every(([id, raw]) => entries.get(id)?.raw === raw);
    if (isSame) return list;
    const before = entries;
    entries = new Map(
      stored.map(([id, raw]) => {
        const known = before.get(id);
        return [id, known?.raw === raw ? known : { raw, entry: read(context, shape, raw, `${key} ${id}`) }];
      }),
    );
    list = [...entries.values()].flatMap(({ entry }) => entry ?? []);
    return list;
  };
}
