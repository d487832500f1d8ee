import { stemOf } from '../extract/stems.ts';
import { wordsOf } from '../extract/words.ts';
import { nodeOf } from './grammar.ts';
import { prefixLengthMin, queryLengthMax } from './mistake.ts';
import type { QueryWord } from './node.ts';
import { tokensOf } from './tokens.ts';
import { writeQuery } from './write.ts';

/**
 * The keywords of a watch that were written before keywords were queries, as queries that find the same. Where no word
 * stands in any of them they stay as they are: a watch without keywords would find more.
 */
export function queriesOfPlain(keywords: readonly string[]): readonly string[] {
  const queries = new Set(keywords.flatMap((keyword) => queryOfPlain(keyword) ?? []));
  return queries.size === 0 ? keywords : [...queries];
}

/**
 * The query for a keyword that was no more than words side by side: signs (`-`, `a:b`, quotation marks) and operators
 * meant nothing but for a `*`, which lets a word end in any way. As it is where it says the same as a query; null where
 * no word stands in it. A star behind a single letter is left out: no query can ask for that.
 */
function queryOfPlain(keyword: string): string | null {
  const words = plainWords(keyword);
  if (words.length === 0) return null;
  if (isPhrase(keyword, words)) return keyword;
  const query = writeQuery({ kind: 'phrase', words });
  const unstarred = words.map((word): QueryWord => (findsItsStem(word) ? { ...word, form: 'stem' } : word));
  if (!words.some(findsItsStem)) return query;
  const both = `${query} OR ${writeQuery({ kind: 'phrase', words: unstarred })}`;
  return both.length > queryLengthMax ? query : both;
}

function plainWords(keyword: string): readonly QueryWord[] {
  return wordsOf(keyword).map(({ text, end }) => ({
    text,
    form: keyword[end] === '*' && text.length >= prefixLengthMin ? 'prefix' : 'stem',
  }));
}

/** Whether the query reads as these words and nothing else. */
function isPhrase(query: string, words: readonly QueryWord[]): boolean {
  if (query.length > queryLengthMax || words.some(findsItsStem)) return false;
  const tokens = tokensOf(query);
  if (!tokens.ok) return false;
  const read = nodeOf(query, tokens.is, ({ at, length }) => noField(at, length));
  if (!read.ok || read.is.kind !== 'phrase' || read.is.words.length !== words.length) return false;
  return read.is.words.every(({ text, form }, at) => text === words[at]?.text && form === words[at]?.form);
}

const noField = (at: number, length: number) =>
  ({ ok: false, mistake: { at, length, problem: { code: 'empty' } } }) as const;

/** An Arabic word with a star was found without its article as well. */
const findsItsStem = ({ text, form }: QueryWord): boolean =>
  form === 'prefix' && text.startsWith('ال') && stemOf(text) !== text;
