import type { Watch } from '../../model.ts';
import type { Spelled, Vocabulary } from '../query/vocabulary.ts';
import { listsOf } from './costs.ts';
import { type Costing, cheapest, coverOf, coverOfPhrase, factKey, type Key, union } from './cover.ts';
import { keywordsOf } from './keywords.ts';
import { phrasesSpelled } from './matcher.ts';

/** One keyword of a watch; or, with `keyword` null, the watch whatever its keywords. */
export interface Unit {
  readonly watch: Watch;
  readonly keyword: number | null;
}

/** What hangs on a word: watches that may be satisfied, and spellings to look closer at. */
export interface Hanging {
  readonly units: Unit[];
  readonly spelled: Spelled[];
}

/** Units by what must be there to satisfy them. */
export interface Hooks {
  /** By a word as written, by a form of it, by its beginning. */
  readonly exact: Map<string, Hanging>;
  readonly loose: Map<string, Hanging>;
  readonly prefixes: Map<string, Hanging>;
  readonly facts: Map<string, Unit[]>;
  readonly spelled: Map<Spelled, Unit[]>;
  /** Those that nothing need be there for. */
  readonly always: Unit[];
}

/** A unit and what it hangs on; null where on nothing. */
export interface Hung {
  readonly unit: Unit;
  readonly keys: readonly Key[] | null;
}

/** Hooks on which nothing hangs. */
export const newHooks = (): Hooks => ({
  exact: new Map(),
  loose: new Map(),
  prefixes: new Map(),
  facts: new Map(),
  spelled: new Map(),
  always: [],
});

/** What a watch hangs on: the cheapest of its parts, since all of them must hold. */
export function hungBy(watch: Watch, vocabulary: Vocabulary, costOf: Costing): readonly Hung[] {
  const keywords = keywordsOf(watch, vocabulary).map(({ matcher }) =>
    matcher === null ? nowhere : coverOf(matcher, costOf),
  );
  const byKeyword = keywords.length === 0 ? null : union(keywords);
  const byFact = cheapest(
    listsOf(watch).map(([field, ids]) => (ids.length === 0 ? null : factsCover(field, ids, costOf))),
  );
  if (byFact !== null && (byKeyword === null || byFact.cost <= byKeyword.cost))
    return [{ keys: byFact.keys, unit: { watch, keyword: null } }];
  if (keywords.length > 0)
    return keywords.map((cover, keyword) => ({ keys: cover?.keys ?? null, unit: { watch, keyword } }));
  return watch.origin === 'file' ? [{ keys: null, unit: { watch, keyword: null } }] : [];
}
const nowhere = { keys: [], cost: 0 };

function factsCover(field: string, ids: readonly string[], costOf: Costing) {
  const keys = ids.map((id) => factKey(field, id));
  return { keys, cost: keys.reduce((cost, key) => cost + costOf(key), 0) };
}

/** Hangs a unit on its keys. */
export function hang(hooks: Hooks, { keys, unit }: Hung): void {
  if (keys === null) hooks.always.push(unit);
  for (const key of new Set(keys)) {
    if (typeof key !== 'string') hangSpelled(hooks, key, unit);
    else if (key.startsWith('@')) push(hooks.facts, key, unit);
    else hangingAt(hooks, key).units.push(unit);
  }
}

/** Takes a unit off the keys that it was hung on. Spellings stay looked for: a pack has so many and no more. */
export function unhang(hooks: Hooks, { keys, unit }: Hung): void {
  if (keys === null) drop(hooks.always, unit);
  for (const key of new Set(keys)) {
    if (typeof key !== 'string') drop(hooks.spelled.get(key), unit);
    else if (key.startsWith('@')) drop(hooks.facts.get(key), unit);
    else unhangWord(mapOf(hooks, key), key.slice(1), unit);
  }
}

function unhangWord(map: Map<string, Hanging>, word: string, unit: Unit): void {
  const hanging = map.get(word);
  drop(hanging?.units, unit);
  if (hanging?.units.length === 0 && hanging.spelled.length === 0) map.delete(word);
}

/** The last takes the place of the one that goes: their order says nothing. */
function drop(units: Unit[] | undefined, unit: Unit): void {
  const at = units?.indexOf(unit) ?? -1;
  const last = at < 0 ? undefined : units?.pop();
  if (units !== undefined && last !== undefined && last !== unit) units[at] = last;
}

/** A spelling is looked for once a text, whatever the number of watches: under the longest word of each of its phrases. */
function hangSpelled(hooks: Hooks, spelled: Spelled, unit: Unit): void {
  if (!hooks.spelled.has(spelled)) {
    const keys = phrasesSpelled(spelled).flatMap((phrase) => coverOfPhrase(phrase, shortness)?.keys ?? []);
    for (const key of new Set(keys)) if (typeof key === 'string') hangingAt(hooks, key).spelled.push(spelled);
  }
  push(hooks.spelled, spelled, unit);
}

const shortness = (key: Key): number => (typeof key === 'string' ? 1 / key.length : 0);

const mapOf = ({ exact, loose, prefixes }: Hooks, key: string): Map<string, Hanging> =>
  key.startsWith('=') ? exact : key.startsWith('~') ? loose : prefixes;

function hangingAt(hooks: Hooks, key: string): Hanging {
  const map = mapOf(hooks, key);
  const word = key.slice(1);
  const known = map.get(word);
  if (known !== undefined) return known;
  const made: Hanging = { units: [], spelled: [] };
  map.set(word, made);
  return made;
}

function push<K>(map: Map<K, Unit[]>, key: K, unit: Unit): void {
  const held = map.get(key);
  if (held === undefined) map.set(key, [unit]);
  else held.push(unit);
}
