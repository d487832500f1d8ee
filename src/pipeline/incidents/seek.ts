import { type Pack, type Spellings, type SubEvent, subEvents } from '../../model.ts';
import { fold } from '../extract/fold.ts';
import { deedOf } from '../render/deeds.ts';

/** The Arabic article with what is written together with it; who seeks "السفارة" means "سفارة" too. */
const article = /^(?:[وف]?(?:ال|بال|كال)|[وف]?لل)(?=.{3})/u;
const wordsSoughtMax = 12;

/** A text as it is sought in: folded words, a blank before each, so that a word's beginning can be looked for. */
export function seekable(text: string): string {
  const words = fold(text).text.split(/[^\p{L}\p{N}]+/u);
  return words.map((word) => (word === '' ? '' : ` ${word.replace(article, '')}`)).join('');
}

/** The words that are sought, the same form. */
export function soughtWords(text: string): readonly string[] {
  return seekable(text)
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, wordsSoughtMax);
}

/** What the pack calls its actors, places and kinds of events, in every language. */
export interface Directory {
  readonly actors: readonly Named[];
  readonly places: readonly Named[];
  /** Kinds of events by their ids, and the sub-events that they are of, by their names. */
  readonly types: readonly Named[];
}
export interface Named {
  readonly id: string;
  readonly name: string;
  /** Every spelling, in the form in which it is sought. */
  readonly spellings: readonly string[];
}

const directories = new WeakMap<Pack, Directory>();

/** The directory of a pack, made once. */
export function directoryOf(pack: Pack): Directory {
  const known = directories.get(pack);
  if (known !== undefined) return known;
  const made: Directory = {
    actors: pack.actors.map((actor) => named(actor.id, actor.name, actor.aliases)),
    places: pack.places.map((place) => named(place.id, place.name, place.aliases)),
    types: [
      ...pack.eventTypes.map(({ id, name }) => named(id, name, { en: [], ar: [], fa: [] })),
      ...subEvents.map((subEvent) => named(subEvent, deed(subEvent, 'en'), spellingsOf(subEvent))),
    ],
  };
  directories.set(pack, made);
  return made;
}

/** The one that is meant by its id or by one of its spellings; null where there is none. */
export function findNamed(entries: readonly Named[], given: string): Named | null {
  const sought = seekable(given);
  const byId = entries.find(({ id }) => id === given.trim());
  return byId ?? entries.find(({ spellings }) => spellings.includes(sought)) ?? null;
}

/** Those whose id or a spelling begins with what was given, or has a word that does; the former first. */
export function suggestNamed(entries: readonly Named[], given: string, countMax: number): readonly Named[] {
  const sought = seekable(given);
  const starting = entries.filter(({ spellings }) => spellings.some((each) => each.startsWith(sought)));
  const holding = entries.filter(
    (entry) => !starting.includes(entry) && entry.spellings.some((each) => each.includes(sought)),
  );
  return [...starting, ...holding].slice(0, countMax);
}

/** For each of the words the ids of those with a spelling that begins with it and its neighbours. */
export function idsBeginning(entries: readonly Named[], words: readonly string[]): readonly ReadonlySet<string>[] {
  const found = words.map(() => new Set<string>());
  for (const [from] of words.entries())
    for (let to = from + 1; to <= words.length; to += 1) {
      const start = words
        .slice(from, to)
        .map((word) => ` ${word}`)
        .join('');
      const ids = entries.filter(({ spellings }) => spellings.some((each) => each.startsWith(start)));
      if (ids.length === 0) break;
      for (const { id } of ids) for (let at = from; at < to; at += 1) found[at]?.add(id);
    }
  return found;
}

const deed = (subEvent: SubEvent, language: 'en' | 'ar' | 'fa'): string =>
  deedOf({ subEvent, stage: 'accomplished', weapon: null }, language);

function spellingsOf(subEvent: SubEvent): Spellings {
  return { en: [deed(subEvent, 'en')], ar: [deed(subEvent, 'ar')], fa: [deed(subEvent, 'fa')] };
}

function named(id: string, name: string, aliases: Spellings): Named {
  const all = [id, name, ...aliases.en, ...aliases.ar, ...aliases.fa];
  return { id, name, spellings: [...new Set(all.map(seekable))] };
}
