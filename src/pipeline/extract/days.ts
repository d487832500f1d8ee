import type { Day, DayRange, Instant } from '../../model.ts';
import type { EventCandidate } from './events.ts';
import type { Reading, Sentence } from './read.ts';

const dayMs = 86_400_000;

const weekdays = new Map<string, number>([
  ['sunday', 0],
  ['monday', 1],
  ['tuesday', 2],
  ['wednesday', 3],
  ['thursday', 4],
  ['friday', 5],
  ['saturday', 6],
  ['sun', 0],
  ['mon', 1],
  ['tues', 2],
  ['tue', 2],
  ['wed', 3],
  ['thurs', 4],
  ['thu', 4],
  ['fri', 5],
  ['sat', 6],
  ['الاحد', 0],
  ['الاثنين', 1],
  ['الثلاثاء', 2],
  ['الثلاثا', 2],
  ['الاربعاء', 3],
  ['الاربعا', 3],
  ['الخميس', 4],
  ['الجمعه', 5],
  ['السبت', 6],
  ['يكشنبه', 0],
  ['دوشنبه', 1],
  ['سهشنبه', 2],
  ['چهارشنبه', 3],
  ['پنجشنبه', 4],
  ['جمعه', 5],
  ['شنبه', 6],
]);
const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const months = new Map<string, number>([
  ...monthNames.map((name, at): [string, number] => [name, at]),
  ...monthNames.map((name, at): [string, number] => [name.slice(0, 3), at]),
  ['sept', 8],
  ...[
    'يناير',
    'فبراير',
    'مارس',
    'ابريل',
    'مايو',
    'يونيو',
    'يوليو',
    'اغسطس',
    'سبتمبر',
    'اكتوبر',
    'نوفمبر',
    'ديسمبر',
  ].map((name, at): [string, number] => [name, at]),
  ...['ژانويه', 'فوريه', 'مارس', 'آوريل', 'مه', 'ژوئن', 'ژوئيه', 'اوت', 'سپتامبر', 'اكتبر', 'نوامبر', 'دسامبر'].map(
    (name, at): [string, number] => [name, at],
  ),
]);

/** A day that a text names. */
interface DayMention extends DayRange {
  readonly at: number;
  readonly sentence: Sentence;
}

/** When it happened, in local days at the place. `to` is the likelier day; without any day named, the day of publication and the one before. */
export function daysOf(
  reading: Reading,
  main: EventCandidate | null,
  publishedAt: Instant,
  timeZone: string,
): DayRange {
  const today = localDay(publishedAt, timeZone);
  const mentions = reading.sentences.slice(0, 6).flatMap((sentence) => mentionsIn(sentence, today));
  const current = mentions.filter((mention) => !mention.sentence.isHistory[mention.at]);
  const inMain = current.filter((mention) => mention.sentence === main?.sentence);
  const best = inMain[0] ?? current.find((mention) => mention.sentence.index <= 3);
  if (best) return { from: best.from, to: best.to };
  return { from: addDays(today, -1), to: today };
}

/** The calendar day of an instant in a time zone. */
export function localDay(at: Instant, timeZone: string): Day {
  return formatterOf(timeZone).format(at);
}

const formatters = new Map<string, Intl.DateTimeFormat>();
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formatters.set(timeZone, made);
  return made;
}

export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10);
}

function mentionsIn(sentence: Sentence, today: Day): DayMention[] {
  const found: DayMention[] = [];
  for (let at = 0; at < sentence.words.length; at += 1) {
    const range = rangeAt(sentence, at, today);
    if (range) found.push({ ...range, at, sentence });
  }
  return found;
}

function rangeAt(sentence: Sentence, at: number, today: Day): DayRange | null {
  const word = sentence.words[at]?.text ?? '';
  if (word === 'today' || word === 'tonight' || word === 'اليوم' || word === 'امروز' || word === 'امشب')
    return on(today);
  if (word === 'yesterday' || word === 'امس' || word === 'ديروز') return on(addDays(today, -1));
  if (word === 'overnight') return { from: addDays(today, -1), to: today };
  const weekday = weekdays.get(word);
  if (weekday !== undefined) return on(lastWeekday(today, weekday));
  return monthDay(sentence, at, today);
}

const on = (day: Day): DayRange => ({ from: day, to: day });

function lastWeekday(today: Day, weekday: number): Day {
  const current = new Date(`${today}T00:00:00Z`).getUTCDay();
  return addDays(today, -((current - weekday + 7) % 7));
}

function monthDay(sentence: Sentence, at: number, today: Day): DayRange | null {
  const word = sentence.words[at];
  const month = months.get(word?.text ?? '');
  if (month === undefined || !word) return null;
  if (word.text.charCodeAt(0) < 128 && !word.isCapital) return null;
  const day = dayNumber(sentence.words[at + 1]?.text) ?? dayNumber(sentence.words[at - 1]?.text);
  if (day === null) return null;
  const year = Number(today.slice(0, 4));
  const candidate = [year + 1, year, year - 1]
    .map((y) => toDay(y, month, day))
    .find((value) => value !== null && value <= addDays(today, 1));
  return candidate ? on(candidate) : null;
}

function dayNumber(text: string | undefined): number | null {
  const found = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(text ?? '');
  const value = found ? Number(found[1]) : 0;
  return value >= 1 && value <= 31 ? value : null;
}

function toDay(year: number, month: number, day: number): Day | null {
  const date = new Date(Date.UTC(year, month, day));
  return date.getUTCMonth() === month ? date.toISOString().slice(0, 10) : null;
}
