import type { Example, Incident, Instant, Report } from '../../model.ts';
import { type Compared, comparedTerms, similarity, type TermCounts } from '../assign/terms.ts';
import { weightOf } from '../lesson.ts';
import { mayBeLike, type PairIndex, type PairLesson, sidesNear } from './pair-index.ts';

/** A lesson that a report is like one side of, and the side that an incident must be like. */
export interface Near {
  readonly lesson: PairLesson;
  readonly alike: number;
  readonly across: readonly Across[];
  /** The incident that this side was. */
  readonly incident: string;
}

/** An example, and its words made ready once they are asked for. */
interface Across {
  readonly example: Example;
  compared: Compared | null;
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

/** The lessons that speak of texts like a report, each once; worked out once for all incidents that it is compared with. */
export function pairsNear(pairs: PairIndex, report: Report, own: Compared, counts: TermCounts): readonly Near[] {
  const likest = new Map<PairLesson, { readonly alike: number; readonly isOwn: boolean }>();
  for (const { lesson, example, isOwn } of sidesNear(pairs, report.terms)) {
    const alike = similarity(counts, own, example.words).words;
    if (alike >= Math.max(alikeMin, likest.get(lesson)?.alike ?? 0)) likest.set(lesson, { alike, isOwn });
  }
  return [...likest].map(([lesson, { alike, isOwn }]) => {
    const { examples, besides, label, other } = lesson;
    const across = (isOwn ? besides : examples).map((example) => ({ example, compared: null }));
    return { lesson, alike, across, incident: isOwn ? other : label.incident };
  });
}

/** An incident is what founded it and what was told last. */
function likest({ reports }: Incident, across: readonly Across[], counts: TermCounts): number {
  let likest = 0;
  for (const report of [reports[0], reports.at(-1)])
    for (const side of across)
      if (report !== undefined && mayBeLike(side.example, report.terms)) {
        side.compared ??= comparedTerms(counts, side.example.words);
        likest = Math.max(likest, similarity(counts, side.compared, report.terms).words);
      }
  return likest;
}
