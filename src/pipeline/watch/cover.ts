import type { Spelled } from '../query/vocabulary.ts';
import type { Matcher, PhrasesMatcher, SoughtWord } from './matcher.ts';

/**
 * Something that a text or an incident has or lacks: a word (`=` as written, `~` in any form, `^` by its beginning), a fact
 * (`@actor:irgc`), or a spelling of something the pack knows.
 */
export type Key = string | Spelled;

/** Of these something must be there wherever a query holds. `cost` is how often that is to be expected. */
export interface Cover {
  readonly keys: readonly Key[];
  readonly cost: number;
}
/** What can hold without any key. */
type CoverOrNone = Cover | null;

/** How often a key is to be expected. */
export type Costing = (key: Key) => number;

/** The cheapest cover of a query; null where it can hold of a text in which nothing of it stands. */
export function coverOf(matcher: Matcher, costOf: Costing): CoverOrNone {
  switch (matcher.kind) {
    case 'phrases':
      return coverOfPhrases(matcher, costOf);
    case 'near':
      return cheapest(matcher.operands.map((operand) => coverOfPhrases(operand, costOf)));
    case 'field':
      return coversFacts(matcher.field) && matcher.comparison === '='
        ? made([factKey(matcher.field, matcher.value)], costOf)
        : null;
    case 'not':
      return null;
    case 'all':
      return cheapest(matcher.of.map((part) => coverOf(part, costOf)));
    case 'any':
      return union(matcher.of.map((part) => coverOf(part, costOf)));
  }
}

/** Every key of a query, to count what many ask for. */
export function keysOf(matcher: Matcher): readonly Key[] {
  switch (matcher.kind) {
    case 'phrases':
      return [...matcher.phrases.flat().flatMap(wordKeys), ...matcher.spelled];
    case 'near':
      return matcher.operands.flatMap(keysOf);
    case 'field':
      return coversFacts(matcher.field) ? [factKey(matcher.field, matcher.value)] : [];
    case 'not':
      return [];
    case 'all':
    case 'any':
      return matcher.of.flatMap(keysOf);
  }
}

const factFields = ['actor', 'place', 'type', 'side', 'lang', 'outlet'] as const;
type FactField = (typeof factFields)[number];
const coversFacts = (field: string): boolean => factFields.some((each) => each === field);

/** The key of a fact. */
export const factKey = (field: FactField | string, value: string): string => `@${field}:${value}`;

/** What a word can be found under. */
function wordKeys(word: SoughtWord): readonly string[] {
  if (word.by === 'loose') return word.forms.map((form) => `~${form}`);
  return [`${word.by === 'exact' ? '=' : '^'}${word.text}`];
}

/** Where a word stands beside all spellings of what it names, these take in the words themselves. */
function coverOfPhrases({ phrases, spelled }: PhrasesMatcher, costOf: Costing): CoverOrNone {
  const bySpelling = made(spelled, costOf);
  return union([
    ...phrases.map((phrase) => coverOfPhrase(phrase, costOf)),
    ...(spelled.length > 0 ? [bySpelling] : []),
  ]);
}

/** The words that are to be expected least, in all of its forms. */
export function coverOfPhrase(phrase: readonly SoughtWord[], costOf: Costing): CoverOrNone {
  return cheapest(phrase.map((word) => made(wordKeys(word), costOf)));
}

function made(keys: readonly Key[], costOf: Costing): Cover {
  return { keys, cost: keys.reduce((cost, key) => cost + costOf(key), 0) };
}

/** Of several that must all hold one is enough to look for. */
export function cheapest(covers: readonly CoverOrNone[]): CoverOrNone {
  return covers.reduce(
    (best, cover) => (cover !== null && (best === null || cover.cost < best.cost) ? cover : best),
    null,
  );
}

/** Of several of which any suffices each must be looked for. */
export function union(covers: readonly CoverOrNone[]): CoverOrNone {
  const keys: Key[] = [];
  let cost = 0;
  for (const cover of covers) {
    if (cover === null) return null;
    keys.push(...cover.keys);
    cost += cover.cost;
  }
  return { keys, cost };
}
