import type { ListEntry } from './compile.ts';
import type { Match } from './phrases.ts';
import type { Word } from './words.ts';

const clauseEnd = /[,;:.!?()\n—–"]/;
const reporting = new Set([
  'say',
  'said',
  'announc',
  'claim',
  'report',
  'confirm',
  'told',
  'tell',
  'that',
  'wrote',
  'ad',
]);
const reach = 8;

/** Which words recall something earlier: clauses after "since" and the like, pluperfects, "last week's". */
export function markHistory(
  words: readonly Word[],
  lists: ReadonlyMap<string, readonly Match<ListEntry>[]>,
): boolean[] {
  const marked = new Array<boolean>(words.length).fill(false);
  for (const opener of lists.get('historyOpener') ?? []) markUntilClauseEnd(words, opener.from, marked);
  for (const mark of lists.get('historyMark') ?? []) markClause(words, mark.from, marked);
  for (let at = 0; at < words.length; at += 1) {
    if (words[at]?.text === 'had' && !isReported(words, at)) markUntilClauseEnd(words, at, marked);
  }
  return marked;
}

/** "said it had brought down": news, told in reported speech. */
function isReported(words: readonly Word[], at: number): boolean {
  for (let back = at - 1; back >= 0 && back >= at - reach; back -= 1) {
    if (reporting.has(words[back]?.key ?? '')) return true;
  }
  return false;
}

function markUntilClauseEnd(words: readonly Word[], from: number, marked: boolean[]): void {
  for (let at = from; at < words.length; at += 1) {
    if (at > from && clauseEnd.test(words[at]?.before ?? '')) return;
    marked[at] = true;
  }
}

function markClause(words: readonly Word[], at: number, marked: boolean[]): void {
  let from = at;
  while (from > 0 && !clauseEnd.test(words[from]?.before ?? '')) from -= 1;
  markUntilClauseEnd(words, from, marked);
}
