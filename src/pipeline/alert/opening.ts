import type { Alert, Article, AuditEntry, Incident, Instant, Reason } from '../../model.ts';
import { openAlert, standingOf } from '../alert.ts';
import { isKnown } from '../assign/known.ts';
import { isManned } from './manned.ts';

/** Watches that an alert names; which further ones are satisfied decides nothing. */
const watchesMax = 50;

/** Where an incident is told for the first time, by which article, and why. */
export interface Opening {
  readonly incident: Incident;
  readonly article: Article;
  readonly server: string;
  /** Why the channels of the server hear of it. */
  readonly reasons: readonly Reason[];
  readonly now: Instant;
}

/** The alert of an incident that is told to a server for the first time. */
export function alertFor({ incident, article, server, reasons, now }: Opening): Alert {
  const watches = reasons.flatMap(({ code, detail }) => (code === 'watch-satisfied' ? detail : []));
  return openAlert(incident, server, now, {
    watches: [...new Set(watches)].slice(0, watchesMax),
    isUrgent: article.arrival === 'live' && !incident.late && !isKnown(incident) && isManned(server),
    measures: { seenMs: Math.max(0, article.seenAt - article.publishedAt), outlet: article.outlet },
  });
}

/** What the audit log keeps of an alert that was opened. */
export function openingEntry(alert: Alert, { facts }: Pick<Incident, 'facts'>): AuditEntry {
  const { openedAt: at, server, incident } = alert;
  return { at, server, incident, who: null, action: 'open', detail: facts.severity, alert: standingOf(alert) };
}
