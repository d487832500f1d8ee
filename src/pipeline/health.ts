import type { Feed, FeedState, Instant } from '../model.ts';
import { latestDueOfRead } from './schedule/interval.ts';
import type { ScheduleLimits } from './schedule/limits.ts';

/** What can fail as a whole. A process watches those that its roles need. */
export const healthParts = ['tick', 'redis', 'messenger', 'feeds'] as const;
export type HealthPart = (typeof healthParts)[number];

export interface HealthSignals {
  readonly startedAt: Instant;
  /** When each watched part was last seen working; null when it never was since the start. All on the real clock. */
  readonly lastWellAt: Partial<Readonly<Record<HealthPart, Instant | null>>>;
  /** How long each may fail before that is bad. */
  readonly failMsMax: Readonly<Record<HealthPart, number>>;
}

export type HealthCode = 'well' | 'failing' | 'failed-too-long' | 'no-signal';

export interface PartHealth {
  readonly part: HealthPart;
  readonly code: HealthCode;
  readonly wellAt: Instant | null;
  /** For how long it has not been seen working. */
  readonly failingMs: number;
}

export interface Health {
  readonly healthy: boolean;
  readonly parts: readonly PartHealth[];
}

const unremarkableMs = 5_000; // a tick a second and a poll now and then leave gaps that mean nothing

/**
 * Judges whether a process does its work. A part that never worked is given its time from the start on; what is not
 * watched says nothing.
 */
export function judgeHealth(signals: HealthSignals, now: Instant): Health {
  const parts = healthParts.flatMap((part) => {
    const wellAt = signals.lastWellAt[part];
    return wellAt === undefined ? [] : [judgePart(part, wellAt, signals, now)];
  });
  return { healthy: parts.every(({ code }) => code !== 'failed-too-long' && code !== 'no-signal'), parts };
}

function judgePart(part: HealthPart, wellAt: Instant | null, signals: HealthSignals, now: Instant): PartHealth {
  const failingMs = Math.max(0, now - (wellAt ?? signals.startedAt));
  return { part, code: codeOf(wellAt, failingMs, signals.failMsMax[part]), wellAt, failingMs };
}

function codeOf(wellAt: Instant | null, failingMs: number, failMsMax: number): HealthCode {
  if (failingMs > failMsMax) return wellAt === null ? 'no-signal' : 'failed-too-long';
  return wellAt === null || failingMs > Math.min(unremarkableMs, failMsMax) ? 'failing' : 'well';
}

/**
 * Until when the feeds as a whole are known to be read: now, while one that answered is not overdue. Where nobody polls
 * any more none fails either, and only the time of the last poll tells. Null where none was read.
 */
export function feedsWellAt(
  states: readonly FeedState[],
  feeds: ReadonlyMap<string, Feed>,
  limits: ScheduleLimits,
  now: Instant,
): Instant | null {
  const due = states.flatMap((state) => {
    const feed = feeds.get(state.feed);
    const isRead = state.failures === 0 && state.paused === null;
    return feed !== undefined && isRead && isPast(state.lastPolledAt, now)
      ? [latestDueOfRead(feed, state, limits)]
      : [];
  });
  return due.length === 0 ? null : Math.min(now, Math.max(...due));
}

/** Whether nothing can be read. */
export interface Blindness {
  readonly blind: boolean;
  /** The feeds that were tried, or overdue, without success. */
  readonly failing: number;
  /** The newest complaint among them. */
  readonly problem: string | null;
  /** For how long nothing was read; null where that is no part of it. */
  readonly quietMinutes: number | null;
}

const triedMin = 10; // the first few that fail at the start say nothing of the others

/** Judges the feeds as a whole: blind when all that were tried fail, and enough were tried to say so. */
export function blindness(states: readonly FeedState[], feedsCount: number): Blindness {
  const tried = states.filter(({ lastPolledAt }) => lastPolledAt !== null);
  const failing = tried.filter(({ failures, paused }) => failures > 0 || paused !== null);
  const blind = failing.length === tried.length && tried.length >= Math.max(1, Math.min(triedMin, feedsCount));
  return { blind, failing: failing.length, problem: newestProblem(failing), quietMinutes: null };
}

export interface QuietLimits {
  /** How long no feed at all may be read. */
  readonly feedsMsMax: number;
  /** Since when anybody has looked: what was not polled before says nothing. */
  readonly watchedSince: Instant;
  readonly schedule: ScheduleLimits;
}

/**
 * Blind as well when nothing was read for too long, though enough feeds were polled in vain since or are overdue: a feed
 * that is asked once a day looks well until then.
 */
export function blindnessNow(
  states: readonly FeedState[],
  feeds: ReadonlyMap<string, Feed>,
  limits: QuietLimits,
  now: Instant,
): Blindness {
  const together = blindness(states, feeds.size);
  const newest = states.reduce(
    (latest, { lastSuccessAt }) => (isPast(lastSuccessAt, now) ? Math.max(latest, lastSuccessAt) : latest),
    0,
  );
  const quietMs = now - Math.max(newest, limits.watchedSince);
  if (together.blind || quietMs <= limits.feedsMsMax) return together;
  const inVain = states.filter((state) => isInVain(state, feeds.get(state.feed), newest, limits.schedule, now));
  if (inVain.length < Math.max(1, Math.min(triedMin, feeds.size))) return together;
  const quietMinutes = Math.floor(quietMs / 60_000);
  return { blind: true, failing: inVain.length, problem: newestProblem(inVain), quietMinutes };
}

function isInVain(
  state: FeedState,
  feed: Feed | undefined,
  newest: Instant,
  schedule: ScheduleLimits,
  now: Instant,
): boolean {
  if (feed === undefined || !isPast(state.lastPolledAt, now)) return false;
  return state.lastPolledAt > newest || (state.paused === null && latestDueOfRead(feed, state, schedule) < now);
}

/** A time that has not come was told by a clock that was put back since, and says nothing. */
function isPast(at: Instant | null, now: Instant): at is Instant {
  return at !== null && at <= now;
}

function newestProblem(states: readonly FeedState[]): string | null {
  const newest = states.toSorted((one, other) => (other.lastPolledAt ?? 0) - (one.lastPolledAt ?? 0))[0];
  return newest?.lastProblem ?? null;
}
