import type { DayRange } from '../../model.ts';
import { monthOf } from './calendar.ts';
import type { ListEntry } from './compile.ts';
import type { DayMention } from './days.ts';
import type { EventCandidate } from './events.ts';
import { numberAt } from './numbers.ts';
import type { Match } from './phrases.ts';
import { listedWithin, type Reading, type Sentence } from './read.ts';

/** How many, and the sentence that says so. */
export interface Figure {
  readonly value: number;
  readonly sentence: number;
}

/** What this article states of the main event; null where it says nothing. */
export interface Casualties {
  readonly killed: Figure | null;
  readonly wounded: Figure | null;
}

const sentencesLookedAt = 10;
const none: Casualties = { killed: null, wounded: null };

/**
 * Killed and wounded of the main event. Words and decisions have none: figures beside them belong to other events. Nor
 * has what an article tells below the sentence that says that nobody was harmed.
 */
export function casualtiesOf(
  reading: Reading,
  main: EventCandidate | null,
  days: DayRange,
  mentions: readonly DayMention[],
): Casualties {
  if (main?.type.scheme === 'plover') return none;
  let killed: Figure | null = null;
  let wounded: Figure | null = null;
  for (const sentence of reading.sentences.slice(0, sentencesLookedAt)) {
    if (isOfAnotherDay(sentence, days, mentions)) continue;
    killed ??= told(figureOf(sentence, 'killedWord') ?? (isDenied(sentence, 'noneKilled') ? 0 : null), sentence);
    wounded ??= told(figureOf(sentence, 'woundedWord') ?? (isDenied(sentence, 'noneWounded') ? 0 : null), sentence);
    if (killed === null && wounded === null && isDenied(sentence, 'noCasualties'))
      return { killed: told(0, sentence), wounded: told(0, sentence) };
    if (denials.some((list) => isDenied(sentence, list))) break;
  }
  return { killed, wounded };
}

const told = (value: number | null, { index }: Sentence): Figure | null =>
  value === null ? null : { value, sentence: index };

/** "On Sunday, four were injured in a similar incident": a later sentence with an earlier day of its own. */
function isOfAnotherDay(sentence: Sentence, days: DayRange, mentions: readonly DayMention[]): boolean {
  if (sentence.index < 2) return false;
  const own = mentions.filter((mention) => mention.sentence === sentence);
  return own.length > 0 && own.every((mention) => mention.to < days.from);
}

const denials = ['noCasualties', 'noneKilled', 'noneWounded'] as const;
const restrictions = new Set(['among', 'في', 'در']);

function isDenied(sentence: Sentence, list: (typeof denials)[number]): boolean {
  if (sentence.lists.has('casualtiesUnknown')) return false;
  return (sentence.lists.get(list) ?? []).some(
    (match) => !sentence.isHistory[match.from] && !restrictions.has(sentence.words[match.to]?.text ?? ''),
  );
}

type CasualtyList = 'killedWord' | 'woundedWord';
const reachBefore = 12;
const reachAfter = 7;

/** The figure next to "killed" or "wounded": behind an active verb, else in front. */
function figureOf(sentence: Sentence, list: CasualtyList): number | null {
  for (const match of sentence.lists.get(list) ?? []) {
    if (sentence.isHistory[match.from] || isWithinDenial(sentence, match)) continue;
    const figure =
      figureAfter(sentence, match) ?? figureBehindMark(sentence, match) ?? figureBefore(sentence, match, list);
    if (figure !== null) return figure;
  }
  return null;
}

const isWithinDenial = (sentence: Sentence, { from }: Match<ListEntry>): boolean =>
  denials.some((list) => listedAround(sentence, list, from));

const listedAround = (sentence: Sentence, list: string, at: number): boolean =>
  (sentence.lists.get(list) ?? []).some((match) => match.from <= at && at < match.to);

const stopWords = new Set(
  'and و in on at by when as while after before during since from and with who that where which near inside outside'.split(
    ' ',
  ),
);
const hardStops = /[.;:()—–"]/;

/** "killed at least 25 fighters", "wounding two", "killing a member", «مقتل ثلاثة». */
function figureAfter(sentence: Sentence, match: Match<ListEntry>): number | null {
  for (let at = match.to; at < Math.min(sentence.words.length, match.to + reachAfter); at += 1) {
    const word = sentence.words[at];
    if (!word || hardStops.test(word.before) || word.before.includes(',')) return null;
    if (isApproximation(sentence, at)) continue;
    if (stopWords.has(word.text) || listedWithin(sentence, 'vagueNumber', at, at + 1)) return null;
    const figure = countAt(sentence, at);
    if (figure !== null) return figure + alsoAfter(sentence, at + 1);
    if (word.text === 'a' || word.text === 'an')
      return personAfter(sentence, at + 1) ? 1 + alsoAfter(sentence, at + 2) : null;
    if (word.text.charCodeAt(0) > 0x500 && at === match.to && isSingular(sentence, at)) return 1;
  }
  return null;
}

/** "at least", "more than": the figure follows. */
const isApproximation = (sentence: Sentence, at: number): boolean =>
  (sentence.lists.get('approximately') ?? []).some((match) => match.from <= at && at < match.to);

const personReach = 5;

/** "two Americans and a Briton": what comes after the first figure. */
function alsoAfter(sentence: Sentence, from: number): number {
  for (let at = from; at < Math.min(sentence.words.length, from + personReach); at += 1) {
    const word = sentence.words[at];
    if (!word || hardStops.test(word.before)) return 0;
    if (listedWithin(sentence, 'killedWord', at, at + 1) || listedWithin(sentence, 'woundedWord', at, at + 1)) return 0;
    if (word.text !== 'and') continue;
    const figure = countAt(sentence, at + 1);
    if (figure !== null) return isPeople(sentence, at + 2, at + personReach) ? figure : 0;
    const next = sentence.words[at + 1]?.text;
    return (next === 'a' || next === 'an') && personAfter(sentence, at + 2) ? 1 : 0;
  }
  return 0;
}

/** "brain injuries … put at 50", "toll rises to 12". */
function figureBehindMark(sentence: Sentence, match: Match<ListEntry>): number | null {
  for (const mark of sentence.lists.get('figureMark') ?? []) {
    if (mark.from < match.to) continue;
    for (let at = mark.to; at < mark.to + 3; at += 1) {
      const figure = countAt(sentence, at);
      if (figure !== null && isPeople(sentence, at + 1, at + 3)) return figure;
    }
  }
  return null;
}

/** "six fighters were wounded", "a contractor died", "Three commandos, two policemen and a civilian were killed". */
function figureBefore(sentence: Sentence, match: Match<ListEntry>, list: CasualtyList): number | null {
  const other = list === 'killedWord' ? 'woundedWord' : 'killedWord';
  let sum: number | null = null;
  for (let at = match.from - 1; at >= Math.max(0, match.from - reachBefore); at -= 1) {
    const word = sentence.words[at];
    if (!word || listedWithin(sentence, other, at, at + 1) || listedWithin(sentence, 'vagueNumber', at, at + 1)) break;
    if (isPartOfGroup(sentence, at)) continue;
    const figure = countAt(sentence, at);
    if (figure !== null) {
      if (!isPeople(sentence, at + 1, match.from)) break;
      sum = (sum ?? 0) + figure;
      if (!continuesList(sentence, at)) break;
    } else if ((word.text === 'a' || word.text === 'an') && personAfter(sentence, at + 1)) {
      sum = (sum ?? 0) + 1;
      if (!continuesList(sentence, at)) break;
    }
    if (hardStops.test(word.before)) break;
  }
  return sum ?? bareSingular(sentence, match);
}

const groupWords = new Set(['of', 'including', 'them', 'among']);

/** "among them an army soldier", "two members of a company": counted already. */
const isPartOfGroup = (sentence: Sentence, at: number): boolean => groupWords.has(sentence.words[at - 1]?.text ?? '');

/** A comma or "and" in front of a counted group: another may stand before it. */
function continuesList(sentence: Sentence, at: number): boolean {
  return (sentence.words[at]?.before ?? '').includes(',') || sentence.words[at - 1]?.text === 'and';
}

const bareReach = 4;

/** "American contractor killed": a headline leaves the article out. */
function bareSingular(sentence: Sentence, match: Match<ListEntry>): number | null {
  if (sentence.index > 0) return null;
  for (let at = match.from - 1; at >= Math.max(0, match.from - bareReach); at -= 1) {
    const word = sentence.words[at];
    if (!word || stopWords.has(word.text) || (at < match.from - 1 && word.before.includes(','))) return null;
    if (isSingular(sentence, at)) return 1;
  }
  return null;
}

function personAfter(sentence: Sentence, from: number): boolean {
  for (let at = from; at < from + personReach; at += 1) {
    if (isSingular(sentence, at)) return true;
    if (stopWords.has(sentence.words[at]?.text ?? '')) return false;
  }
  return false;
}

const plural = /(?:s|men|people)$/;
function isSingular(sentence: Sentence, at: number): boolean {
  const word = sentence.words[at];
  if (!word || plural.test(word.text)) return false;
  return (sentence.lists.get('personSingular') ?? []).some((match) => match.from <= at && at < match.to);
}

/** A number that counts something: no date, no hour. */
function countAt(sentence: Sentence, at: number): number | null {
  const figure = numberAt(sentence, at);
  if (figure === null) return null;
  const isDate = [at - 1, at + 1].some(
    (near) => monthOf(sentence.words[near]?.text ?? '') !== null && sentence.words[near]?.isCapital !== false,
  );
  const isName = /[a-z]/i.test(sentence.words[at - 1]?.text ?? '') && sentence.words[at]?.before === '-';
  return isDate || isName ? null : figure;
}

const things = new Set(
  'rocket missil mortar katyusha shell drone hour dai day week month year mile kilomet km meter metr pm am minut build vehicl base attack strike round site locat facil posit target time raid barrag area commun hospit second third sourc fire plane jet bomb percent depot us launcher'.split(
    ' ',
  ),
);

function isPeople(sentence: Sentence, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const word = sentence.words[at];
    if (word && things.has(word.key) && !(word.key === 'us')) return false;
  }
  return true;
}
