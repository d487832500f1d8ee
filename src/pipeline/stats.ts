import { Temporal } from 'temporal-polyfill';
import type { Alert, Card, Instant, Presser, Severity } from '../model.ts';
import { localDay, localMoment } from './local-time.ts';

const daysAWeek = 7;
export const statsWeeksMax = 26;
/** Named in a list; the rest is counted and not named. */
export const namedMax = 10;

/** How long something took: of so many, the middle one and the one that 95 of 100 stay below. */
export interface Spread {
  readonly count: number;
  readonly medianMs: number;
  readonly p95Ms: number;
}

/** How many alerts something brought, and how many of those should not have been. */
export interface Share {
  readonly id: string;
  readonly alerts: number;
  readonly falseAlarms: number;
}

export interface StatsWeek {
  readonly from: Instant;
  readonly alerts: number;
  readonly bySeverity: Readonly<Partial<Record<Severity, number>>>;
}

/** What became of a server's alerts over some weeks. */
export interface Stats {
  /** On the Clock; `to` is not in it. */
  readonly from: Instant;
  readonly to: Instant;
  readonly timeZone: string;
  readonly weeks: readonly StatsWeek[];
  readonly alerts: number;
  /** Those that somebody was to take: neither late nor of the past. */
  readonly urgent: number;
  readonly acknowledged: number;
  /** From publication to fetch, from fetch to a message that was accepted, from opening to the first press, to the end. */
  readonly see: Spread | null;
  readonly tell: Spread | null;
  readonly acknowledge: Spread | null;
  readonly resolve: Spread | null;
  /** Calls of policies, and the alerts that needed any. */
  readonly escalations: number;
  readonly escalated: number;
  readonly falseAlarms: number;
  /** The most false alarms first; of those with none at all, nothing is said. */
  readonly byOutlet: readonly Share[];
  readonly byWatch: readonly Share[];
  /** Who acknowledged first, the busiest first. */
  readonly byPerson: readonly { readonly who: Presser; readonly count: number }[];
}

export interface StatsGiven {
  /** Of one server, opened within the time. */
  readonly alerts: readonly Alert[];
  /** Those of the server, by incident. */
  readonly cards: ReadonlyMap<string, readonly Pick<Card, 'postedAt' | 'causedAt'>[]>;
  /** Local midnights, the last is the end: see `weekStarts`. */
  readonly starts: readonly Instant[];
  readonly timeZone: string;
}

/** The local midnights at which so many weeks begin, the last of them today's, and as the end the moment itself. */
export function weekStarts(weeks: number, now: Instant, timeZone: string): readonly Instant[] {
  const tomorrow = localMoment(dayAfter(localDay(now, timeZone), 1), '00:00', timeZone);
  const starts = Array.from({ length: weeks }, (_, place) =>
    localMoment(dayAfter(localDay(now, timeZone), 1 - (weeks - place) * daysAWeek), '00:00', timeZone),
  );
  return [...starts, tomorrow];
}

/** Reckons them up. */
export function statsOf({ alerts, cards, starts, timeZone }: StatsGiven): Stats {
  const urgent = alerts.filter(({ isUrgent }) => isUrgent);
  const wrong = alerts.filter(isFalseAlarm);
  return {
    from: starts[0] ?? 0,
    to: starts.at(-1) ?? 0,
    timeZone,
    weeks: starts.slice(0, -1).map((from, place) => weekOf(alerts, from, starts[place + 1] ?? from)),
    alerts: alerts.length,
    urgent: urgent.length,
    acknowledged: urgent.filter(({ measures }) => measures.acknowledgedAt !== null).length,
    see: spreadOf(urgent.flatMap(({ measures }) => measures.seenMs ?? [])),
    tell: spreadOf(urgent.flatMap(({ incident }) => toldMs(cards.get(incident) ?? []) ?? [])),
    acknowledge: spreadOf(urgent.flatMap(({ measures, openedAt }) => since(openedAt, measures.acknowledgedAt))),
    resolve: spreadOf(urgent.flatMap(({ measures, openedAt }) => since(openedAt, measures.resolvedAt))),
    escalations: alerts.reduce((sum, { measures }) => sum + measures.escalations, 0),
    escalated: alerts.filter(({ measures }) => measures.escalations > 0).length,
    falseAlarms: wrong.length,
    byOutlet: sharesOf(alerts, ({ measures }) => (measures.outlet === null ? [] : [measures.outlet])),
    byWatch: sharesOf(alerts, ({ watches }) => watches),
    byPerson: byPerson(alerts),
  };
}

/** The median is the mean of the middle two where there are two, the 95th percentile the nearest rank; null of nothing. */
export function spreadOf(spans: readonly number[]): Spread | null {
  const sorted = spans.toSorted((a, b) => a - b);
  const at = (place: number) => sorted[place] ?? 0;
  if (sorted.length === 0) return null;
  const medianMs = (at(Math.floor((sorted.length - 1) / 2)) + at(Math.floor(sorted.length / 2))) / 2;
  return { count: sorted.length, medianMs, p95Ms: at(Math.ceil(0.95 * sorted.length) - 1) };
}

function isFalseAlarm({ state, merged }: Alert): boolean {
  return state === 'false-alarm' || merged?.before.state === 'false-alarm';
}

function weekOf(alerts: readonly Alert[], from: Instant, to: Instant): StatsWeek {
  const own = alerts.filter(({ openedAt }) => openedAt >= from && openedAt < to);
  const bySeverity: Partial<Record<Severity, number>> = {};
  for (const { known } of own) bySeverity[known.severity] = (bySeverity[known.severity] ?? 0) + 1;
  return { from, alerts: own.length, bySeverity };
}

/** Of the cards of an alert the one that was told soonest. */
function toldMs(cards: readonly Pick<Card, 'postedAt' | 'causedAt'>[]): number | null {
  const spans = cards.flatMap(({ postedAt, causedAt }) => (causedAt === null ? [] : since(causedAt, postedAt)));
  return spans.length === 0 ? null : Math.min(...spans);
}

/** A clock that was put back makes nothing shorter than nothing. */
function since(from: Instant, to: Instant | null): readonly number[] {
  return to === null ? [] : [Math.max(0, to - from)];
}

function sharesOf(alerts: readonly Alert[], idsOf: (alert: Alert) => readonly string[]): readonly Share[] {
  const shares = new Map<string, Share>();
  for (const alert of alerts)
    for (const id of new Set(idsOf(alert))) {
      const before = shares.get(id) ?? { id, alerts: 0, falseAlarms: 0 };
      const falseAlarms = before.falseAlarms + (isFalseAlarm(alert) ? 1 : 0);
      shares.set(id, { id, alerts: before.alerts + 1, falseAlarms });
    }
  return [...shares.values()]
    .filter(({ falseAlarms }) => falseAlarms > 0)
    .sort((a, b) => b.falseAlarms - a.falseAlarms || a.alerts - b.alerts || (a.id < b.id ? -1 : 1));
}

function byPerson(alerts: readonly Alert[]): Stats['byPerson'] {
  const people = new Map<string, { readonly who: Presser; readonly count: number }>();
  for (const { measures } of alerts) {
    // Alerts of earlier programs have no such field.
    const who = measures.acknowledgedBy ?? null;
    if (who !== null) people.set(who.id, { who, count: (people.get(who.id)?.count ?? 0) + 1 });
  }
  return [...people.values()].sort((a, b) => b.count - a.count || (a.who.id < b.who.id ? -1 : 1));
}

function dayAfter(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}
