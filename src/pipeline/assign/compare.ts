import type { Feature, Incident, Report, Weights } from '../../model.ts';
import { type Features, slotFeatures } from './features.ts';
import type { Lookup } from './lookup.ts';
import { entityTerm, similarity, type TermCounts } from './terms.ts';

/** What a comparison looks things up in. */
export interface CompareContext {
  readonly lookup: Lookup;
  readonly terms: TermCounts;
  /** Known incidents that the report recalls by name. */
  readonly recalled: readonly string[];
}

/** How much speaks for a report being about an incident; at or above 0 it is. */
export interface Comparison {
  readonly incident: Incident;
  readonly score: number;
  /** By its slots alone; its words were not read. */
  readonly isRuledOut: boolean;
  readonly features: Features;
}

/** Texts this alike are copies of one another, whatever was read from them. */
const copyCosine = 0.86;
/** Slots worse than this are not outweighed by words. */
const hopelessScore = -6.5;
/** Words are read of the incidents that the slots make likeliest. */
const readMax = 16;
const ruledOutNamedMax = 3;

/** Weighs a report against incidents, the likeliest first; level ones stand by id. */
export function compareAll(
  context: CompareContext,
  report: Report,
  incidents: readonly Incident[],
): readonly Comparison[] {
  const bySlots = incidents.map((incident) => compareSlots(context, report, incident)).sort(likeliestFirst);
  const open = bySlots.filter(({ score }) => score >= hopelessScore).slice(0, readMax);
  const ruledOut = bySlots.filter((comparison) => !open.includes(comparison)).slice(0, ruledOutNamedMax);
  return [...open.map((comparison) => compareWords(context, report, comparison)).sort(likeliestFirst), ...ruledOut];
}

function compareSlots(context: CompareContext, report: Report, incident: Incident): Comparison {
  const isRecalled = context.recalled.includes(incident.id);
  const slots = slotFeatures(context.lookup, report, incident, isRecalled);
  const features: Features = isRecalled ? { bias: 1, ...slots, recalled: 1 } : { bias: 1, ...slots };
  return { incident, score: scoreOf(context.lookup.weights, features), isRuledOut: true, features };
}

function compareWords(context: CompareContext, report: Report, { incident, features: slots }: Comparison): Comparison {
  const features = { ...slots, ...wordFeatures(context.terms, report, incident) };
  return { incident, score: scoreOf(context.lookup.weights, features), isRuledOut: false, features };
}

function likeliestFirst(a: Comparison, b: Comparison): number {
  return b.score - a.score || (a.incident.id < b.incident.id ? -1 : 1);
}

/** The weighted sum. */
function scoreOf(weights: Weights, features: Features): number {
  return Object.entries(features).reduce((sum, [name, value]) => sum + (weights[name as Feature] ?? 0) * value, 0);
}

function wordFeatures(terms: TermCounts, report: Report, incident: Incident): Features {
  if (incident.reports.length === 0)
    return { unread: 1, entities: similarity(terms, report.terms, namesIn(incident)).entities };
  let words = 0;
  let entities = 0;
  for (const told of incident.reports) {
    const alike = told.article === report.article ? same : similarity(terms, report.terms, told.terms);
    words = Math.max(words, alike.words);
    entities = Math.max(entities, alike.entities);
  }
  return words >= copyCosine ? { words, entities, copy: 1 } : { words, entities };
}

const same = { words: 1, entities: 1 };

/** What a report on a known incident of the pack would name. */
function namesIn({ facts }: Incident): Report['terms'] {
  const names = facts.actors.map(({ actor }) => actor);
  if (facts.place !== null) names.push(facts.place);
  return Object.fromEntries(names.map((name) => [entityTerm(name), 1]));
}
