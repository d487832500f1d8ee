/** How many of the facts told of each incident's items are those of the labels. */
import type { DecisionLine } from '../../src/pipeline/decision.ts';
import { f1, percent } from './score-figures.ts';
import type { LabelledStream, Labels, Named } from './score-stream.ts';

const nearKmMax = 25;
const earthDiameterKm = 12742;
const dayMs = 86_400_000;

/** An item of an incident, and what was decided on it; null where it was put with no incident. */
export interface Told {
  readonly labels: Labels;
  readonly line: DecisionLine | null;
}

export interface SlotFigures {
  readonly place: number | null;
  readonly placeWithin25Km: number | null;
  readonly eventDate: number | null;
  readonly eventDateWithin1Day: number | null;
  readonly subEvent: number | null;
  readonly actorsF1: number | null;
  readonly killed: number | null;
  readonly killedAll: number | null;
  readonly wounded: number | null;
  readonly woundedAll: number | null;
}

/** A share counts the items whose label has a value; an item put with no incident is wrong. `All` counts the others too. */
export function slotFigures(told: readonly Told[], { actors, places }: LabelledStream): SlotFigures {
  const placeNamed = idsByName(places);
  const placeOf = (id: string | null) => places.find((place) => place.id === id);
  const share = (slot: keyof Labels | null, isRight: (line: DecisionLine, labels: Labels) => boolean) => {
    const asked = slot === null ? told : told.filter(({ labels }) => labels[slot] !== null);
    const right = asked.filter(({ line, labels }) => line !== null && isRight(line, labels));
    return asked.length === 0 ? null : percent(right.length / asked.length);
  };
  return {
    place: share('place', ({ place }, labels) => {
      const wanted = placeNamed(labels.place ?? '');
      return place !== null && [...placeNamed(place.id, place.name)].some((id) => wanted.has(id));
    }),
    placeWithin25Km: share('place', ({ place }, labels) => kmBetween(place, placeOf(labels.place)) <= nearKmMax),
    eventDate: share('eventDate', (line, labels) => line.eventDate === labels.eventDate),
    eventDateWithin1Day: share('eventDate', (line, labels) => daysBetween(line.eventDate, labels.eventDate) <= 1),
    subEvent: share('subEvent', (line, labels) => line.subEvent === labels.subEvent),
    actorsF1: actorsF1(told, idsByName(actors)),
    killed: share('killed', (line, labels) => line.killed === labels.killed),
    killedAll: share(null, (line, labels) => line.killed === labels.killed),
    wounded: share('wounded', (line, labels) => line.wounded === labels.wounded),
    woundedAll: share(null, (line, labels) => line.wounded === labels.wounded),
  };
}

/** Precision and recall over all actors of all items; several told that mean one labelled actor count once. */
function actorsF1(told: readonly Told[], named: Names): number | null {
  let right = 0;
  let said = 0;
  let asked = 0;
  for (const { labels, line } of told) {
    const wanted = new Set(labels.actors.flatMap((id) => [...named(id)]));
    const meant = (line?.actors ?? []).map(({ id, name }) => [...named(id, name)]);
    asked += labels.actors.length;
    said += new Set(meant.map((ids) => ids.toSorted().join('|'))).size;
    right += new Set(meant.flatMap((ids) => ids.filter((id) => wanted.has(id)).slice(0, 1))).size;
  }
  return asked === 0 ? null : percent(f1(said === 0 ? 0 : right / said, right / asked));
}

type Names = (...names: readonly string[]) => ReadonlySet<string>;

/** Finds the entries that the first known one of some names may mean; a name that is in no table stands for itself. */
function idsByName(table: readonly Named[]): Names {
  const ids = new Map<string, Set<string>>();
  for (const { id, name, aliases } of table)
    for (const key of [id, name, ...aliases].map(folded)) ids.set(key, (ids.get(key) ?? new Set()).add(id));
  return (...names) => {
    const known = names.map(folded).find((key) => ids.has(key));
    return ids.get(known ?? '') ?? new Set(names.slice(0, 1).map(folded));
  };
}

function folded(name: string): string {
  const bare = name.normalize('NFKD').replace(/[\u0300-\u036f'’ʿʾ`]/g, '');
  return bare.toLowerCase().replaceAll('_', ' ').replaceAll('-', ' ').split(/\s+/).filter(Boolean).join(' ');
}

type Point = { readonly lat?: number; readonly lon?: number } | null | undefined;

function kmBetween(one: Point, other: Point): number {
  if (one?.lat === undefined || one.lon === undefined || other?.lat === undefined || other.lon === undefined)
    return Number.POSITIVE_INFINITY;
  const half = (from: number, to: number) => Math.sin(((to - from) * Math.PI) / 360) ** 2;
  const narrowing = Math.cos((one.lat * Math.PI) / 180) * Math.cos((other.lat * Math.PI) / 180);
  return earthDiameterKm * Math.asin(Math.sqrt(half(one.lat, other.lat) + narrowing * half(one.lon, other.lon)));
}

function daysBetween(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number.POSITIVE_INFINITY;
  return Math.abs(Date.parse(one) - Date.parse(other)) / dayMs;
}
