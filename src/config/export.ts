/** What was made by command, in the form of `watches.yaml`, `feeds.yaml` and `rota.yaml`. */
import { stringify } from 'yaml';
import type {
  EscalationPolicy,
  Feed,
  Instant,
  Outlet,
  Rota,
  RotaOverride,
  Server,
  Subscription,
  Watch,
} from '../model.ts';
import { holdsKey } from '../pipeline/address.ts';

/**
 * Watches, subscriptions and servers, those that are only named among them, as YAML that `watches.yaml` can hold. Empty
 * parts are left out, since that is what they mean there; but a watch made by command that has no part left looks at
 * nothing, where one of the file would look at everything, so it and its subscriptions are left out altogether.
 */
export function toYaml(made: {
  readonly watches: readonly Watch[];
  readonly subscriptions: readonly Subscription[];
  readonly servers: readonly Server[];
}): string {
  const idle = new Set(made.watches.filter(looksAtNothing).map(({ id }) => id));
  const watches = sorted(made.watches.filter(({ id }) => !idle.has(id)));
  const subscriptions = sorted(made.subscriptions.filter(({ watch }) => !idle.has(watch)));
  const saved = new Set(made.servers.map(({ id }) => id));
  const named = [...watches, ...subscriptions].flatMap(({ server }) => server ?? []);
  const others = [...new Set(named)].filter((id) => id !== 'console' && !saved.has(id));
  return stringify(
    {
      watches: watches.map(entryOf),
      subscriptions: subscriptions.map(entryOf),
      servers: sorted([...made.servers.map(serverEntry), ...others.map((id) => ({ id, name: id }))]),
    },
    { lineWidth: 120 },
  );
}

/**
 * Feeds with the outlets they brought, as YAML whose entries `feeds.yaml` can hold; empty where there are none. Those whose
 * address holds a key are named in a comment alone, unless they are asked for.
 */
export function feedsToYaml(made: readonly Feed[], outlets: readonly Outlet[], withKeys = false): string {
  const feeds = made.filter(({ url }) => withKeys || !holdsKey(url));
  const keyed = made.filter((feed) => !feeds.includes(feed)).map(({ id }) => id);
  const remark =
    keyed.length === 0
      ? ''
      : `# Left out, for their addresses hold keys (--with-keys writes them): ${keyed.join(', ')}\n`;
  if (feeds.length === 0) return remark;
  const used = new Set(feeds.map(({ outlet }) => outlet));
  const yaml = stringify(
    {
      outlets: outlets.filter(({ id }) => used.has(id)),
      feeds: feeds.map(entryOf),
    },
    { lineWidth: 0 },
  );
  return `${remark}${yaml}`;
}

/**
 * Rotas and policies as YAML whose entries `rota.yaml` can hold, and who stands in for whom, which no file has but this;
 * empty where there is nothing.
 */
export function rotasToYaml(made: {
  readonly rotas: readonly Rota[];
  readonly policies: readonly EscalationPolicy[];
  readonly overrides: readonly RotaOverride[];
}): string {
  const parts = {
    rotas: sorted(made.rotas).map(entryOf),
    policies: sorted(made.policies).map(entryOf),
    overrides: sorted(made.overrides).map((each) => said({ ...each, ...timesOf(each) })),
  };
  const held = Object.entries(parts).filter(([, entries]) => entries.length > 0);
  return held.length === 0 ? '' : stringify(Object.fromEntries(held), { lineWidth: 0 });
}

function timesOf({ from, to, at }: RotaOverride): Readonly<Record<'from' | 'to' | 'at', string>> {
  const written = (moment: Instant): string => new Date(moment).toISOString();
  return { from: written(from), to: written(to), at: written(at) };
}

function looksAtNothing(watch: Watch): boolean {
  const parts = [watch.keywords, watch.actors, watch.places, watch.eventTypes];
  return watch.origin === 'command' && parts.every((part) => part.length === 0);
}

/** That a server is the operators' is said in `watches.yaml` alone. */
function serverEntry(server: Server): { readonly id: string } {
  const { operators: _, origin: _origin, ...entry } = server;
  return { ...said(entry), id: server.id };
}

/** In the order of their ids, so that two exports of the same are the same. */
function sorted<Entry extends { readonly id: string }>(entries: readonly Entry[]): readonly Entry[] {
  return [...entries].sort((one, other) => (one.id < other.id ? -1 : 1));
}

function entryOf({ origin: _, ...entry }: Watch | Subscription | Feed | Rota | EscalationPolicy): object {
  return said(entry);
}

/** What an entry says, in one order of its fields, so that the same is written the same wherever it was read. */
export function said(entry: object): object {
  const isSaid = (value: unknown) => value !== null && !(Array.isArray(value) && value.length === 0);
  const fields = Object.entries(entry).filter(([, value]) => isSaid(value));
  const ordered = fields.toSorted(([one], [other]) => rankOf(one) - rankOf(other) || (one < other ? -1 : 1));
  return Object.fromEntries(ordered.map(([field, value]) => [field, within(value)]));
}

function within(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(within);
  return typeof value === 'object' && value !== null ? said(value) : value;
}

/** What names an entry stands first, the rest by the alphabet. */
const firstFields = ['id', 'name', 'url', 'watch', 'server', 'channel', 'every', 'at', 'from', 'to'];

function rankOf(field: string): number {
  const at = firstFields.indexOf(field);
  return at === -1 ? firstFields.length : at;
}
