import type { Feed, Instant } from '../model.ts';
import { firstDueTimes, isPaused, latestDue, pollTimer, type ScheduleLimits } from '../pipeline/schedule.ts';
import type { Clock, FeedStore, Log, Queue, Roster, Timers } from '../ports.ts';

const claimsMax = 200; // A tick; what remains is taken a second later.
/** Longer than any poll with its wait in the queue; a poll that is lost comes back after it. */
const leaseMs = 120_000;
const pollPrefix = pollTimer('');

/** Work other than polls that falls due: sweep, retention. */
export interface Recurring {
  readonly everyMs: number;
  readonly run: (now: Instant) => Promise<unknown>;
}

export interface TickDependencies {
  readonly roster: Roster;
  readonly store: Timers & Pick<FeedStore, 'feedStates'>;
  readonly queue: Pick<Queue, 'add'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly schedule: ScheduleLimits;
  /** By the name of its timer. */
  readonly recurring: Readonly<Record<string, Recurring>>;
}

/** What a tick did, for the log and the health. */
interface TickReport {
  readonly claimed: number;
  readonly polls: number;
}

/** One beat: claims what is due under a lease and hands it on. Called each second, never twice at a time. */
export async function tick(deps: TickDependencies): Promise<TickReport> {
  const now = deps.clock.now();
  const feeds = deps.roster.feeds();
  const names = await deps.store.claimDue(now, claimsMax, leaseMs);
  // No timer at all: a first start, or a Redis that was emptied under us.
  if (names.length === 0 && (await deps.store.nextTimer()) === null) await ensureTimers(deps);
  const polls = names.filter((name) => name.startsWith(pollPrefix)).map((name) => name.slice(pollPrefix.length));
  const known = polls.filter((feed) => feeds.has(feed));
  if (known.length > 0) await deps.queue.add('poll', known);
  for (const name of names) {
    if (!name.startsWith(pollPrefix)) await runRecurring(deps, name, now);
    else if (!feeds.has(name.slice(pollPrefix.length))) await deps.store.settleTimer(name, null);
  }
  return { claimed: names.length, polls: known.length };
}

/**
 * Gives every feed of the pack that is to be polled a timer, and takes it from those removed. Called at each start:
 * a timer that stands is left as it is.
 */
export async function ensureTimers(deps: TickDependencies): Promise<void> {
  const now = deps.clock.now();
  const feeds = deps.roster.feeds();
  const states = await deps.store.feedStates();
  const stateOf = new Map(states.map((state) => [state.feed, state]));
  const unpolled: Feed[] = [];
  for (const feed of feeds.values()) {
    const state = stateOf.get(feed.id);
    if (state === undefined ? feed.status === 'paused' : isPaused(feed, state)) {
      await deps.store.settleTimer(pollTimer(feed.id), null);
    } else if (state === undefined || state.url !== feed.url || state.paused !== null) unpolled.push(feed);
    else {
      // A time that has not come was told by a clock that was ahead.
      const lastPolledAt = Math.min(state.lastPolledAt ?? 0, now);
      const at = latestDue(feed, { ...state, lastPolledAt }, deps.schedule);
      await deps.store.ensureTimer(pollTimer(feed.id), Math.max(now, at));
    }
  }
  for (const { feed, at } of firstDueTimes(unpolled, now)) await deps.store.ensureTimer(pollTimer(feed), at);
  for (const state of states) {
    if (!feeds.has(state.feed)) await deps.store.settleTimer(pollTimer(state.feed), null);
  }
  for (const [name, { everyMs }] of Object.entries(deps.recurring)) await deps.store.ensureTimer(name, now + everyMs);
}

async function runRecurring(deps: TickDependencies, name: string, now: Instant): Promise<void> {
  const recurring = Object.hasOwn(deps.recurring, name) ? deps.recurring[name] : undefined;
  if (recurring === undefined) {
    deps.log.warn('unknown timer dropped', { timer: name });
    await deps.store.settleTimer(name, null);
    return;
  }
  try {
    await recurring.run(now);
  } catch (error) {
    // One that fails must not keep polls from their time; its lease is settled below and it comes again.
    deps.log.error('recurring work failed', { timer: name, error });
  }
  await deps.store.settleTimer(name, deps.clock.now() + recurring.everyMs);
}
