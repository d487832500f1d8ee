/** Moments as people type them: how long from now, a time of day, a day and a time. */
import type { Instant } from '../model.ts';
import { localDay, localMoment } from './local-time.ts';
import { readTimeOfDay, westernDigits } from './time-words.ts';

const typedLengthMax = 60;
const minuteMs = 60_000;
const dayMs = 86_400_000;

const units: readonly (readonly [pattern: RegExp, ms: number])[] = [
  [/^(?:m|min|mins|minutes?|د|دقيقة|دقائق|دقیقه)$/u, minuteMs],
  [/^(?:h|hrs?|hours?|س|ساعة|ساعات|ساعت)$/u, 60 * minuteMs],
  [/^(?:d|days?|ي|يوم|أيام|ايام|روز)$/u, dayMs],
  [/^(?:w|weeks?|أسبوع|اسبوع|أسابيع|اسابيع|هفته)$/u, 7 * dayMs],
];
/** Arabic counts one and two of a thing by the word for it alone. */
const bareUnits: ReadonlyMap<string, string> = new Map(
  [
    ['دقيقة', 'دقيقتين', 'دقيقتان'],
    ['ساعة', 'ساعتين', 'ساعتان'],
    ['يوم', 'يومين', 'يومان'],
    ['أسبوع', 'أسبوعين', 'أسبوعان'],
  ].flatMap(([one = '', ...two]) => [[one, `1 ${one}`] as const, ...two.map((word) => [word, `2 ${one}`] as const)]),
);
const dayWords: ReadonlyMap<string, number> = new Map([
  ['today', 0],
  ['tomorrow', 1],
  ['اليوم', 0],
  ['غدا', 1],
  ['غداً', 1],
  ['غدًا', 1],
  ['امروز', 0],
  ['فردا', 1],
]);

interface Here {
  readonly now: Instant;
  /** IANA: whose clock and calendar are meant. */
  readonly timeZone: string;
}

/**
 * The moment that is meant by `90m`, `2h`, `1d 12h`, `22:00` (the next time that the clock shows it), `tomorrow 08:00`,
 * `2026-12-24 18:00` or `2026-12-24`; null where it is none of these. It may lie in the past.
 */
export function readMoment(typed: string, here: Here): Instant | null {
  const words = westernDigits(typed.slice(0, typedLengthMax)).trim().toLowerCase().replace(/\s+/gu, ' ');
  const span = readSpan(bareUnits.get(words) ?? words);
  return span === null ? readClock(words, here) : here.now + span;
}

/** How long is meant, in milliseconds; null where it is no span. */
function readSpan(words: string): number | null {
  const parts = [...words.matchAll(/(\d{1,5})\s?(\p{L}{1,10})/gu)];
  const isWhole = words !== '' && words.replace(/(\d{1,5})\s?(\p{L}{1,10})[\s,]*/gu, '') === '';
  if (!isWhole) return null;
  let ms = 0;
  for (const [, count, unit = ''] of parts) {
    const found = units.find(([pattern]) => pattern.test(unit));
    if (found === undefined) return null;
    ms += Number(count) * found[1];
  }
  return ms;
}

function readClock(words: string, { now, timeZone }: Here): Instant | null {
  const today = localDay(now, timeZone);
  const time = readTimeOfDay(words);
  if (time !== null) {
    const at = localMoment(today, time, timeZone);
    return at > now ? at : localMoment(dayAfter(today, 1), time, timeZone);
  }
  const [, dayWord = '', timeWord = ''] =
    /^(\S+)(?:[ t](.+))?$/u.exec(words.replace(/^(\d{4}-\d\d-\d\d)t/u, '$1 ')) ?? [];
  const days = dayWords.get(dayWord);
  const day = days === undefined ? calendarDay(dayWord) : dayAfter(today, days);
  const at = timeWord === '' ? '00:00' : readTimeOfDay(timeWord);
  return day === null || at === null ? null : localMoment(day, at, timeZone);
}

/** `2026-02-30` is no day. */
function calendarDay(word: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(word)) return null;
  const at = Date.parse(`${word}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(word) ? word : null;
}

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
