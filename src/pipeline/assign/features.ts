import type { Feature } from '../../model.ts';
import { isAuthored, relateKinds } from './kinds.ts';
import {
  actorChain,
  areKin,
  isWide,
  kmBetween,
  type Lookup,
  mistakableKm,
  type PlaceRelation,
  relatePlaces,
} from './lookup.ts';
import { areFoes, type IncidentSlots, type ReportSlots } from './slots.ts';

/** The features that hold, by name, in the order in which they were weighed. */
export type Features = Readonly<Record<string, number>>;

/** Is told what speaks for or against one event behind a report and an incident: the feature and how strongly it holds. */
export type Tell = (name: Feature, value: number) => void;

/** The two sides of a comparison. */
interface Pair {
  readonly lookup: Lookup;
  readonly own: ReportSlots;
  readonly held: IncidentSlots;
}

const dayMs = 86_400_000;
/** A province or region and a place this near to its middle may be one another's wording. */
const regionKm = 200;
const agreement = { same: 1, within: 0.7, near: 0.7 };
const vagueness = 0.7;
const turned = 0.4;
/** Places that are near, or of which one is wide. */
const doubtful = 0.6;
/** A later word that is dated by another day than the event. */
const laterApart = 0.4;
const daysNearMax = 2;
/** A text names the other place too, but nobody who told of that one named its own: they were hit one after the other. */
const beside = 1.25;

/** Tells the features of the slots; words are compared elsewhere, since that costs most. */
export function tellSlots(pair: Pair, tell: Tell): void {
  tellType(pair, tell);
  tellPlace(pair, tell);
  tellDay(pair, tell);
  tellDirection(pair, tell);
  tellActors(pair, tell);
  tellCasualties(pair, tell);
  // Whoever names an event by its name speaks of that one, however old it is.
  if (!(pair.own.isFinding && isRecalled(pair))) tellAge(pair, tell);
}

/** Whether the report recalls the incident by its name. */
export function isRecalled({ own, held }: Omit<Pair, 'lookup'>): boolean {
  return own.recalled.includes(held.incident.id);
}

function tellType({ own, held }: Pair, tell: Tell): void {
  const relation = relateKinds(own.subEvent, held.subEvent);
  if (relation === 'other') tell(typeApart(own, held), 1);
  else if (relation === 'same') tell('type-same', 1);
}

function typeApart(own: ReportSlots, held: IncidentSlots): Feature {
  // A deployment, a closure or a sanction because of an attack is no word on the attack.
  if (own.kind === held.kind) return 'type-loose';
  if (own.kind === null || own.kind === 'move' || held.kind === 'move') return 'type-other';
  const isSaid = isAuthored(own.kind);
  // A vote is one event, and what is said about it another.
  if (isSaid && held.isAuthored && !own.isDevelopment && (own.kind === 'vote' || held.kind === 'vote'))
    return 'type-other';
  if (isSaid && held.isAuthored) return own.isDevelopment ? 'type-said' : 'type-loose';
  // A claim or a denial is told with its own verb; the event it is about has another type.
  return own.isDevelopment && (!isSaid || own.kind === 'words' || isProtest(own)) ? 'type-said' : 'type-other';
}

/** An envoy that is summoned answers an event; a mission that is closed over one is an event, and blames somebody. */
function isProtest({ kind, report }: ReportSlots): boolean {
  return kind === 'diplomacy' && report.development !== 'blame';
}

function tellPlace({ lookup, own, held }: Pair, tell: Tell): void {
  const relation = relationMet(lookup, own, held.place);
  if (held.isAuthored) tellSeat(relation, tell);
  else if (relation === 'apart') tellApart({ lookup, own, held }, tell);
  else if (relation === 'region') tell('place-region', 1);
  else if (relation !== 'unknown') tell('place-same', agreement[relation]);
}

/** The place of words is their speaker's seat, which outlets tell as they like. */
function tellSeat(relation: PlaceRelation, tell: Tell): void {
  if (relation === 'apart') tell('seat', -1);
  else if (relation !== 'unknown' && relation !== 'region') tell('seat', agreement[relation]);
}

/** Worked out once for every place that a report meets. */
function relationMet(lookup: Lookup, own: ReportSlots, place: string | null): PlaceRelation {
  const met = own.placesMet.get(place);
  if (met !== undefined) return met;
  const relation = relatePlaces(lookup, own.place, place);
  own.placesMet.set(place, relation);
  return relation;
}

function tellApart({ lookup, own, held }: Pair, tell: Tell): void {
  const here = own.place ?? '';
  const there = held.place ?? '';
  const isToldThere = held.placesNamed.includes(here);
  const isNamed = isToldThere || own.placesNamed.includes(there);
  // One operation on two places is one night's.
  if (isNamed && (gapDays(own, held) === 0 || !isExact(own) || !isExact(held))) {
    // Where a later word was spoken is often taken for the place of what it is about.
    if (!own.isDevelopment) tell('place-mentioned', isToldThere ? 1 : beside);
    return;
  }
  const km = kmBetween(lookup, here, there) ?? 0;
  const isRegion = isWide(lookup, here) || isWide(lookup, there);
  if (isRegion && km <= regionKm) tell('place-region', 1);
  else tell('place-apart', isRegion || km <= mistakableKm ? doubtful : 1);
}

function gapDays(own: ReportSlots, held: IncidentSlots): number {
  return Math.max(0, own.from - held.to, held.from - own.to);
}

function tellDay({ own, held }: Pair, tell: Tell): void {
  const gap = gapDays(own, held);
  if (gap === 1 && isByAmericanClock(own, held)) tell('day-same', vagueness);
  else if (own.isDevelopment) tellLaterDay(own, gap, tell);
  else if (gap > daysNearMax) tell('day-apart', 1);
  else if (held.kind !== 'crowd' && isAfterFirstWord(own, held)) tell('day-after-told', 1);
  else {
    const certainty = isExact(own) && isExact(held) ? 1 : vagueness;
    tell(gap === 0 ? 'day-same' : 'day-gap', gap === 0 ? certainty : certainty * gap ** 2);
  }
}

/** What American forces do by night is told from Washington under the day before. */
function isByAmericanClock(own: ReportSlots, held: IncidentSlots): boolean {
  const isTheirs = held.kind === 'force' && own.doerSide === 'us' && held.doerSide === 'us';
  return isTheirs && !own.isDevelopment && own.publishedAt - held.lastToldAt < dayMs;
}

/** A later word is often dated by its own day; only an older day is surely the event's. */
function tellLaterDay(own: ReportSlots, gap: number, tell: Tell): void {
  if (gap === 0) tell('later-same', 1);
  else if (own.saysDay && own.to < own.publishedDay - 1) tell('day-apart', gap === 1 ? laterApart / 4 : laterApart);
}

const isExact = ({ from, to }: ReportSlots | IncidentSlots): boolean => from === to;

/** What was told before the day began cannot have happened on it; only a siege goes on. */
function isAfterFirstWord(own: ReportSlots, { firstToldDay }: IncidentSlots): boolean {
  return firstToldDay !== null && own.from > firstToldDay;
}

/** A blow and the blow that answers it are two events. */
function tellDirection({ own, held }: Pair, tell: Tell): void {
  const { doerSide: from, suffererSide: to } = own;
  const { doerSide: heldFrom, suffererSide: heldTo } = held;
  if (!isAimed(held) || from === null || from === to) return;
  const isClear = heldTo !== null && heldTo !== heldFrom;
  if (from === heldFrom) {
    if (isClear && to === heldTo) tell('direction-same', 1);
  } else if (isClear && from === heldTo && to !== null && to === heldFrom) {
    if (!answersInWords(own)) tell('direction-opposite', 1);
  } else if (!own.isDevelopment && ((isClear && from === heldTo) || areFoes(from, heldFrom))) {
    // Who was hit before strikes now, or who strikes is at war with who struck.
    tell('direction-opposite', turned);
  }
}

/** What is handed over or agreed upon has no direction. */
function isAimed({ kind }: IncidentSlots): boolean {
  return kind !== 'move' && kind !== 'diplomacy' && kind !== 'change';
}

function answersInWords({ isDevelopment, kind }: ReportSlots): boolean {
  return isDevelopment && (kind === null || kind === 'words');
}

function tellActors(pair: Pair, tell: Tell): void {
  const { lookup, own, held } = pair;
  const suffered = overlap(lookup, own.sufferers, held.sufferers);
  if (suffered > 0) tell('target-shared', suffered);
  tellAddressee(pair, tell);
  if (own.doers.length === 0 || held.doers.length === 0) return;
  if (overlap(lookup, own.doers, held.doers) > 0) tell('doer-shared', 1);
  else if (held.isAuthored && !own.isDevelopment && !areOfOneBody(lookup, own.doers, held.doers))
    tell('author-other', 1);
}

/** A president and his ministry speak for one government, though neither belongs to the other. */
function areOfOneBody(lookup: Lookup, a: readonly string[], b: readonly string[]): boolean {
  return a.some((one) => {
    const bodies = actorChain(lookup, one);
    return b.some((other) => actorChain(lookup, other).some((body) => bodies.includes(body)));
  });
}

/** One speaker may threaten two others on one day. */
function tellAddressee({ lookup, own, held }: Pair, tell: Tell): void {
  const [addressee] = own.sufferers;
  if (!held.isAuthored || own.isDevelopment || addressee === undefined || held.addressee === null) return;
  tell('addressee', areKin(lookup, addressee, held.addressee) ? 1 : -1);
}

/** The share of the smaller set that has kin in the other. */
function overlap(lookup: Lookup, a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const [small, large] = a.length <= b.length ? [a, b] : [b, a];
  return small.filter((one) => large.some((other) => areKin(lookup, one, other))).length / small.length;
}

function tellCasualties({ own, held }: Pair, tell: Tell): void {
  const isSame = (a: number | null, b: number | null): boolean => a !== null && a > 0 && a === b;
  if (isSame(own.killed, held.killed) || isSame(own.wounded, held.wounded)) tell('casualties-same', 1);
}

/** By the articles' own times: an old article that is found today is as near to its event as it was then. */
function tellAge({ own, held }: Pair, tell: Tell): void {
  const days = Math.max(0, own.publishedAt - held.lastToldAt) / dayMs;
  if (days <= 1) tell('fresh', 1);
  else if (own.saysDay && gapDays(own, held) === 0) return;
  else tell('age', Math.log(days));
}
