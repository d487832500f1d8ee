import { Temporal } from 'temporal-polyfill';
import type { Day, DigestPlan, Instant, QuietHours } from '../model.ts';

type Zoned = Temporal.ZonedDateTime;
type Date = Temporal.PlainDate;

/** Yesterday's window may last until now, and those of the next days begin before it ends where the clock is put back. */
const windowDays = [-1, 0, 1, 2];
const monday = 1;
/** Due times are looked for so far around: the period, and a day for where the clock is put on or back. */
const daysAround = { day: 2, week: 8 } as const;
const hourMs = 3_600_000;

/** Until when it is quiet at `now`; null where it is not. Equal ends are no quiet at all. */
export function quietUntil(quiet: QuietHours, now: Instant): Instant | null {
  if (quiet.from === quiet.to) return null;
  const today = zonedAt(now, quiet.timeZone).toPlainDate();
  let until: Instant | null = null;
  for (const days of windowDays) {
    const { from, to } = windowOf(quiet, today.add({ days }));
    if (from > (until ?? now)) break;
    if (to > (until ?? now)) until = to;
  }
  return until;
}

/** When the plan's next digest is due, later than `after`. */
export function nextDigestAt(plan: DigestPlan, after: Instant): Instant {
  const due = dueAround(plan, after).find((at) => at > after);
  if (due === undefined) throw new Error(`no ${plan.every} of ${plan.timeZone} ends after ${after}`);
  return due;
}

/** When the plan's last digest was due, at `now` or before: what is due then tells of the time since the one before. */
export function lastDigestAt(plan: DigestPlan, now: Instant): Instant {
  const due = dueAround(plan, now).findLast((at) => at <= now);
  if (due === undefined) throw new Error(`no ${plan.every} of ${plan.timeZone} ended before ${now}`);
  return due;
}

/**
 * Parts a time at the local midnights within it, or at every so many hours of the local clock where `hours` is given.
 * Gives the beginnings, the first is `from`; a day on which the clock is put on or back is one day.
 */
export function partsOf(
  { from, to }: { readonly from: Instant; readonly to: Instant },
  timeZone: string,
  hours: number | null = null,
): readonly Instant[] {
  const first = zonedAt(from, timeZone);
  const starts = [from];
  const daysCount = Math.ceil((to - from) / (24 * hourMs)) + 1;
  for (let days = 0; days <= daysCount; days += 1) {
    const day = first.toPlainDate().add({ days });
    for (let hour = 0; hour < 24; hour += hours ?? 24) starts.push(earliest(day, clockOf(hour), timeZone));
  }
  return [...new Set(starts)].filter((at) => at >= from && at < to).sort((a, b) => a - b);
}

/** The day that the calendar shows there. */
export function localDay(at: Instant, timeZone: string): Day {
  return zonedAt(at, timeZone).toPlainDate().toString();
}

/** The first moment of a local day at which the clock shows `time`; one that it leaves out is when it is put on. */
export function localMoment(day: Day, time: string, timeZone: string): Instant {
  return earliest(Temporal.PlainDate.from(day), time, timeZone);
}

/** The first moment at which the zone's clock shows this day and time; where it leaves that out, when it is put on. */
export function momentAt(wall: Temporal.PlainDateTime, timeZone: string): Instant {
  return momentOf(wall, timeZone, 'earlier');
}

/** What the zone's clock shows at a moment. */
export function wallAt(at: Instant, timeZone: string): Temporal.PlainDateTime {
  return zonedAt(at, timeZone).toPlainDateTime();
}

/** Whether it names a time zone of the IANA that this machine knows, written as the configuration's files want it. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^(?:[A-Z][A-Za-z_]+\/[A-Za-z_/+-]+|UTC)$/u.test(name);
  } catch {
    return false;
  }
}

/** The day's window of quiet: a clock that is put back makes it longer, one that is put on shorter. */
function windowOf({ from, to, timeZone }: QuietHours, day: Date): { readonly from: Instant; readonly to: Instant } {
  const ends = to > from ? day : day.add({ days: 1 });
  return { from: earliest(day, from, timeZone), to: latest(ends, to, timeZone) };
}

/** All due times around, oldest first. A time that the clock leaves out is due when it is put on. */
function dueAround({ every, at, timeZone }: DigestPlan, around: Instant): readonly Instant[] {
  const today = zonedAt(around, timeZone).toPlainDate();
  const due: Instant[] = [];
  for (let days = -daysAround[every]; days <= daysAround[every]; days += 1) {
    const day = today.add({ days });
    if (every === 'day' || day.dayOfWeek === monday) due.push(earliest(day, at, timeZone));
  }
  return due;
}

/** The first moment of the day at which the clock shows `time` or more. */
function earliest(day: Date, time: string, timeZone: string): Instant {
  return momentOf(day.toPlainDateTime(time), timeZone, 'earlier');
}

/** As `earliest`, but where the clock is put back, the second time that it shows it. */
function latest(day: Date, time: string, timeZone: string): Instant {
  return momentOf(day.toPlainDateTime(time), timeZone, 'later');
}

function momentOf(wall: Temporal.PlainDateTime, timeZone: string, disambiguation: 'earlier' | 'later'): Instant {
  const zoned = wall.toZonedDateTime(zoneOf(timeZone), { disambiguation });
  // The clock leaves this time out: the moment at which it is put on.
  return zoned.toPlainDateTime().equals(wall) ? zoned.epochMilliseconds : transitionBeside(zoned, disambiguation);
}

function transitionBeside(zoned: Zoned, side: 'earlier' | 'later'): Instant {
  const beside =
    side === 'earlier'
      ? zoned.getTimeZoneTransition('next')
      : zoned.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  return (beside ?? zoned).epochMilliseconds;
}

function zonedAt(at: Instant, timeZone: string): Zoned {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zoneOf(timeZone));
}

const clockOf = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

const known = new Map<string, string>();
const knownMax = 1_000;

/** A zone that this machine does not know any more is taken for UTC: who set it is told late rather than never. */
function zoneOf(name: string): string {
  const found = known.get(name);
  if (found !== undefined) return found;
  const zone = isTimeZone(name) ? name : 'UTC';
  if (known.size < knownMax) known.set(name, zone);
  return zone;
}
