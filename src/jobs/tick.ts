import type { Instant } from '../model.ts';
import { isAlertTimer } from '../pipeline/alert/timer.ts';
import { isDigestTimer } from '../pipeline/digest.ts';
import { isShiftTimer } from '../pipeline/rota/timer.ts';
import type { ScheduleLimits } from '../pipeline/schedule/limits.ts';
import { spreadDueTimes } from '../pipeline/schedule/spread.ts';
import { pollTimer } from '../pipeline/schedule.ts';
import { silenceOfTimer } from '../pipeline/silences/timer.ts';
import type { AlertStore, Clock, FeedStore, Log, Queue, QueueName, Roster, Timers } from '../ports.ts';
import { polledOf } from './poll/polled.ts';
import { ensureAlertTimers } from './tick/alert-timers.ts';
import { timersOf } from './tick/timers.ts';

/** What a tick takes is more than falls due in a second: even all feeds at the shortest interval take two minutes. */
const claimsMin = 200;
const claimedWithinSeconds = 60;
/** No store gives more at once. */
const claimsMost = 1_000;
const overdueMax = 500_000;
/** What is claimed is handed on at once, so that what fell to somebody who died before comes back within seconds. */
const leaseMs = 10_000;
/** Longer than any poll with its wait in the queue; one that is lost there comes back after it. */
const heldMs = 120_000;
const pollPrefix = pollTimer('');
/** So much a clock may be put back before due times are set anew: what they wait for longer is no more. */
const putBackMsMax = 60_000;

/** Work other than polls that falls due: sweep, retention. */
export interface Recurring {
  readonly everyMs: number;
  readonly run: (now: Instant) => Promise<unknown>;
}

/** Work that falls due when the store says so; null while there is none. */
export interface Awaited {
  readonly nextAt: () => Promise<Instant | null>;
  readonly run: (now: Instant) => Promise<unknown>;
}

export interface TickDependencies {
  readonly roster: Roster;
  readonly store: Timers & Pick<FeedStore, 'feedStates'> & Pick<AlertStore, 'alertServers' | 'openAlerts'>;
  readonly queue: Pick<Queue, 'add'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly schedule: ScheduleLimits;
  /** By the name of its timer. */
  readonly recurring: Readonly<Record<string, Recurring>>;
  readonly awaited: Readonly<Record<string, Awaited>>;
}

/** What a tick did, for the log and the health. */
interface TickReport {
  /** On the Clock. */
  readonly at: Instant;
  readonly claimed: number;
  readonly polls: number;
}

/**
 * One beat: claims what is due under a lease and hands it on. Called each second, never twice at a time; `lastAt` is when
 * the last one was, null before the first.
 */
export async function tick(deps: TickDependencies, lastAt: Instant | null = null): Promise<TickReport> {
  const now = deps.clock.now();
  // What was due soon by a clock that is put back is due in an hour now, and nobody would be polled until then.
  if (lastAt !== null && lastAt - now > putBackMsMax) await clockPutBack(deps, lastAt - now);
  const feeds = deps.roster.feeds();
  const claimsMax = Math.min(claimsMost, Math.max(claimsMin, Math.ceil(feeds.size / claimedWithinSeconds)));
  const names = await deps.store.claimDue(now, claimsMax, leaseMs, heldMs);
  // No timer at all: a first start, or a Redis that was emptied under us.
  if (names.length === 0 && (await deps.store.nextTimer()) === null) await ensureTimers(deps);
  // More feeds than ever fall due within a second: nobody polled for a while. A storm of alerts puts no poll off.
  if (names.length === claimsMax && names.filter(isPoll).length > claimsMax / 2) {
    await spreadClaimed(deps, names);
    return { at: now, claimed: names.length, polls: 0 };
  }
  const polls = names.filter(isPoll).map(feedOf);
  const listed = polls.filter((feed) => isListed(deps.roster, feed));
  await queueHeld(deps, 'poll', listed, listed.map(pollTimer));
  await runOthers(deps, names, now);
  return { at: now, claimed: names.length, polls: listed.length };
}

async function clockPutBack(deps: TickDependencies, byMs: number): Promise<void> {
  deps.log.warn('the clock was put back; feeds and alerts get their due times anew', { byMs });
  await ensureTimers(deps);
  await ensureAlertTimers(deps, 0);
}

/**
 * Takes all that is due and shares it out over the next minutes, tier by tier, as at a start: the feeds that fell due
 * while nobody polled must not be fetched all at once.
 */
export async function spreadOverdue(deps: TickDependencies): Promise<void> {
  await spreadClaimed(deps, []);
}

async function spreadClaimed(deps: TickDependencies, claimed: readonly string[]): Promise<void> {
  const now = deps.clock.now();
  const names = [...claimed];
  for (let more: readonly string[] | null = null; more === null || more.length > 0; ) {
    more = names.length < overdueMax ? await deps.store.claimDue(now, claimsMost, leaseMs, heldMs) : [];
    names.push(...more);
  }
  const listed = names.filter(isPoll).map(feedOf);
  const polled = listed.flatMap((feed) => (isListed(deps.roster, feed) ? (polledOf(deps.roster, feed) ?? []) : []));
  await deps.store.settleTimers(spreadDueTimes(polled, now).map(({ feed, at }) => [pollTimer(feed), at] as const));
  await runOthers(deps, names, now);
}

/**
 * Gives every feed that is to be polled a timer, and takes it from those removed. Called at each start, whenever the
 * roster has changed, and now and then in case a timer was lost: one that stands is left as it is.
 */
export async function ensureTimers(deps: TickDependencies): Promise<void> {
  const now = deps.clock.now();
  const { due, first, none } = timersOf(deps.roster, await deps.store.feedStates(), now, deps.schedule);
  await deps.store.settleTimers(none.map((feed) => [pollTimer(feed), null] as const));
  const all = [...due, ...spreadDueTimes(first, now)].map(({ feed, at }) => [pollTimer(feed), at] as const);
  const recurring = Object.entries(deps.recurring).map(([name, { everyMs }]) => [name, now + everyMs] as const);
  await deps.store.ensureTimers([...all, ...recurring]);
  for (const [name, awaited] of Object.entries(deps.awaited)) await ensureAwaited(deps, name, awaited);
}

/** Runs what recurs, and drops the timers of feeds that are no more, or that an operator paused. */
async function runOthers(deps: TickDependencies, names: readonly string[], now: Instant): Promise<void> {
  const dropped = names.filter((name) => isPoll(name) && !isListed(deps.roster, feedOf(name)));
  await deps.store.settleTimers(dropped.map((name) => [name, null] as const));
  // The job that writes a letter sets its timer, as that of a poll does.
  const letters = names.filter(isLetterTimer);
  await queueHeld(deps, 'deliver', letters, letters);
  const alerts = names.filter(isAlertTimer);
  // Somebody waits to be called: these are not held, so that one whose job was lost with its queue comes back at once.
  if (alerts.length > 0) await deps.queue.add('escalate', alerts);
  const others = names.filter((name) => !isPoll(name) && !isLetterTimer(name) && !isAlertTimer(name));
  if (others.length > 0) await deps.store.holdTimers(others, heldMs);
  for (const name of others) await runRecurring(deps, name, now);
}

/** From then on the queue answers for them. */
async function queueHeld(
  { queue, store }: TickDependencies,
  name: QueueName,
  ids: readonly string[],
  timers: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await queue.add(name, ids);
  await store.holdTimers(timers, heldMs);
}

function isListed(roster: Roster, feed: string): boolean {
  const listed = roster.feeds().get(feed);
  return listed !== undefined && listed.status !== 'paused';
}

/** Whether a letter falls due, which a job of its own writes. */
function isLetterTimer(name: string): boolean {
  return isDigestTimer(name) || silenceOfTimer(name) !== null || isShiftTimer(name);
}

function isPoll(name: string): boolean {
  return name.startsWith(pollPrefix);
}

function feedOf(name: string): string {
  return name.slice(pollPrefix.length);
}

async function runRecurring(deps: TickDependencies, name: string, now: Instant): Promise<void> {
  const recurring = Object.hasOwn(deps.recurring, name) ? deps.recurring[name] : undefined;
  const awaited = Object.hasOwn(deps.awaited, name) ? deps.awaited[name] : undefined;
  if (recurring === undefined && awaited === undefined) {
    deps.log.warn('unknown timer dropped', { timer: name });
    await deps.store.settleTimer(name, null);
    return;
  }
  try {
    await (recurring ?? awaited)?.run(now);
  } catch (error) {
    // One that fails must not keep polls from their time; its lease is settled below and it comes again.
    deps.log.error('recurring work failed', { timer: name, error });
  }
  await deps.store.settleTimer(name, recurring === undefined ? null : deps.clock.now() + recurring.everyMs);
  if (awaited !== undefined) await ensureAwaited(deps, name, awaited);
}

/** Asked when the timer is free again, so that what came to be awaited meanwhile is in the answer. */
async function ensureAwaited(deps: TickDependencies, name: string, { nextAt }: Awaited): Promise<void> {
  const at = await nextAt();
  if (at !== null) await deps.store.ensureTimer(name, at);
}
