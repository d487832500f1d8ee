import type { DayRange, Digest, Instant, Language } from '../../model.ts';
import { isTimeZone } from '../local-time.ts';

const locales: Readonly<Record<Language, string>> = {
  en: 'en-GB-u-ca-gregory-nu-latn',
  ar: 'ar-u-ca-gregory-nu-latn',
  fa: 'fa-u-ca-gregory-nu-latn',
};

/** A local calendar day or range, in words: "3 January 2020", "3–4 January 2020". What is no day is shown as it is. */
export function formatDays(days: DayRange, language: Language): string {
  if (days.from === days.to) return formatDay(days.from, language);
  const [from, to] = [startOf(days.from), startOf(days.to)];
  if (!(from < to)) return `${formatDay(days.from, language)} – ${formatDay(days.to, language)}`;
  // How much blank stands around the dash depends on the version of ICU.
  return dayFormats[language].formatRange(from, to).replace(/\s*–\s*/u, '–');
}

/** A local calendar day in words. */
export function formatDay(day: string, language: Language): string {
  const at = startOf(day);
  if (Number.isNaN(at)) return day;
  return dayFormats[language].format(at);
}
function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}
const dayFormats: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  en: dayFormat('en'),
  ar: dayFormat('ar'),
  fa: dayFormat('fa'),
};
function dayFormat(language: Language): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone: 'UTC' });
}

/** Date and time of day in a zone: "3 Jan 2020, 01:12". An unknown zone is read as UTC. */
export function formatMoment(at: Instant, timeZone: string, language: Language): string {
  const style = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  try {
    return new Intl.DateTimeFormat(locales[language], { ...style, timeZone, hourCycle: 'h23' }).format(at);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new Date(Number.isFinite(at) ? at : 0).toISOString();
  }
}

/** The beginning of a part of a digest's time: the day of the week and the month, or the time of day. */
export function formatPart(at: Instant, told: Pick<Digest, 'every' | 'timeZone'>, language: Language): string {
  const { every, timeZone } = told;
  const hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const style = every === 'day' ? hour : ({ weekday: language === 'en' ? 'short' : 'long', day: 'numeric' } as const);
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC';
  return new Intl.DateTimeFormat(locales[language], { ...style, timeZone: zone }).format(at);
}

/** A range of days as one word, for the value of a statement: `2020-01-03` or `2020-01-03/2020-01-04`. */
export function writeDays(days: DayRange): string {
  return days.from === days.to ? days.from : `${days.from}/${days.to}`;
}

/** The opposite of `writeDays`. */
export function parseDays(written: string): DayRange {
  const [from = written, to = from] = written.split('/');
  return { from, to };
}
