import type { Watch } from '../../model.ts';
import type { Vocabulary } from '../query/vocabulary.ts';
import { type Costing, factKey, type Key, keysOf } from './cover.ts';
import { keywordsOf } from './keywords.ts';

const spelledCost = 12;
const prefixTimes = 4;
const factCosts: readonly (readonly [start: string, cost: number])[] = [
  ['@outlet:', 10],
  ['@actor:', 20],
  ['@place:', 30],
  ['@type:', 30],
  ['@side:', 200],
  ['@lang:', 200],
];

/** How often keys are to be expected, and what that is reckoned from. */
export interface Costs {
  readonly of: Costing;
  /** Counts what a watch asks for, or with -1 no longer. */
  readonly count: (watch: Watch, by: 1 | -1) => void;
}

/**
 * How often each key is to be expected in the news: long words less than short ones, and what many watches ask for more
 * than what one does, since people watch for what is there. It decides speed alone, never what is found.
 */
export function newCosts(vocabulary: Vocabulary): Costs {
  const asked = new Map<Key, number>();
  const add = (key: Key, by: number) => {
    const count = (asked.get(key) ?? 0) + by;
    if (count > 0) asked.set(key, count);
    else asked.delete(key);
  };
  return {
    of: (key) => baseCost(key) * (1 + (asked.get(key) ?? 0)),
    count(watch, by) {
      for (const { matcher } of keywordsOf(watch, vocabulary))
        if (matcher !== null) for (const key of keysOf(matcher)) add(key, by);
      for (const [field, ids] of listsOf(watch)) for (const id of ids) add(factKey(field, id), by);
    },
  };
}

/** The lists of a watch beside its keywords, by the field of a query that asks the same. */
export function listsOf({
  actors,
  places,
  eventTypes,
  languages,
}: Watch): readonly (readonly [string, readonly string[]])[] {
  return [
    ['actor', actors],
    ['place', places],
    ['type', eventTypes],
    ['lang', languages],
  ];
}

function baseCost(key: Key): number {
  if (typeof key !== 'string') return spelledCost;
  const fact = factCosts.find(([start]) => key.startsWith(start));
  if (fact !== undefined) return fact[1];
  const length = key.length - 1;
  const cost = 64 / (length * length);
  return key.startsWith('^') ? cost * prefixTimes : cost;
}
