import type { Alert } from '../../model.ts';
import type { Entry } from '../../pipeline/incidents/entry.ts';
import {
  entrySeeker,
  type Filter,
  type FilterMistake,
  inOrder,
  isInState,
  readFilter,
} from '../../pipeline/incidents/filter.ts';
import { directoryOf } from '../../pipeline/incidents/seek.ts';
import type { DeskRequest, IncidentsAsked } from '../../ports.ts';
import type { Catalogue } from './catalogue.ts';
import type { DeskDeps } from './deps.ts';

export interface CatalogueDeps extends DeskDeps {
  readonly catalogue: Catalogue;
}

/** An incident in a list, with the alert that the server has of it. */
export interface Selected {
  readonly entry: Entry;
  readonly alert: Alert | null;
}

/** What somebody asks for, read. A list is of what has to be done, a search of everything. */
export function filterOf(deps: DeskDeps, { asked, given }: IncidentsAsked): Filter | FilterMistake {
  const usual = asked === 'list' ? 'unresolved' : 'any';
  return readFilter(given, directoryOf(deps.pack), { usual, now: deps.clock.now() });
}

/** The incidents that fit, as far as the server may see them, in the order asked for. */
export async function select(deps: CatalogueDeps, request: DeskRequest, filter: Filter): Promise<readonly Selected[]> {
  const fits = entrySeeker(filter, directoryOf(deps.pack));
  const entries = (await deps.catalogue.read()).filter(fits);
  const alerts = await deps.store.alertsAmong(
    request.server,
    entries.map(({ id }) => id),
  );
  const isOfAll = filter.state === 'any' || filter.state === 'told';
  const seen = entries.filter(({ id, isPrivate, isMerged }) => {
    // What was merged is listed where it is asked for by its state: the incident that it went into stands for it.
    if (isMerged && isOfAll) return false;
    const alert = alerts.get(id) ?? null;
    return isInState(filter.state, alert?.state ?? null) && (alert !== null || !isPrivate);
  });
  return inOrder(seen, filter.order).map((entry) => ({ entry, alert: alerts.get(entry.id) ?? null }));
}
