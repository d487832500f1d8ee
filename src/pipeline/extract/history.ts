import { isMonth } from './calendar.ts';
import type { ListEntry } from './compile.ts';
import type { Match } from './phrases.ts';
import type { Word } from './words.ts';

const clauseEnd = /[,;:.!?()\n—–"]/;
const digits = /^\d/;
const reporting = new Set([
  'sai',
  'said',
  'announc',
  'claim',
  'report',
  'confirm',
  'told',
  'tell',
  'that',
  'wrote',
  'add',
  'accus',
  'deni',
  'insist',
  'believ',
]);
const reportingReach = 8;

/** Which words recall something earlier: clauses after "since" and the like, pluperfects, "last week's", "in May". */
export function markHistory(
  words: readonly Word[],
  lists: ReadonlyMap<string, readonly Match<ListEntry>[]>,
): boolean[] {
  const marked = new Array<boolean>(words.length).fill(false);
  for (const opener of lists.get('historyOpener') ?? []) markUntilClauseEnd(words, opener.from, marked);
  for (const mark of lists.get('historyMark') ?? []) markClause(words, mark.from, marked);
  for (let at = 0; at < words.length; at += 1) {
    if (words[at]?.text === 'had' && !isReported(words, at)) markUntilClauseEnd(words, at, marked);
    if (isBareMonth(words, at) || isBareYear(words, at)) markClause(words, at, marked);
  }
  return marked;
}

/** "in May", "since December": a month without a day. */
function isBareMonth(words: readonly Word[], at: number): boolean {
  const word = words[at];
  if (!word?.isCapital || !isMonth(word.text) || digits.test(words[at + 1]?.text ?? '')) return false;
  return ['in', 'since', 'last', 'of', 'until'].includes(words[at - 1]?.text ?? '');
}

const year = /^(?:19|20)\d\d$/;
const yearOpeners = new Set(['in', 'since', 'during', 'عام', 'سنه', 'سال']);

/** "in 2004", «عام 2020»: nobody tells the year of what happened today. */
const isBareYear = (words: readonly Word[], at: number): boolean =>
  year.test(words[at]?.text ?? '') && yearOpeners.has(words[at - 1]?.text ?? '');

/** "said it had brought down": news, told in reported speech. */
function isReported(words: readonly Word[], at: number): boolean {
  for (let back = at - 1; back >= 0 && back >= at - reportingReach; back -= 1) {
    if (reporting.has(words[back]?.key ?? '')) return true;
  }
  return false;
}

const openingReach = 4;

function markUntilClauseEnd(words: readonly Word[], from: number, marked: boolean[]): void {
  for (let at = from; at < words.length; at += 1) {
    if (at > from && clauseEnd.test(words[at]?.before ?? '') && !isRelative(words, at) && !isAddition(words, at, from))
      return;
    marked[at] = true;
  }
}

/** "after several attacks, among them one on the base", "wounded three, one of them badly, in the north". */
function isAddition(words: readonly Word[], at: number, from: number): boolean {
  const { text, before } = words[at] ?? { text: '', before: '' };
  if (before !== ',') return false;
  return additions.has(text) || (from > openingReach && trailing.has(text));
}
const additions = new Set(['including', 'among', 'who', 'whose', 'some', 'one', 'two']);
const trailing = new Set(['in', 'at', 'near', 'outside']);

/** ", in which 28 died": goes on about what the clause before it recalls. */
function isRelative(words: readonly Word[], at: number): boolean {
  const { text, before } = words[at] ?? { text: '', before: '' };
  return before === ',' && (text === 'which' || (relativePrepositions.has(text) && words[at + 1]?.text === 'which'));
}
const relativePrepositions = new Set(['in', 'of', 'during', 'for', 'by']);

const reachBack = 5;

function markClause(words: readonly Word[], at: number, marked: boolean[]): void {
  let from = at;
  while (from > 0 && !clauseEnd.test(words[from]?.before ?? '')) from -= 1;
  const isOpening = at - from <= openingReach;
  // A clause that begins with the time ("Two days earlier, …", "In May, …") stands for what follows it;
  // a time at its end ("the killing of the general earlier this year") for the words in front of it.
  if (from === 0 && isOpening) marked.fill(true);
  else markUntilClauseEnd(words, isOpening ? from : at - reachBack, marked);
}
