import type { Incident, Instant, Report } from '../../model.ts';
import { type Features, slotFeatures } from './features.ts';
import type { Lookup } from './lookup.ts';
import { similarity, type TermCounts } from './terms.ts';
import { type FeatureName, weights } from './weights.ts';

/** What a comparison looks things up in. */
export interface CompareContext {
  readonly lookup: Lookup;
  readonly terms: TermCounts;
  readonly now: Instant;
  /** Known incidents that the report recalls by name. */
  readonly recalled: readonly string[];
}

/** How much speaks for a report being about an incident; at or above 0 it is. */
export interface Comparison {
  readonly incident: Incident;
  readonly score: number;
  /** The slots that told most against it, where words could not outweigh them. */
  readonly isRuledOut: boolean;
  readonly features: Features;
}

/** Texts this alike are copies of one another, whatever was read from them. */
const copyCosine = 0.86;
/** Slots worse than this are not outweighed by words. */
const hopelessScore = -6.5;

/** Weighs a report against an incident; words are read only where the slots leave it open. */
export function compare(context: CompareContext, report: Report, incident: Incident): Comparison {
  const recalled: Features = context.recalled.includes(incident.id) ? { recalled: 1 } : {};
  const slots: Features = { bias: 1, ...slotFeatures(context.lookup, report, incident, context.now), ...recalled };
  const slotScore = scoreOf(slots);
  if (slotScore < hopelessScore) return { incident, score: slotScore, isRuledOut: true, features: slots };
  const features = { ...slots, ...wordFeatures(context.terms, report, incident) };
  return { incident, score: scoreOf(features), isRuledOut: false, features };
}

/** The weighted sum. */
export function scoreOf(features: Features): number {
  return Object.entries(features).reduce((sum, [name, value]) => sum + (weights[name as FeatureName] ?? 0) * value, 0);
}

function wordFeatures(terms: TermCounts, report: Report, incident: Incident): Features {
  let words = 0;
  let entities = 0;
  for (const told of incident.reports) {
    const alike = similarity(terms, report, told);
    words = Math.max(words, alike.words);
    entities = Math.max(entities, alike.entities);
  }
  return words >= copyCosine ? { words, entities, copy: 1 } : { words, entities };
}
