/** Times of day and time zones as people type them. */
import { isTimeZone } from './local-time.ts';

const nearMax = 5;
const typedLengthMax = 60;

/** A time of day as `HH:MM`: also without the leading zero, or the minutes, and in Arabic or Persian digits; else null. */
export function readTimeOfDay(typed: string): string | null {
  const found = /^(\d{1,2})(?:[:.](\d{2}))?$/u.exec(westernDigits(typed.slice(0, typedLengthMax)).trim());
  const hours = Number(found?.[1] ?? Number.NaN);
  const minutes = Number(found?.[2] ?? 0);
  if (!(hours < 24 && minutes < 60)) return null;
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

export type ReadTimeZone =
  | { readonly ok: true; readonly timeZone: string }
  /** Names that resemble what was typed. */
  | { readonly ok: false; readonly near: readonly string[] };

/** A time zone by its IANA name in any case, or by the city alone where one zone has it. */
export function readTimeZone(typed: string): ReadTimeZone {
  const sought = folded(typed);
  const exact = timeZones().find((name) => folded(name) === sought);
  if (exact !== undefined) return { ok: true, timeZone: exact };
  // What is a name, but of a zone that has another by now.
  if (isTimeZone(typed.trim())) return { ok: true, timeZone: typed.trim() };
  const cities = timeZones().filter((name) => folded(name.slice(name.lastIndexOf('/') + 1)) === sought);
  const [city] = cities;
  return city !== undefined && cities.length === 1
    ? { ok: true, timeZone: city }
    : { ok: false, near: (cities.length > 0 ? cities : timeZonesLike(typed)).slice(0, nearMax) };
}

/** Zones that hold what was typed: those of which a part begins so, first. Without anything typed, those of the region. */
export function timeZonesLike(typed: string): readonly string[] {
  const sought = folded(typed);
  if (sought === '') return [...ofTheRegion, ...timeZones().filter((name) => !ofTheRegion.includes(name))];
  const begins = (name: string) => name.split('/').some((part) => folded(part).startsWith(sought));
  const holding = timeZones().filter((name) => folded(name).includes(sought));
  return [...holding.filter(begins), ...holding.filter((name) => !begins(name))];
}

const ofTheRegion = ['Asia/Baghdad', 'Asia/Tehran', 'America/New_York', 'Europe/London', 'UTC'];

let known: readonly string[] | null = null;
/** As this machine knows them; the list takes milliseconds and never changes. */
function timeZones(): readonly string[] {
  known ??= ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC' && isTimeZone(name))];
  return known;
}

function folded(text: string): string {
  return text
    .slice(0, typedLengthMax)
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/gu, '_');
}

/** Arabic and Persian digits as ours. */
export function westernDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹]/gu, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
}
