import type { Incident, Report } from '../../model.ts';
import { type Lessons, noLessons } from '../lesson.ts';
import { isCopy, marksOf } from './copies.ts';
import { localDayNumber } from './days.ts';
import { isAuthored } from './kinds.ts';
import type { Recall } from './known.ts';
import { actorChain, isWide, type Lookup, placeChain } from './lookup.ts';
import { type Post, type Postings, post, unpost } from './postings.ts';
import { type IncidentSlots, incidentSlots, placesIn, type ReportSlots } from './slots.ts';
import { countTerms, noTerms, type TermCounts } from './terms.ts';

/**
 * The incidents that are open or known, findable by day, place and actor. Hand it on, do not keep it: `remember` and
 * `forget` change it and give it back. Nothing in it depends on the order in which incidents were remembered.
 */
export interface IncidentIndex {
  readonly lookup: Lookup;
  readonly incidents: Map<string, Incident>;
  readonly slots: Map<string, IncidentSlots>;
  /** By the number of a day an incident may be dated on, then by what it can be found under on that day. */
  readonly byDay: Postings;
  /** By the number of the week of its first day, then by what it leaves in a text that tells of it later. */
  readonly byWeek: Postings;
  readonly terms: TermCounts;
  /** Phrases by which later articles recall the pack's incidents. */
  readonly recall: Recall;
  /** What analysts taught. */
  readonly lessons: Lessons;
  /** Incidents that everybody who was told was through with long ago. */
  readonly ended: ReadonlySet<Incident['id']>;
}

/** An event is looked for on the days a report names and this many around them. */
const aroundDays = 2;
/** A range longer than this is a period, not a date. */
const rangeDaysMax = 9;
/** How far back an event is looked for by place and actor; a later word on it, such as a verdict, may take a year. */
const lookBackWeeks = 8;
const lookBackWeeksOfLater = 57;
/** Where more fit, the newest are met; on the worst day of a war fewer fit than that. */
const candidatesByDayMax = 110;
const candidatesMax = 160;
const daysAnIncidentMax = 6;
/** Of the worst day of a war there are fewer at one place. */
const besideMax = 400;
/** More incidents than this share no sentence but a formula. */
const copiesMax = 8;

/** Keys of a day: every incident, and those that happened at no narrow place. */
export const anywhere = '*';
const placeless = '?';

/** An index with nothing in it. */
export function emptyMemory(lookup: Lookup, recall: Recall): IncidentIndex {
  const empty = { incidents: new Map(), slots: new Map(), byDay: new Map(), byWeek: new Map() };
  return { lookup, ...empty, terms: noTerms(), recall, lessons: noLessons, ended: new Set() };
}

/** Inserts an incident or replaces its former version. One that was merged is known, and found no more: its reports are another's. */
export function store(index: IncidentIndex, incident: Incident): IncidentIndex {
  const former = index.incidents.get(incident.id);
  const kept = new Set(countedOf(incident));
  const had = new Set(countedOf(former));
  for (const report of had) if (!kept.has(report)) countTerms(index.terms, report, -1);
  for (const report of kept) if (!had.has(report)) countTerms(index.terms, report, 1);
  takeOut(index, incident.id);
  index.incidents.set(incident.id, incident);
  index.slots.delete(incident.id);
  if (incident.mergedInto !== null) return index;
  const slots = incidentSlots(index.lookup, incident);
  eachPosting(index, slots, post);
  index.slots.set(incident.id, slots);
  return index;
}

function countedOf(incident: Incident | undefined): readonly Report[] {
  return incident === undefined || incident.mergedInto !== null ? [] : incident.reports;
}

/** Removes an incident as if it had never been stored. */
export function remove(index: IncidentIndex, incident: Incident): void {
  for (const report of countedOf(incident)) countTerms(index.terms, report, -1);
  takeOut(index, incident.id);
  index.incidents.delete(incident.id);
  index.slots.delete(incident.id);
}

/** The incidents that a report may be about, each once. */
export function candidatesFor(index: IncidentIndex, own: ReportSlots): readonly IncidentSlots[] {
  const found = new Set<IncidentSlots>();
  for (const id of [...own.copied, ...own.recalled]) {
    const known = index.slots.get(id);
    if (known !== undefined) found.add(known);
  }
  collectByDay(index, own, found);
  collectByTrace(index, own, found);
  return [...found];
}

/** Incidents of about the same day at the same place, at one around it, within it, or at no narrow one; not too many. */
export function incidentsBeside(index: IncidentIndex, { openedAt, facts }: Incident): readonly Incident[] {
  const { lookup, byDay } = index;
  if (facts.place === null) return [];
  const keys = isWide(lookup, facts.place) ? [anywhere] : [placeless, ...narrowPlaces(lookup, [facts.place])];
  const day = localDayNumber(openedAt);
  const found = new Set<IncidentSlots>();
  for (const near of [day, day - 1, day + 1])
    for (const key of keys) collect(byDay.get(near)?.get(key), besideMax, found);
  return [...found].map(({ incident }) => incident);
}

/** The incidents of which a report prints a text that was told of late, under whatever headline. */
export function copiedBy({ byWeek }: IncidentIndex, report: Report): readonly string[] {
  const week = weekOf(localDayNumber(report.publishedAt));
  const copied = new Set<string>();
  for (const mark of marksOf(report))
    for (const posted of [byWeek.get(week)?.get(mark), byWeek.get(week - 1)?.get(mark)])
      for (const { incident } of posted?.slice(0, copiesMax) ?? [])
        if (incident.reports.some((told) => isCopy(report, told))) copied.add(incident.id);
  return [...copied].sort();
}

/** Nearest days first. A report with a place is compared with what happened there, or nowhere in particular. */
function collectByDay({ lookup, byDay }: IncidentIndex, own: ReportSlots, found: Set<IncidentSlots>): void {
  const keys = placesTold(lookup, own);
  for (const day of daysAround(own)) {
    const posted = byDay.get(day);
    if (posted === undefined) continue;
    for (const key of keys) if (collect(posted.get(key), candidatesByDayMax, found)) return;
  }
}

/** Newest weeks first. */
function collectByTrace({ lookup, byWeek }: IncidentIndex, own: ReportSlots, found: Set<IncidentSlots>): void {
  const { place, actors } = own.report;
  const traces = tracesOf(
    lookup,
    place,
    actors.map(({ actor }) => actor),
  );
  const week = weekOf(own.publishedDay);
  const weeks = own.isDevelopment ? lookBackWeeksOfLater : lookBackWeeks;
  for (let back = 0; back <= weeks; back++) {
    const posted = byWeek.get(week - back);
    if (posted === undefined) continue;
    for (const trace of traces) if (collect(posted.get(trace), candidatesMax, found)) return;
  }
}

/** Whether no more are wanted. */
function collect(posted: readonly IncidentSlots[] | undefined, max: number, found: Set<IncidentSlots>): boolean {
  for (const held of posted ?? []) {
    if (found.size >= max) return true;
    found.add(held);
  }
  return found.size >= max;
}

/** Any place will do where none is named, or a wide one, or it is words or a later word, which happen elsewhere. */
function placesTold(lookup: Lookup, { place, kind, isDevelopment, placesNamed }: ReportSlots): readonly string[] {
  const isAnywhere = place === null || kind === null || isWide(lookup, place) || isAuthored(kind) || isDevelopment;
  if (isAnywhere) return [anywhere];
  return [placeless, ...narrowPlaces(lookup, [place, ...(lookup.nearby.get(place) ?? []), ...placesNamed])];
}

function narrowPlaces(lookup: Lookup, places: readonly string[]): readonly string[] {
  const narrow = new Set<string>();
  for (const place of places) for (const id of placeChain(lookup, place)) if (!isWide(lookup, id)) narrow.add(id);
  return [...narrow];
}

function daysAround({ from: first, to }: ReportSlots): readonly number[] {
  const from = Math.max(first, to - rangeDaysMax);
  const days: number[] = [];
  for (let day = to; day >= from; day--) days.push(day);
  for (let step = 1; step <= aroundDays; step++) days.push(to + step, from - step);
  return days;
}

function eachPosting({ lookup, byDay, byWeek }: IncidentIndex, held: IncidentSlots, post: Post): void {
  const { from, incident } = held;
  const { facts, reports, openedAt } = incident;
  const days = new Set([localDayNumber(reports[0]?.publishedAt ?? openedAt)]);
  for (let day = from; day <= Math.min(held.to, from + daysAnIncidentMax); day++) days.add(day);
  const keys = [anywhere, ...placesHeld(lookup, held)];
  for (const day of days) for (const key of keys) post(byDay, day, key, held);
  const actors = facts.actors.map(({ actor }) => actor);
  for (const trace of tracesOf(lookup, facts.place, actors)) post(byWeek, weekOf(from), trace, held);
  for (const [week, marks] of marksByWeek(reports)) for (const mark of marks) post(byWeek, week, mark, held);
}

/** By the week in which they were published, each once. */
function marksByWeek(reports: readonly Report[]): ReadonlyMap<number, ReadonlySet<string>> {
  const marks = new Map<number, Set<string>>();
  for (const report of reports) {
    const week = weekOf(localDayNumber(report.publishedAt));
    const known = marks.get(week) ?? new Set();
    marks.set(week, known);
    for (const mark of marksOf(report)) known.add(mark);
  }
  return marks;
}

function placesHeld(lookup: Lookup, { place, isAuthored, incident }: IncidentSlots): readonly string[] {
  if (place === null || isWide(lookup, place) || isAuthored) return [placeless];
  const [founding] = incident.reports;
  return narrowPlaces(lookup, [place, ...(founding === undefined ? [] : placesIn(lookup, founding))]);
}

/** What an event leaves in a text that tells of it later: the place at city level or below, and its actors. */
function tracesOf(lookup: Lookup, place: string | null, actors: readonly string[]): readonly string[] {
  const traces = new Set<string>();
  if (place !== null) for (const id of narrowPlaces(lookup, [place])) traces.add(`place:${id}`);
  for (const actor of actors) for (const id of actorChain(lookup, actor)) traces.add(`actor:${id}`);
  return [...traces].sort();
}

function weekOf(day: number): number {
  return Math.floor(day / 7);
}

function takeOut(index: IncidentIndex, id: string): void {
  const former = index.slots.get(id);
  if (former !== undefined) eachPosting(index, former, unpost);
}
