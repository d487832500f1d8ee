import type { Outlet, Watch } from '../../model.ts';
import { outletsOf, type Spelled, type Vocabulary } from '../query/vocabulary.ts';
import { costing, listsOf } from './costs.ts';
import { type Costing, cheapest, coverOf, coverOfPhrase, factKey, type Key, union } from './cover.ts';
import { keywordsOf } from './keywords.ts';
import { phrasesSpelled } from './matcher.ts';
import type { SearchedText } from './text.ts';

/** One keyword of a watch; or, with `keyword` null, the watch whatever its keywords. */
export interface Unit {
  readonly watch: number;
  readonly keyword: number | null;
}

/** What hangs on a word: watches that may be satisfied, and spellings to look closer at. */
export interface Hanging {
  readonly units: Unit[];
  readonly spelled: Spelled[];
}

/** Many watches by what must be there to satisfy them. */
export interface WatchTable {
  readonly vocabulary: Vocabulary;
  readonly outlets: readonly Outlet[];
  /** By a word as written, by a form of it, by its beginning. */
  readonly exact: Map<string, Hanging>;
  readonly loose: Map<string, Hanging>;
  readonly prefixes: Map<string, Hanging>;
  readonly facts: Map<string, Unit[]>;
  readonly spelled: Map<Spelled, Unit[]>;
  /** Those that nothing need be there for. */
  readonly always: Unit[];
  /** What the words of a text lead to; reports are seen again and again. */
  readonly led: WeakMap<SearchedText, readonly Unit[]>;
}

const tables = new WeakMap<readonly Watch[], WatchTable>();

/** The table of these watches, made once for as long as the list is the same. */
export function tableOf(watches: readonly Watch[], vocabulary: Vocabulary): WatchTable {
  const known = tables.get(watches);
  const outlets = outletsOf(vocabulary).list;
  if (known?.vocabulary === vocabulary && known.outlets === outlets) return known;
  const made = makeTable(watches, vocabulary);
  tables.set(watches, made);
  return made;
}

function makeTable(watches: readonly Watch[], vocabulary: Vocabulary): WatchTable {
  const table: WatchTable = {
    vocabulary,
    outlets: outletsOf(vocabulary).list,
    exact: new Map(),
    loose: new Map(),
    prefixes: new Map(),
    facts: new Map(),
    spelled: new Map(),
    always: [],
    led: new WeakMap(),
  };
  const costOf = costing(watches, vocabulary);
  for (const [at, watch] of watches.entries()) enter(table, at, watch, costOf);
  return table;
}

/** Enters a watch under the cheapest of its parts, since all of them must hold. */
function enter(table: WatchTable, at: number, watch: Watch, costOf: Costing): void {
  const keywords = keywordsOf(watch, table.vocabulary).map(({ matcher }) =>
    matcher === null ? nowhere : coverOf(matcher, costOf),
  );
  const byKeyword = keywords.length === 0 ? null : union(keywords);
  const byFact = cheapest(
    listsOf(watch).map(([field, ids]) => (ids.length === 0 ? null : factsCover(field, ids, costOf))),
  );
  if (byFact !== null && (byKeyword === null || byFact.cost <= byKeyword.cost))
    hang(table, byFact.keys, { watch: at, keyword: null });
  else if (keywords.length > 0)
    for (const [keyword, cover] of keywords.entries()) hang(table, cover?.keys ?? null, { watch: at, keyword });
  else if (watch.origin === 'file') hang(table, null, { watch: at, keyword: null });
}
const nowhere = { keys: [], cost: 0 };

function factsCover(field: string, ids: readonly string[], costOf: Costing) {
  const keys = ids.map((id) => factKey(field, id));
  return { keys, cost: keys.reduce((cost, key) => cost + costOf(key), 0) };
}

function hang(table: WatchTable, keys: readonly Key[] | null, unit: Unit): void {
  if (keys === null) table.always.push(unit);
  for (const key of new Set(keys)) {
    if (typeof key !== 'string') hangSpelled(table, key, unit);
    else if (key.startsWith('@')) push(table.facts, key, unit);
    else hangingAt(table, key).units.push(unit);
  }
}

/** A spelling is looked for once a text, whatever the number of watches: under the longest word of each of its phrases. */
function hangSpelled(table: WatchTable, spelled: Spelled, unit: Unit): void {
  if (!table.spelled.has(spelled)) {
    const keys = phrasesSpelled(spelled).flatMap((phrase) => coverOfPhrase(phrase, shortness)?.keys ?? []);
    for (const key of new Set(keys)) if (typeof key === 'string') hangingAt(table, key).spelled.push(spelled);
  }
  push(table.spelled, spelled, unit);
}

const shortness = (key: Key): number => (typeof key === 'string' ? 1 / key.length : 0);

function hangingAt({ exact, loose, prefixes }: WatchTable, key: string): Hanging {
  const map = key.startsWith('=') ? exact : key.startsWith('~') ? loose : prefixes;
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
