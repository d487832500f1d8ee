import type { ActorRole, DayRange, Incident, Party, Report, Role } from '../../model.ts';
import { dayNumber, daysOf, gapDays, localDayNumber, spanDays } from './days.ts';
import { isAuthored, isDevelopment, kindOf, relateKinds } from './kinds.ts';
import {
  areKin,
  isWide,
  kmBetween,
  type Lookup,
  mistakableKm,
  type PlaceRelation,
  partiesOf,
  relatePlaces,
} from './lookup.ts';
import { entityTerm } from './terms.ts';

/** What speaks for or against one event behind a report and an incident: the feature's name and how strongly it holds. */
export type Features = Readonly<Record<string, number>>;

const dayMs = 86_400_000;
/** A province or region and a place this near to its middle may be one another's wording. */
const regionKm = 200;
const agreement = { same: 1, within: 0.7, near: 0.7 };
const vagueness = 0.7;
const turned = 0.4;
const doers: readonly Role[] = ['agent', 'speaker', 'claimant'];
const sufferers: readonly Role[] = ['target'];

/** The features of the slots; words are compared elsewhere, since that costs most. */
export function slotFeatures(lookup: Lookup, report: Report, incident: Incident, isRecalled: boolean): Features {
  return {
    ...typeFeature(report, incident),
    ...placeFeature(lookup, report, incident),
    ...dayFeature(lookup, report, incident),
    ...directionFeature(lookup, report, incident),
    ...actorFeatures(lookup, report, incident),
    ...casualtyFeature(report, incident),
    // Whoever names an event by its name speaks of that one, however old it is.
    ...(isRecalled && isFinding(report) ? {} : ageFeature(report, incident)),
  };
}

function typeFeature(report: Report, { facts }: Incident): Features {
  const relation = relateKinds(report.subEvent, facts.subEvent);
  if (relation === 'unknown') return {};
  if (relation !== 'other') return { [`type-${relation}`]: 1 };
  const own = report.subEvent === null ? null : kindOf(report.subEvent);
  const theirs = kindOf(facts.subEvent);
  // A deployment, a closure or a sanction because of an attack is no word on the attack.
  if (own === null || own === 'move' || theirs === 'move') return { 'type-other': 1 };
  const isSaid = isAuthored(own);
  if (isSaid && isAuthored(theirs)) return { [isDevelopment(report) ? 'type-said' : 'type-loose']: 1 };
  // A claim or a denial is told with its own verb; the event it is about has another type.
  return { [isDevelopment(report) && (!isSaid || own === 'words') ? 'type-said' : 'type-other']: 1 };
}

function placeFeature(lookup: Lookup, report: Report, incident: Incident): Features {
  const relation = relatePlaces(lookup, report.place, incident.facts.place);
  if (isAuthored(kindOf(incident.facts.subEvent))) return seatFeature(relation);
  if (relation === 'unknown') return {};
  if (relation !== 'apart')
    return relation === 'region' ? { 'place-region': 1 } : { 'place-same': agreement[relation] };
  const distance = howApart(lookup, report, incident);
  // Where a later word was spoken is often taken for the place of what it is about.
  return distance === 'mentioned' && isDevelopment(report) ? {} : { [`place-${distance}`]: 1 };
}

/** The place of words is their speaker's seat, which outlets tell as they like. */
function seatFeature(relation: PlaceRelation): Features {
  if (relation === 'unknown' || relation === 'region') return {};
  return relation === 'apart' ? { 'seat-other': 1 } : { 'seat-same': agreement[relation] };
}

function howApart(lookup: Lookup, report: Report, incident: Incident): 'mentioned' | 'region' | 'far' | 'apart' {
  const own = report.place ?? '';
  const theirs = incident.facts.place ?? '';
  if (mentions(report, theirs) || incident.reports.some((told) => mentions(told, own))) return 'mentioned';
  const km = kmBetween(lookup, own, theirs) ?? 0;
  if (isWide(lookup, own) || isWide(lookup, theirs)) return km <= regionKm ? 'region' : 'apart';
  return km > mistakableKm ? 'far' : 'apart';
}

function mentions(report: Report, place: string): boolean {
  return Object.hasOwn(report.terms, entityTerm(place));
}

function dayFeature(lookup: Lookup, report: Report, incident: Incident): Features {
  const { facts } = incident;
  const gap = gapDays(daysOf(report), facts.days);
  if (isDevelopment(report)) return laterDayFeature(report, gap);
  if (report.days === null) return gap === 0 ? { 'day-unsaid': 1 } : { 'day-unsaid-gap': Math.min(gap, 7) };
  if (gap <= 2 && isAfterFirstWord(lookup, report.days, incident)) return { 'day-after-told': 1 };
  const exact = spanDays(report.days) === 0 && spanDays(facts.days) === 0;
  if (gap === 0) return { 'day-same': exact ? 1 : vagueness };
  return gap <= 2 ? { [`day-gap-${gap}`]: exact ? 1 : vagueness } : { 'day-apart': 1 };
}

/** A later word is often dated by its own day; only an older day is surely the event's. */
function laterDayFeature(report: Report, gap: number): Features {
  if (gap === 0) return { 'later-same': 1 };
  const told = localDayNumber(report.publishedAt);
  if (report.days === null || dayNumber(report.days.to) >= told - 1) return {};
  return { 'later-apart': gap === 1 ? 0.25 : 1 };
}

/** What was told before the day began cannot have happened on it. */
function isAfterFirstWord(lookup: Lookup, days: DayRange, incident: Incident): boolean {
  const first = incident.reports[0];
  const longitude = lookup.places.get(incident.facts.place ?? '')?.lon;
  return first !== undefined && dayNumber(days.from) > localDayNumber(first.publishedAt, longitude);
}

type Side = 'us' | 'iran' | 'iraq' | 'israel';
const sides: readonly Side[] = ['us', 'israel', 'iran', 'iraq'];

/** A militia is Iraqi and Iran's: it stands with Iran. Nobody stands on two sides that fight each other. */
function sideOf(parties: ReadonlySet<Party>): Side | null {
  if (parties.has('us') && parties.has('iran')) return null;
  return sides.find((side) => parties.has(side)) ?? null;
}

/** Those who did it, and only where nobody did those who said it: who comments on a blow did not strike it. */
function doerSide(lookup: Lookup, actors: readonly ActorRole[]): Side | null {
  return sideOf(partiesOf(lookup, actors, ['agent'])) ?? sideOf(partiesOf(lookup, actors, ['speaker', 'claimant']));
}

/** A blow and the blow that answers it are two events. */
function directionFeature(lookup: Lookup, report: Report, { facts }: Incident): Features {
  const from = doerSide(lookup, report.actors);
  const to = sideOf(partiesOf(lookup, report.actors, sufferers));
  const factFrom = doerSide(lookup, facts.actors);
  const factTo = sideOf(partiesOf(lookup, facts.actors, sufferers));
  if (from === null || from === to || factTo === null || factTo === factFrom) return {};
  // Who was hit before strikes now.
  if (to === null || factFrom === null)
    return from === factTo && !isDevelopment(report) ? { 'direction-opposite': turned } : {};
  if (from === factFrom && to === factTo) return { 'direction-same': 1 };
  if (from !== factTo || to !== factFrom) return {};
  const answersInWords = report.subEvent === null || kindOf(report.subEvent) === 'words';
  return isDevelopment(report) && answersInWords ? {} : { 'direction-opposite': 1 };
}

function actorFeatures(lookup: Lookup, report: Report, incident: Incident): Features {
  const { facts } = incident;
  const own = named(report.actors, doers);
  const theirs = named(facts.actors, doers);
  const sufferer = overlap(lookup, named(report.actors, sufferers), named(facts.actors, sufferers));
  const suffered = {
    ...(sufferer > 0 ? { 'target-shared': sufferer } : {}),
    ...addresseeFeature(lookup, report, incident),
  };
  if (own.length === 0 || theirs.length === 0) return suffered;
  if (overlap(lookup, own, theirs) > 0) return { ...suffered, 'doer-shared': 1 };
  return isAuthored(kindOf(facts.subEvent)) && !isDevelopment(report) ? { ...suffered, 'author-other': 1 } : suffered;
}

/** One speaker may threaten two others on one day. */
function addresseeFeature(lookup: Lookup, report: Report, { facts, reports }: Incident): Features {
  if (!isAuthored(kindOf(facts.subEvent)) || isDevelopment(report)) return {};
  const [own] = named(report.actors, sufferers);
  const [theirs] = named(reports[0]?.actors ?? facts.actors, sufferers);
  if (own === undefined || theirs === undefined) return {};
  return { addressee: areKin(lookup, own, theirs) ? 1 : -1 };
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

function casualtyFeature(report: Report, { facts }: Incident): Features {
  const same = (a: number | null, b: number | null): boolean => a !== null && a > 0 && a === b;
  return same(report.killed, facts.killed) || same(report.wounded, facts.wounded) ? { 'casualties-same': 1 } : {};
}

function isFinding({ development }: Report): boolean {
  return development === 'investigation' || development === 'casualties' || development === 'claim';
}

/** By the articles' own times: an old article that is found today is as near to its event as it was then. */
function ageFeature(report: Report, incident: Incident): Features {
  const told = incident.reports.reduce((latest, { publishedAt }) => Math.max(latest, publishedAt), 0);
  const days = Math.max(0, report.publishedAt - (told === 0 ? incident.openedAt : told)) / dayMs;
  if (days <= 1) return { fresh: 1 };
  if (report.days !== null && gapDays(report.days, incident.facts.days) === 0) return {};
  return isDevelopment(report) ? { 'age-later': Math.log(days) } : { age: Math.min(days, 6) };
}
