import type { Day, DayRange, Report } from '../../model.ts';
import {
  addDays,
  type LocalTime,
  lastWeekday,
  latestMonthDay,
  latestSolarDay,
  monthOf,
  solarMonthOf,
  weekdayOf,
} from './calendar.ts';
import type { EventCandidate } from './events.ts';
import { numberAt } from './numbers.ts';
import { listedWithin, type Reading, type Sentence } from './read.ts';

/** A day that a text names, and where. */
export interface DayMention extends DayRange {
  readonly at: number;
  /** Told against a day beside it: "the night before". */
  readonly isBefore: boolean;
  readonly sentence: Sentence;
}

/** When it happened, and the sentence that says so; null where none does. */
export interface DaysFound {
  readonly days: DayRange;
  readonly sentence: number | null;
}

const sentencesLookedAt = 6;
const leadSentences = 3;
const earlierFactor = 1.6; // a claim or a denial is about the day before its own
const staleDays = 4; // a day further back, named after the first sentence, is history
const washingtonLag = 7; // hours; so much later is the day there
const smallHours = 1.5; // news that comes shortly after midnight tells of the evening

/** Every day that the first sentences name, against the day of publication at the place. */
export function dayMentionsOf(reading: Reading, today: Day): DayMention[] {
  return reading.sentences.slice(0, sentencesLookedAt).flatMap((sentence) => mentionsIn(sentence, today));
}

/**
 * When it happened, in local days at the place; `to` is the likelier day. Without any day named, the day of publication
 * and the one before; in the small hours the day before.
 */
export function daysOf(
  mentions: readonly DayMention[],
  { main, development }: { readonly main: EventCandidate | null; readonly development: Report['development'] },
  { day: today, hour }: LocalTime,
): DaysFound {
  const best = mentions
    .map((mention) => ({ mention, score: scoreOf(mention, { main, isLater: development !== null }, today) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)[0];
  if (best) {
    const { from, to, sentence, at } = best.mention;
    // What is said on a day of a deed without a day of its own may have happened the day before.
    const isSaid = main?.type.scheme === 'acled' && from === to && isDayOfReport(sentence, at);
    const isNextDay = hour < washingtonLag && to === addDays(today, -1) && isAmericanStrike(main);
    return {
      days: { from: isSaid ? addDays(from, -1) : from, to: isNextDay ? today : to },
      sentence: sentence.index,
    };
  }
  const yesterday = addDays(today, -1);
  return { days: { from: yesterday, to: hour < smallHours ? yesterday : today }, sentence: null };
}

/** Told from Washington on an evening, when it is the next day where the bombs fall. */
const isAmericanStrike = (main: EventCandidate | null): boolean =>
  main?.type.id === 'air-strike' && listedWithin(main.sentence, 'partyUs', 0, main.to);

function scoreOf(
  mention: DayMention,
  { main, isLater }: { readonly main: EventCandidate | null; readonly isLater: boolean },
  today: Day,
): number {
  const { sentence, at, to } = mention;
  const isLate = sentence.index >= leadSentences;
  if (sentence.index >= 2 && to < addDays(today, -staleDays)) return 0;
  let score = 10 - sentence.index * 2;
  if (sentence === main?.sentence) score += 2;
  if (mention.isBefore) return isLater && sentence.index < leadSentences ? score * earlierFactor : 0;
  if (sentence.isHistory[at]) score *= sentence.index <= 1 && to >= addDays(today, -staleDays) ? 0.3 : 0;
  if (isLate && to < addDays(today, -2)) score *= 0.3;
  if (isDayOfReport(sentence, at)) score *= main?.type.scheme === 'plover' ? 1.2 : 0.6;
  if (partsOfDay.has(sentence.words[at + 1]?.text ?? '')) score *= 1.2;
  return score;
}

/** "said Tuesday": the day of the report, which may be the day after. */
const isDayOfReport = (sentence: Sentence, at: number): boolean =>
  listedWithin(sentence, 'sayWord', at - 2, at) || listedWithin(sentence, 'sayWord', at + 1, at + 2);
const partsOfDay = new Set(['night', 'evening', 'morning', 'afternoon']);

function mentionsIn(sentence: Sentence, today: Day): DayMention[] {
  const found: DayMention[] = [];
  for (let at = 0; at < sentence.words.length; at += 1) {
    const range = rangeAt(sentence, at, today);
    if (range && !isDeadline(sentence, at)) found.push({ ...range, at, sentence, isBefore: false });
  }
  for (const { from } of sentence.lists.get('lastNight') ?? [])
    found.push({ ...on(addDays(today, -1)), at: from, sentence, isBefore: false });
  const before = sentence.lists.get('dayBefore') ?? [];
  if (before.length === 0) return found;
  const day = addDays(found.at(-1)?.to ?? today, -1);
  for (const { from } of before) found.push({ ...on(day), at: from, sentence, isBefore: true });
  return found;
}

const deadlineWords = new Set([
  'from',
  'until',
  'till',
  'by',
  'starting',
  'beginning',
  'since',
  'before',
  'اعتبارا',
  'حتي',
  'تا',
  'منذ',
  'next',
]);
const deadlineReach = 3;

const possessive = /['’]s/;

/** "hurt by Saturday's rockets": whose day it is. */
const isPossessive = ({ words, text }: Sentence, at: number): boolean =>
  possessive.test(text.slice(words[at]?.start, words[at + 1]?.start));

/** "starting on Sunday", "by Friday": what is to come, or a stretch of time. */
function isDeadline(sentence: Sentence, at: number): boolean {
  if (isPossessive(sentence, at)) return false;
  for (let back = at - 1; back >= 0 && back >= at - deadlineReach; back -= 1) {
    if (deadlineWords.has(sentence.words[back]?.text ?? '')) return true;
  }
  return false;
}

const today0 = new Set(['today', 'tonight', 'اليوم', 'امروز', 'امشب', 'الليله']);
const yesterday0 = new Set(['yesterday', 'امس', 'ديروز', 'البارحه']);

function rangeAt(sentence: Sentence, at: number, today: Day): DayRange | null {
  const word = sentence.words[at]?.text ?? '';
  if (today0.has(word)) return followsWeekday(sentence, at) ? null : on(today);
  if (yesterday0.has(word)) return on(addDays(today, -1));
  if (word === 'overnight') return { from: addDays(today, -1), to: today };
  const weekday = weekdayAt(sentence, at);
  if (weekday !== null) {
    const next = isArabic(word) ? weekdayAt(sentence, at + 1) : null;
    if (next !== null) return null;
    const day = weekdayRange(sentence, at, weekday, today);
    const isSecond = isArabic(word) && weekdayAt(sentence, at - 1) !== null;
    return on(isNightBetween(sentence, at, isSecond ? 0 : null) && addDays(day, 1) <= today ? addDays(day, 1) : day);
  }
  return agoAt(sentence, at, today) ?? monthDayAt(sentence, at, today);
}

const beforeMidnight = new Set(['قبل', 'قبيل']);

/** «ليل السبت الأحد», «بعد منتصف ليل السبت»: the night between two days, of which the second is meant. */
function isNightBetween(sentence: Sentence, at: number, next: number | null): boolean {
  const midnight = [at - 2, at - 3].find((near) => sentence.words[near]?.key === 'منتصف');
  if (next !== null || midnight === undefined || sentence.words[at]?.text === 'شنبه') return false;
  return !beforeMidnight.has(sentence.words[midnight - 1]?.text ?? '');
}

const on = (day: Day): DayRange => ({ from: day, to: day });
const isArabic = (word: string): boolean => word.charCodeAt(0) > 0x500;
/** "today Sunday" is told by the weekday. */
const followsWeekday = (sentence: Sentence, at: number): boolean => weekdayAt(sentence, at + 1) !== null;

function weekdayAt(sentence: Sentence, at: number): number | null {
  const word = sentence.words[at];
  const next = sentence.words[at + 1];
  const previous = sentence.words[at - 1];
  if (!word) return null;
  // Persian writes most weekdays as two words: the number, then شنبه.
  if (next?.text === 'شنبه') return weekdayOf(`${word.text}${next.text}`);
  if (word.text === 'شنبه' && previous && weekdayOf(`${previous.text}شنبه`) !== null) return null;
  const weekday = weekdayOf(word.text);
  const isEnglish = word.text.charCodeAt(0) < 128;
  return weekday !== null && (!isEnglish || word.isCapital) ? weekday : null;
}

function weekdayRange(sentence: Sentence, at: number, weekday: number, today: Day): Day {
  const day = lastWeekday(today, weekday);
  return sentence.words[at - 1]?.text === 'last' && day === today ? addDays(day, -7) : day;
}

/** "two days ago", "قبل يومين", "دو روز پیش". */
function agoAt(sentence: Sentence, at: number, today: Day): DayRange | null {
  const word = sentence.words[at]?.text ?? '';
  const before = sentence.words[at - 1]?.text ?? '';
  if (word === 'ago' && (before === 'days' || before === 'day'))
    return on(addDays(today, -(numberAt(sentence, at - 2) ?? 1)));
  if (word === 'يومين' && before === 'قبل') return on(addDays(today, -2));
  const count = word === 'پيش' && before === 'روز' ? numberAt(sentence, at - 2) : null;
  return count === null ? null : on(addDays(today, -count));
}

function monthDayAt(sentence: Sentence, at: number, today: Day): DayRange | null {
  const word = sentence.words[at];
  if (!word) return null;
  const solar = solarMonthOf(word.text);
  const month = monthOf(word.text);
  if (solar === null && month === null) return null; // most words
  const day = dayNumber(sentence.words[at - 1]?.text) ?? dayNumber(sentence.words[at + 1]?.text);
  if (day === null) return null;
  if (solar !== null && dayNumber(sentence.words[at - 1]?.text) !== null)
    return range(latestSolarDay(today, solar, day));
  if (month === null || (word.text.charCodeAt(0) < 128 && !word.isCapital)) return null;
  const year = yearOf(sentence.words[at + 1]?.text) ?? yearOf(sentence.words[at + 2]?.text);
  return range(latestMonthDay(today, month, day, year));
}

const range = (day: Day | null): DayRange | null => (day === null ? null : on(day));

function dayNumber(text: string | undefined): number | null {
  const found = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(text ?? '');
  const value = found ? Number(found[1]) : 0;
  return value >= 1 && value <= 31 ? value : null;
}

const yearOf = (text: string | undefined): number | null => (/^(?:19|20)\d\d$/.test(text ?? '') ? Number(text) : null);
