import type { DayRange, Incident, Report } from '../../model.ts';
import { dayNumber, dayOfNumber, daysOf, localDay, localDayNumber } from './days.ts';
import { isAuthored, isDevelopment, kindOf } from './kinds.ts';
import { actorChain, isWide, type Lookup, placeChain } from './lookup.ts';
import { countTerms, entitiesIn, noTerms, type TermCounts } from './terms.ts';

/**
 * The incidents that are open or known, findable by day, place and actor. Hand it on, do not keep it: `remember` and
 * `forget` change it and give it back. Nothing in it depends on the order in which incidents were remembered.
 */
export interface IncidentIndex {
  readonly lookup: Lookup;
  readonly incidents: Map<string, Incident>;
  /**
   * Incident ids by the event's `day:…`, by `day:…|place:…` where it has a narrow place and else `day:…|any`, and by
   * `week:…|place:…` and `week:…|actor:…`.
   */
  readonly postings: Map<string, Set<string>>;
  readonly terms: TermCounts;
  /** Phrases by which later articles recall the pack's incidents. */
  readonly recall: ReadonlyMap<string, readonly string[]>;
}

/** An event is looked for on the days a report names and this many around them. */
const aroundDays = 2;
/** A range longer than this is a period, not a date. */
const rangeDaysMax = 9;
/** How far back an event is looked for by place and actor; a later word on it, such as a verdict, may take a year. */
const lookBackWeeks = 8;
const lookBackWeeksOfLater = 57;
const candidatesByDayMax = 400;
const candidatesByTraceMax = 120;
const daysAnIncidentMax = 6;

/** An index with nothing in it. */
export function emptyMemory(lookup: Lookup, recall: ReadonlyMap<string, readonly string[]>): IncidentIndex {
  return { lookup, incidents: new Map(), postings: new Map(), terms: noTerms(), recall };
}

/** Inserts an incident or replaces its former version. */
export function store(index: IncidentIndex, incident: Incident): IncidentIndex {
  const former = index.incidents.get(incident.id);
  const kept = new Set(incident.reports);
  const had = new Set(former?.reports);
  for (const report of had) if (!kept.has(report)) countTerms(index.terms, report, -1);
  for (const report of kept) if (!had.has(report)) countTerms(index.terms, report, 1);
  if (former !== undefined) unpost(index, former);
  for (const key of keysOf(index.lookup, incident)) post(index, key, incident.id);
  index.incidents.set(incident.id, incident);
  return index;
}

/** Removes an incident as if it had never been stored. */
export function remove(index: IncidentIndex, incident: Incident): void {
  for (const report of incident.reports) countTerms(index.terms, report, -1);
  unpost(index, incident);
  index.incidents.delete(incident.id);
}

/** The incidents that a report may be about, each once, in an order that depends on nothing but themselves. */
export function candidatesFor(index: IncidentIndex, report: Report, recalled: readonly string[]): readonly Incident[] {
  const found = new Set<string>(recalled);
  collect(index, dayKeys(index.lookup, report), candidatesByDayMax, found);
  collect(index, traceKeys(index.lookup, report), candidatesByDayMax + candidatesByTraceMax, found);
  return [...found].flatMap((id) => index.incidents.get(id) ?? []).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function collect(index: IncidentIndex, keys: Iterable<string>, max: number, found: Set<string>): void {
  for (const key of keys) {
    const ids = index.postings.get(key);
    if (ids === undefined) continue;
    if (found.size + ids.size <= max) for (const id of ids) found.add(id);
    else for (const id of [...ids].sort()) if (found.size < max) found.add(id);
    if (found.size >= max) return;
  }
}

/** Nearest days first. A report with a place is compared with what happened there, or nowhere in particular. */
function* dayKeys(lookup: Lookup, report: Report): Generator<string> {
  const places = placesTold(lookup, report);
  for (const day of daysAround(daysOf(report))) {
    if (places === null) yield `day:${day}`;
    else for (const place of places) yield `day:${day}|${place}`;
  }
}

/** Null where any place will do: none is named, a wide one, or it is words and later words, which happen elsewhere. */
function placesTold(lookup: Lookup, report: Report): readonly string[] | null {
  const { place, subEvent } = report;
  if (place === null || subEvent === null || isWide(lookup, place) || isAuthored(kindOf(subEvent))) return null;
  if (isDevelopment(report)) return null;
  const near = lookup.nearby.get(place) ?? [];
  return ['any', ...narrowPlaces(lookup, [place, ...near, ...placesNamed(lookup, report)])];
}

function narrowPlaces(lookup: Lookup, places: readonly string[]): readonly string[] {
  const narrow = new Set<string>();
  for (const place of places)
    for (const id of placeChain(lookup, place)) if (!isWide(lookup, id)) narrow.add(`place:${id}`);
  return [...narrow];
}

function placesNamed(lookup: Lookup, report: Report): readonly string[] {
  return entitiesIn(report.terms).filter((id) => lookup.places.has(id));
}

function daysAround(range: DayRange): readonly string[] {
  const to = dayNumber(range.to);
  const from = Math.max(dayNumber(range.from), to - rangeDaysMax);
  const days: number[] = [];
  for (let day = to; day >= from; day--) days.push(day);
  for (let step = 1; step <= aroundDays; step++) days.push(to + step, from - step);
  return days.map(dayOfNumber);
}

/** Newest weeks first. */
function* traceKeys(lookup: Lookup, report: Report): Generator<string> {
  const traces = tracesOf(
    lookup,
    report.place,
    report.actors.map(({ actor }) => actor),
  );
  const week = weekOf(localDayNumber(report.publishedAt));
  const weeks = isDevelopment(report) ? lookBackWeeksOfLater : lookBackWeeks;
  for (let back = 0; back <= weeks; back++) for (const trace of traces) yield `week:${week - back}|${trace}`;
}

function keysOf(lookup: Lookup, incident: Incident): readonly string[] {
  const { facts, openedAt, reports } = incident;
  const from = dayNumber(facts.days.from);
  const to = Math.min(dayNumber(facts.days.to), from + daysAnIncidentMax);
  const days = new Set([localDay(reports[0]?.publishedAt ?? openedAt)]);
  for (let day = from; day <= to; day++) days.add(dayOfNumber(day));
  const actors = facts.actors.map(({ actor }) => actor);
  const traces = tracesOf(lookup, facts.place, actors).map((trace) => `week:${weekOf(from)}|${trace}`);
  const places = placesHeld(lookup, incident);
  return [...[...days].flatMap((day) => [`day:${day}`, ...places.map((place) => `day:${day}|${place}`)]), ...traces];
}

function placesHeld(lookup: Lookup, { facts, reports }: Incident): readonly string[] {
  if (facts.place === null || isWide(lookup, facts.place) || isAuthored(kindOf(facts.subEvent))) return ['any'];
  const [founding] = reports;
  return narrowPlaces(lookup, [facts.place, ...(founding === undefined ? [] : placesNamed(lookup, founding))]);
}

/** What an event leaves in a text that tells of it later: the place at city level or below, and its actors. */
function tracesOf(lookup: Lookup, place: string | null, actors: readonly string[]): readonly string[] {
  const traces = new Set<string>();
  if (place !== null) for (const id of placeChain(lookup, place)) if (!isWide(lookup, id)) traces.add(`place:${id}`);
  for (const actor of actors) for (const id of actorChain(lookup, actor)) traces.add(`actor:${id}`);
  return [...traces].sort();
}

function weekOf(day: number): number {
  return Math.floor(day / 7);
}

function post(index: IncidentIndex, key: string, id: string): void {
  const ids = index.postings.get(key);
  if (ids === undefined) index.postings.set(key, new Set([id]));
  else ids.add(id);
}

function unpost(index: IncidentIndex, incident: Incident): void {
  for (const key of keysOf(index.lookup, incident)) {
    const ids = index.postings.get(key);
    ids?.delete(incident.id);
    if (ids?.size === 0) index.postings.delete(key);
  }
}
