import { PorterStemmer } from 'natural/lib/natural/stemmers/index.js';

/** A word as it is compared, one object however many texts hold it. */
export interface Lexeme {
  /** Numbers are given out in turn, and never twice. */
  readonly number: number;
  readonly text: string;
  readonly key: string;
}
const lexemes = new Map<string, Lexeme>();
const lexemesMax = 50_000; // bounds the memory that hostile text can claim
let numbersGiven = 0;

const slotsCount = 32_768; // a power of two
const slots: (Lexeme | undefined)[] = new Array(slotsCount).fill(undefined);

/** The lexeme of a stretch of a text with this hash. Most were met before: to cut them out would take longer. */
export function lexemeAt(text: string, from: number, to: number, hash: number): Lexeme {
  const slot = hash & (slotsCount - 1);
  const held = slots[slot];
  if (held !== undefined && isAt(held.text, text, from, to)) return held;
  const lexeme = lexemeOf(text.slice(from, to));
  slots[slot] = lexeme;
  return lexeme;
}

function isAt(word: string, text: string, from: number, to: number): boolean {
  if (word.length !== to - from) return false;
  for (let at = 0; at < word.length; at += 1) if (word.charCodeAt(at) !== text.charCodeAt(from + at)) return false;
  return true;
}

/** The word as it is compared. */
export function lexemeOf(word: string): Lexeme {
  const seen = lexemes.get(word);
  if (seen !== undefined) return seen;
  // A copy: what is cut from a text would keep all of it in memory.
  const text = ` ${word}`.slice(1);
  const lexeme = { number: numbersGiven, text, key: stemUncached(text) };
  numbersGiven += 1;
  if (lexemes.size >= lexemesMax) lexemes.clear();
  lexemes.set(text, lexeme);
  return lexeme;
}

/** Porter's stem of an English word, an Arabic word without its article, any other word as it is. */
export function stemOf(word: string): string {
  return lexemeOf(word).key;
}

const latinWord = /^[a-z]+$/;
const stemLengthMin = 4; // shorter words lose more than an ending

function stemUncached(word: string): string {
  if (latinWord.test(word)) return word.length < stemLengthMin ? word : PorterStemmer.stem(word);
  if (word.startsWith('ال') && word.length > 4) return word.slice(2);
  return word;
}

const conjunctions = ['و', 'ف'];
const prepositions = ['ب', 'ل', 'ك'];

/**
 * The forms under which a word may stand in the pack, likeliest first: an Arabic word carries its conjunction,
 * preposition and article in front; a Persian one its plural behind.
 */
export function formsOf(word: string): string[] {
  if (word.charCodeAt(0) < 0x600) return [stemOf(word)];
  const forms = [word, stemOf(word)];
  const cores = [word];
  for (const letter of conjunctions) if (word.startsWith(letter) && word.length > 3) cores.push(word.slice(1));
  for (const core of cores) {
    forms.push(core, withoutArticle(core));
    for (const letter of prepositions)
      if (core.startsWith(letter) && core.length > 3) forms.push(core.slice(1), withoutArticle(core.slice(1)));
    if (core.startsWith('لل') && core.length > 4) forms.push(core.slice(2));
  }
  for (const ending of ['هايي', 'هاي', 'ها'])
    if (word.endsWith(ending) && word.length > ending.length + 2) forms.push(word.slice(0, -ending.length));
  return forms;
}

const withoutArticle = (word: string): string => (word.startsWith('ال') && word.length > 4 ? word.slice(2) : word);
