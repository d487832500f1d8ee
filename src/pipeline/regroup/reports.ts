/**
 * Regrouping is what analysts do to incidents: merge and split them. `assign/merge.ts` has what an article does that
 * joins one; here two incidents are merged.
 */
import { apartMax, type Facts, type Incident, incidentReportsMax, type Report } from '../../model.ts';
import { factsOf } from '../assign/facts.ts';
import { isKnown } from '../assign/known.ts';
import type { Lookup } from '../assign/lookup.ts';
import { originalOf } from '../assign/merge.ts';
import { withoutHearsay } from '../hearsay.ts';

/** The articles of these reports, by the ids that they were told under first. */
export function originalsOf(reports: readonly Report[]): ReadonlySet<string> {
  return new Set(reports.map(({ article }) => originalOf(article)));
}

/** The report of the same article, whichever of its revisions. */
export function standingFor({ article }: Report, reports: readonly Report[]): Report | undefined {
  const original = originalOf(article);
  return reports.find((each) => originalOf(each.article) === original);
}

/** Reports that were kept, and how many were let go. */
interface Kept {
  readonly reports: readonly Report[];
  readonly dropped: number;
}

/**
 * The reports of two incidents as one's: the founding one first, then all by their publication, each incident's in the
 * order in which it had them. An article that stands in both is told once.
 */
export function gathered(target: readonly Report[], source: readonly Report[]): Kept {
  const has = originalsOf(target);
  const coming = source.filter(({ article }) => !has.has(originalOf(article)));
  const [founding, ...rest] = target;
  if (founding === undefined) return bounded(coming);
  const reports: Report[] = [founding];
  let next = 0;
  for (const report of rest) {
    for (; next < coming.length; next += 1) {
      const other = coming[next];
      if (other === undefined || other.publishedAt >= report.publishedAt) break;
      reports.push(other);
    }
    reports.push(report);
  }
  return bounded([...reports, ...coming.slice(next)]);
}

/** As many as an incident holds: the founding report and the newest. */
export function bounded(reports: readonly Report[]): Kept {
  const [founding, ...later] = reports;
  const dropped = Math.max(0, reports.length - incidentReportsMax);
  return { reports: founding === undefined ? [] : [founding, ...later.slice(dropped)], dropped };
}

/** What is held true of an incident that has these reports. */
export function factsHeld(lookup: Lookup, incident: Incident, reports: readonly Report[]): Facts {
  const told = withoutHearsay({ ...incident, reports });
  const facts = factsOf(lookup, told.reports, isKnown(incident) ? incident.facts : null);
  const isTyped = isKnown(incident) || told.reports.some(({ eventType }) => eventType !== null);
  const { eventType, subEvent } = incident.facts;
  const typed = isTyped ? facts : { ...facts, eventType, subEvent };
  if (incident.reportsDropped === 0) return typed;
  // Reports that were let go still count as sources.
  return { ...typed, families: [...new Set([...incident.facts.families, ...typed.families])].sort() };
}

/** Whether these are the very reports, so that what was held true before is held again. */
export function areSame(reports: readonly Report[], others: readonly Report[]): boolean {
  return reports.length === others.length && reports.every(({ article }, at) => article === others[at]?.article);
}

/** Articles that never come back to an incident: these, but for those that stand in it. */
export function apartFrom(apart: readonly string[], reports: readonly Report[]): readonly string[] {
  const standing = originalsOf(reports);
  return [...new Set(apart)].filter((original) => !standing.has(original)).slice(-apartMax);
}
