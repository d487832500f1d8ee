import type { Subscription, Watch } from '../../model.ts';
import type { Satisfied } from '../watch/satisfied.ts';

/** A subscription and its place among all. */
interface Placed {
  readonly at: number;
  readonly subscription: Subscription;
}

interface SubscriptionIndex {
  readonly byChannel: ReadonlyMap<string, readonly Subscription[]>;
  readonly byWatch: ReadonlyMap<string, readonly Placed[]>;
}

const indexes = new WeakMap<readonly Subscription[], SubscriptionIndex>();

/** The audience keeps its identity while nobody changes it, so that it is sorted once and not once an incident. */
function indexOf(subscriptions: readonly Subscription[]): SubscriptionIndex {
  const known = indexes.get(subscriptions);
  if (known !== undefined) return known;
  const placed = subscriptions.map((subscription, at): Placed => ({ at, subscription }));
  const index = {
    byChannel: Map.groupBy(subscriptions, ({ channel }) => channel),
    byWatch: Map.groupBy(placed, ({ subscription }) => subscription.watch),
  };
  indexes.set(subscriptions, index);
  return index;
}

/** The subscriptions of a channel. */
export function subscriptionsOf(subscriptions: readonly Subscription[], channel: string): readonly Subscription[] {
  return indexOf(subscriptions).byChannel.get(channel) ?? [];
}

/** A subscription whose watch is satisfied. */
interface Subscribed {
  readonly subscription: Subscription;
  readonly watch: Watch;
}

/** The subscriptions to any of these watches, in their order. A server's watch is heard by that server alone. */
export function subscribersTo(subscriptions: readonly Subscription[], satisfied: Satisfied): readonly Subscribed[] {
  const { byWatch } = indexOf(subscriptions);
  const found: (Placed & Subscribed)[] = [];
  for (const watch of satisfied.keys())
    for (const placed of byWatch.get(watch.id) ?? [])
      if (watch.server === null || watch.server === placed.subscription.server) found.push({ ...placed, watch });
  return found.sort((a, b) => a.at - b.at);
}
