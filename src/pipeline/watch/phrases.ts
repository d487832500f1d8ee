import type { Spelled } from '../query/vocabulary.ts';
import { type PhrasesMatcher, phrasesSpelled, type SoughtWord } from './matcher.ts';
import { beginningsOf, type FoundWords, type SearchedText, type Span } from './text.ts';

type Phrase = readonly SoughtWord[];

/** Whether the text holds any of the phrases, each word whole and one after the other. */
export function holdsPhrases(text: SearchedText, { phrases, spelled }: PhrasesMatcher): boolean {
  return (
    phrases.some((phrase) => spansOfPhrase(text, phrase, 1).length > 0) ||
    spelled.some((each) => holdsSpelled(text, each))
  );
}

/** Whether the text holds any spelling. */
export function holdsSpelled(text: SearchedText, spelled: Spelled): boolean {
  return spansOfSpelled(text, spelled).length > 0;
}

/** The first place where one of the phrases stands; null where none does. */
export function firstSpan(text: SearchedText, { phrases, spelled }: PhrasesMatcher): Span | null {
  const found = [
    ...phrases.flatMap((phrase) => spansOfPhrase(text, phrase, 1)),
    ...spelled.flatMap((each) => spansOfSpelled(text, each).slice(0, 1)),
  ];
  return found.sort(inOrder)[0] ?? null;
}

/** Where any of the phrases stands, in the order of their beginnings; at most about `spansMax` places of them. */
export function spansOf(text: SearchedText, { phrases, spelled }: PhrasesMatcher): readonly Span[] {
  const spans: Span[] = [];
  for (const phrase of phrases) if (spans.length < spansMax) spans.push(...spansOfPhrase(text, phrase, spansMax));
  for (const each of spelled) if (spans.length < spansMax) spans.push(...spansOfSpelled(text, each));
  return spans.sort(inOrder);
}

/** No article says anything so often; in a text that was made to be costly the first ones are looked at. */
const spansMax = 500;
const inOrder = (a: Span, b: Span): number => a.from - b.from || b.to - a.to;

/** Found out once for all queries that name the same. */
function spansOfSpelled(text: SearchedText, spelled: Spelled): readonly Span[] {
  const known = text.spelled.get(spelled);
  if (known !== undefined) return known;
  const spans: Span[] = [];
  for (const phrase of phrasesSpelled(spelled))
    if (spans.length < spansMax) spans.push(...spansOfPhrase(text, phrase, spansMax));
  text.spelled.set(spelled, spans.sort(inOrder));
  return spans;
}

/** The first so many places of a phrase. */
function spansOfPhrase(text: SearchedText, phrase: Phrase, max: number): Span[] {
  const words: FoundWords[] = [];
  for (const word of phrase) {
    const found = wordsFound(text, word);
    if (found.list.length === 0) return []; // most phrases hold a word that is nowhere in the text
    words.push(found);
  }
  const anchor = rarestOf(text, words);
  const spans: Span[] = [];
  for (const word of words[anchor]?.list ?? [])
    for (let at = text.starts[word] ?? 0; at < (text.starts[word + 1] ?? 0); at += 1) {
      const from = (text.places[at] ?? 0) - anchor;
      if (!words.every((found, step) => step === anchor || isFound(found, text.wordAt[from + step] ?? -1))) continue;
      spans.push({ from, to: from + words.length - 1 });
      if (spans.length >= max) return spans;
    }
  return spans;
}

/** Which word of a phrase stands in the text least often. */
function rarestOf({ starts }: SearchedText, words: readonly FoundWords[]): number {
  let rarest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [at, { list }] of words.entries()) {
    let times = 0;
    for (const word of list) times += (starts[word + 1] ?? 0) - (starts[word] ?? 0);
    if (times < least) [rarest, least] = [at, times];
  }
  return rarest;
}

const nothing: FoundWords = { list: [], set: null };

const isFound = ({ list, set }: FoundWords, word: number): boolean =>
  set === null ? list.includes(word) : set.has(word);

/** The words of the text that this one finds. */
function wordsFound(text: SearchedText, word: SoughtWord): FoundWords {
  if (word.by === 'prefix') return wordsBeginning(text, word.text);
  if (word.by === 'exact') {
    const found = text.exact.get(word.text);
    return found === undefined ? nothing : { list: [found], set: null };
  }
  const [only = ''] = word.forms;
  if (word.forms.length > 1)
    return { list: [...new Set(word.forms.flatMap((form) => text.loose.get(form) ?? []))], set: null };
  const list = text.loose.get(only);
  return list === undefined ? nothing : { list, set: null };
}

/** Found out once for all queries: all beginnings of a text's words together find no more than it has letters. */
function wordsBeginning(text: SearchedText, prefix: string): FoundWords {
  const known = text.beginning.get(prefix);
  if (known !== undefined) return known;
  const sorted = beginningsOf(text);
  const set = new Set<number>();
  for (let at = firstFrom(sorted, prefix); sorted[at]?.form.startsWith(prefix); at += 1) set.add(sorted[at]?.word ?? 0);
  const found = set.size === 0 ? nothing : { list: [...set], set };
  if (set.size > 0) text.beginning.set(prefix, found);
  return found;
}

/** The place of the first that does not stand before the one sought. */
function firstFrom(sorted: readonly { readonly form: string }[], sought: string): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle]?.form ?? '') < sought) from = middle + 1;
    else to = middle;
  }
  return from;
}
