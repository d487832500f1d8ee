import type { Comparison, QueryField } from './node.ts';

/** Queries of one watch, wherever it is made. */
export const queriesMax = 100;
/** The longest query. */
export const queryLengthMax = 500;
/** Phrases and fields of one query. */
export const queryTermsMax = 60;
/** Words of one phrase. */
export const phraseWordsMax = 16;
/** Parentheses and NOTs within each other. */
export const queryDepthMax = 12;
/** Words that NEAR may let stand between. */
export const nearWordsMax = 50;
/** Letters before a star: fewer would find half of every text. */
export const prefixLengthMin = 2;

/** What is wrong with a query, as a word of a closed list with what a sentence about it needs to name. */
export type QueryProblem =
  | { readonly code: 'too-long'; readonly length: number; readonly max: number }
  | { readonly code: 'too-many-terms' | 'phrase-too-long' | 'too-deep'; readonly max: number }
  | { readonly code: 'empty' }
  /** `after` is what was written before it; empty at the beginning. */
  | { readonly code: 'term-expected'; readonly after: string; readonly found: string }
  | { readonly code: 'unclosed-quote' | 'unclosed-parenthesis' | 'unopened-parenthesis' }
  | { readonly code: 'no-word-quoted' }
  | { readonly code: 'regular-expression' }
  | { readonly code: 'sign-for-word'; readonly sign: string; readonly word: 'AND' | 'OR' | 'NOT' }
  | { readonly code: 'unknown-field'; readonly field: string; readonly suggestion: string | null }
  | { readonly code: 'value-expected'; readonly field: QueryField }
  | {
      readonly code: 'unknown-value';
      readonly field: QueryField;
      readonly value: string;
      readonly suggestion: string | null;
      /** All values, where they are few. */
      readonly known: readonly string[];
    }
  | { readonly code: 'number-expected'; readonly field: QueryField; readonly value: string }
  | { readonly code: 'not-ordered'; readonly field: QueryField; readonly comparison: Comparison }
  | { readonly code: 'near-number'; readonly max: number }
  | { readonly code: 'near-operand' }
  | { readonly code: 'star-inside' }
  | { readonly code: 'prefix-too-short'; readonly min: number }
  | { readonly code: 'exact-what' };

/** A mistake with its place in the query, in UTF-16 units; `length` is 0 where something is missing. */
export interface QueryMistake {
  readonly at: number;
  readonly length: number;
  readonly problem: QueryProblem;
}

/** What the reader of a query found: a value, or the first mistake. */
export type Reading<T> = { readonly ok: true; readonly is: T } | { readonly ok: false; readonly mistake: QueryMistake };

/** Shown to either side of a mistake. */
const contextLength = 60;

/**
 * Two lines: the query and, below it, carets under the mistake; or one, with the mistake between « and », where letters
 * run from right to left or are not all equally wide.
 */
export function pointAt(query: string, mistake: Pick<QueryMistake, 'at' | 'length'>): readonly string[] {
  const { before, wrong, after } = around(query, mistake);
  if (!monospaced.test(before + wrong)) return [markAt(query, mistake)];
  return [`${before}${wrong}${after}`, `${' '.repeat(before.length)}${'^'.repeat(Math.max(1, wrong.length))}`];
}

/** The query with the mistake between « and », for messengers whose letters are not all equally wide. */
export function markAt(query: string, mistake: Pick<QueryMistake, 'at' | 'length'>): string {
  const { before, wrong, after } = around(query, mistake);
  return `${before}«${wrong}»${after}`;
}

function around(query: string, { at, length }: Pick<QueryMistake, 'at' | 'length'>) {
  const from = Math.max(0, at - contextLength);
  const to = Math.min(query.length, at + length + contextLength);
  return {
    before: `${from > 0 ? '…' : ''}${inOneLine(query.slice(from, at))}`,
    wrong: inOneLine(query.slice(at, at + length)),
    after: `${inOneLine(query.slice(at + length, to))}${to < query.length ? '…' : ''}`,
  };
}

const monospaced = /^[\u0020-\u02ff\u2010-\u2027…]*$/u;
const inOneLine = (text: string): string => text.replace(/[\s\p{Cc}\p{Cf}]/gu, ' ');
