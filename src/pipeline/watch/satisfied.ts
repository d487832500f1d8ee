import type { Reason, Watch } from '../../model.ts';
import { satisfaction } from '../watch.ts';
import { factKey } from './cover.ts';
import type { Hanging, Unit } from './hooks.ts';
import { holdsSpelled } from './phrases.ts';
import { tableOf, type WatchTable } from './table.ts';
import { beginningsOf, type SearchedText } from './text.ts';
import type { WatchedIncident } from './watched.ts';

/** Each watch that an incident satisfies, and why. */
export type Satisfied = ReadonlyMap<Watch, readonly Reason[]>;

/**
 * The watches that are satisfied, in their order: what `satisfaction` says of each, asked only of those of which
 * something is there. So the words of an article are looked up once, whatever the number of watches.
 */
export function satisfiedBy(watches: readonly Watch[], seen: WatchedIncident): Satisfied {
  const table = tableOf(watches, seen.vocabulary);
  const satisfied = new Map<Watch, readonly Reason[]>();
  for (const [watch, keywords] of inOrder(table, candidatesOf(table, seen))) {
    const among = keywords === null ? null : [...keywords].sort((a, b) => a - b);
    const reasons = satisfaction(watch, seen, among);
    if (reasons !== null) satisfied.set(watch, reasons);
  }
  return satisfied;
}

/** By watch the keywords that may hold; null where that is not known. */
type Candidates = Map<Watch, Set<number> | null>;

function inOrder({ entries }: WatchTable, candidates: Candidates): readonly [Watch, Set<number> | null][] {
  const placed = [...candidates].map((candidate) => ({ candidate, at: entries.get(candidate[0])?.at ?? 0 }));
  return placed.sort((a, b) => a.at - b.at).map(({ candidate }) => candidate);
}

function candidatesOf(table: WatchTable, seen: WatchedIncident): Candidates {
  const candidates: Candidates = new Map();
  for (const unit of table.always) add(candidates, unit);
  for (const key of factsOf(seen)) for (const unit of table.facts.get(key) ?? []) add(candidates, unit);
  for (const { text } of seen.texts) for (const unit of ledTo(table, text)) add(candidates, unit);
  return candidates;
}

function add(candidates: Candidates, { watch, keyword }: Unit): void {
  const known = candidates.get(watch);
  if (keyword === null) candidates.set(watch, null);
  else if (known === undefined) candidates.set(watch, new Set([keyword]));
  else known?.add(keyword);
}

function* factsOf(seen: WatchedIncident): Generator<string> {
  for (const actor of seen.actors) yield factKey('actor', actor);
  for (const place of seen.places) yield factKey('place', place);
  for (const type of seen.eventTypes) yield factKey('type', type);
  for (const side of seen.sides) yield factKey('side', side);
  for (const language of seen.languages) yield factKey('lang', language);
  for (const outlet of new Set(seen.texts.map((text) => text.outlet))) yield factKey('outlet', outlet);
}

function ledTo(table: WatchTable, text: SearchedText): readonly Unit[] {
  const known = table.led.get(text);
  if (known !== undefined) return known;
  const units = new Set<Unit>();
  const spelled = new Set<Hanging['spelled'][number]>();
  for (const hanging of hangingIn(table, text)) {
    for (const unit of hanging.units) units.add(unit);
    for (const each of hanging.spelled) spelled.add(each);
  }
  for (const each of spelled)
    if (holdsSpelled(text, each)) for (const unit of table.spelled.get(each) ?? []) units.add(unit);
  const led = [...units];
  table.led.set(text, led);
  return led;
}

function* hangingIn(table: WatchTable, text: SearchedText): Generator<Hanging> {
  yield* atWords(table.exact, text.exact);
  yield* atWords(table.loose, text.loose);
  if (table.prefixes.size === 0) return;
  const lengths = new Set([...table.prefixes.keys()].map(({ length }) => length));
  for (const { form } of beginningsOf(text))
    for (const length of lengths) {
      const hanging = form.length < length ? undefined : table.prefixes.get(form.slice(0, length));
      if (hanging !== undefined) yield hanging;
    }
}

/** Whichever are fewer, the words of the table or those of the text, are looked up among the others. */
function* atWords(hanging: ReadonlyMap<string, Hanging>, words: ReadonlyMap<string, unknown>): Generator<Hanging> {
  if (hanging.size < words.size) {
    for (const [word, found] of hanging) if (words.has(word)) yield found;
    return;
  }
  for (const word of words.keys()) {
    const found = hanging.get(word);
    if (found !== undefined) yield found;
  }
}
