/** What was made by command, in the form of `watches.yaml`. */
import { stringify } from 'yaml';
import type { Subscription, Watch } from '../model.ts';

/**
 * Watches and subscriptions as YAML that `watches.yaml` can hold. Empty parts are left out, since that is what they mean
 * there. A subscription to a watch of the file keeps naming it.
 */
export function toYaml(watches: readonly Watch[], subscriptions: readonly Subscription[]): string {
  return stringify(
    {
      watches: watches.map(({ origin: _, ...watch }) => withoutEmpty(watch)),
      subscriptions: subscriptions.map(({ origin: _, ...subscription }) => withoutEmpty(subscription)),
    },
    { lineWidth: 120 },
  );
}

function withoutEmpty(entry: object): object {
  return Object.fromEntries(
    Object.entries(entry).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)),
  );
}
