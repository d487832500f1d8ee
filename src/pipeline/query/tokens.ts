import { isEndingApart, wordsOf } from '../extract/words.ts';
import { nearWordsMax, prefixLengthMin, type QueryMistake, type QueryProblem, type Reading } from './mistake.ts';
import { nearest } from './nearest.ts';
import { type Comparison, type QueryField, type QueryWord, queryFields } from './node.ts';

/** A piece of a query and where it stands. */
export type Token = Place &
  (
    | { readonly kind: 'open' | 'close' | 'and' | 'or' | 'not' | 'end' }
    | { readonly kind: 'near'; readonly distance: number }
    /** Plain words run on into one phrase, quoted ones do not. */
    | { readonly kind: 'words' | 'quote'; readonly words: readonly QueryWord[] }
    | { readonly kind: 'field'; readonly field: QueryField; readonly comparison: Comparison; readonly value: Value }
  );
interface Place {
  readonly at: number;
  readonly length: number;
}
export interface Value extends Place {
  readonly text: string;
}

/** Parts a query into its pieces. Each reader looks at a place once, so that any text takes linear time. */
export function tokensOf(query: string): Reading<readonly Token[]> {
  const tokens: Token[] = [];
  for (let at = 0; at < query.length; ) {
    if (isBlank.test(query.charAt(at))) {
      at += 1;
      continue;
    }
    const read = tokenAt(query, at);
    if (!read.ok) return read;
    const { token, next } = read.is;
    if (token !== null) tokens.push(token);
    at = next;
  }
  return { ok: true, is: [...tokens, { kind: 'end', at: query.length, length: 0 }] };
}

/** Null where only a mark stands that means nothing. */
interface TokenRead {
  readonly token: Token | null;
  readonly next: number;
}

/** Marks of direction too; but not the zero-width non-joiner, which stands inside Persian words. */
const isBlank = /[\s[\p{Cf}--\u200c]]/v;
const doubleQuotes = '"“”„‟«»＂';
const singleQuotes = "'‘’‚";
const signs: ReadonlyMap<string, 'AND' | 'OR'> = new Map([
  ['&&', 'AND'],
  ['||', 'OR'],
  ['|', 'OR'],
]);

function tokenAt(query: string, at: number): Reading<TokenRead> {
  const first = query.charAt(at);
  if (first === '(' || first === ')') return found({ kind: first === '(' ? 'open' : 'close', at, length: 1 }, at + 1);
  if (first === '/') return slashAt(query, at);
  if (first === '-' && startsTerm(query, at + 1)) return found({ kind: 'not', at, length: 1 }, at + 1);
  if (first === '=') return exactAt(query, at);
  const closing = closingQuote(query, at);
  if (closing !== null) return quoteAt(query, at, { closing, from: at + 1, isExact: false });
  return fieldAt(query, at) ?? wordAt(query, at, { from: at, isExact: false });
}

/** `/…/`: none is run, since a pattern of a stranger can take for ever. */
function slashAt(query: string, at: number): Reading<TokenRead> {
  const closing = query.indexOf('/', at + 1);
  if (closing < 0) return found(null, at + 1);
  return mistaken(at, closing + 1 - at, { code: 'regular-expression' });
}

/** A dash means NOT only right before a term, as in a search engine; between blanks it is a dash. */
const startsTerm = (query: string, at: number): boolean =>
  at < query.length && !isBlank.test(query.charAt(at)) && !'-–—)'.includes(query.charAt(at));

function exactAt(query: string, at: number): Reading<TokenRead> {
  const from = at + 1;
  if (from >= query.length || isBlank.test(query.charAt(from)) || '()='.includes(query.charAt(from)))
    return mistaken(at, 1, { code: 'exact-what' });
  const closing = closingQuote(query, from);
  return closing === null
    ? wordAt(query, at, { from, isExact: true })
    : quoteAt(query, at, { closing, from: from + 1, isExact: true });
}

/**
 * Where the quotation that opens here ends: -1 where it does not, null where none opens. An apostrophe opens one only if
 * another closes it behind a word: names begin with one.
 */
function closingQuote(query: string, at: number): number | null {
  const first = query.charAt(at);
  if (doubleQuotes.includes(first)) return indexOfAny(query, doubleQuotes, at + 1);
  if (!singleQuotes.includes(first)) return null;
  for (let to = indexOfAny(query, singleQuotes, at + 1); to > at; to = indexOfAny(query, singleQuotes, to + 1))
    if (to + 1 >= query.length || isBlank.test(query.charAt(to + 1)) || query.charAt(to + 1) === ')') return to;
  return null;
}

function indexOfAny(query: string, marks: string, from: number): number {
  for (let at = from; at < query.length; at += 1) if (marks.includes(query.charAt(at))) return at;
  return -1;
}

interface Quotation {
  readonly closing: number;
  readonly from: number;
  readonly isExact: boolean;
}

function quoteAt(query: string, at: number, { closing, from, isExact }: Quotation): Reading<TokenRead> {
  if (closing < 0) return mistaken(from - 1, 1, { code: 'unclosed-quote' });
  const words: QueryWord[] = [];
  for (const { 0: text, index } of query.slice(from, closing).matchAll(/\S+/g)) {
    const marked = text.startsWith('=');
    const read = wordsAt(text.slice(marked ? 1 : 0), from + index + (marked ? 1 : 0), isExact || marked);
    if (!read.ok) return read;
    words.push(...(words.length === 0 ? read.is : withoutEndings(read.is)));
  }
  const length = closing + 1 - at;
  if (words.length === 0) return mistaken(at, length, { code: 'no-word-quoted' });
  return found({ kind: 'quote', words, at, length }, closing + 1);
}

const fieldSign = /([A-Za-z]+)(\s*)(>=|<=|=>|=<|≥|≤|!=|:|=|>|<)(\s*)/y;
const comparisons: Readonly<Record<string, Comparison>> = {
  ':': '=',
  '=': '=',
  '>': '>',
  '<': '<',
  '>=': '>=',
  '=>': '>=',
  '≥': '>=',
  '<=': '<=',
  '=<': '<=',
  '≤': '<=',
};

/** `severity>=high`; null where no field stands. A known one may have blanks around its sign, any other is just a word. */
function fieldAt(query: string, at: number): Reading<TokenRead> | null {
  fieldSign.lastIndex = at;
  const match = fieldSign.exec(query);
  if (match === null) return null;
  const [whole, name = '', before = '', sign = '', after = ''] = match;
  const field = queryFields.find((each) => each === name.toLowerCase());
  const from = at + whole.length;
  if (field === undefined) {
    if (before + after !== '' || !startsTerm(query, from)) return null;
    if (name.toUpperCase() === 'NEAR') return mistaken(at, whole.length, { code: 'near-number', max: nearWordsMax });
    const suggestion = nearest(name.toLowerCase(), queryFields);
    return mistaken(at, name.length, { code: 'unknown-field', field: name, suggestion });
  }
  const comparison = comparisons[sign];
  if (comparison === undefined)
    return mistaken(at + name.length + before.length, sign.length, { code: 'sign-for-word', sign, word: 'NOT' });
  const value = valueAt(query, from);
  if (value === null) return mistaken(at, whole.trimEnd().length, { code: 'value-expected', field });
  const next = value.at + value.length;
  return found({ kind: 'field', field, comparison, value, at, length: next - at }, next);
}

function valueAt(query: string, at: number): Value | null {
  const closing = closingQuote(query, at);
  if (closing !== null) {
    if (closing < 0) return null;
    const text = query.slice(at + 1, closing).trim();
    return text === '' ? null : { text, at, length: closing + 1 - at };
  }
  const text = query.slice(at, runEnd(query, at));
  return text === '' ? null : { text, at, length: text.length };
}

/** The end of what stands together without blank, parenthesis or quotation mark. */
function runEnd(query: string, from: number): number {
  let at = from;
  while (at < query.length && !isBlank.test(query.charAt(at)) && !`()${doubleQuotes}`.includes(query.charAt(at)))
    at += 1;
  return at;
}

interface WordStart {
  readonly from: number;
  readonly isExact: boolean;
}

function wordAt(query: string, at: number, { from, isExact }: WordStart): Reading<TokenRead> {
  const next = runEnd(query, from);
  const text = query.slice(from, next);
  const length = next - at;
  const word = signs.get(text);
  if (word !== undefined) return mistaken(at, length, { code: 'sign-for-word', sign: text, word });
  if (!isExact) {
    const operator = operatorOf(text, at);
    if (operator !== null) return operator.ok ? found(operator.is, next) : operator;
  }
  const read = wordsAt(text, from, isExact);
  if (!read.ok) return read;
  if (read.is.length > 0) return found({ kind: 'words', words: read.is, at, length }, next);
  return isExact ? mistaken(at, length, { code: 'exact-what' }) : found(null, next);
}

/** Operators are written in capitals, but for NEAR, whose number makes it plain. */
function operatorOf(text: string, at: number): Reading<Token> | null {
  const { length } = text;
  if (text === 'AND') return { ok: true, is: { kind: 'and', at, length } };
  if (text === 'OR') return { ok: true, is: { kind: 'or', at, length } };
  if (text === 'NOT') return { ok: true, is: { kind: 'not', at, length } };
  if (text !== 'NEAR' && !/^near\//i.test(text)) return null;
  const number = text.slice('near/'.length);
  const distance = /^\d{1,3}$/.test(number) ? Number(number) : Number.POSITIVE_INFINITY;
  if (distance > nearWordsMax) return mistaken(at, length, { code: 'near-number', max: nearWordsMax });
  return { ok: true, is: { kind: 'near', distance, at, length } };
}

/** The words of what stands together: `Camp-Taji*` is two, the second with any ending. */
function wordsAt(text: string, at: number, isExact: boolean): Reading<readonly QueryWord[]> {
  const isPrefix = text.endsWith('*');
  const bare = isPrefix ? text.slice(0, -1) : text;
  const star = bare.indexOf('*');
  if (star >= 0) return mistaken(at + star, 1, { code: 'star-inside' });
  const words = wordsOf(bare).map((word) => word.text);
  const last = words.at(-1) ?? '';
  if (isPrefix && last.length < prefixLengthMin)
    return mistaken(at, text.length, { code: 'prefix-too-short', min: prefixLengthMin });
  const formOf = (index: number): QueryWord['form'] =>
    isPrefix && index === words.length - 1 ? 'prefix' : isExact ? 'exact' : 'stem';
  return { ok: true, is: words.map((word, index) => ({ text: word, form: formOf(index) })) };
}

/** The words behind others of a phrase without Persian plurals written apart, which texts are read without. */
export function withoutEndings(words: readonly QueryWord[]): readonly QueryWord[] {
  return words.filter(({ text }) => !isEndingApart(text));
}

const found = (token: Token | null, next: number): Reading<TokenRead> => ({ ok: true, is: { token, next } });

function mistaken(at: number, length: number, problem: QueryProblem): { ok: false; mistake: QueryMistake } {
  return { ok: false, mistake: { at, length, problem } };
}
