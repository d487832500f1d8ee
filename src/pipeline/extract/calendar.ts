import type { Day, Instant } from '../../model.ts';

const weekdays = new Map<string, number>([
  ...each(['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']),
  ...each(['sundays', 'mondays', 'tuesdays', 'wednesdays', 'thursdays', 'fridays', 'saturdays']),
  ...each(['الاحد', 'الاثنين', 'الثلاثاء', 'الاربعاء', 'الخميس', 'الجمعه', 'السبت']),
  ...each(['الاحد', 'الاثنين', 'الثلاثا', 'الاربعا', 'الخميس', 'الجمعه', 'السبت']),
  ...each(['يكشنبه', 'دوشنبه', 'سهشنبه', 'چهارشنبه', 'پنجشنبه', 'جمعه', 'شنبه']),
]);
const englishMonths = [
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
  ...each(englishMonths),
  ...each(englishMonths.map((name) => name.slice(0, 3))),
  ['sept', 8],
  ...each([
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
  ]),
  ...each(['ژانويه', 'فوريه', 'مارس', 'اوريل', 'مه', 'ژوين', 'ژوييه', 'اوت', 'سپتامبر', 'اكتبر', 'نوامبر', 'دسامبر']),
  // The Levantine names that Iraqi outlets use; those of two words are found by their second.
  ['شباط', 1],
  ['اذار', 2],
  ['نيسان', 3],
  ['ايار', 4],
  ['حزيران', 5],
  ['تموز', 6],
  ['اب', 7],
  ['ايلول', 8],
]);
const solarMonths = new Map<string, number>(
  each(['فروردين', 'ارديبهشت', 'خرداد', 'تير', 'مرداد', 'شهريور', 'مهر', 'ابان', 'اذر', 'دي', 'بهمن', 'اسفند']),
);

function each(names: readonly string[]): [string, number][] {
  return names.map((name, at) => [name, at]);
}

/** 0 for Sunday to 6 for Saturday, of a folded word; null for any other word. */
export const weekdayOf = (word: string): number | null => find(weekdays, word);
/** 0 for January to 11 for December. */
export const monthOf = (word: string): number | null => find(months, word);
/** 0 for Farvardin to 11 for Esfand of the Solar Hijri calendar. */
export const solarMonthOf = (word: string): number | null => solarMonths.get(word) ?? null;
export const isMonth = (word: string): boolean => monthOf(word) !== null;

function find(names: ReadonlyMap<string, number>, word: string): number | null {
  const found = names.get(word);
  if (found !== undefined) return found;
  // Arabic conjunction or preposition in front.
  if (word.charCodeAt(0) < 0x600 || word.length < 4) return null;
  return names.get(word.slice(1)) ?? null;
}

/** The day so many days after, or before where the count is below zero. */
export function addDays(day: Day, count: number): Day {
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))];
  return new Date(Date.UTC(year, month - 1, date + count)).toISOString().slice(0, 10);
}

/** The latest such weekday up to and including `today`. */
export function lastWeekday(today: Day, weekday: number): Day {
  const current = new Date(`${today}T00:00:00Z`).getUTCDay();
  return addDays(today, -((current - weekday + 7) % 7));
}

/** The latest such calendar day up to tomorrow, or that of the year named. */
export function latestMonthDay(today: Day, month: number, dayOfMonth: number, year: number | null): Day | null {
  if (year !== null) return toDay(year, month, dayOfMonth);
  const thisYear = Number(today.slice(0, 4));
  const limit = addDays(today, 1);
  return (
    [thisYear + 1, thisYear, thisYear - 1]
      .map((one) => toDay(one, month, dayOfMonth))
      .find((day) => day !== null && day <= limit) ?? null
  );
}

function toDay(year: number, month: number, dayOfMonth: number): Day | null {
  const date = new Date(Date.UTC(year, month, dayOfMonth));
  return date.getUTCMonth() === month && date.getUTCDate() === dayOfMonth ? date.toISOString().slice(0, 10) : null;
}

const solarFormatter = new Intl.DateTimeFormat('en-u-ca-persian-nu-latn', {
  timeZone: 'UTC',
  month: 'numeric',
  day: 'numeric',
});
const daysLookedBack = 366;

/** The latest day up to tomorrow with this month and day of the Solar Hijri calendar. */
export function latestSolarDay(today: Day, month: number, dayOfMonth: number): Day | null {
  if (dayOfMonth < 1 || dayOfMonth > 31) return null;
  const wanted = `${month + 1}/${dayOfMonth}`;
  // Farvardin begins on 20 or 21 March and months have 29 to 31 days: only a few days need to be looked at.
  const elapsed = month < 6 ? month * 31 + dayOfMonth : 186 + (month - 6) * 30 + dayOfMonth;
  const year = Number(today.slice(0, 4));
  for (const start of [year + 1, year, year - 1, year - 2]) {
    for (const shift of [-2, -1, 0, 1]) {
      const day = addDays(`${start}-03-21`, elapsed - 1 + shift);
      if (
        day <= addDays(today, 1) &&
        day > addDays(today, -daysLookedBack) &&
        solarFormatter.format(Date.parse(`${day}T12:00:00Z`)) === wanted
      )
        return day;
    }
  }
  return null;
}

export interface LocalTime {
  readonly day: Day;
  /** With its fraction, from 0 up to 24. */
  readonly hour: number;
}

/** The calendar day and hour of an instant in a time zone. */
export function localTime(at: Instant, timeZone: string): LocalTime {
  const [day = '', time = ''] = formatterOf(timeZone).format(at).split(', ');
  return { day, hour: (Number(time.slice(0, 2)) % 24) + Number(time.slice(3, 5)) / 60 };
}

const formatters = new Map<string, Intl.DateTimeFormat>();
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formatters.set(timeZone, made);
  return made;
}
