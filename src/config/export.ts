/** What was made by command, in the form of `watches.yaml` and `feeds.yaml`. */
import { stringify } from 'yaml';
import type { Feed, Outlet, Subscription, Watch } from '../model.ts';

/**
 * Watches and subscriptions, and the servers that they name, as YAML that `watches.yaml` can hold. Empty parts are left
 * out, since that is what they mean there; but a watch made by command that has no part left looks at nothing, where one
 * of the file would look at everything, so it and its subscriptions are left out altogether.
 */
export function toYaml(watches: readonly Watch[], subscriptions: readonly Subscription[]): string {
  const idle = new Set(watches.filter(looksAtNothing).map(({ id }) => id));
  const keptWatches = watches.filter(({ id }) => !idle.has(id));
  const keptSubscriptions = subscriptions.filter(({ watch }) => !idle.has(watch));
  const named = [...keptWatches, ...keptSubscriptions].flatMap(({ server }) => server ?? []);
  const servers = [...new Set(named)].filter((id) => id !== 'console').sort();
  return stringify(
    {
      watches: keptWatches.map(entryOf),
      subscriptions: keptSubscriptions.map(entryOf),
      servers: servers.map((id) => ({ id, name: id })),
    },
    { lineWidth: 120 },
  );
}

/** Feeds with the outlets they brought, as YAML whose entries `feeds.yaml` can hold; empty where there are none. */
export function feedsToYaml(feeds: readonly Feed[], outlets: readonly Outlet[]): string {
  if (feeds.length === 0) return '';
  const used = new Set(feeds.map(({ outlet }) => outlet));
  return stringify(
    {
      outlets: outlets.filter(({ id }) => used.has(id)),
      feeds: feeds.map(entryOf),
    },
    { lineWidth: 0 },
  );
}

function looksAtNothing(watch: Watch): boolean {
  const parts = [watch.keywords, watch.actors, watch.places, watch.eventTypes];
  return watch.origin === 'command' && parts.every((part) => part.length === 0);
}

function entryOf({ origin: _, ...entry }: Watch | Subscription | Feed): object {
  const isSaid = (value: unknown) => value !== null && !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => isSaid(value)));
}
