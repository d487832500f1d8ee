import { Temporal } from 'temporal-polyfill';
import type { Instant, StepCondition } from '../../model.ts';
import { isTimeZone } from '../local-time.ts';

type Hours = NonNullable<StepCondition['onlyIn']>;

/** Whether the local clock is within the hours of one of the weekdays; hours that end before they begin end on the next day. */
export function isWithin({ weekdays, from, to, timeZone }: Hours, now: Instant): boolean {
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC';
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  const isToday = weekdays.includes(local.dayOfWeek);
  if (to > from) return isToday && from <= time && time < to;
  return (isToday && time >= from) || (weekdays.includes(local.subtract({ days: 1 }).dayOfWeek) && time < to);
}
