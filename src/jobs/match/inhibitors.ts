import type { Incident, Instant, Pack, Silence } from '../../model.ts';
import { isClosed } from '../../pipeline/alert.ts';
import { type IncidentIndex, incidentsBeside } from '../../pipeline/assign/memory.ts';
import { inhibits, inTurnOfGravity } from '../../pipeline/inhibit.ts';
import { silenceOfAlert } from '../../pipeline/silences.ts';
import type { AlertStore } from '../../ports.ts';

/** Of so many graver ones it is asked whom they were told; they are met gravest first. */
const graverMax = 10;

/** What is looked at. */
interface Matter {
  readonly incident: Incident;
  readonly index: IncidentIndex;
  readonly silences: readonly Silence[];
  readonly now: Instant;
}

/**
 * By server the graver incident because of which nobody there is pinged for this one. It must have an alert there that
 * somebody still hears of: what is closed or silenced speaks for nothing. As a rule there is none, and nothing is read.
 */
export async function inhibitorsOf(
  { store, pack }: { readonly store: Pick<AlertStore, 'alertsOf'>; readonly pack: Pack },
  { incident, index, silences, now }: Matter,
): Promise<ReadonlyMap<string, Incident['id']>> {
  const beside = incidentsBeside(index, incident);
  const graver = inTurnOfGravity(beside.filter((other) => inhibits(other, incident, index.lookup))).slice(0, graverMax);
  const alerts = await Promise.all(graver.map(({ id }) => store.alertsOf(id)));
  const found = new Map<string, Incident['id']>();
  for (const [at, other] of graver.entries())
    for (const alert of alerts[at] ?? [])
      if (
        !found.has(alert.server) &&
        !isClosed(alert) &&
        silenceOfAlert(alert, other, { silences, pack, now }) === null
      )
        found.set(alert.server, other.id);
  return found;
}
