import { formsOf, stemOf } from '../extract/stems.ts';
import { wordsOf } from '../extract/words.ts';

/** One word of a keyword: the forms that a word of the text may take, or the beginning that it must have. */
export interface PhraseWord {
  readonly forms: ReadonlySet<string>;
  readonly prefix: string | null;
}

/** The words of a keyword as they are compared; empty when it holds none. A `*` at a word's end takes any ending. */
export function phraseOf(keyword: string): readonly PhraseWord[] {
  return wordsOf(keyword).map(({ text, end }) => ({
    forms: new Set([text, ...(isLatin(text) ? [] : [stemOf(text)])]),
    prefix: keyword[end] === '*' ? text : null,
  }));
}

/** A text in which any number of phrases are looked for: its cost is paid once, not once a keyword of every server. */
export interface SearchedText {
  /** The forms of each of its words. */
  readonly words: readonly (readonly string[])[];
  readonly positions: ReadonlyMap<string, readonly number[]>;
  /** All forms in order, by which those that begin alike stand together. */
  readonly sorted: readonly string[];
}

/** Prepares a text for `holdsPhrase`. */
export function searchedText(text: string): SearchedText {
  const known = new Map<string, readonly string[]>();
  const positions = new Map<string, number[]>();
  const words = wordsOf(text).map(({ text: word }, at) => {
    const forms = known.get(word) ?? (isLatin(word) ? [word] : [...new Set([word, ...formsOf(word)])]);
    known.set(word, forms);
    for (const form of forms) {
      const held = positions.get(form);
      if (held === undefined) positions.set(form, [at]);
      else held.push(at);
    }
    return forms;
  });
  return { words, positions, sorted: [...positions.keys()].sort() };
}

/** Whether the text holds the words one after the other, each whole. */
export function holdsPhrase(text: SearchedText, phrase: readonly PhraseWord[]): boolean {
  // Most keywords hold a word that is nowhere in the text.
  if (!phrase.every((word) => occurs(text, word))) return false;
  let rarest: { readonly at: number; readonly places: readonly number[] } | null = null;
  for (const [at, word] of phrase.entries()) {
    const places = placesOf(text, word);
    if (places.length === 0) return false;
    if (rarest === null || places.length < rarest.places.length) rarest = { at, places };
  }
  if (rarest === null) return false;
  const { at: anchor, places } = rarest;
  return places.some((place) => phrase.every((word, at) => isWord(text.words[place - anchor + at] ?? [], word)));
}

function occurs({ positions, sorted }: SearchedText, { forms, prefix }: PhraseWord): boolean {
  for (const form of forms) if (positions.has(form)) return true;
  return prefix !== null && (sorted[firstFrom(sorted, prefix)]?.startsWith(prefix) ?? false);
}

function placesOf({ positions, sorted }: SearchedText, { forms, prefix }: PhraseWord): readonly number[] {
  const found = [...forms].flatMap((form) => positions.get(form) ?? []);
  if (prefix === null) return found;
  for (let at = firstFrom(sorted, prefix); sorted[at]?.startsWith(prefix); at += 1)
    for (const place of positions.get(sorted[at] ?? '') ?? []) found.push(place);
  return found;
}

/** The place of the first that does not stand before the one sought. */
function firstFrom(sorted: readonly string[], sought: string): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? '') < sought) from = middle + 1;
    else to = middle;
  }
  return from;
}

function isWord(forms: readonly string[], { forms: wanted, prefix }: PhraseWord): boolean {
  return forms.some((form) => wanted.has(form) || (prefix !== null && form.startsWith(prefix)));
}

const isLatin = (text: string): boolean => text.charCodeAt(0) < 0x600;
