import {
  type Actor,
  type EventType,
  type Outlet,
  type Pack,
  type Place,
  type Spellings,
  severities,
} from '../../model.ts';
import { lexemesOf } from '../extract/words.ts';
import { nearest } from './nearest.ts';
import type { QueryField, QueryWord } from './node.ts';

/** All spellings of what a phrase names, one object for all queries that name it. */
export interface Spelled {
  readonly phrases: readonly (readonly QueryWord[])[];
}

/** The part of a pack that queries can name. */
type Nameable = Pick<Pack, 'actors' | 'places' | 'eventTypes' | 'outlets'>;

/** What a pack's words mean to a query. */
export interface Vocabulary {
  readonly pack: Nameable;
  readonly actors: ReadonlyMap<string, Actor>;
  readonly places: ReadonlyMap<string, Place>;
  readonly eventTypes: ReadonlyMap<string, EventType>;
  /** By field and name as it is compared. */
  readonly ids: Readonly<Record<'actor' | 'place' | 'type', ReadonlyMap<string, readonly string[]>>>;
  /** By the words of a spelling: every spelling of the actors and places that it names. */
  readonly spelled: ReadonlyMap<string, Spelled>;
  /** Outlets come and go while the program runs, so that they are looked up in the list of the day. */
  readonly outlets: {
    list: readonly Outlet[];
    byId: ReadonlyMap<string, Outlet>;
    ids: ReadonlyMap<string, readonly string[]>;
  };
}

const vocabularies = new WeakMap<Nameable, Vocabulary>();

/** The vocabulary of a pack, made once. */
export function vocabularyOf(pack: Nameable): Vocabulary {
  const known = vocabularies.get(pack);
  if (known !== undefined) return known;
  const made: Vocabulary = {
    pack,
    actors: byId(pack.actors),
    places: byId(pack.places),
    eventTypes: byId(pack.eventTypes),
    ids: {
      actor: namesOf(pack.actors, spellingsOf),
      place: namesOf(pack.places, spellingsOf),
      type: namesOf(pack.eventTypes, ({ name }) => [name]),
    },
    spelled: spelledOf([...pack.actors, ...pack.places]),
    outlets: { list: [], byId: new Map(), ids: new Map() },
  };
  vocabularies.set(pack, made);
  return made;
}

const closedValues: Readonly<Partial<Record<QueryField, readonly string[]>>> = {
  side: ['iraq', 'iran', 'us', 'israel', 'other'],
  lang: ['en', 'ar', 'fa'],
  tier: ['1', '2', '3'],
  severity: severities,
};
const otherNames: Readonly<Record<string, string>> = {
  usa: 'us',
  america: 'us',
  english: 'en',
  arabic: 'ar',
  persian: 'fa',
  farsi: 'fa',
};

/** All values of a field, where they are few. */
export function knownValues(field: QueryField): readonly string[] {
  return closedValues[field] ?? [];
}

/** What a value names, ids before names; of names that several share, all; empty where it names nothing. */
export function valuesOf(vocabulary: Vocabulary, field: QueryField, typed: string): readonly string[] {
  const closed = closedValues[field];
  if (closed !== undefined) {
    const word = typed.toLowerCase();
    return closed.filter((each) => each === word || each === otherNames[word]);
  }
  if (idsOf(vocabulary, field).has(typed)) return [typed];
  const name = keyOf(typed);
  const ids = namesFor(vocabulary, field).get(name) ?? [];
  if (ids.length > 0 || field !== 'type') return ids;
  const subEvent = vocabulary.pack.eventTypes.find((each) => keyOf(each.subEvent) === name)?.subEvent;
  return subEvent === undefined ? [] : [subEvent];
}

/** The id or word that was likely meant by a value that names nothing. */
export function nearestValue(vocabulary: Vocabulary, field: QueryField, typed: string): string | null {
  const closed = closedValues[field];
  if (closed !== undefined) return nearest(typed, closed);
  const names = namesFor(vocabulary, field);
  const found = nearest(keyOf(typed), names.keys());
  return found === null ? null : (names.get(found)?.[0] ?? null);
}

function namesFor(vocabulary: Vocabulary, field: QueryField): ReadonlyMap<string, readonly string[]> {
  if (field === 'actor' || field === 'place' || field === 'type') return vocabulary.ids[field];
  return field === 'outlet' ? outletsOf(vocabulary).ids : noNames;
}
const noNames: ReadonlyMap<string, readonly string[]> = new Map();

function idsOf(vocabulary: Vocabulary, field: QueryField): ReadonlyMap<string, unknown> {
  const { actors, places, eventTypes } = vocabulary;
  if (field === 'outlet') return outletsOf(vocabulary).byId;
  return field === 'actor' ? actors : field === 'place' ? places : field === 'type' ? eventTypes : noNames;
}

/** The outlets as they are listed now. */
export function outletsOf({ pack, outlets }: Vocabulary): Vocabulary['outlets'] {
  const list = pack.outlets;
  if (outlets.list !== list) {
    outlets.list = list;
    outlets.byId = byId(list);
    outlets.ids = namesOf(list, ({ name }) => [name]);
  }
  return outlets;
}

/** Every spelling of what these words name; null where they name nothing of the pack. */
export function spelledBy(vocabulary: Vocabulary, words: readonly QueryWord[]): Spelled | null {
  if (words.some(({ form }) => form !== 'stem')) return null;
  return vocabulary.spelled.get(words.map(({ text }) => text).join(' ')) ?? null;
}

const keyOf = (text: string): string =>
  lexemesOf(text)
    .map((word) => word.text)
    .join(' ');

const spellingsOf = ({ name, aliases }: { readonly name: string; readonly aliases: Spellings }): readonly string[] => [
  name,
  ...aliases.en,
  ...aliases.ar,
  ...aliases.fa,
];

const byId = <T extends { readonly id: string }>(entries: readonly T[]): ReadonlyMap<string, T> =>
  new Map(entries.map((entry) => [entry.id, entry]));

/** An id stands alone under itself: no name of another entry takes part in it. */
function namesOf<T extends { readonly id: string }>(
  entries: readonly T[],
  spellings: (entry: T) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const entry of entries)
    for (const spelling of new Set(spellings(entry).map(keyOf))) {
      const ids = names.get(spelling);
      if (ids === undefined) names.set(spelling, [entry.id]);
      else ids.push(entry.id);
    }
  names.delete('');
  for (const { id } of entries) names.set(keyOf(id), [id]);
  return names;
}

/** Spellings in capitals, such as KH, are words of their own right in small letters: they find, and are not found by. */
const acronym = /^[A-Z]{2,4}$/;

function spelledOf(entries: readonly (Actor | Place)[]): ReadonlyMap<string, Spelled> {
  const namedBy = new Map<string, (readonly string[])[]>();
  for (const entry of entries) {
    const spellings = spellingsOf(entry);
    const found = [...new Set(spellings.filter((each) => !acronym.test(each)).map(keyOf))];
    for (const spelling of new Set(spellings.map(keyOf)))
      namedBy.set(spelling, [...(namedBy.get(spelling) ?? []), found]);
  }
  namedBy.delete('');
  const made = new Map<string, Spelled>();
  return new Map([...namedBy].map(([spelling, found]) => [spelling, spelledAs(made, [...new Set(found.flat())])]));
}

/** Entries with the same spellings share one object. */
function spelledAs(made: Map<string, Spelled>, spellings: readonly string[]): Spelled {
  const key = spellings.join('\n');
  const known = made.get(key);
  if (known !== undefined) return known;
  const phrases = spellings.map((each) => each.split(' ').map((text): QueryWord => ({ text, form: 'stem' })));
  const spelled = { phrases };
  made.set(key, spelled);
  return spelled;
}
