import type { Report } from '../../model.ts';
import { lexemesOf, wordsOf } from '../extract/words.ts';
import type { Spelled } from '../query/vocabulary.ts';
import { foundUnder, isLatin } from './forms.ts';

/** A text in which any number of queries look for words: what it costs is paid once, not once a query. */
export interface SearchedText {
  readonly parts: readonly string[];
  /** At each place the number of its word among those of the text; -1 between two parts, which no phrase crosses. */
  readonly wordAt: Int32Array;
  /** The places of word n are `places[starts[n]]` to `places[starts[n + 1] - 1]`, in order. */
  readonly starts: Int32Array;
  readonly places: Int32Array;
  /** The words as written, folded. */
  readonly exact: ReadonlyMap<string, number>;
  /** The words by all that they are found under. */
  readonly loose: ReadonlyMap<string, readonly number[]>;
  /** Where the spellings stand that were asked for. */
  readonly spelled: Map<Spelled, readonly Span[]>;
  /** The words that begin in the ways that were asked for. */
  readonly beginning: Map<string, FoundWords>;
  /** Made when a prefix is asked for. */
  sorted: readonly Beginning[] | null;
  /** Made when words are quoted: at each place the part, and where in it the word begins and ends. */
  offsets: readonly (readonly [part: string, start: number, end: number])[] | null;
}
/** Some of a text's words, by their numbers; where they may be many, as a set as well. */
export interface FoundWords {
  readonly list: readonly number[];
  readonly set: ReadonlySet<number> | null;
}
/** From one place to another, both in it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
interface Beginning {
  readonly form: string;
  readonly word: number;
}

/** Bounds the work that one hostile article can cause. */
const textLengthMax = 40_000;

/** Prepares a text of several parts, of which each stands for itself. */
export function searchedText(given: readonly string[]): SearchedText {
  const parts = bounded(given);
  const exact = new Map<string, number>();
  const loose = new Map<string, number[]>();
  const wordAt: number[] = [];
  for (const part of parts) {
    if (wordAt.length > 0) wordAt.push(-1);
    for (const { text } of lexemesOf(part)) {
      let word = exact.get(text);
      if (word === undefined) {
        word = exact.size;
        exact.set(text, word);
        for (const form of foundUnder(text)) {
          const held = loose.get(form);
          if (held === undefined) loose.set(form, [word]);
          else held.push(word);
        }
      }
      wordAt.push(word);
    }
  }
  return {
    parts,
    exact,
    loose,
    spelled: new Map(),
    beginning: new Map(),
    sorted: null,
    offsets: null,
    ...placed(wordAt, exact.size),
  };
}

function bounded(parts: readonly string[]): readonly string[] {
  let left = textLengthMax;
  return parts.flatMap((part) => {
    const kept = part.slice(0, left);
    left -= kept.length;
    return kept === '' ? [] : [kept];
  });
}

function placed(at: readonly number[], words: number): Pick<SearchedText, 'wordAt' | 'starts' | 'places'> {
  const wordAt = Int32Array.from(at);
  const starts = new Int32Array(words + 1);
  for (const word of wordAt) if (word >= 0) starts[word + 1] = (starts[word + 1] ?? 0) + 1;
  for (let word = 0; word < words; word += 1) starts[word + 1] = (starts[word + 1] ?? 0) + (starts[word] ?? 0);
  const places = new Int32Array(starts[words] ?? 0);
  const next = starts.slice();
  for (const [place, word] of wordAt.entries()) {
    if (word < 0) continue;
    const to = next[word] ?? 0;
    places[to] = place;
    next[word] = to + 1;
  }
  return { wordAt, starts, places };
}

/** The forms in order, by which those that begin alike stand together. */
export function beginningsOf(text: SearchedText): readonly Beginning[] {
  if (text.sorted !== null) return text.sorted;
  const forms: Beginning[] = [];
  for (const [word, number] of text.exact) if (isLatin(word)) forms.push({ form: word, word: number });
  for (const [form, words] of text.loose) if (!isLatin(form)) for (const word of words) forms.push({ form, word });
  text.sorted = forms.sort((a, b) => (a.form < b.form ? -1 : a.form > b.form ? 1 : 0));
  return text.sorted;
}

/** The words of the text, as published, from one place to another of the same part. */
export function quoted(text: SearchedText, from: number, to: number): string {
  text.offsets ??= text.parts.flatMap((part, at) => {
    const words = wordsOf(part).map(({ start, end }) => [part, start, end] as const);
    return at === 0 ? words : [['', 0, 0] as const, ...words];
  });
  const [part = '', start] = text.offsets[from] ?? [];
  return part.slice(start, text.offsets[to]?.[2]);
}

/** Reports come again with each version of their incident, read anew from the store. */
const reportTexts = new Map<string, { readonly parts: readonly string[]; readonly text: SearchedText }>();
const reportTextsMax = 1_000;

/** The text of a report: its headline and the sentences that it rests on. */
export function reportText({ article, title, sentences }: Report): SearchedText {
  const parts = sentences[0] === title ? sentences : [title, ...sentences];
  const known = reportTexts.get(article);
  if (known !== undefined && isSame(known.parts, parts)) {
    reportTexts.delete(article); // the one that was asked for last goes last
    reportTexts.set(article, known);
    return known.text;
  }
  const text = searchedText(parts);
  reportTexts.delete(article);
  reportTexts.set(article, { parts, text });
  const [oldest] = reportTexts.keys();
  if (reportTexts.size > reportTextsMax && oldest !== undefined) reportTexts.delete(oldest);
  return text;
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((each, at) => each === b[at]);
