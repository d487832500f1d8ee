import type {
  AuditEntry,
  EscalationPolicy,
  Presser,
  Rota,
  RotaOverride,
  Server,
  Subscription,
  Watch,
} from '../model.ts';
import { unsaidServer } from '../pipeline/server.ts';
import type { Clock, OnCallStore, SubscriptionStore } from '../ports.ts';

export interface RestoreDeps {
  readonly store: SubscriptionStore & OnCallStore;
  readonly clock: Clock;
  readonly by: Presser;
}

/** What was made by command. */
export interface Commanded {
  readonly watches: readonly Watch[];
  readonly subscriptions: readonly Subscription[];
  readonly servers: readonly Server[];
  readonly rotas: readonly Rota[];
  readonly policies: readonly EscalationPolicy[];
  readonly overrides: readonly RotaOverride[];
}

export type Restored = Readonly<Record<keyof Commanded, Tally>>;
export interface Tally {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

/**
 * Puts what was made by command into the store, as the same commands would; what is there and is not among it stays. Done
 * twice, the second time changes nothing. Servers that are only named are no servers that somebody set up.
 */
export async function restore({ store, clock, by }: RestoreDeps, made: Commanded): Promise<Restored> {
  const audit = (server: string | null, action: string, id: string): AuditEntry => {
    return { at: clock.now(), server, incident: null, who: by, action, detail: `${id}, from a file`, from: 'terminal' };
  };
  const servers = new Map(made.rotas.map((rota) => [rota.id, rota.server]));
  const isSaid = (server: Server) => !isSame(server, unsaidServer(server.id));
  return {
    watches: await putAll(made.watches, await store.watches(), (watch) =>
      store.saveWatch(watch, audit(watch.server, 'watch', watch.id)),
    ),
    servers: await putAll(made.servers.filter(isSaid), await store.servers(), (server) =>
      store.saveServer(server, audit(server.id, 'setup', server.id)),
    ),
    subscriptions: await putAll(made.subscriptions, await store.subscriptions(), (subscription) =>
      store.saveSubscription(subscription, audit(subscription.server, 'subscribe', subscription.id)),
    ),
    rotas: await putAll(made.rotas, await store.rotas(), async (rota, before) => {
      await store.changeRota({ before, after: rota, audit: audit(rota.server, 'rota-edit', rota.id) });
    }),
    policies: await putAll(made.policies, await store.policies(), async (policy, before) => {
      await store.changePolicy({ before, after: policy, audit: audit(policy.server, 'policy-edit', policy.id) });
    }),
    overrides: await putAll(made.overrides, await store.overrides(0), async (override, before) => {
      const server = servers.get(override.rota) ?? null;
      if (before !== null) await store.removeOverride(override.id, audit(server, 'rota-override-end', override.id));
      await store.saveOverrides([override], audit(server, 'rota-override', override.id));
    }),
  };
}

async function putAll<Entry extends { readonly id: string }>(
  entries: readonly Entry[],
  standing: readonly Entry[],
  save: (entry: Entry, before: Entry | null) => Promise<void>,
): Promise<Tally> {
  const before = new Map(standing.map((entry) => [entry.id, entry]));
  const tally = { added: 0, changed: 0, unchanged: 0 };
  for (const entry of entries) {
    const held = before.get(entry.id);
    const became = held === undefined ? 'added' : isSame(held, entry) ? 'unchanged' : 'changed';
    if (became !== 'unchanged') await save(entry, held ?? null);
    tally[became] += 1;
  }
  return tally;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(ordered(one)) === JSON.stringify(ordered(other));
}

/** Fields in one order, as they stand in no order of their own. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([field, held]) => [field, ordered(held)]);
}
