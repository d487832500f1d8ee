import type { ActorRole, DayRange, Incident, Instant, Party, Report, Role } from '../../model.ts';
import { daysOf, gapDays, spanDays } from './days.ts';
import { isDevelopment, kindOf, relateKinds } from './kinds.ts';
import { areKin, type Lookup, partiesOf, relatePlaces } from './lookup.ts';
import { similarity, type TermCounts } from './terms.ts';

/** How much speaks for a report being about an incident; at or above 0 it is. */
export interface Comparison {
  readonly incident: Incident;
  readonly score: number;
  readonly cosine: number;
  /** The slot that rules it out, where one does. */
  readonly veto: 'type' | 'place' | 'day' | 'direction' | 'actor' | null;
  /** What each slot gave. */
  readonly parts: Readonly<Record<string, number>>;
}

/** What a comparison looks things up in. */
export interface CompareContext {
  readonly lookup: Lookup;
  readonly terms: TermCounts;
  readonly now: Instant;
  /** Known incidents that the report recalls by name. */
  readonly recalled: readonly string[];
}

/** Texts this alike are copies of one another. */
export const copyCosine = 0.86;
const hourMs = 3_600_000;

const doers: readonly Role[] = ['agent', 'speaker', 'claimant'];
const sufferers: readonly Role[] = ['target'];

/** Weighs a report against an incident, slot by slot; words are read only where no slot rules it out. */
export function compare(context: CompareContext, report: Report, incident: Incident): Comparison {
  const parts: Record<string, number> = {
    bias: -2.2,
    type: typeScore(report, incident),
    place: placeScore(context.lookup, report, incident),
    day: dayScore(report, incident),
    direction: directionScore(context.lookup, report, incident),
    actors: actorScore(context.lookup, report, incident),
    casualties: casualtyScore(report, incident),
    recall: context.recalled.includes(incident.id) ? 2 : 0,
    age: ageScore(report, incident, context.now),
  };
  const veto = vetoOf(parts);
  const slots = Object.values(parts).reduce((sum, part) => sum + part, 0);
  if (veto !== null || slots < -4) return { incident, score: Math.min(slots, -1), cosine: 0, veto, parts };
  const cosine = bestCosine(context.terms, report, incident);
  parts.words = cosine >= copyCosine ? 6 : 7 * (cosine - 0.12);
  return { incident, score: slots + parts.words, cosine, veto, parts };
}

const vetoBelow = -5;

function vetoOf(parts: Readonly<Record<string, number>>): Comparison['veto'] {
  if ((parts.type ?? 0) <= vetoBelow) return 'type';
  if ((parts.place ?? 0) <= vetoBelow) return 'place';
  if ((parts.day ?? 0) <= vetoBelow) return 'day';
  if ((parts.direction ?? 0) <= vetoBelow) return 'direction';
  return (parts.actors ?? 0) <= vetoBelow ? 'actor' : null;
}

function typeScore(report: Report, { facts }: Incident): number {
  const relation = relateKinds(report.subEvent, facts.subEvent);
  if (relation === 'same') return 1;
  if (relation === 'kin') return 0.4;
  if (relation === 'unknown') return 0;
  // A claim or a denial is told with its own verb; the event it is about has another type.
  const wording = report.subEvent !== null && kindOf(report.subEvent) === 'words';
  return isDevelopment(report) && wording ? -0.6 : -6;
}

function placeScore(lookup: Lookup, report: Report, { facts }: Incident): number {
  const relation = relatePlaces(lookup, report.place, facts.place);
  const spoken = isSpoken(facts.subEvent);
  switch (relation) {
    case 'same':
      return spoken ? 0.4 : 2;
    case 'within':
      return spoken ? 0.4 : 1.5;
    case 'near':
      return spoken ? 0.2 : 1;
    case 'region':
      return 0.3;
    case 'unknown':
      return 0;
    case 'apart':
      return spoken || isDevelopment(report) ? -1.5 : -6;
  }
}

/** What is said or decided has the speaker's seat for a place, which few texts name. */
function isSpoken(subEvent: Incident['facts']['subEvent']): boolean {
  return !['force', 'crowd', 'seizure', 'move'].includes(kindOf(subEvent));
}

function dayScore(report: Report, { facts }: Incident): number {
  const gap = gapDays(daysOf(report), facts.days);
  if (report.days === null) return isDevelopment(report) ? Math.max(-1.5, -0.2 * gap) : gap === 0 ? 0.6 : -1.5 * gap;
  if (gap === 0) return isExact(report.days) && isExact(facts.days) ? 2 : 1;
  // Midnight, time zones and "on Friday" in a Saturday paper move an event by one day, seldom by two.
  if (gap === 1) return isExact(report.days) && isExact(facts.days) ? -1.2 : -0.4;
  return gap === 2 ? -4 : -6;
}

function isExact(range: DayRange): boolean {
  return spanDays(range) === 0;
}

type Side = 'us' | 'iran' | 'iraq' | 'israel' | 'none';

function sideOf(parties: ReadonlySet<Party>): Side {
  if (parties.has('us')) return 'us';
  if (parties.has('israel')) return 'israel';
  if (parties.has('iran')) return 'iran';
  return parties.has('iraq') ? 'iraq' : 'none';
}

/** A blow and the blow that answers it are two events. */
function directionScore(lookup: Lookup, report: Report, { facts }: Incident): number {
  if (isDevelopment(report)) return 0;
  const from = sideOf(partiesOf(lookup, report.actors, doers));
  const to = sideOf(partiesOf(lookup, report.actors, sufferers));
  const factFrom = sideOf(partiesOf(lookup, facts.actors, doers));
  const factTo = sideOf(partiesOf(lookup, facts.actors, sufferers));
  if (from === 'none' || to === 'none' || factFrom === 'none' || factTo === 'none' || from === to) return 0;
  if (from === factFrom && to === factTo) return 0.4;
  return from === factTo && to === factFrom ? -6 : 0;
}

function actorScore(lookup: Lookup, report: Report, { facts }: Incident): number {
  const own = named(report.actors, doers);
  const theirs = named(facts.actors, doers);
  const doer = overlap(lookup, own, theirs);
  const sufferer = overlap(lookup, named(report.actors, sufferers), named(facts.actors, sufferers));
  const doerScore = own.length === 0 || theirs.length === 0 ? 0 : doer > 0 ? 1.2 : doerConflict(report, facts.subEvent);
  return doerScore + 0.8 * sufferer;
}

/** Who attacked is often guessed at; who spoke or decided is the event itself. */
function doerConflict(report: Report, subEvent: Incident['facts']['subEvent']): number {
  if (isDevelopment(report)) return -0.3;
  return kindOf(subEvent) === 'words' || kindOf(subEvent) === 'sanction' || kindOf(subEvent) === 'diplomacy'
    ? -3
    : -0.8;
}

function named(actors: readonly ActorRole[], roles: readonly Role[]): readonly string[] {
  return [...new Set(actors.filter(({ role }) => roles.includes(role)).map(({ actor }) => actor))];
}

/** The share of the smaller set that has kin in the other. */
function overlap(lookup: Lookup, a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const [small, large] = a.length <= b.length ? [a, b] : [b, a];
  return small.filter((one) => large.some((other) => areKin(lookup, one, other))).length / small.length;
}

function casualtyScore(report: Report, { facts }: Incident): number {
  const same = (a: number | null, b: number | null): boolean => a !== null && a > 0 && a === b;
  return same(report.killed, facts.killed) || same(report.wounded, facts.wounded) ? 0.8 : 0;
}

function ageScore(report: Report, incident: Incident, now: Instant): number {
  const hours = Math.max(0, now - incident.updatedAt) / hourMs;
  if (hours <= 24) return 0.3;
  const named = report.days !== null && gapDays(report.days, incident.facts.days) === 0;
  return -Math.min(named ? 0.5 : 2.5, (named ? 0.05 : 0.4) * (hours / 24));
}

function bestCosine(terms: TermCounts, report: Report, incident: Incident): number {
  return incident.reports.reduce((best, other) => Math.max(best, similarity(terms, report, other)), 0);
}
