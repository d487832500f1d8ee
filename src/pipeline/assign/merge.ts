import {
  type Article,
  type Change,
  type Facts,
  type Incident,
  type Instant,
  incidentReportsMax,
  type Report,
} from '../../model.ts';
import { guestOutlet, withoutHearsay } from '../hearsay.ts';
import { factsOf } from './facts.ts';
import type { Lookup } from './lookup.ts';

/** Prefix of the ids of incidents that the pack knows. */
export const knownPrefix = 'known:';

const termReportsMax = 8;

/** The id that an article had before it was revised; a revision's is `<original>~<edit>`. */
export function originalOf(article: string): string {
  return article.split('~', 1)[0] ?? article;
}

/** The id of the incident that an article founds, the same whenever it does, and whichever of its revisions. */
export function foundedBy({ id }: Article): string {
  return `i-${originalOf(id)}`;
}

/** What is founded where the article's own id is taken: by a page that tells one event after the other, or split off from it. */
export function foundedAgainBy({ id }: Article): string {
  return id.includes('~') ? `i-${id.replace('~', '-')}` : `i-${id}-again`;
}

/** The incident that an article founds. */
export function foundIncident(lookup: Lookup, article: Article, report: Report, now: Instant): Incident {
  return {
    id: foundedBy(article),
    version: 1,
    openedAt: now,
    updatedAt: now,
    facts: factsOf(lookup, [report], null),
    reports: [report],
    reportsDropped: 0,
    silent: article.arrival === 'backlog',
    late: article.arrival === 'late',
    changes: [{ what: 'opened', detail: report.title, article: article.id }],
    changedAt: now,
    corrections: [],
    related: [],
    newsAt: article.arrival === 'live' ? now : null,
    mergedInto: null,
    apart: [],
  };
}

/** Whether a report alone, were it confirmed by another outlet, would be critical: what is not confirmed is held to less. */
export function couldBeCritical(lookup: Lookup, report: Report): boolean {
  const confirming = { ...report, article: `${report.article}~`, outlet: `${report.outlet}~`, sentences: [] };
  return factsOf(lookup, [report, confirming], null).severity === 'critical';
}

/** The facts of an incident with one more report. */
export function factsWith(lookup: Lookup, incident: Incident, report: Report): Facts {
  const base = incident.id.startsWith(knownPrefix) ? incident.facts : null;
  const { reports } = withoutHearsay({ ...incident, reports: [...incident.reports, report] });
  const facts = factsOf(lookup, reports, base);
  // Reports that were let go still count as sources.
  const former = incident.facts.families.filter((family) => family !== guestOutlet);
  return { ...facts, families: [...new Set([...former, ...facts.families])].sort() };
}

/** The incident with one more report; a version more where it changed something. */
export function mergeReport(
  incident: Incident,
  report: Report,
  change: {
    readonly facts: Facts;
    readonly changes: readonly Change[];
    readonly wakes: boolean;
    readonly now: Instant;
  },
): Incident {
  const changed = change.changes.length > 0;
  const [founding, ...later] = lighten([...incident.reports, report]);
  const dropped = Math.max(0, later.length + 1 - incidentReportsMax);
  return {
    ...incident,
    version: changed ? incident.version + 1 : incident.version,
    updatedAt: Math.max(incident.updatedAt, change.now),
    facts: change.facts,
    reports: founding === undefined ? [] : [founding, ...later.slice(dropped)],
    reportsDropped: incident.reportsDropped + dropped,
    silent: incident.silent && !change.wakes,
    changes: changed ? change.changes : incident.changes,
    changedAt: changed ? Math.max(incident.changedAt, change.now) : incident.changedAt,
    newsAt: change.wakes ? Math.max(incident.newsAt ?? change.now, change.now) : incident.newsAt,
  };
}

/** Texts are compared with the founding report and the newest; the terms of those between are let go. */
function lighten(reports: readonly Report[]): readonly Report[] {
  const heavyFrom = reports.length - termReportsMax + 1;
  return reports.map((report, at) => (at === 0 || at >= heavyFrom ? report : { ...report, terms: {} }));
}
