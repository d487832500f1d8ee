import type { Pace } from '../../model.ts';

const minutesOfPeriod: Readonly<Record<string, number>> = {
  hourly: 60,
  daily: 1_440,
  weekly: 10_080,
  monthly: 43_200,
  yearly: 525_600,
};
const ttlMinutesMax = 525_600;
const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/**
 * How often a document asks to be polled: `ttl` of RSS, else the period and frequency of its syndication module; the
 * hours and days on which it need not be, by the RSS Advisory Board's specification (hour 24 is 0).
 */
export function paceOf(textOf: (name: string) => string | null): Pace {
  return {
    ttlMinutes: ttlOf(textOf('ttl')) ?? syndicationOf(textOf('sy:updateperiod'), textOf('sy:updatefrequency')),
    skipHours: hoursOf(textOf('skiphours')),
    skipDays: daysOf(textOf('skipdays')),
  };
}

function ttlOf(text: string | null): number | null {
  const minutes = Number(/^\s*(\d{1,7})(?:\.\d*)?\s*$/.exec(text ?? '')?.[1] ?? 0);
  return minutes > 0 ? Math.min(minutes, ttlMinutesMax) : null;
}

function syndicationOf(period: string | null, frequency: string | null): number | null {
  const name = period?.trim().toLowerCase() ?? '';
  const minutes = Object.hasOwn(minutesOfPeriod, name) ? minutesOfPeriod[name] : undefined;
  if (minutes === undefined) return null;
  const times = Number(/^\s*(\d{1,6})\s*$/.exec(frequency ?? '')?.[1] ?? 1);
  return Math.max(1, Math.round(minutes / Math.max(1, times)));
}

function hoursOf(text: string | null): readonly number[] {
  const hours = (text ?? '').match(/\d+/g)?.map(Number) ?? [];
  return [...new Set(hours.filter((hour) => hour <= 24).map((hour) => hour % 24))].sort((one, other) => one - other);
}

function daysOf(text: string | null): readonly number[] {
  const named = (text ?? '').toLowerCase();
  return days.flatMap((day, index) => (named.includes(day) ? [index] : []));
}
