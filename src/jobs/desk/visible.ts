import type { Incident, Reason } from '../../model.ts';
import { withoutHearsay } from '../../pipeline/hearsay.ts';
import { isOfRouting } from '../../pipeline/why/reasons.ts';
import type { DeskRequest } from '../../ports.ts';
import { type Audience, readAudience } from '../audience.ts';
import type { DeskDeps } from './deps.ts';
import { mayLookAt } from './incidents.ts';
import { isVisible } from './subscriptions/names.ts';

/** What a person raised has an id of this form, and is not for every server. */
const raisedIncident = /\bi-raised-/u;

/** An incident as this server may see it; null where it may not. */
export async function incidentHere(deps: DeskDeps, request: DeskRequest, id: string): Promise<Incident | null> {
  const [incident, alert] = await Promise.all([deps.store.incident(id), deps.store.alert(id, request.server)]);
  return incident !== null && mayLookAt(incident, alert) ? withoutHearsay(incident) : null;
}

/** The incidents changed last that this server may see. */
export async function incidentsHere(deps: DeskDeps, request: DeskRequest, limit: number): Promise<readonly Incident[]> {
  const recent = await deps.store.recentIncidents(limit);
  const alerts = await Promise.all(
    recent.map((incident) => (mayLookAt(incident, null) ? null : deps.store.alert(incident.id, request.server))),
  );
  return recent.filter((incident, at) => mayLookAt(incident, alerts[at] ?? null)).map(withoutHearsay);
}

/** The watches and subscriptions of this server, and the watches that are for all. */
export async function audienceHere(deps: DeskDeps, { server }: DeskRequest): Promise<Audience> {
  const { watches, subscriptions } = await readAudience(deps);
  return {
    watches: watches.filter((watch) => isVisible(watch, server)),
    subscriptions: subscriptions.filter((each) => each.server === server),
  };
}

/** Of a verdict's reasons those that are for every server: who was told elsewhere, and what was raised there, is not. */
export function reasonsForAll(reasons: readonly Reason[], own: string | null): readonly Reason[] {
  return reasons.filter(({ code, detail }) => {
    if (isOfRouting(code) || code === 'raised') return false;
    return !raisedIncident.test(detail) || (own !== null && detail.startsWith(own));
  });
}
