import type { Feature, Incident, Report } from '../../model.ts';
import { type Features, isRecalled, tellSlots } from './features.ts';
import type { Lookup } from './lookup.ts';
import type { IncidentSlots, ReportSlots } from './slots.ts';
import { entityTerm, similarity, type TermCounts } from './terms.ts';

/** What a comparison looks things up in. */
export interface CompareContext {
  readonly lookup: Lookup;
  readonly terms: TermCounts;
}

/** How much speaks for a report being about an incident; at or above 0 it is. */
export interface Comparison {
  readonly incident: Incident;
  readonly score: number;
  /** By its slots alone; its words were not read. */
  readonly isRuledOut: boolean;
  readonly features: Features;
}

interface Weighed {
  readonly held: IncidentSlots;
  readonly score: number;
}

/** Texts this alike tell one thing, whatever was read from them. */
const alikeCosine = 0.86;
/** Slots worse than this are not outweighed by words. */
const hopelessScore = -6.5;
/** Words are read of the incidents that the slots make likeliest. */
const readMax = 16;
const ruledOutNamedMax = 3;

/** Weighs a report against incidents, the likeliest first; level ones stand by id. */
export function compareAll(
  context: CompareContext,
  own: ReportSlots,
  incidents: readonly IncidentSlots[],
): readonly Comparison[] {
  const bySlots = incidents.map((held): Weighed => ({ held, score: scoreOfSlots(context, own, held) }));
  const likeliest = bySlots.sort(byScore).slice(0, readMax + ruledOutNamedMax);
  const open = likeliest.filter(({ score }) => score >= hopelessScore).slice(0, readMax);
  const ruledOut = likeliest.slice(open.length, open.length + ruledOutNamedMax);
  const read = open.map(({ held }) => compare(context, own, held, true)).sort(likeliestFirst);
  return [...read, ...ruledOut.map(({ held }) => compare(context, own, held, false))];
}

function scoreOfSlots({ lookup }: CompareContext, own: ReportSlots, held: IncidentSlots): number {
  const { weights } = lookup;
  let score = weights.bias;
  tellSlots({ lookup, own, held }, (name, value) => {
    score += weights[name] * value;
  });
  if (own.copied.includes(held.incident.id)) score += weights.copy;
  return isRecalled({ own, held }) ? score + weights.recalled : score;
}

function byScore(a: Weighed, b: Weighed): number {
  return b.score - a.score || (a.held.incident.id < b.held.incident.id ? -1 : 1);
}

function compare(context: CompareContext, own: ReportSlots, held: IncidentSlots, readsWords: boolean): Comparison {
  const { lookup } = context;
  const { incident } = held;
  const features: Record<string, number> = {};
  let score = 0;
  const tell = (name: Feature, value: number): void => {
    features[name] = value;
    score += lookup.weights[name] * value;
  };
  tell('bias', 1);
  tellSlots({ lookup, own, held }, tell);
  if (own.copied.includes(incident.id)) tell('copy', 1);
  if (isRecalled({ own, held })) tell('recalled', 1);
  if (readsWords) for (const [name, value] of wordFeatures(context.terms, own.report, incident)) tell(name, value);
  return { incident, score, isRuledOut: !readsWords, features };
}

function likeliestFirst(a: Comparison, b: Comparison): number {
  return b.score - a.score || (a.incident.id < b.incident.id ? -1 : 1);
}

function wordFeatures(terms: TermCounts, report: Report, incident: Incident): readonly (readonly [Feature, number])[] {
  if (incident.reports.length === 0) {
    const { entities } = similarity(terms, report.terms, namesIn(incident));
    return [
      ['unread', 1],
      ['entities', entities],
    ];
  }
  let words = 0;
  let entities = 0;
  for (const told of incident.reports) {
    const alike = told.article === report.article ? same : similarity(terms, report.terms, told.terms);
    words = Math.max(words, alike.words);
    entities = Math.max(entities, alike.entities);
  }
  return [['words', words], ['entities', entities], ...(words >= alikeCosine ? [['alike', 1] as const] : [])];
}

const same = { words: 1, entities: 1 };

/** What a report on a known incident of the pack would name. */
function namesIn({ facts }: Incident): Report['terms'] {
  const names = facts.actors.map(({ actor }) => actor);
  if (facts.place !== null) names.push(facts.place);
  return Object.fromEntries(names.map((name) => [entityTerm(name), 1]));
}
