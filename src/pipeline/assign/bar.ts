import type { Feature, Report, Weights } from '../../model.ts';
import type { Comparison } from './compare.ts';
import { kindOf } from './kinds.ts';

/** What a report needs so that an incident is what it is about. */
export interface Bar {
  readonly score: number;
  /** How much of its words must be the incident's, from 0 to 1. */
  readonly words: number;
  /** And how much of its names. */
  readonly entities: number;
  /** By how much it must fit this incident better than the next. */
  readonly margin: number;
}

/** A feature's share of a score. */
export interface Share {
  readonly feature: string;
  readonly value: number;
  readonly weight: number;
}

/** What extract says of a text that is no report at all. */
const plainlyNoNews: readonly string[] = ['opinion', 'other-topic', 'unread-language'];
const free = { words: 0, entities: 0, margin: 0 };
const ofEvent: Bar = { ...free, score: 0 };
const ofComment: Bar = { ...free, score: 8 };
/** A later word that fits one incident better than any other is about it, though slots alone would not show it. */
const ofLaterWord: Bar = { ...free, score: -2.5, margin: 0.3 };
/**
 * An article that would open nothing by itself may still tell of an incident that is open, if it is plainly that one:
 * a later report often takes for granted what the first one had to say.
 */
const ofFold = { ...free, score: 1.5 };
const foldWords = 0.12;
const foldEntities = 0.45;

/** The bar for a report and the incident that it is likeliest about. */
export function barFor(report: Report, { incident, features }: Comparison): Bar {
  if (features.copy !== undefined) return ofEvent;
  if (report.relevance === 'event') return isOfUnknown(report) ? ofLaterWord : ofEvent;
  if (report.reasons.some(({ code }) => plainlyNoNews.includes(code))) return ofComment;
  const sharesLanguage = incident.reports.some(({ language }) => language === report.language);
  return sharesLanguage ? { ...ofFold, words: foldWords } : { ...ofFold, entities: foldEntities };
}

/** Whether a report is about the incident that is likeliest, `best`, rather than about the next or none. */
export function clears(report: Report, best: Comparison, next: Comparison | undefined): boolean {
  const bar = barFor(report, best);
  const { words = 0, entities = 0 } = best.features;
  if (best.score < bar.score || words < bar.words || entities < bar.entities) return false;
  return best.score >= 0 || best.score - (next?.score ?? bar.score) >= bar.margin;
}

/** A new toll, a probe or a denial tells that something was told before; by itself it says too little to alert. */
export function isOfUnknown({ development, subEvent }: Report): boolean {
  if (development === null || development === 'claim' || development === 'blame') return false;
  return subEvent === null || ['force', 'crowd', 'seizure'].includes(kindOf(subEvent));
}

/** What each feature added to a comparison's score, the weightiest first. */
export function sharesOf(weights: Weights, { features }: Comparison): readonly Share[] {
  return Object.entries(features)
    .map(([feature, value]) => ({ feature, value, weight: weights[feature as Feature] ?? 0 }))
    .sort((a, b) => Math.abs(b.value * b.weight) - Math.abs(a.value * a.weight));
}
