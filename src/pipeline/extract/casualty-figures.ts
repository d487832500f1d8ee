import type { ListEntry } from './compile.ts';
import { countAt, isPeople, isSingular, personAfter, personReach, plural, stopWords } from './people.ts';
import type { Match } from './phrases.ts';
import { listedWithin, type Sentence } from './read.ts';

/** The word lists that deny harm: of both kinds, or of one alone. */
export type Denial = 'noCasualties' | 'noneKilled' | 'noneWounded';
/** The word lists that tell of harm. */
export type CasualtyList = 'killedWord' | 'woundedWord';

/** The lists of `Denial`. */
export const denials: readonly Denial[] = ['noCasualties', 'noneKilled', 'noneWounded'];
const isFollowedByHad = ({ words }: Sentence, { to }: Match<ListEntry>): boolean =>
  words[to]?.text === 'had' || words[to - 1]?.text === 'had';

const restrictions = new Set(['among', 'في', 'در']);

/** "no casualties among the Americans", "no injuries at any US facility": elsewhere there may be some. */
const isRestricted = ({ words }: Sentence, at: number): boolean =>
  restrictions.has(words[at]?.text ?? '') || words[at + 1]?.text === 'any';

/** Whether a sentence says that nobody was harmed. */
export function isDenied(sentence: Sentence, list: Denial): boolean {
  if (sentence.lists.has('casualtiesUnknown')) return false;
  return (sentence.lists.get(list) ?? []).some(
    (match) =>
      // "no casualties had been reported" is said of now.
      (!sentence.isHistory[match.from] || isFollowedByHad(sentence, match)) && !isRestricted(sentence, match.to),
  );
}

const reachBefore = 12;
const reachAfter = 7;

/** The figure next to "killed" or "wounded": behind an active verb, else in front. */
export function figureOf(sentence: Sentence, list: CasualtyList): number | null {
  for (const match of casualtyWords(sentence, list)) {
    const figure =
      figureAfter(sentence, match) ?? figureBefore(sentence, match, list) ?? figureBehindMark(sentence, match);
    if (figure !== null) return figure;
  }
  return null;
}

/** A headline leaves articles out: "American contractor killed", "man and child hurt", "for killing American". */
export function bareFigure(sentence: Sentence, list: CasualtyList): number | null {
  for (const match of casualtyWords(sentence, list)) {
    const figure = bareBefore(sentence, match) ?? bareAfter(sentence, match);
    if (figure !== null) return figure;
  }
  return null;
}

const casualtyWords = (sentence: Sentence, list: CasualtyList): readonly Match<ListEntry>[] =>
  (sentence.lists.get(list) ?? []).filter(
    (match) => !isRecalled(sentence, match) && !isWithinDenial(sentence, match) && !isAmongMany(sentence, match),
  );

const isRecalled = (sentence: Sentence, match: Match<ListEntry>): boolean =>
  sentence.isHistory[match.from] === true && !isPersianMainVerb(sentence, match);

const persianVerbs = new Set(['شد', 'شدند', 'باخت', 'باختند']);
const endReach = 5;

/** The verb that ends a Persian sentence is its main one, whatever clause opened it. */
function isPersianMainVerb({ words }: Sentence, { to }: Match<ListEntry>): boolean {
  const rest = words.slice(to - 1, to + endReach);
  return to + endReach > words.length && rest.some((word) => persianVerbs.has(word.text));
}

/** "is among those killed": one of a number that is not told. */
const isAmongMany = ({ words }: Sentence, { from }: Match<ListEntry>): boolean =>
  ['among those', 'among the'].includes(`${words[from - 2]?.text} ${words[from - 1]?.text}`);

const isWithinDenial = (sentence: Sentence, { from }: Match<ListEntry>): boolean =>
  denials.some((list) => listedAround(sentence, list, from));

const listedAround = (sentence: Sentence, list: string, at: number): boolean =>
  (sentence.lists.get(list) ?? []).some((match) => match.from <= at && at < match.to);

const hardStops = /[.;:()—–"]/;

/** "killed at least 25 fighters", "wounding two", "killing a member", «مقتل ثلاثة». */
function figureAfter(sentence: Sentence, match: Match<ListEntry>): number | null {
  for (let at = match.to; at < Math.min(sentence.words.length, match.to + reachAfter); at += 1) {
    const word = sentence.words[at];
    if (!word || hardStops.test(word.before) || word.before.includes(',')) return null;
    if (isApproximation(sentence, at)) continue;
    if (stopWords.has(word.text) || listedWithin(sentence, 'vagueNumber', at, at + 1)) return null;
    if (isCasualtyWord(sentence, at) || beginsWithAnd(word.text)) return null;
    const figure = countAt(sentence, at);
    if (figure !== null) return figure + alsoAfter(sentence, at + 1);
    if (word.text === 'a' || word.text === 'an')
      return personAfter(sentence, at + 1) ? 1 + alsoAfter(sentence, at + 2) : null;
    if (isArabic(word.text) && at === match.to && isSingular(sentence, at)) return 1 + alsoAfter(sentence, at + 1);
  }
  return null;
}

/** "at least", "more than": the figure follows. */
const isApproximation = (sentence: Sentence, at: number): boolean =>
  (sentence.lists.get('approximately') ?? []).some((match) => match.from <= at && at < match.to);

const isArabic = (text: string): boolean => text.charCodeAt(0) > 0x500;

const one = new Set(['واحد', 'واحده']);
/** Arabic writes "and" in front of the word. */
const beginsWithAnd = (text: string): boolean => text.startsWith('و') && text.length > 2 && !one.has(text);

const isCasualtyWord = (sentence: Sentence, at: number): boolean =>
  listedWithin(sentence, 'killedWord', at, at + 1) || listedWithin(sentence, 'woundedWord', at, at + 1);

const possessives = new Set(['his', 'her', 'their']);

/** "two Americans and a Briton", «جندي أميركي وجندي بريطاني»: what comes after the first figure. */
function alsoAfter(sentence: Sentence, from: number): number {
  for (let at = from; at < Math.min(sentence.words.length, from + personReach); at += 1) {
    const word = sentence.words[at];
    if (!word || hardStops.test(word.before) || isCasualtyWord(sentence, at)) return 0;
    if (beginsWithAnd(word.text)) {
      const also = countAt(sentence, at) ?? (isSingular(sentence, at) ? 1 : null);
      if (also !== null) return also + alsoAfter(sentence, at + 1);
    }
    if (word.text !== 'and') continue;
    const next = sentence.words[at + 1]?.text ?? '';
    const figure = countAt(sentence, possessives.has(next) ? at + 2 : at + 1);
    if (figure !== null) return isPeople(sentence, at + 2, at + personReach) ? figure : 0;
    return (next === 'a' || next === 'an') && personAfter(sentence, at + 2) ? 1 : 0;
  }
  return 0;
}

/** "brain injuries … put at 50", "toll rises to 12". */
function figureBehindMark(sentence: Sentence, match: Match<ListEntry>): number | null {
  for (const mark of sentence.lists.get('figureMark') ?? []) {
    if (mark.to < match.to) continue;
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
    if (!word || listedWithin(sentence, 'vagueNumber', at, at + 1)) break;
    if (word.text === 'for' && at === match.from - 1) break;
    // "have killed an American and wounded some troops": the figure is the other's.
    const isApart = word.before.includes(',') || beginsWithAnd(word.text);
    const isOthers = !isApart && listedWithin(sentence, other, at - 1, at);
    if (isOthers || listedWithin(sentence, other, at, at + 1)) break;
    const figure = countAt(sentence, at);
    if (isPartOfGroup(sentence, at, figure) || isOneOfTheWounded(sentence, at, list)) continue;
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
  return sum;
}

const groupWords = new Set(['of', 'including', 'them', 'among']);

/** "among them an army soldier", "two members of a company": counted already. */
function isPartOfGroup(sentence: Sentence, at: number, figure: number | null): boolean {
  const before = sentence.words[at - 1]?.text ?? '';
  // "a soldier among six hurt": these are all of them.
  return groupWords.has(before) && !(before === 'among' && figure !== null);
}

/** "One of the wounded has died": how many there are is not told. */
const isOneOfTheWounded = ({ words }: Sentence, at: number, list: CasualtyList): boolean =>
  list === 'woundedWord' && words[at + 1]?.text === 'of' && words[at + 2]?.text === 'the';

/** A comma or "and" in front of a counted group: another may stand before it. */
function continuesList(sentence: Sentence, at: number): boolean {
  return (sentence.words[at]?.before ?? '').includes(',') || sentence.words[at - 1]?.text === 'and';
}

const bareReach = 4;

function bareBefore(sentence: Sentence, match: Match<ListEntry>): number | null {
  const { words } = sentence;
  if (plural.test(words[match.from - 1]?.text ?? '') || words[match.from]?.text.startsWith('و')) return null;
  for (let at = match.from - 1; at >= Math.max(0, match.from - bareReach); at -= 1) {
    const word = words[at];
    if (!word || stopWords.has(word.text) || (at < match.from - 1 && word.before.includes(','))) return null;
    if (isSingular(sentence, at)) return words[at - 1]?.text === 'and' && isSingular(sentence, at - 2) ? 2 : 1;
  }
  return null;
}

function bareAfter(sentence: Sentence, match: Match<ListEntry>): number | null {
  let figure: number | null = null;
  for (let at = match.to; at < match.to + bareReach; at += 1) {
    const word = sentence.words[at];
    if (!word || stopWords.has(word.text) || hardStops.test(word.before) || word.before.includes(',')) break;
    if (isArabic(word.text) || (plural.test(word.text) && !isModifierWord(sentence, at))) return null;
    if (isSingular(sentence, at)) figure = 1;
  }
  return figure;
}

/** "US contractor": a name in front of the person. */
const isModifierWord = (sentence: Sentence, at: number): boolean =>
  sentence.mentions.some((mention) => mention.from <= at && at < mention.to);
