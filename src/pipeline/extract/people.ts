import { monthOf } from './calendar.ts';
import { numberAt } from './numbers.ts';
import type { Sentence } from './read.ts';

/** How far a person stands from what counts him. */
export const personReach = 5;

/** What parts a figure from the people of another clause. */
export const stopWords = new Set(
  'and و in on at by but when as while after before during since from with who that where which near inside outside'.split(
    ' ',
  ),
);

/** Whether one person is named within the next words. */
export function personAfter(sentence: Sentence, from: number): boolean {
  for (let at = from; at < from + personReach; at += 1) {
    if (isSingular(sentence, at)) return true;
    if (stopWords.has(sentence.words[at]?.text ?? '')) return false;
  }
  return false;
}

/** Ends as several do. */
export const plural = /(?:s|men|people)$/;
/** Whether the word is one person, not several. */
export function isSingular(sentence: Sentence, at: number): boolean {
  const word = sentence.words[at];
  if (!word || plural.test(word.text)) return false;
  return (sentence.lists.get('personSingular') ?? []).some((match) => match.from <= at && at < match.to);
}

/** A number that counts something: no date, no hour, no part of a name; null where there is none. */
export function countAt(sentence: Sentence, at: number): number | null {
  const figure = numberAt(sentence, at);
  if (figure === null) return null;
  const isDate = [at - 1, at + 1].some(
    (near) => monthOf(sentence.words[near]?.text ?? '') !== null && sentence.words[near]?.isCapital !== false,
  );
  const isName = /[a-z]/i.test(sentence.words[at - 1]?.text ?? '') && sentence.words[at]?.before === '-';
  const isInName = sentence.mentions.some((mention) => mention.from < at && at < mention.to);
  return isDate || isName || isInName ? null : figure;
}

const things = new Set(
  'rocket missil mortar katyusha shell drone hour dai day week month year mile kilomet km meter metr pm am minut build vehicl base attack strike round site locat facil posit target time raid barrag area commun hospit second third sourc fire plane jet bomb percent depot us launcher'.split(
    ' ',
  ),
);

/** Whether what stands between two words may be people. */
export function isPeople(sentence: Sentence, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const word = sentence.words[at];
    if (word && things.has(word.key) && !(word.key === 'us')) return false;
  }
  return true;
}
