import type { Alert, Incident, Pack, Silence } from '../model.ts';
import { isClosed } from '../pipeline/alert.ts';
import { inhibitorOf, inhibitWithinMs } from '../pipeline/inhibit.ts';
import { silenceOfAlert } from '../pipeline/silences.ts';
import { lookupFor } from '../pipeline/watch/watched.ts';
import type { Clock, Store } from '../ports.ts';

export interface HushDeps {
  readonly store: Pick<Store, 'silences' | 'alertsBetween' | 'incident'>;
  readonly pack: Pack;
  readonly clock: Clock;
}

/** Why nobody is called for an alert that stands; both null where nothing keeps anybody from being called. */
export interface Hush {
  readonly silence: Silence | null;
  /** The graver incident at the same place and hour, told here, that calls in its stead. */
  readonly inhibitor: Incident['id'] | null;
}

/** Alerts of two hours that are looked at. */
const alertsMax = 100;

/** Looks for what mutes an alert, as `match` does for the pings of its messages. */
export async function hushOf(deps: HushDeps, alert: Alert, incident: Incident): Promise<Hush> {
  const { store, pack, clock } = deps;
  const now = clock.now();
  const silences = await store.silences(now);
  const silence = silenceOfAlert(alert, incident, { silences, pack, now });
  if (silence !== null || incident.facts.severity === 'critical') return { silence, inhibitor: null };
  const others = await toldBeside(deps, alert, incident, silences);
  return { silence, inhibitor: inhibitorOf(incident, others, lookupFor(pack))?.id ?? null };
}

/** The incidents that the server was told about the same hour and still hears of. */
async function toldBeside(
  { store, pack, clock }: HushDeps,
  { server }: Alert,
  { id, openedAt }: Incident,
  silences: readonly Silence[],
): Promise<readonly Incident[]> {
  const [from, to] = [openedAt - inhibitWithinMs, openedAt + inhibitWithinMs + 1];
  const alerts = await store.alertsBetween(server, from, to, alertsMax);
  const heard = alerts.filter((other) => other.incident !== id && !isClosed(other));
  const now = clock.now();
  const incidents = await Promise.all(
    heard.map(async (other) => {
      const incident = await store.incident(other.incident);
      const isHeard = incident !== null && silenceOfAlert(other, incident, { silences, pack, now }) === null;
      return isHeard ? incident : null;
    }),
  );
  return incidents.filter((each) => each !== null);
}
