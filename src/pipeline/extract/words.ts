import { fold } from './fold.ts';
import { type Lexeme, lexemeAt, lexemeOf } from './stems.ts';

/** One word of a text, as it is compared. Offsets are those of the text as published. */
export interface Word {
  /** What is learned of a word is kept under its number. */
  readonly number: number;
  /** Folded, without apostrophes, dots of abbreviations and the English possessive. */
  readonly text: string;
  /** The stem. */
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly isCapital: boolean;
  /** All letters are capitals (an acronym, or a shouted headline). */
  readonly isUpper: boolean;
  /** What stands between the word before and this one, spaces left out, at most `breakLengthMax` characters. */
  readonly before: string;
}

const breakLengthMax = 8;
const wordLengthMax = 60;

/** Whole words of any script, in linear time. */
export function wordsOf(original: string): Word[] {
  const words: Word[] = [];
  eachWord(original, {
    take(lexeme, start, end, before) {
      words.push(makeWord(lexeme, original, { start, end, before }));
    },
    lengthen(end) {
      const last = words.at(-1);
      if (last) words[words.length - 1] = { ...last, end };
    },
  });
  return words;
}

/** The same words where only their letters matter. */
export function lexemesOf(original: string): Lexeme[] {
  const lexemes: Lexeme[] = [];
  eachWord(original, { take: (lexeme) => void lexemes.push(lexeme), lengthen() {} });
  return lexemes;
}

interface WordTaker {
  take(lexeme: Lexeme, start: number, end: number, before: string): void;
  /** The word taken last ends here: an ending was written apart. */
  lengthen(end: number): void;
}

function eachWord(original: string, taker: WordTaker): void {
  const { text, offsets } = fold(original);
  let isFirst = true;
  let before = '';
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (!isWordUnit(code)) {
      if (code === newLine || code > space) before = withMark(before, text.charAt(at));
      at += 1;
      continue;
    }
    const { lexeme, next } = readWord(text, at);
    if (isLatinArticle(lexeme.text, text.charCodeAt(next), original, offsets[next + 1] ?? 0)) {
      at = next;
      continue;
    }
    const start = offsets[at] ?? 0;
    const end = Math.max(start + 1, offsets[next] ?? original.length);
    if (!isFirst && isSwallowed(lexeme.text, before, text.charCodeAt(at - 1))) taker.lengthen(end);
    else taker.take(lexeme, start, end, before);
    isFirst = false;
    before = '';
    at = next;
  }
}

const space = 32;
const newLine = 10;

const withMark = (before: string, mark: string): string => (before.length < breakLengthMax ? before + mark : before);

const sunArticles = new Set(['as', 'ash', 'ad', 'an', 'ar', 'at', 'az', 'ul', 'ath']);

const hyphen = 45;
const smallA = 97;
const smallU = 117;

/** `al-`, `el-`, `ash-` before a name: names are written with and without it. */
function isLatinArticle(value: string, codeAfter: number, original: string, letterAfter: number): boolean {
  if (value === 'al' || value === 'el') return true;
  if (codeAfter !== hyphen) return false;
  const first = value.charCodeAt(0);
  if ((first !== smallA && first !== smallU) || !sunArticles.has(value)) return false;
  const letter = original[letterAfter];
  return letter !== undefined && letter !== letter.toLowerCase();
}

interface Where {
  readonly start: number;
  readonly end: number;
  readonly before: string;
}

function makeWord({ number, text, key }: Lexeme, original: string, { start, end, before }: Where): Word {
  const letters = lettersIn(original, start, end);
  const isUpper = text.length > 1 && letters === 'upper';
  return { number, text, key, start, end, before, isCapital: isCapitalAt(original, start), isUpper };
}

function isCapitalAt(original: string, at: number): boolean {
  const code = original.charCodeAt(at);
  if (code < 128) return code >= 65 && code <= 90;
  const first = original.charAt(at);
  return first !== first.toLowerCase();
}

/** Whether some of the letters are capitals and none is small. */
function lettersIn(original: string, start: number, end: number): 'upper' | 'other' {
  let hasUpper = false;
  for (let at = start; at < end; at += 1) {
    const code = original.charCodeAt(at);
    if (code >= 128) return lettersOf(original.slice(start, end));
    if (code >= 97 && code <= 122) return 'other';
    hasUpper ||= code >= 65 && code <= 90;
  }
  return hasUpper ? 'upper' : 'other';
}

const lettersOf = (source: string): 'upper' | 'other' =>
  source !== source.toLowerCase() && source === source.toUpperCase() ? 'upper' : 'other';

/** Persian plural and comparative endings and verb particles written apart, and the Arabic article spelled in Latin letters. */
const persianEndings = new Set([
  'ها',
  'هاي',
  'هايي',
  'هايش',
  'هايشان',
  'ي',
  'اي',
  'اند',
  'تر',
  'ترين',
  'اش',
  'شان',
  'ام',
]);
const arabicFrom = 0x600;
const zeroWidthNonJoiner = 0x200c;

function isSwallowed(value: string, before: string, unitBefore: number): boolean {
  if (value.charCodeAt(0) >= arabicFrom && persianEndings.has(value))
    return unitBefore === zeroWidthNonJoiner || isEndingApart(value);
  return before === "'" && value === 's';
}

/** Whether this is a Persian plural, part of the word before it also behind a space. */
export const isEndingApart = (value: string): boolean => value.startsWith('ها') && persianEndings.has(value);

const letterOrDigit = /[\p{L}\p{N}]/u;
/** 1 for a unit that is part of words, 2 for one that is not, 0 where nobody has looked yet. */
const unitKinds = new Uint8Array(0x1_0000);

function isWordUnit(code: number): boolean {
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
  let kind = unitKinds[code];
  if (kind === 0) {
    kind = isWordUnitUncached(code) ? 1 : 2;
    unitKinds[code] = kind;
  }
  return kind === 1;
}

function isWordUnitUncached(code: number): boolean {
  if (code >= 0x2000 && code <= 0x206f) return false;
  if (code >= 0x3000 && code <= 0x303f) return false;
  return letterOrDigit.test(String.fromCharCode(code)) || (code >= 0xd800 && code <= 0xdfff);
}

interface WordRead {
  readonly lexeme: Lexeme;
  readonly next: number;
}

/** Reads one word: joins `u.s.`, `kata'ib`, `4,000` and drops the possessive. */
function readWord(text: string, from: number): WordRead {
  let hash = 0;
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (!isWordUnit(code)) break;
    hash = (Math.imul(hash, 31) + code) | 0;
  }
  if (at - from > wordLengthMax || (at < text.length && joinAt(text, at, from) > 0)) return readJoined(text, from);
  return { lexeme: lexemeAt(text, from, at, hash), next: behindPossessive(text, at) };
}

function readJoined(text: string, from: number): WordRead {
  let value = '';
  let at = from;
  let partFrom = from;
  while (at < text.length) {
    if (isWordUnit(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const skip = joinAt(text, at, from);
    if (skip === 0) break;
    if (value.length < wordLengthMax) value += text.slice(partFrom, at);
    at += skip;
    partFrom = at;
  }
  value = (value + text.slice(partFrom, at)).slice(0, wordLengthMax);
  return { lexeme: lexemeOf(value), next: behindPossessive(text, at) };
}

const isPossessive = (text: string, at: number): boolean =>
  text.charCodeAt(at) === apostrophe && text[at + 1] === 's' && !isWordUnit(text.charCodeAt(at + 2));
const behindPossessive = (text: string, at: number): number => (isPossessive(text, at) ? at + 2 : at);

const apostrophe = 39;
const comma = 44;
const dot = 46;

/** How many units of punctuation at `at` lie inside one word: 0 or 1. */
function joinAt(text: string, at: number, from: number): number {
  const code = text.charCodeAt(at);
  if (code === apostrophe) return isWordUnit(text.charCodeAt(at + 1)) && !isPossessive(text, at) ? 1 : 0;
  if (code === dot) return isAbbreviationDot(text, at, from) ? 1 : 0;
  if (code === comma) return isDigit(text.charCodeAt(at - 1)) && isThousands(text, at + 1) ? 1 : 0;
  return 0;
}

/** `u.s.`: single letters parted by dots. */
function isAbbreviationDot(text: string, at: number, from: number): boolean {
  const isSingleBefore = at - from === 1 || text[at - 2] === '.';
  if (!isSingleBefore || !isLetter(text.charCodeAt(at - 1))) return false;
  const next = text.charCodeAt(at + 1);
  if (isLetter(next) && !isWordUnit(text.charCodeAt(at + 2))) return true;
  return at - from > 1;
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLetter = (code: number): boolean => code >= 97 && code <= 122;
const isThousands = (text: string, at: number): boolean =>
  [0, 1, 2].every((place) => isDigit(text.charCodeAt(at + place))) && !isDigit(text.charCodeAt(at + 3));
