import type { AuditEntry } from '../../model.ts';
import type { SubscriptionStore } from '../../ports.ts';
import { auditing, onlyOnce } from './audit.ts';
import type { Context } from './context.ts';
import { read, type Shape, subscriptionShape, watchShape } from './records.ts';
import { apply, type Command } from './transaction.ts';

/** Watches and subscriptions made by command; those of `config/` never come here. */
export function subscriptionsIn(context: Context): SubscriptionStore {
  const { keys } = context;
  return {
    watches: () => all(context, keys.watches, watchShape),
    subscriptions: () => all(context, keys.subscriptions, subscriptionShape),
    saveWatch: (watch, audit) => change(context, ['HSET', keys.watches, watch.id, JSON.stringify(watch)], audit),
    saveSubscription: (subscription, audit) =>
      change(context, ['HSET', keys.subscriptions, subscription.id, JSON.stringify(subscription)], audit),

    async removeSubscription(id, audit) {
      const once = onlyOnce(keys);
      const removed = await apply(context.redis, {
        require: [once.condition, ['field-exists', keys.subscriptions, id]],
        steps: [{ commands: [once.command, ['HDEL', keys.subscriptions, id], ...auditing(keys, [audit])] }],
      });
      // The first condition fails only when this very write was done before and is sent again.
      return removed.applied || removed.failed === 0;
    },
  };
}

async function change({ redis, keys }: Context, command: Command, audit: AuditEntry): Promise<void> {
  const once = onlyOnce(keys);
  await apply(redis, {
    require: [once.condition],
    steps: [{ commands: [once.command, command, ...auditing(keys, [audit])] }],
  });
}

async function all<T extends object>(context: Context, key: string, shape: Shape<T>): Promise<readonly T[]> {
  const entries = Object.entries(await context.redis.hgetall(key));
  return entries.flatMap(([id, raw]) => read(context, shape, raw, `${key} ${id}`) ?? []);
}
