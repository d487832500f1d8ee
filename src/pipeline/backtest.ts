import type { Alert, Article, Incident, Instant, Pack, Severity, Subscription, Verdict, Watch } from '../model.ts';
import { route } from './route.ts';

/** A watch that is tried before it is saved, and what it is tried against. */
export interface Trial {
  readonly proposed: Watch;
  /** The watch in whose place it would come; null where there is none. */
  readonly present: Watch | null;
  /** What is told where it would be told too; left out where that is not asked. */
  readonly here?: Listening;
  /** From which severity on a channel that subscribes to it would be told and pinged. */
  readonly severityFloor: Severity;
  readonly pingFloor: Severity;
  /** Alerts of this time are counted, both ends in it; what came before is looked at to know what was told already. */
  readonly from: Instant;
  readonly to: Instant;
  readonly pack: Pack;
}

/** Watches, and who hears of them. */
export interface Listening {
  readonly watches: readonly Watch[];
  readonly subscriptions: readonly Subscription[];
}

/** An incident at a version, and the article that made it. */
export interface Version {
  readonly incident: Incident;
  /** The version before; null where there is none, or none is known. */
  readonly before: Incident | null;
  readonly article: Article;
  readonly verdict: Verdict;
  readonly now: Instant;
}

/** What a watch would have told. */
export interface Backtest {
  /** What was looked at: articles of incidents within the time. */
  readonly articles: number;
  readonly incidents: number;
  readonly alerts: number;
  /** How many of them would have named the role. */
  readonly pings: number;
  /** How many of them are told here without it; null where that was not asked. */
  readonly known: number | null;
  /** At most five, the newest first. */
  readonly last: readonly ToldIncident[];
  /** Beside the present watch; null where there is none. */
  readonly beside: { readonly alerts: number; readonly adds: Difference; readonly takes: Difference } | null;
}
export interface ToldIncident {
  readonly incident: Incident;
  readonly alert: Alert;
}
/** Incidents that the one watch tells and the other does not; titles of at most five, the newest first. */
export interface Difference {
  readonly count: number;
  readonly titles: readonly string[];
}

export interface Backtesting {
  /** Looks at the next version; those of one incident must come in their order. */
  look(version: Version): void;
  /** Of the alerts since then; without it, of the whole time. */
  found(since?: Instant): Backtest;
}

const shownMax = 5;
type Side = 'proposed' | 'present' | 'here';

interface Heard {
  readonly title: string;
  readonly alerts: Readonly<Partial<Record<Side, Alert>>>;
  /** Whether the proposed watch's first card would have named the role. */
  readonly pings: boolean;
}

/**
 * Begins to try a watch. Each version is put to `route` itself, beside the watch that is subscribed now, so that what is
 * counted is what would have been told.
 */
export function beginBacktest(trial: Trial): Backtesting {
  const audience = audienceOf(trial);
  const heard = new Map<string, Heard>();
  const shown = new Map<string, ToldIncident>();
  const seen = new Set<string>();
  let articles = 0;
  return {
    look(version) {
      const { incident, now } = version;
      if (isWithin(trial, now)) {
        articles += 1;
        seen.add(incident.id);
      }
      const before = heard.get(incident.id);
      const after = hear(trial, audience, version, before ?? null);
      if (after !== null) heard.set(incident.id, after);
      keepShown(shown, trial, incident, (after ?? before)?.alerts.proposed);
    },
    found(since = trial.from) {
      const time = { ...trial, from: Math.max(since, trial.from) };
      const last = newestFirst([...shown.values()]).filter(({ alert }) => isWithin(time, alert.openedAt));
      return summed(time, heard, { articles, incidents: seen.size, last });
    },
  };
}

/** The watches as servers of their own would have them, one a side. */
interface Audience extends Listening {
  readonly sides: number;
}

function audienceOf(trial: Trial): Audience {
  const { proposed, present, here } = trial;
  const tried = [
    subscribed(trial, 'proposed', proposed),
    ...(present === null ? [] : [subscribed(trial, 'present', present)]),
    ...(here === undefined ? [] : [asHeardHere(here)]),
  ];
  return {
    watches: tried.flatMap(({ watches }) => watches),
    subscriptions: tried.flatMap(({ subscriptions }) => subscriptions),
    sides: tried.length,
  };
}

function subscribed({ severityFloor, pingFloor }: Trial, side: Side, watch: Watch): Listening {
  const subscription: Subscription = {
    id: side,
    watch: side,
    server: side,
    channel: side,
    user: null,
    pingRole: side,
    severityFloor,
    pingFloor,
    language: 'en',
    alerts: true,
    quiet: null,
    cardsPerHour: null,
    digests: [],
    origin: 'command',
  };
  return { watches: [{ ...watch, id: side, server: null }], subscriptions: [subscription] };
}

/** Under names of their own, since the watch that is tried may be among them. */
function asHeardHere({ watches, subscriptions }: Listening): Listening {
  const side: Side = 'here';
  return {
    watches: watches.map((watch) => ({ ...watch, id: `${side} ${watch.id}`, server: null })),
    subscriptions: subscriptions.map((each) => ({
      ...each,
      id: `${side} ${each.id}`,
      watch: `${side} ${each.watch}`,
      server: side,
      channel: `${side} ${each.channel}`,
      quiet: null,
    })),
  };
}

/** What is told of the incident from this version on; null where nothing new is. */
function hear({ pack }: Trial, audience: Audience, version: Version, before: Heard | null): Heard | null {
  const alerts = Object.values(before?.alerts ?? {});
  if (alerts.length === audience.sides) return null;
  const { alertsOpened, rows } = route({
    ...version,
    watches: audience.watches,
    subscriptions: audience.subscriptions,
    alerts,
    cards: [],
    pack,
    realNow: version.now,
    causedAt: version.now,
  });
  if (alertsOpened.length === 0) return null;
  const opened = Object.fromEntries(alertsOpened.map((alert) => [alert.server, alert]));
  const pings = rows.some(
    ({ kind, server, pingRole }) => kind === 'card' && server === 'proposed' && pingRole !== null,
  );
  return {
    title: version.incident.facts.title,
    alerts: { ...opened, ...before?.alerts },
    pings: before?.alerts.proposed === undefined ? pings : before.pings,
  };
}

/** Remembers the newest alerts alone, each as its incident is now: a watch may tell thousands. */
function keepShown(shown: Map<string, ToldIncident>, trial: Trial, incident: Incident, alert: Alert | undefined): void {
  if (alert === undefined || !isWithin(trial, alert.openedAt)) return;
  const known = shown.get(incident.id);
  if (known === undefined && shown.size >= shownMax) {
    const oldest = newestFirst([...shown.values()]).at(-1);
    if (oldest === undefined || oldest.alert.openedAt > alert.openedAt) return;
    shown.delete(oldest.incident.id);
  }
  shown.set(incident.id, { incident, alert });
}

function summed(
  trial: Trial,
  heard: ReadonlyMap<string, Heard>,
  looked: Pick<Backtest, 'articles' | 'incidents' | 'last'>,
): Backtest {
  const told = (side: Side) =>
    [...heard.values()].filter(({ alerts }) => isWithin(trial, alerts[side]?.openedAt ?? Number.NaN));
  const proposed = told('proposed');
  const present = told('present');
  return {
    ...looked,
    alerts: proposed.length,
    pings: proposed.filter(({ pings }) => pings).length,
    known: trial.here === undefined ? null : proposed.filter(({ alerts }) => alerts.here !== undefined).length,
    beside:
      trial.present === null
        ? null
        : { alerts: present.length, adds: without(proposed, 'present'), takes: without(present, 'proposed') },
  };
}

/** Those that the other side is told at no time. */
function without(told: readonly Heard[], other: Side): Difference {
  const alone = told.filter(({ alerts }) => alerts[other] === undefined);
  const openedAt = ({ alerts }: Heard): Instant => (alerts.proposed ?? alerts.present)?.openedAt ?? 0;
  const newest = alone.toSorted((one, next) => openedAt(next) - openedAt(one)).slice(0, shownMax);
  return { count: alone.length, titles: newest.map(({ title }) => title) };
}

const isWithin = ({ from, to }: Pick<Trial, 'from' | 'to'>, at: Instant): boolean => at >= from && at <= to;

function newestFirst(told: readonly ToldIncident[]): readonly ToldIncident[] {
  return told.toSorted((one, next) => next.alert.openedAt - one.alert.openedAt);
}
