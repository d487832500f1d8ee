import type { Article, Incident, Instant, Report } from '../../model.ts';
import { isEnded } from '../../pipeline/alert/ended.ts';
import type { AlertLimits } from '../../pipeline/alert/limits.ts';
import { type Assignment, assign, type IncidentIndex, withEnded } from '../../pipeline/assign.ts';
import type { AlertStore } from '../../ports.ts';

interface AssignDeps {
  readonly store: Pick<AlertStore, 'alertsOf'>;
  readonly alerts: Pick<AlertLimits, 'reopenWithinDays'>;
}

/** Each goes on where the one before ended; a story that ended so often has had years. */
const continuationsMax = 8;

/** Decides which incident an article belongs to, with what only the alerts can say: that people were through with one. */
export async function assignKnowingAlerts(
  { store, alerts }: AssignDeps,
  index: IncidentIndex,
  { article, report, now }: { readonly article: Article; readonly report: Report; readonly now: Instant },
): Promise<Assignment> {
  const ended = new Set<Incident['id']>();
  let assigned = assign(index, article, report, now);
  for (let count = 0; count < continuationsMax; count += 1) {
    const { verdict, incident } = assigned;
    if (verdict.decision !== 'update' || article.arrival !== 'live' || incident === null) return assigned;
    if (!isEnded(await store.alertsOf(incident.id), now, alerts)) return assigned;
    ended.add(incident.id);
    assigned = assign(withEnded(index, ended), article, report, now);
  }
  return assigned;
}
