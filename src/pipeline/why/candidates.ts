import type { DayRange, Report, Weights } from '../../model.ts';
import { barFor, sharesOf } from '../assign/bar.ts';
import type { Comparison } from '../assign/compare.ts';
import { isKnown } from '../assign/known.ts';
import { wordsOf } from './reasons.ts';

/** What one feature added to a score. */
export interface ExplainedShare {
  readonly feature: string;
  readonly words: string;
  /** How strongly it holds. */
  readonly value: number;
  /** What it added to the score; below 0 it spoke against. */
  readonly points: number;
}

/** An incident that the article was compared with. */
export interface ExplainedCandidate {
  readonly incident: string;
  readonly title: string;
  readonly days: DayRange;
  readonly place: string | null;
  /** Whether it is one of the pack's, known before any article told it. */
  readonly known: boolean;
  readonly score: number;
  /** The score from which on the article would be about it. */
  readonly needed: number;
  /** Its slots alone ruled it out, and the words were not compared. */
  readonly ruledOut: boolean;
  /** The weightiest first. */
  readonly spokeFor: readonly ExplainedShare[];
  readonly spokeAgainst: readonly ExplainedShare[];
}

const candidatesShown = 5;

/** The likeliest incidents, with what spoke for and against each. */
export function explainCandidates(
  weights: Weights,
  report: Report,
  ranked: readonly Comparison[],
): readonly ExplainedCandidate[] {
  return ranked.slice(0, candidatesShown).map((comparison) => {
    const { incident, score, isRuledOut } = comparison;
    const { title, days, place } = incident.facts;
    const shares = sharesOf(weights, comparison).map(({ feature, value, weight }) => {
      return { feature, words: wordsOf(feature), value, points: value * weight };
    });
    return {
      incident: incident.id,
      title,
      days,
      place,
      known: isKnown(incident),
      score,
      needed: barFor(report, comparison).score,
      ruledOut: isRuledOut,
      spokeFor: shares.filter(({ points }) => points > 0),
      spokeAgainst: shares.filter(({ points }) => points < 0),
    };
  });
}
