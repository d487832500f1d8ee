import { type AlertState, alertStates, type Day, type Instant, type Severity, severities } from '../../model.ts';
import { isClosed } from '../alert.ts';
import { isAtLeast } from '../watch.ts';
import type { Entry } from './entry.ts';
import { type Directory, findNamed, idsBeginning, type Named, soughtWords, suggestNamed } from './seek.ts';

/** Which of the server's alerts: `unresolved` are those that are not put away, `any` also what was not told there. */
export const stateFilters = ['unresolved', ...alertStates, 'told', 'any'] as const;
export type StateFilter = (typeof stateFilters)[number];
export const orders = ['newest', 'gravest'] as const;
export type Order = (typeof orders)[number];

/** What incidents are listed. Ids are the pack's; days are those of the event. */
export interface Filter {
  readonly state: StateFilter;
  readonly severityFloor: Severity | null;
  readonly place: string | null;
  readonly actor: string | null;
  readonly eventType: string | null;
  readonly from: Day | null;
  readonly to: Day | null;
  readonly text: string;
  readonly order: Order;
}

/** As somebody gave it; null where it was left out. */
export type FilterGiven = Readonly<Record<FilterOption, string | null>>;
export const filterOptions = ['state', 'severity', 'place', 'actor', 'type', 'from', 'to', 'text', 'order'] as const;
export type FilterOption = (typeof filterOptions)[number];

/** What could not be understood, and what was perhaps meant. */
export interface FilterMistake {
  readonly option: FilterOption;
  readonly given: string;
  readonly perhaps: readonly string[];
}

const suggestedMax = 3;
const dayMs = 86_400_000;
const textLengthMax = 200;

/** Reads a filter; without a state it is `usual`. */
export function readFilter(
  given: FilterGiven,
  directory: Directory,
  { usual, now }: { readonly usual: StateFilter; readonly now: Instant },
): Filter | FilterMistake {
  const state = oneOf('state', given.state, stateFilters) ?? usual;
  const severityFloor = oneOf('severity', given.severity, severities);
  const order = oneOf('order', given.order, orders) ?? 'newest';
  const place = idOf('place', given.place, directory.places);
  const actor = idOf('actor', given.actor, directory.actors);
  const eventType = idOf('type', given.type, directory.types);
  const from = dayOf('from', given.from, now);
  const to = dayOf('to', given.to, now);
  const read = [state, severityFloor, order, place, actor, eventType, from, to];
  const mistake = read.find(isMistake);
  if (mistake !== undefined) return mistake;
  const text = (given.text ?? '').slice(0, textLengthMax).trim();
  if (text !== '' && soughtWords(text).length === 0) return { option: 'text', given: text, perhaps: [] };
  const filter = { state, severityFloor, order, place, actor, eventType, ...daysInOrder(from, to), text };
  return withoutMistakes(filter) ?? { option: 'state', given: given.state ?? '', perhaps: [] };
}

/** Two days name the time between them, whichever was given first. */
function daysInOrder<Read>(from: Read, to: Read): { readonly from: Read; readonly to: Read } {
  const isTurned = typeof from === 'string' && typeof to === 'string' && from > to;
  return isTurned ? { from: to, to: from } : { from, to };
}

/** Whether what was read of a filter is a mistake. */
export function isMistake(read: unknown): read is FilterMistake {
  return typeof read === 'object' && read !== null && 'perhaps' in read;
}

type Read<T> = { readonly [K in keyof T]: T[K] | FilterMistake };

function withoutMistakes({ state, severityFloor, order, place, actor, eventType, from, to, text }: Read<Filter>) {
  if (isMistake(state) || isMistake(severityFloor) || isMistake(order) || isMistake(place)) return null;
  if (isMistake(actor) || isMistake(eventType) || isMistake(from) || isMistake(to) || isMistake(text)) return null;
  return { state, severityFloor, order, place, actor, eventType, from, to, text } satisfies Filter;
}

function oneOf<T extends string>(option: FilterOption, given: string | null, known: readonly T[]) {
  if (given === null) return null;
  return known.find((each) => each === given) ?? { option, given, perhaps: known };
}

function idOf(option: FilterOption, given: string | null, entries: readonly Named[]): string | FilterMistake | null {
  if (given === null || given.trim() === '') return null;
  const found = findNamed(entries, given);
  if (found !== null) return found.id;
  return { option, given, perhaps: suggestNamed(entries, given, suggestedMax).map(({ name }) => name) };
}

/** `2026-01-08`, `today`, `yesterday`, or `7d` for seven days ago; by UTC. */
function dayOf(option: FilterOption, given: string | null, now: Instant): Day | FilterMistake | null {
  const word = given?.trim().toLowerCase() ?? '';
  if (word === '') return null;
  const back = /^(\d{1,4})\s?d$/u.exec(word)?.[1] ?? { today: '0', yesterday: '1' }[word];
  if (back !== undefined) return new Date(now - Number(back) * dayMs).toISOString().slice(0, 10);
  const isDay = /^\d{4}-\d{2}-\d{2}$/u.test(word) && !Number.isNaN(Date.parse(`${word}T00:00:00Z`));
  return isDay ? word : { option, given: given ?? '', perhaps: ['2026-01-08', 'today', '7d'] };
}

/** Makes the question whether an incident is among those asked for, but for the state of its alert. */
export function entrySeeker(filter: Filter, directory: Directory): (entry: Entry) => boolean {
  const sought = wordSeekers(filter.text, directory);
  const { severityFloor, place, actor, eventType, from, to } = filter;
  return (entry) =>
    (severityFloor === null || isAtLeast(entry.severity, severityFloor)) &&
    (place === null || entry.places.includes(place)) &&
    (actor === null || entry.actors.includes(actor)) &&
    (eventType === null || entry.eventType === eventType || entry.subEvent === eventType) &&
    (from === null || entry.to >= from) &&
    (to === null || entry.from <= to) &&
    sought.every((isIn) => isIn(entry));
}

/**
 * Each word is in the titles, or belongs to the name of a place, actor or kind of event, in whatever language either is
 * written: "Hezbollah" alone is not Kataib Hezbollah, "Kataib Hezb" is.
 */
function wordSeekers(text: string, { actors, places, types }: Directory): readonly ((entry: Entry) => boolean)[] {
  const words = soughtWords(text);
  const [ofActors, ofPlaces, ofTypes] = [actors, places, types].map((entries) => idsBeginning(entries, words));
  return words.map((word, at) => (entry) => {
    if (entry.words.includes(` ${word}`)) return true;
    const [actorIds, placeIds, typeIds] = [ofActors?.[at], ofPlaces?.[at], ofTypes?.[at]];
    return (
      typeIds?.has(entry.eventType) === true ||
      typeIds?.has(entry.subEvent) === true ||
      entry.actors.some((id) => actorIds?.has(id)) ||
      entry.places.some((id) => placeIds?.has(id))
    );
  });
}

/** Whether an alert in this state, null where the server was not told, is among those asked for. */
export function isInState(filter: StateFilter, state: AlertState | null): boolean {
  switch (filter) {
    case 'any':
      return true;
    case 'told':
      return state !== null;
    case 'unresolved':
      return state !== null && !isClosed({ state });
    default:
      return state === filter;
  }
}

/** Newest first, or gravest first and of these the newest; the same order for the same incidents. */
export function inOrder(entries: readonly Entry[], order: Order): readonly Entry[] {
  const newest = (one: Entry, other: Entry): number => other.openedAt - one.openedAt || (one.id < other.id ? -1 : 1);
  if (order === 'newest') return entries.toSorted(newest);
  const rank = (entry: Entry): number => severities.indexOf(entry.severity);
  return entries.toSorted((one, other) => rank(other) - rank(one) || newest(one, other));
}
