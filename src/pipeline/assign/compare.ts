import type { Feature, Incident, Report } from '../../model.ts';
import { type Near, pairsNear, pairTerm } from '../lesson/pair.ts';
import type { Lessons } from '../lesson.ts';
import { type Features, isRecalled, type Tell, tellSlots } from './features.ts';
import type { Lookup } from './lookup.ts';
import type { IncidentSlots, ReportSlots } from './slots.ts';
import { type Compared, comparedTerms, entityTerm, similarity, type TermCounts } from './terms.ts';

/** What a comparison looks things up in. */
export interface CompareContext {
  readonly lookup: Lookup;
  readonly terms: TermCounts;
  readonly lessons: Lessons;
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

/** Texts this alike tell one thing, though less surely than one that is printed again. */
const alikeCosine = 0.86;
const likeness = 0.2;
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
  const likeliest = likeliestBySlots(context, own, incidents);
  const open = likeliest.filter(({ score }) => score >= hopelessScore).slice(0, readMax);
  const ruledOut = likeliest.slice(open.length, open.length + ruledOutNamedMax);
  const words = comparedTerms(context.terms, own.report.terms);
  const near = open.length === 0 ? [] : pairsNear(context.lessons.pairs, own.report, words, context.terms);
  const read = open.map(({ held }) => compare(context, own, held, { words, near })).sort(likeliestFirst);
  return [...read, ...ruledOut.map(({ held }) => compare(context, own, held, null))];
}

const likeliestMax = readMax + ruledOutNamedMax;

/** The likeliest few in order, the others dropped as they are met. */
function likeliestBySlots(
  context: CompareContext,
  own: ReportSlots,
  incidents: readonly IncidentSlots[],
): readonly Weighed[] {
  const likeliest: Weighed[] = [];
  const scoreOf = slotScorer(context, own);
  let floor = Number.NEGATIVE_INFINITY;
  for (const held of incidents) {
    const score = scoreOf(held);
    if (score < floor) continue;
    const weighed = { held, score };
    const place = likeliest.findIndex((other) => byScore(weighed, other) < 0);
    likeliest.splice(place < 0 ? likeliest.length : place, 0, weighed);
    if (likeliest.length > likeliestMax) likeliest.pop();
    if (likeliest.length === likeliestMax) floor = likeliest.at(-1)?.score ?? floor;
  }
  return likeliest;
}

/** The weighted sum of the slots, for one incident after the other. */
function slotScorer({ lookup }: CompareContext, own: ReportSlots): (held: IncidentSlots) => number {
  const { weights } = lookup;
  let score = 0;
  const tell = (name: Feature, value: number): void => {
    score += weights[name] * value;
  };
  return (held) => {
    score = weights.bias;
    tellSlots({ lookup, own, held }, tell);
    if (own.copied.includes(held.incident.id)) tell('copy', 1);
    if (isRecalled({ own, held })) tell('recalled', 1);
    return score;
  };
}

function byScore(a: Weighed, b: Weighed): number {
  return b.score - a.score || (a.held.incident.id < b.held.incident.id ? -1 : 1);
}

/** The words of a report, and the lessons that speak of texts like it. */
interface ReadWords {
  readonly words: Compared;
  readonly near: readonly Near[];
}

function compare(context: CompareContext, own: ReportSlots, held: IncidentSlots, read: ReadWords | null): Comparison {
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
  const isCopied = own.copied.includes(incident.id);
  if (isCopied) tell('copy', 1);
  if (isRecalled({ own, held })) tell('recalled', 1);
  if (read !== null) tellWords({ context, words: read.words, report: own.report, incident, isCopied }, tell);
  if (read !== null && read.near.length > 0) {
    const taught = pairTerm(read.near, incident, context.terms, own.report.publishedAt);
    if (taught !== 0) tell('taught', taught);
  }
  return { incident, score, isRuledOut: read === null, features };
}

function likeliestFirst(a: Comparison, b: Comparison): number {
  return b.score - a.score || (a.incident.id < b.incident.id ? -1 : 1);
}

interface WordPair {
  readonly context: CompareContext;
  readonly words: Compared;
  readonly report: Report;
  readonly incident: Incident;
  readonly isCopied: boolean;
}

function tellWords({ context, words: own, report, incident, isCopied }: WordPair, tell: Tell): void {
  const { terms } = context;
  if (incident.reports.length === 0) {
    tell('unread', 1);
    tell('entities', similarity(terms, own, namesIn(incident)).entities);
    return;
  }
  let words = 0;
  let entities = 0;
  for (const told of incident.reports) {
    const alike = told.article === report.article ? same : similarity(terms, own, told.terms);
    words = Math.max(words, alike.words);
    entities = Math.max(entities, alike.entities);
  }
  tell('words', words);
  tell('entities', entities);
  if (words >= alikeCosine && !isCopied) tell('copy', likeness);
}

const same = { words: 1, entities: 1 };

/** What a report on a known incident of the pack would name. */
function namesIn({ facts }: Incident): Report['terms'] {
  const names = facts.actors.map(({ actor }) => actor);
  if (facts.place !== null) names.push(facts.place);
  return Object.fromEntries(names.map((name) => [entityTerm(name), 1]));
}
