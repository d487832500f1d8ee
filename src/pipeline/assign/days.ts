import type { Day, DayRange, Instant, Report } from '../../model.ts';

const dayMs = 86_400_000;
/** An article that names no day is about the hours before it was published. */
const unstatedLookBackMs = 36 * 3_600_000;
const baghdadLongitude = 44;
const degreesAnHour = 15;
const hourMs = 3_600_000;

/** The number of a calendar day, so that days can be subtracted. */
export function dayNumber(day: Day): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))) / dayMs;
}

/** The calendar day with this number. */
function dayOfNumber(number: number): Day {
  return new Date(number * dayMs).toISOString().slice(0, 10);
}

/** The day at a longitude on which an instant falls, near enough for news; that of Iraq where no place is known. */
export function localDayNumber(at: Instant, longitude: number = baghdadLongitude): number {
  return Math.floor((at + Math.round(longitude / degreesAnHour) * hourMs) / dayMs);
}

/** The same, as a calendar day. */
function localDay(at: Instant, longitude?: number): Day {
  return dayOfNumber(localDayNumber(at, longitude));
}

/** The days a report speaks of, or the 36 hours before its publication where it names none. */
export function daysOf(report: Report): DayRange {
  if (report.days !== null) return report.days;
  return { from: localDay(report.publishedAt - unstatedLookBackMs), to: localDay(report.publishedAt) };
}

/** Days that a range spans beyond its first. */
export function spanDays(range: DayRange): number {
  return dayNumber(range.to) - dayNumber(range.from);
}
