import type { Article, Change, Correction, Facts, Incident, Instant, Report } from '../../model.ts';
import { withoutHearsay } from '../hearsay.ts';
import { isRetraction } from '../retraction.ts';
import type { Comparison } from './compare.ts';
import { correctionOf, withCorrection } from './corrections.ts';
import { factsOf } from './facts.ts';
import { isKnown } from './known.ts';
import type { IncidentIndex } from './memory.ts';
import { originalOf } from './merge.ts';
import { noveltyOf } from './novelty.ts';

/** An incident in which an outlet's corrected report has taken the place of the one that it corrects. */
export interface Revision {
  readonly incident: Incident;
  readonly changes: readonly Change[];
  readonly isNews: boolean;
}

/** The incident that the report of a revised article stands in, the likeliest of several; null where it stands in none. */
export function standingIn(index: IncidentIndex, { revises }: Article, ranked: readonly Comparison[]): Incident | null {
  if (revises === null) return null;
  const holding = [...index.incidents.values()].filter(
    ({ reports, mergedInto }) => mergedInto === null && reports.some(({ article }) => originalOf(article) === revises),
  );
  const place = (incident: Incident) => {
    const at = ranked.findIndex((compared) => compared.incident.id === incident.id);
    return at === -1 ? ranked.length : at;
  };
  return holding.toSorted((a, b) => place(a) - place(b) || b.updatedAt - a.updatedAt)[0] ?? null;
}

/** A page that goes on to tell another event takes nothing back of the one that it told. */
export function isOfAnotherEvent(report: Report, former: Incident, ranked: readonly Comparison[]): boolean {
  if (report.relevance !== 'event' || report.subEvent === null || isRetraction(report)) return false;
  const compared = ranked.find(({ incident }) => incident.id === former.id);
  return compared === undefined || compared.isRuledOut || compared.score < 0;
}

/** Puts a revised report in the place of its former text. What readers see otherwise from then on is the update. */
export function revise(index: IncidentIndex, former: Incident, report: Report, now: Instant): Revision {
  const original = originalOf(report.article);
  const stands = !isRetraction(report) && (report.relevance === 'event' || report.development !== null);
  const reports = stands
    ? former.reports.map((told) => (originalOf(told.article) === original ? report : told))
    : former.reports;
  const facts = factsAfter(index, former, reports);
  const correction = stands || isRetraction(report) ? correctionOf(former, report, now) : null;
  const { changes, isNews } = changesBy(index, former, { report, facts, correction });
  const isChanged = changes.length > 0;
  const incident: Incident = {
    ...former,
    version: isChanged ? former.version + 1 : former.version,
    updatedAt: Math.max(former.updatedAt, now),
    facts,
    reports,
    changes: isChanged ? changes : former.changes,
    changedAt: isChanged ? Math.max(former.changedAt, now) : former.changedAt,
    corrections: withCorrection(former, correction),
  };
  return { incident, changes, isNews };
}

function factsAfter({ lookup }: IncidentIndex, former: Incident, reports: readonly Report[]): Facts {
  if (reports === former.reports) return former.facts;
  const told = withoutHearsay({ ...former, reports });
  const facts = factsOf(lookup, told.reports, isKnown(former) ? former.facts : null);
  // Reports that were let go still count as sources.
  if (former.reportsDropped === 0) return facts;
  return { ...facts, families: [...new Set([...former.facts.families, ...facts.families])].sort() };
}

function changesBy(
  index: IncidentIndex,
  former: Incident,
  revised: { readonly report: Report; readonly facts: Facts; readonly correction: Correction | null },
): { readonly changes: readonly Change[]; readonly isNews: boolean } {
  const { report, facts, correction } = revised;
  const { article, title, outlet } = report;
  const isWithdrawn = isRetraction(report);
  const note: Change = {
    what: 'revision',
    detail: title,
    article,
    outlets: [outlet],
    differences: correction?.differences ?? [],
    isWithdrawn,
  };
  if (isWithdrawn) return { changes: [note], isNews: true };
  const novelty = noveltyOf(index, report, former, facts, 'revision');
  const isSeen = novelty.changes.length > 0 || (correction === null && sameToSee(former.facts, facts));
  return isSeen ? novelty : { changes: [note], isNews: false };
}

function sameToSee(before: Facts, after: Facts): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}
