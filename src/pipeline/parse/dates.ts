import type { Instant } from '../../model.ts';
import { monthNamed, withEnglishWords, zoneHours } from './date-words.ts';
import { placeMinutes } from './date-zones.ts';

/**
 * Dates as feeds write them. `Date.parse` is not used: it reads "Item 1" as a day of 2001 and takes missing zones for
 * local ones. What names no zone is UTC.
 */

const dateLengthMax = 100;
const yearMin = 1990;
const yearMax = 2100;
const minuteMs = 60_000;

const zone = String.raw`\s*(?<zone>(?:gmt|utc?|z)?\s*[+-]\s*\d{1,2}:?\d{0,2}|[a-z]{2,20}/[\w/+-]{2,40}|[a-z]{1,5})?`;
const time = String.raw`(?<hour>\d{1,2})[:h](?<minute>\d{2})(?::(?<second>\d{2}))?(?:[.,](?<fraction>\d{1,9}))?\s*(?<half>[ap]\.?m(?![a-z])\.?)?`;
const forms: readonly RegExp[] = [
  // 2020-01-03T01, 2020-01-03T01+03:00
  new RegExp(`^(?<year>\\d{4})-(?<month>\\d{1,2})-(?<day>\\d{1,2})t(?<hour>\\d{2})${zone}$`, 'i'),
  // 2020-01-03T01:02:03Z, 2020-01-03 01:02, 2020-01-03, 2020/01/03 01:02
  new RegExp(`^(?<year>\\d{4})[-/.](?<month>\\d{1,2})[-/.](?<day>\\d{1,2})(?:[t\\s]\\s*${time}${zone})?`, 'i'),
  // Fri, 03 Jan 2020 01:02:03 GMT, 3-January-20, 3. Jan 2020, 3 janvier 2020 à 01h02
  new RegExp(
    `^(?:[a-z]{2,9}\\.?,?\\s*)?(?<day>\\d{1,2})(?:st|nd|rd|th|\\.)?[\\s-](?<name>[a-z]{3,9})\\.?,?[\\s-](?<year>\\d{4}|\\d{2})(?:,?\\s+(?:(?:at|à)\\s+)?(?:-\\s+)?${time}${zone})?`,
    'i',
  ),
  // January 3, 2020 1:02 am EST
  new RegExp(
    `^(?:[a-z]{2,9}\\.?,?\\s+)?(?<name>[a-z]{3,9})\\.?\\s+(?<day>\\d{1,2})(?:st|nd|rd|th)?,?\\s+(?<year>\\d{4})(?:,?\\s+(?:(?:at|à)\\s+)?(?:-\\s+)?${time}${zone})?`,
    'i',
  ),
  // Fri Jan  3 01:02:03 UTC 2020
  new RegExp(`^[a-z]{2,9}\\.?,?\\s+(?<name>[a-z]{3,9})\\s+(?<day>\\d{1,2})\\s+${time}${zone}\\s+(?<year>\\d{4})`, 'i'),
  // 3.1.2020 01:02, as German and Russian feeds write it
  new RegExp(`^(?<day>\\d{1,2})\\.(?<month>\\d{1,2})\\.(?<year>\\d{4})(?:,?\\s+${time}${zone})?`, 'i'),
  // 31/12/2020 01:02: only where no month can be meant by the first number
  new RegExp(`^(?<day>1[3-9]|2\\d|3[01])/(?<month>\\d{1,2})/(?<year>\\d{4})(?:,?\\s+${time}${zone})?`, 'i'),
  // 12/31/2020 1:02 am: only where no month can be meant by the second, or by the halves of the day that Americans count
  new RegExp(`^(?<month>\\d{1,2})/(?<day>1[3-9]|2\\d|3[01])/(?<year>\\d{4})(?:,?\\s+${time}${zone})?`, 'i'),
  new RegExp(`^(?<month>\\d{1,2})/(?<day>\\d{1,2})/(?<year>\\d{4}),?\\s+(?=\\S{3,12}\\s?[ap]m)${time}${zone}`, 'i'),
  // 2020-01
  /^(?<year>\d{4})-(?<month>\d{2})$/,
  // 20200103T010203Z, 20200103
  /^(?<year>(?:19|20)\d{2})(?<month>\d{2})(?<day>\d{2})(?:t?(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})(?<zone>z)?)?$/i,
];

/** The times that news can be of, in words. */
export const newsTimes = `a time in the years ${yearMin} to ${yearMax}`;

/** Whether news can be of this time. What is reckoned from a time far off leaves the calendar. */
export function isNewsTime(at: Instant): boolean {
  const year = new Date(at).getUTCFullYear();
  return year >= yearMin && year <= yearMax;
}

/** The instant a date string names; null when it names none that can be true. */
export function parseDate(written: string | null | undefined): Instant | null {
  if (typeof written !== 'string') return null;
  const text = withEnglishWords(asciiDigits(written.slice(0, dateLengthMax)).replace(/\s+/g, ' ').trim());
  if (/^\d{10}(?:\d{3})?$/.test(text)) return newsTimeOf(Number(text.padEnd(13, '0')));
  for (const form of forms) {
    const groups = form.exec(text)?.groups;
    if (groups !== undefined) return instantOf(groups);
  }
  return null;
}

/** Seconds or milliseconds since the epoch, as programs write them. */
function newsTimeOf(at: Instant): Instant | null {
  return isNewsTime(at) ? at : null;
}

function instantOf(groups: Record<string, string | undefined>): Instant | null {
  const year = fullYear(groups.year ?? '');
  const month = monthOf(groups);
  const day = Number(groups.day ?? 1);
  const hour = hourOfDay(Number(groups.hour ?? 0), groups.half);
  const minute = Number(groups.minute ?? 0);
  const second = Math.min(Number(groups.second ?? 0), 59);
  if (month < 0 || month > 11 || year < yearMin || year > yearMax) return null;
  if (day < 1 || hour > 24 || minute > 59) return null;
  const millisecond = Number((groups.fraction ?? '').padEnd(3, '0').slice(0, 3));
  const at = Date.UTC(year, month, day, hour, minute, second, millisecond);
  if (new Date(Date.UTC(year, month, day)).getUTCDate() !== day) return null;
  const east = zoneMinutes(groups.zone, at);
  return east === null ? null : at - east * minuteMs;
}

/** From 0; outside 0 to 11 where it is none. */
function monthOf(groups: Record<string, string | undefined>): number {
  return groups.month === undefined ? monthNamed(groups.name ?? '') : Number(groups.month) - 1;
}

/** RFC 2822: two digits below 50 are of this century. */
function fullYear(digits: string): number {
  const year = Number(digits);
  return digits.length > 2 ? year : year + (year < 50 ? 2000 : 1900);
}

function hourOfDay(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour;
  return (hour % 12) + (/^p/i.test(half) ? 12 : 0);
}

/** East of UTC, for a time by the zone's own clock; null where the place is unknown. */
function zoneMinutes(written: string | undefined, clock: number): number | null {
  if (written === undefined) return 0;
  if (written.includes('/')) return placeMinutes(written, clock);
  const offset = /([+-])\s*(\d{1,2}?):?(\d{2})?$/.exec(written); // The minutes are the last two digits of three.
  if (offset === null) return zoneHours(written) * 60;
  const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
  return minutes > 14 * 60 ? 0 : minutes * (offset[1] === '-' ? -1 : 1);
}

/** Arabic and Persian digits to ASCII. */
function asciiDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
}
