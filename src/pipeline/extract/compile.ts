import type { Actor, Day, EventType, Pack, Party, Place, Spellings } from '../../model.ts';
import { compilePhrases, type Phrases } from './phrases.ts';

/** What a name in a text may stand for. */
export interface Named {
  readonly kind: 'actor' | 'place' | 'decoy';
  readonly id: string;
  /** The spelling is an acronym: `US`, `AAH`. */
  readonly needsUpper: boolean;
  /** The spelling is one capitalised word, which in small letters is a word like any other: `Guard`, `Victory`. */
  readonly needsCapital: boolean;
  /** The spelling is one word with this ending in full: `Hamas` is not `Hama`. */
  readonly wholeWord: string | null;
}

/** The pack, made ready for reading articles: built once, used for every article. */
export interface CompiledPack {
  readonly pack: Pack;
  readonly names: Phrases<Named>;
  readonly lists: Phrases<ListEntry>;
  readonly triggers: Phrases<Trigger>;
  readonly actors: ReadonlyMap<string, Actor>;
  readonly places: ReadonlyMap<string, Place>;
  readonly eventTypes: ReadonlyMap<string, EventType>;
  /** Who is at home or stationed at a place, and until when. */
  readonly hosts: ReadonlyMap<string, readonly Host[]>;
  /** The classes of each name that triggers ask for: `{us}`, `{militia}`, `{base}`. */
  readonly classes: Readonly<Record<'actor' | 'place', ReadonlyMap<string, readonly string[]>>>;
}

export interface Host {
  readonly actor: Actor;
  readonly until: Day | null;
}

/** A phrase that reports an event of a type. */
export interface Trigger {
  readonly type: EventType;
  /** How many words it fixes: the more, the surer. */
  readonly fixed: number;
}

/** An entry of a word list. */
export interface ListEntry {
  readonly list: string;
  /** The class it stands for in triggers; null where none asks for it. */
  readonly symbol: string | null;
  readonly needsUpper: boolean;
}

const acronymLengthMax = 6;

/** Compiles the pack's names, word lists and triggers. */
export function compilePack(pack: Pack): CompiledPack {
  const actors = new Map(pack.actors.map((actor) => [actor.id, actor]));
  const places = new Map(pack.places.map((place) => [place.id, place]));
  const triggers = compilePhrases(pack.eventTypes.flatMap(triggersOf), (one, other) => one.type === other.type);
  const asked = (symbols: readonly string[]) => symbols.filter((symbol) => triggers.vocabulary.has(symbol));
  const classes = {
    actor: new Map(pack.actors.map((actor) => [actor.id, asked(classesOfActor(actor))])),
    place: new Map(pack.places.map((place) => [place.id, asked(classesOfPlace(place))])),
  };
  return {
    pack,
    names: compilePhrases(nameEntries(pack), isSameName),
    lists: compilePhrases(listEntries(pack, triggers.vocabulary), (one, other) => one.list === other.list),
    triggers,
    actors,
    places,
    eventTypes: new Map(pack.eventTypes.map((type) => [type.id, type])),
    hosts: hostsOf(pack),
    classes,
  };
}

function hostsOf(pack: Pack): Map<string, Host[]> {
  const hosts = new Map<string, Host[]>();
  for (const actor of pack.actors)
    for (const { place, until } of actor.at) hosts.set(place, [...(hosts.get(place) ?? []), { actor, until }]);
  return hosts;
}

function triggersOf(type: EventType): [string, Trigger][] {
  return spelled(type.triggers).map((phrase) => [
    phrase,
    { type, fixed: phrase.split(/\s+/).filter((part) => part !== '…').length },
  ]);
}

const spelled = (spellings: Spellings): string[] => [...spellings.en, ...spellings.ar, ...spellings.fa];

const isSameName = (one: Named, other: Named): boolean => one.kind === other.kind && one.id === other.id;

function* nameEntries(pack: Pack): Generator<[string, Named]> {
  for (const actor of pack.actors)
    for (const alias of new Set([actor.name, ...spelled(actor.aliases)]))
      yield [alias, named('actor', actor.id, alias)];
  for (const place of pack.places)
    for (const alias of new Set([place.name, ...spelled(place.aliases)]))
      yield [alias, named('place', place.id, alias)];
  const decoys = pack.lexicon.decoy;
  if (decoys)
    for (const phrase of spelled(decoys))
      yield [phrase, { kind: 'decoy', id: phrase, needsUpper: false, needsCapital: false, wholeWord: null }];
}

function named(kind: 'actor' | 'place', id: string, alias: string): Named {
  return {
    kind,
    id,
    needsUpper: isAcronym(alias),
    needsCapital: /^[A-Z][^\s]*$/.test(alias),
    wholeWord: /^[A-Z][a-z]+s$/.test(alias) ? alias.toLowerCase() : null,
  };
}

const isAcronym = (alias: string): boolean => alias.length <= acronymLengthMax && /^[A-Z][A-Z.&\d-]*$/.test(alias);

const partyClass: Readonly<Record<string, string>> = { partyUs: '{us}', partyIran: '{iran}', partyIraq: '{iraq}' };

function* listEntries(pack: Pack, asked: ReadonlySet<string>): Generator<[string, ListEntry]> {
  for (const [list, spellings] of Object.entries(pack.lexicon)) {
    if (list === 'decoy') continue;
    const own = partyClass[list] ?? inBraces(list);
    const symbol = asked.has(own) ? own : null;
    for (const phrase of spelled(spellings)) yield [phrase, { list, symbol, needsUpper: isAcronym(phrase) }];
  }
}

function classesOfActor(actor: Actor): string[] {
  const classes = ['actor', ...partyClasses(actor.parties)];
  const isProxy = actor.kind === 'force' && actor.parties.includes('iran') && actor.parties.includes('iraq');
  if (actor.kind === 'militia' || isProxy) classes.push('militia');
  if (actor.kind === 'force') classes.push('force');
  if (actor.kind === 'person') classes.push('person');
  if (actor.kind === 'state') classes.push('government');
  return classes.map(inBraces);
}

function classesOfPlace(place: Place): string[] {
  const classes = ['place'];
  if (place.kind === 'base') classes.push('base');
  if (place.kind === 'mission') classes.push('mission');
  return classes.map(inBraces);
}

const partyClasses = (parties: readonly Party[]): string[] => parties.filter((party) => party !== 'other');
const inBraces = (name: string): string => `{${name}}`;
