import {
  type Alert,
  type Digest,
  type DigestAlert,
  type DigestCount,
  type DigestPart,
  type DigestPlan,
  type Incident,
  type Instant,
  type Pack,
  type Severity,
  type Subscription,
  severities,
  type Watch,
} from '../model.ts';
import { actorName, placeName, regionOf } from './digest/names.ts';
import { titleIn } from './incidents/title.ts';
import { lastDigestAt, partsOf } from './local-time.ts';
import { type WatchedIncident, watched } from './watch/watched.ts';
import { isAtLeast, satisfaction } from './watch.ts';

/** Beyond these a list says nothing more to who reads it. */
const countsMax = 12;
const openMax = 20;
/** The parts of a digest of a day, in hours of the local clock. */
const dayPartHours = 3;

export interface DigestInput {
  readonly subscription: Subscription;
  readonly watch: Watch;
  readonly plan: DigestPlan;
  readonly time: DigestTime;
  /** Those that it hears of, and that changed since the time began; false alarms of the server left out. */
  readonly incidents: readonly Incident[];
  /** Of those that it hears of. */
  readonly open: readonly OpenAlert[];
  readonly pack: Pack;
}
export interface OpenAlert {
  readonly incident: Incident;
  readonly alert: Alert;
  readonly message: DigestAlert['message'];
}

/** `to` is not in it. */
export interface DigestTime {
  readonly from: Instant;
  readonly to: Instant;
}

const prefix = 'digest:';

/** The timer of a plan, and the job that it causes; another hour or zone is another timer. */
export function digestTimer({ id }: Subscription, { every, at, timeZone }: DigestPlan): string {
  return `${prefix}${id}:${every}:${at}:${timeZone}`;
}

/** Whether a timer is that of a digest. */
export function isDigestTimer(name: string): boolean {
  return name.startsWith(prefix);
}

/** The time that the plan's newest digest tells of: it ends when that was due last, and begins with the one before. */
export function digestTime(plan: DigestPlan, now: Instant): DigestTime {
  const to = lastDigestAt(plan, now);
  return { from: lastDigestAt(plan, to - 1), to };
}

const seen = new WeakMap<Incident, WatchedIncident>();

/**
 * Whether a subscription hears of an incident: as its watch looks at it by the reports that are kept, or because it was
 * told of it, when the whole of an article was at hand. Many digests look at the same incidents.
 */
export function isHeardBy(
  { subscription, watch, pack }: Pick<DigestInput, 'subscription' | 'watch' | 'pack'>,
  incident: Incident,
  wasTold: boolean,
): boolean {
  if (incident.silent || !isAtLeast(incident.facts.severity, subscription.severityFloor)) return false;
  if (wasTold) return true;
  const looked = seen.get(incident) ?? watched(incident, null, pack);
  seen.set(incident, looked);
  return satisfaction(watch, looked) !== null;
}

/** What happened over a time, as far as the subscription's watch looks at it. */
export function digestOf(input: DigestInput): Digest {
  const { subscription, watch, plan, time, incidents, open, pack } = input;
  const opened = incidents.filter(({ openedAt }) => openedAt >= time.from && openedAt < time.to);
  const developed = incidents.filter(({ openedAt, updatedAt }) => openedAt < time.from && updatedAt < time.to);
  const confirmed = opened.filter(({ facts }) => facts.families.length > 1).length;
  return {
    subscription: subscription.id,
    watchName: watch.name,
    every: plan.every,
    ...time,
    timeZone: plan.timeZone,
    incidents: opened.length,
    developed: developed.length,
    ...countsOf(opened, pack),
    bySeverity: bySeverity(opened),
    course: courseOf(opened, time, plan),
    unconfirmed: opened.length - confirmed,
    confirmed,
    open: open
      .toSorted(gravestFirst)
      .slice(0, openMax)
      .map((each) => alertOf(each, input)),
    openCount: open.length,
  };
}

function countsOf(incidents: readonly Incident[], pack: Pack): Pick<Digest, 'byType' | 'byPlace' | 'byActor'> {
  const counted = (idsOf: (incident: Incident) => readonly string[], nameOf: (id: string) => string) =>
    largestFirst(
      incidents.flatMap((incident) => [...new Set(idsOf(incident))]),
      nameOf,
    );
  return {
    byType: counted(
      ({ facts }) => [facts.subEvent],
      (id) => id,
    ),
    byPlace: counted(
      ({ facts }) => (facts.place === null ? [] : [regionOf(pack, facts.place)]),
      (id) => placeName(pack, id),
    ),
    byActor: counted(
      ({ facts }) => partiesOf(facts),
      (id) => actorName(pack, id),
    ),
  };
}

function partiesOf({ actors }: Incident['facts']): readonly string[] {
  return actors.filter(({ role }) => role === 'agent' || role === 'target').map(({ actor }) => actor);
}

function largestFirst(ids: readonly string[], nameOf: (id: string) => string): readonly DigestCount[] {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts]
    .map(([id, count]) => ({ id, name: nameOf(id), count }))
    .toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, countsMax);
}

function bySeverity(incidents: readonly Incident[]): Digest['bySeverity'] {
  const counts = severityCounts(incidents);
  return gravestSeverities.flatMap((severity) => {
    const count = counts[severity] ?? 0;
    return count === 0 ? [] : [{ severity, count }];
  });
}
const gravestSeverities: readonly Severity[] = severities.toReversed();

function courseOf(incidents: readonly Incident[], time: DigestTime, plan: DigestPlan): readonly DigestPart[] {
  const starts = partsOf(time, plan.timeZone, plan.every === 'day' ? dayPartHours : null);
  return starts.map((from, place) => {
    const to = starts[place + 1] ?? time.to;
    const within = incidents.filter(({ openedAt }) => openedAt >= from && openedAt < to);
    return { from, count: within.length, bySeverity: severityCounts(within) };
  });
}

function severityCounts(incidents: readonly Incident[]): Partial<Record<Severity, number>> {
  const counts: Partial<Record<Severity, number>> = {};
  for (const { facts } of incidents) counts[facts.severity] = (counts[facts.severity] ?? 0) + 1;
  return counts;
}

function gravestFirst(a: OpenAlert, b: OpenAlert): number {
  const rank = ({ incident }: OpenAlert) => severities.indexOf(incident.facts.severity);
  return rank(b) - rank(a) || a.alert.openedAt - b.alert.openedAt;
}

function alertOf({ incident, alert, message }: OpenAlert, { pack, subscription }: DigestInput): DigestAlert {
  const title = titleIn(incident, pack, subscription.language);
  const { state, openedAt } = alert;
  return { incident: incident.id, title, severity: incident.facts.severity, state, openedAt, message };
}
