import type { Alert, Handover, Instant, Language, Letter, Pack, Rota, Server } from '../model.ts';
import { isClosed } from '../pipeline/alert.ts';
import { coverageOf } from '../pipeline/coverage.ts';
import { healthOf } from '../pipeline/feed-health.ts';
import { type HandoverMatter, type HandoverTime, handoverOf } from '../pipeline/handover.ts';
import { gapsBetween, type ShiftChange } from '../pipeline/rota.ts';
import type { ScheduleLimits } from '../pipeline/schedule/limits.ts';
import { isInForce } from '../pipeline/silences.ts';
import type { Roster, Store } from '../ports.ts';
import { cardPlace } from './card-places.ts';
import { type OnCallDeps, onCallOf } from './on-call.ts';
import { serverOf } from './servers.ts';

export interface HandoverDeps extends OnCallDeps {
  readonly store: OnCallDeps['store'] &
    Pick<
      Store,
      | 'openAlerts'
      | 'alertsBetween'
      | 'incident'
      | 'cardsOf'
      | 'silences'
      | 'hiddenBy'
      | 'feedStates'
      | 'auditEnds'
      | 'servers'
    >;
  readonly roster: Roster;
  readonly schedule: ScheduleLimits;
  readonly filedServers: readonly Server[];
  readonly pack: Pack;
}

/** The change of shift that a report is made for. */
export interface ReportedChange extends ShiftChange {
  readonly server: string;
  readonly rota: Rota | null;
  /** When the shift that ends began. */
  readonly since: Instant;
  /** In mid-shift: when it ends, null where that is not known. Absent at a change, which is at `at`. */
  readonly changesAt?: Instant | null;
}

const alertsMax = 300;
const readTogether = 25;
/** What was opened before and changed since: an alert is seldom resolved more than a week after it came. */
const lookBackMs = 7 * 86_400_000;
const gapsAheadMs = 30 * 86_400_000;
/** Enough to tell two logs apart, and short enough to be read out. */
const hashShownLength = 16;

/** The letter that tells a hand-over, by its own id once; null where there is no channel that would take it. */
export async function handoverLetter(
  deps: HandoverDeps & { readonly realClock: { now(): Instant } },
  change: ReportedChange,
): Promise<Letter | null> {
  const server = await serverOf(deps, change.server);
  const channel = change.rota?.channel ?? server?.operatorsChannel ?? null;
  if (channel === null) return null;
  const language = server?.language ?? 'en';
  const handover = await readHandover(deps, change, language);
  return {
    id: `handover.${change.rota?.id ?? change.server}.${new Date(change.at).toISOString()}`,
    server: change.server,
    channel,
    language,
    body: { kind: 'handover', handover },
    createdAt: deps.realClock.now(),
  };
}

/** Reads how things stand on a server. */
export async function readHandover(deps: HandoverDeps, change: ReportedChange, language: Language): Promise<Handover> {
  const { store, pack } = deps;
  const { server, rota, goes, comes, changesAt, since, at } = change;
  const [filed, matters, silences, feeds, gaps, ends] = await Promise.all([
    serverOf(deps, server),
    mattersOf(deps, server, { since, at }),
    silencesOf(deps, server, at),
    feedsOf(deps, at),
    gapsOf(deps, server, rota, at),
    store.auditEnds(),
  ]);
  const time: HandoverTime = {
    rota: rota?.name ?? null,
    timeZone: rota?.timeZone ?? filed?.timeZone ?? 'UTC',
    goes,
    comes,
    changesAt,
    since,
    at,
  };
  const { newest } = ends;
  const auditHead = newest === null ? null : { number: newest.number, hash: newest.hash.slice(0, hashShownLength) };
  return handoverOf({ time, matters, silences, ...feeds, gaps, auditHead, pack, language });
}

/** What is not settled, and what changed within the time, each with its card. */
async function mattersOf(
  { store }: HandoverDeps,
  server: string,
  { since, at }: Pick<HandoverTime, 'since' | 'at'>,
): Promise<readonly HandoverMatter[]> {
  const [open, late] = await Promise.all([
    store.openAlerts(server, alertsMax),
    store.alertsBetween(server, since - lookBackMs, at + 1, alertsMax * 3),
  ]);
  const moved = late.filter((alert) => isClosed(alert) && alert.changedAt >= since);
  const alerts = [...open, ...moved.slice(-alertsMax)];
  const matters: HandoverMatter[] = [];
  for (let from = 0; from < alerts.length; from += readTogether) {
    const some = alerts.slice(from, from + readTogether);
    const read = await Promise.all(some.map((alert) => matterOf(store, alert)));
    matters.push(...read.filter((each) => each !== null));
  }
  return matters;
}

async function matterOf(store: HandoverDeps['store'], alert: Alert): Promise<HandoverMatter | null> {
  const [incident, message] = await Promise.all([store.incident(alert.incident), cardPlace(store, alert)]);
  return incident === null ? null : { alert, incident, message };
}

async function silencesOf({ store }: HandoverDeps, server: string, at: Instant) {
  const own = (await store.silences(at)).filter((each) => each.server === server && isInForce(each, at));
  const counts = await store.hiddenBy(own.map(({ id }) => id));
  return own.map((silence) => ({ silence, hidden: counts.get(silence.id) ?? 0 }));
}

async function feedsOf({ store, roster, schedule }: HandoverDeps, at: Instant) {
  const states = new Map((await store.feedStates()).map((state) => [state.feed, state]));
  const feeds = roster.feeds();
  const asking = { schedule, watchedSince: 0 };
  const health = [...feeds.values()].map((feed) => healthOf(feed, states.get(feed.id) ?? null, asking, at));
  return { health, coverage: coverageOf(health, feeds, roster.outlets()) };
}

async function gapsOf(deps: HandoverDeps, server: string, rota: Rota | null, at: Instant): Promise<Handover['gaps']> {
  if (rota === null) return [];
  const { overrides } = await onCallOf(deps, server);
  return gapsBetween(rota, overrides, { from: at, to: at + gapsAheadMs });
}
