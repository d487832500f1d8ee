import { type Antecedent, type Incident, type Relation, type Report, relationsMax } from '../model.ts';
import { dayNumber } from './assign/days.ts';
import { relateKinds } from './assign/kinds.ts';
import { isWide, type Lookup, placeChain, relatePlaces } from './assign/lookup.ts';
import { anywhere, type IncidentIndex } from './assign/memory.ts';
import { type IncidentSlots, incidentSlots } from './assign/slots.ts';
import { guestOutlet } from './hearsay.ts';

/** Of the incidents that are no more than near. */
const nearMax = 3;
const nearDays = 3;
/** An answer to a deed whose day is not told comes within this time. */
const answerDays = 10;
/** So long is somebody who was killed avenged; what is done on anniversaries is no answer. */
const avengeDays = 60;
/** A country and the number of the dead name an attack of this long ago. */
const tollDays = 21;
/** Deeds as likely as each other and this near in time are not told apart by the words. */
const alikeDays = 2;

/**
 * What other incidents belong to one that a report has opened or joined: the one that the report's own words say it
 * answers, only where they name one and no other; and, when it is opened, a few near in place, or by the same group, and
 * in time. What was found before stays.
 */
export function relate(index: IncidentIndex, incident: Incident, report: Report): readonly Relation[] {
  const own = incidentSlots(index.lookup, incident);
  const told = report.antecedent;
  const found = told === undefined ? null : antecedentIn(index, own, told);
  const named: readonly Relation[] =
    told === undefined || found === null ? [] : [{ incident: found, how: told.isAnswered ? 'answers' : 'near' }];
  const near = incident.reports.length === 1 ? nearTo(index, own) : [];
  return joined([...incident.related, ...named, ...near]);
}

/**
 * The incident that another is newly found to answer, as a version with the link back and no news; null where there is
 * none, or nobody was told of it.
 */
export function answeredBy(index: IncidentIndex, answer: Incident, related: readonly Relation[]): Incident | null {
  const isNew = ({ incident, how }: Relation): boolean =>
    how === 'answers' && !answer.related.some((known) => known.incident === incident && known.how === how);
  const other = index.incidents.get(related.find(isNew)?.incident ?? '');
  if (other === undefined || other.silent) return null;
  const back = joined([...other.related, { incident: answer.id, how: 'answered-by' }]);
  const changedAt = Math.max(other.changedAt, answer.updatedAt);
  return { ...other, version: other.version + 1, changes: [], changedAt, related: back };
}

/** Each incident once, as the surest word says; answers first, and a few of those that are only near. */
function joined(relations: readonly Relation[]): readonly Relation[] {
  const surest = new Map<string, Relation>();
  for (const relation of relations)
    if (relation.how !== 'near' || !surest.has(relation.incident)) surest.set(relation.incident, relation);
  const isNear = ({ how }: Relation): boolean => how === 'near';
  const all = [...surest.values()];
  return [...all.filter((each) => !isNear(each)), ...all.filter(isNear).slice(0, nearMax)].slice(0, relationsMax);
}

interface Candidate {
  readonly id: string;
  readonly day: number;
  readonly points: number;
}

/** The one incident that the words fit best; null where none fits, or two as well. */
function antecedentIn(index: IncidentIndex, own: IncidentSlots, told: Antecedent): string | null {
  const candidates: Candidate[] = [];
  for (const [id, other] of index.slots) {
    if (id === own.incident.id || !isDeed(other) || !isForEverybody(other)) continue;
    const points = pointsOf(index.lookup, told, { own, other });
    if (points > 0) candidates.push({ id, day: other.to, points });
  }
  const [best, next] = candidates.toSorted((a, b) => b.points - a.points || b.day - a.day || (a.id < b.id ? -1 : 1));
  if (best === undefined) return null;
  const isAlike = next !== undefined && next.points === best.points && best.day - next.day <= alikeDays;
  return isAlike ? null : best.id;
}

interface Pair {
  readonly own: IncidentSlots;
  readonly other: IncidentSlots;
}

/** How much of what is told of the earlier deed fits an incident; 0 where it does not fit, or names nothing sure. */
function pointsOf(lookup: Lookup, told: Antecedent, { own, other }: Pair): number {
  const gap = own.to - other.from;
  const isStruck = told.people.some((person) => other.sufferers.includes(person));
  if (gap < 0 || gap > avengeDays || isAllied(own, other)) return 0;
  if (told.people.length > 0 && !isStruck) return 0;
  if (told.subEvents.length > 0 && told.subEvents.every((each) => relateKinds(each, other.subEvent) === 'other'))
    return 0;
  const isDated = told.days !== null && isOn(told.days, other);
  if (told.days !== null && !isDated) return 0;
  const where = whereFits(lookup, told.places, other);
  if (where === 'apart') return 0;
  const isCounted = told.killed !== null && told.killed > 0 && told.killed === other.killed;
  const isSure =
    isStruck ||
    (where === 'exact' && (isDated || gap <= answerDays)) ||
    (where === 'region' && isCounted && gap <= tollDays);
  if (!isSure) return 0;
  return [isStruck, where === 'exact', isDated, isCounted, (other.killed ?? 0) > 0 && isStruck].filter(Boolean).length;
}

/** Nobody answers a blow of his own side. */
function isAllied(own: IncidentSlots, other: IncidentSlots): boolean {
  return own.doerSide !== null && own.doerSide === other.doerSide;
}

function isOn(days: NonNullable<Antecedent['days']>, other: IncidentSlots): boolean {
  return dayNumber(days.from) - 1 <= other.to && other.from <= dayNumber(days.to) + 1;
}

/** `exact`: at a place named, or nearby; `region`: somewhere in a country or province named; `unknown`: none is named. */
function whereFits(
  lookup: Lookup,
  places: readonly string[],
  { place }: IncidentSlots,
): 'exact' | 'region' | 'apart' | 'unknown' {
  const narrow = places.filter((each) => !isWide(lookup, each));
  if (narrow.length > 0) {
    const isThere = narrow.some((each) => ['same', 'within', 'near'].includes(relatePlaces(lookup, each, place)));
    return isThere ? 'exact' : 'apart';
  }
  if (places.length === 0) return 'unknown';
  return place !== null && places.some((each) => placeChain(lookup, place).includes(each)) ? 'region' : 'apart';
}

/** Deeds within days of it, at the same narrow place or with the same person or armed group: the nearest first. */
function nearTo({ lookup, byDay }: IncidentIndex, own: IncidentSlots): readonly Relation[] {
  if (!isDeed(own)) return [];
  const near = new Map<string, number>();
  for (let day = own.to - nearDays; day <= own.to + nearDays; day += 1)
    for (const other of byDay.get(day)?.get(anywhere) ?? []) {
      const { id } = other.incident;
      const gap = Math.abs(own.to - other.to);
      const isMeant = id !== own.incident.id && gap <= nearDays && isDeed(other) && isForEverybody(other);
      if (isMeant && !near.has(id) && isBeside(lookup, own, other)) near.set(id, gap);
    }
  return [...near]
    .toSorted(([a, gapA], [b, gapB]) => gapA - gapB || (a < b ? -1 : 1))
    .slice(0, nearMax)
    .map(([incident]) => ({ incident, how: 'near' }));
}

function isBeside(lookup: Lookup, own: IncidentSlots, other: IncidentSlots): boolean {
  const isHere = own.place !== null && !isWide(lookup, own.place);
  if (isHere && ['same', 'within'].includes(relatePlaces(lookup, own.place, other.place))) return true;
  const named = ({ doers, sufferers }: IncidentSlots) =>
    [...doers, ...sufferers].filter((actor) => isParticular(lookup, actor));
  const others = new Set(named(other));
  return named(own).some((actor) => others.has(actor));
}

/** A state's forces are in half of what happens; a person or a group is not. */
function isParticular(lookup: Lookup, id: string): boolean {
  const kind = lookup.actors.get(id)?.kind;
  return kind === 'person' || kind === 'militia';
}

function isDeed({ kind }: IncidentSlots): boolean {
  return kind === 'force' || kind === 'seizure' || kind === 'crowd';
}

/** What an analyst raised on his own server is known there alone. */
function isForEverybody({ incident: { reports } }: IncidentSlots): boolean {
  return reports.length === 0 || reports.some(({ outlet }) => outlet !== guestOutlet);
}
