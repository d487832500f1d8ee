import type { Outlet, Watch } from '../../model.ts';
import { outletsOf, type Vocabulary } from '../query/vocabulary.ts';
import { type Costs, newCosts } from './costs.ts';
import { type Hooks, type Hung, hang, hungBy, newHooks, type Unit, unhang } from './hooks.ts';
import type { SearchedText } from './text.ts';

/** Many watches by what must be there to satisfy them. */
export interface WatchTable extends Hooks {
  readonly vocabulary: Vocabulary;
  readonly outlets: readonly Outlet[];
  readonly entries: Map<Watch, Entry>;
  /** What the words of a text lead to; reports are seen again and again. */
  led: WeakMap<SearchedText, readonly Unit[]>;
  /** The list that the table is of now. */
  watches: readonly Watch[];
  readonly costs: Costs;
  /** Watches that came and went since it was made. */
  changes: number;
}

interface Entry {
  /** The place of the watch in the list. */
  at: number;
  readonly hung: readonly Hung[];
}

const tables = new WeakMap<readonly Watch[], WatchTable>();
/** The last large table: the list of all watches changes with each that anybody changes, by little. */
const largest = new WeakMap<Vocabulary, WatchTable>();
const largeFrom = 200; // watches: fewer are entered anew in a few milliseconds
/** What is expected of words is reckoned anew, and the watches hung anew, once so many of all have changed. */
const changesMaxShare = 0.5;

/**
 * The table of these watches, made once for as long as the list is the same. Where it is nearly that of the last large
 * table, that one is changed, and costs what the difference does.
 */
export function tableOf(watches: readonly Watch[], vocabulary: Vocabulary): WatchTable {
  const known = tables.get(watches);
  if (known?.watches === watches && isOfToday(known, vocabulary)) return known;
  const before = largest.get(vocabulary);
  const table =
    before !== undefined && isOfToday(before, vocabulary) && turnInto(before, watches)
      ? before
      : makeTable(watches, vocabulary);
  tables.set(watches, table);
  if (watches.length >= largeFrom) largest.set(vocabulary, table);
  return table;
}

const isOfToday = (table: WatchTable, vocabulary: Vocabulary): boolean =>
  table.vocabulary === vocabulary && table.outlets === outletsOf(vocabulary).list;

function makeTable(watches: readonly Watch[], vocabulary: Vocabulary): WatchTable {
  const table: WatchTable = {
    ...newHooks(),
    vocabulary,
    outlets: outletsOf(vocabulary).list,
    entries: new Map(),
    led: new WeakMap(),
    watches,
    costs: newCosts(vocabulary),
    changes: 0,
  };
  for (const watch of watches) table.costs.count(watch, 1);
  for (const watch of watches) enter(table, watch);
  place(table, watches);
  return table;
}

/** Makes the table that of another list; false, and nothing done, where too much of it would change. */
function turnInto(table: WatchTable, watches: readonly Watch[]): boolean {
  const listed = new Set(watches);
  const added = watches.filter((watch) => !table.entries.has(watch));
  const removed = [...table.entries].filter(([watch]) => !listed.has(watch));
  const changes = table.changes + added.length + removed.length;
  if (changes > listed.size * changesMaxShare) return false;
  for (const [watch, { hung }] of removed) {
    table.costs.count(watch, -1);
    for (const each of hung) unhang(table, each);
    table.entries.delete(watch);
  }
  for (const watch of added) table.costs.count(watch, 1);
  for (const watch of added) enter(table, watch);
  if (added.length + removed.length > 0) table.led = new WeakMap();
  table.changes = changes;
  place(table, watches);
  return true;
}

function enter(table: WatchTable, watch: Watch): void {
  const hung = hungBy(watch, table.vocabulary, table.costs.of);
  for (const each of hung) hang(table, each);
  table.entries.set(watch, { at: 0, hung });
}

function place(table: WatchTable, watches: readonly Watch[]): void {
  table.watches = watches;
  for (const [at, watch] of watches.entries()) {
    const entry = table.entries.get(watch);
    if (entry !== undefined) entry.at = at;
  }
}
