import type { Example, Incident, Instant, Report } from '../../model.ts';
import { type Compared, comparedTerms, similarity, type TermCounts } from '../assign/terms.ts';
import { weightOf } from '../lesson.ts';
import { lessonsNear, type PairIndex, type PairLesson } from './pair-index.ts';

/** A lesson that a report is like one side of, and the side that an incident must be like. */
export interface Near {
  readonly lesson: PairLesson;
  readonly alike: number;
  readonly across: readonly Compared[];
  /** The incident that this side was. */
  readonly incident: string;
}

/** What all lessons together may add to a score or take from it, in log-odds. */
export const pairTermMax = 1.5;
/** Texts less alike than this are of another kind of pair. */
const alikeMin = 0.35;

/** What analysts taught of pairs like a report and an incident: above 0 they are one, below they are two. */
export function pairTerm(near: readonly Near[], incident: Incident, counts: TermCounts, now: Instant): number {
  let sum = 0;
  for (const { lesson, alike, across, incident: own } of near) {
    const held = incident.id === own ? 1 : likest(incident, across, counts);
    if (held < alikeMin) continue;
    sum += (lesson.isSame ? 1 : -1) * pairTermMax * Math.min(alike, held) * weightOf(lesson.label, now);
  }
  return Math.max(-pairTermMax, Math.min(pairTermMax, sum));
}

/** The lessons that speak of texts like a report; worked out once for all incidents that it is compared with. */
export function pairsNear(pairs: PairIndex, report: Report, own: Compared, counts: TermCounts): readonly Near[] {
  return lessonsNear(pairs, report.terms).flatMap((lesson) => {
    const { examples, besides, label, other } = lesson;
    const sides = [
      { alike: likestOf(own, examples, counts), across: besides, incident: other },
      { alike: likestOf(own, besides, counts), across: examples, incident: label.incident },
    ];
    const likelier = sides.reduce((one, next) => (next.alike > one.alike ? next : one));
    if (likelier.alike < alikeMin) return [];
    return [{ ...likelier, lesson, across: likelier.across.map(({ words }) => comparedTerms(counts, words)) }];
  });
}

function likestOf(own: Compared, examples: readonly Example[], counts: TermCounts): number {
  return Math.max(0, ...examples.map(({ words }) => similarity(counts, own, words).words));
}

/** An incident is what founded it and what was told last. */
function likest({ reports }: Incident, across: readonly Compared[], counts: TermCounts): number {
  const told = [reports[0], reports.at(-1)].filter((report) => report !== undefined);
  const alike = told.flatMap(({ terms }) => across.map((side) => similarity(counts, side, terms).words));
  return Math.max(0, ...alike);
}
