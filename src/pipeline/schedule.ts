import { hash } from 'node:crypto';
import type { Feed, FeedState, Instant, PollStatus } from '../model.ts';

/** The bounds between which a feed's next due time lies. */
export interface ScheduleLimits {
  /** The longest wait after repeated failures. */
  readonly backoffMinutesMax: number;
  /** The share of a wait by which it is shortened or lengthened, so that feeds do not fall due together. */
  readonly jitter: number;
}
const defaultScheduleLimits: ScheduleLimits = { backoffMinutesMax: 240, jitter: 0.1 };

const minuteMs = 60_000;
/** A cache that says "fresh for a day" must not blind us for a day. */
const politeWaitIntervalsMax = 2;
const firstPollStepMs = 250; // Forty feeds are polled for the first time within ten seconds.
const backoffDoublingsMax = 16;

/** What a poll came to, the document read included. */
export type PollOutcome =
  | {
      readonly status: 'ok';
      readonly etag: string | null;
      readonly lastModified: string | null;
      readonly readBy: FeedState['readBy'];
      readonly items: number;
      readonly waitMs: number | null;
    }
  | { readonly status: 'not-modified'; readonly waitMs: number | null }
  | {
      readonly status: Exclude<PollStatus, 'ok' | 'not-modified'>;
      readonly httpStatus: number | null;
      readonly problem: string;
      readonly waitMs: number | null;
    };

/** What follows from a poll. `reason` is the word for log and metric, `notice` a sentence for the operator. */
export interface Scheduled {
  readonly state: FeedState;
  readonly nextDue: Instant | null;
  readonly notice: string | null;
  readonly reason: 'read' | 'not-modified' | 'backoff' | 'asked-to-wait' | 'gone' | 'never-found';
}

/** Decides a feed's next due time and what is remembered of it; every outcome sets both. */
export function schedule(
  input: {
    readonly feed: Feed;
    readonly before: FeedState | null;
    readonly outcome: PollOutcome;
    readonly now: Instant;
  },
  limits: ScheduleLimits = defaultScheduleLimits,
): Scheduled {
  const { feed, outcome, now } = input;
  const before = input.before ?? unpolled(feed);
  const polled = { ...before, paused: null, lastPolledAt: now, lastStatus: outcome.status };
  if (outcome.status === 'ok') {
    const { etag, lastModified, readBy, items } = outcome;
    // An empty document was no first poll: what fills it later would count as news, however old.
    const firstReadAt = before.firstReadAt ?? (items > 0 ? now : null);
    const read = { etag, lastModified, readBy, items, firstReadAt, lastReadAt: now };
    return succeeded(feed, { ...polled, ...read, lastProblem: null, failures: 0 }, outcome.waitMs, limits);
  }
  if (outcome.status === 'not-modified') {
    return succeeded(feed, { ...polled, lastProblem: null, failures: 0 }, outcome.waitMs, limits);
  }
  const failed = { ...polled, lastProblem: outcome.problem, failures: before.failures + 1 };
  return pausing(feed, before, outcome.httpStatus, failed) ?? backingOff(feed, failed, outcome.waitMs, limits);
}

function intervalOf(feed: Feed): number {
  return feed.intervalMinutes ?? 10;
}

/** The timer by which a feed falls due. */
export function pollTimer(feed: string): string {
  return `poll:${feed}`;
}

/**
 * Whether a feed rests: by the file, or because a poll paused it. Another address, or an operator who marks as active what
 * was never read, wakes it.
 */
export function isPaused(feed: Feed, state: FeedState): boolean {
  if (feed.status === 'paused') return true;
  const isWoken = feed.status === 'active' && state.lastReadAt === null;
  return state.paused !== null && state.url === feed.url && !isWoken;
}

/** What is remembered of a feed that was never polled. */
export const neverPolled: Omit<FeedState, 'feed' | 'url'> = {
  movedTo: null,
  moving: null,
  etag: null,
  lastModified: null,
  validatorsFrom: null,
  firstReadAt: null,
  lastReadAt: null,
  lastPolledAt: null,
  lastSuccessAt: null,
  lastNewAt: null,
  lastStatus: null,
  lastProblem: null,
  failures: 0,
  failingSince: null,
  failuresByKind: {},
  paused: null,
  readBy: null,
  items: 0,
  rhythmMs: null,
  longestQuietMs: null,
  delayMs: null,
  pace: { ttlMinutes: null, skipHours: [], skipDays: [] },
};

/** A feed as it is before its first poll, or after its address was changed. */
export function unpolled(feed: Feed): FeedState {
  return { ...neverPolled, feed: feed.id, url: feed.url };
}

/**
 * When feeds without a timer are polled first: the first at once, the others after it, one each quarter of a second, all
 * within the first one's interval.
 */
export function firstDueTimes(
  feeds: readonly Feed[],
  now: Instant,
): readonly { readonly feed: string; readonly at: Instant }[] {
  const spreadMs = (feeds[0]?.intervalMinutes ?? 1) * minuteMs;
  const stepMs = Math.min(firstPollStepMs, spreadMs / Math.max(1, feeds.length));
  return feeds.map((feed, index) => ({ feed: feed.id, at: now + Math.round(index * stepMs) }));
}

/** The latest time that any outcome can set: a feed whose timer was lost is due by then. */
export function latestDue(feed: Feed, state: FeedState, limits: ScheduleLimits = defaultScheduleLimits): Instant {
  const longest = Math.max(limits.backoffMinutesMax, intervalOf(feed) * politeWaitIntervalsMax) * minuteMs;
  return (state.lastPolledAt ?? 0) + Math.ceil(longest * (1 + limits.jitter));
}

/** The latest time that a poll which could be read sets: a feed that is silent beyond it is polled by nobody. */
export function latestDueOfRead(feed: Feed, state: FeedState, limits: ScheduleLimits = defaultScheduleLimits): Instant {
  const longest = intervalOf(feed) * politeWaitIntervalsMax * minuteMs;
  return (state.lastPolledAt ?? 0) + Math.ceil(longest * (1 + limits.jitter));
}

function succeeded(feed: Feed, state: FeedState, askedMs: number | null, limits: ScheduleLimits): Scheduled {
  const intervalMs = intervalOf(feed) * minuteMs;
  const waitMs = Math.max(intervalMs, Math.min(askedMs ?? 0, intervalMs * politeWaitIntervalsMax));
  const reason = state.lastStatus === 'not-modified' ? 'not-modified' : 'read';
  return { state, nextDue: dueAfter(state, waitMs, limits), notice: null, reason };
}

/** The interval, doubled with each failure in a row, at most the limit; Retry-After lengthens it up to the same limit. */
function backingOff(feed: Feed, state: FeedState, askedMs: number | null, limits: ScheduleLimits): Scheduled {
  const intervalMs = intervalOf(feed) * minuteMs;
  const limitMs = Math.max(limits.backoffMinutesMax * minuteMs, intervalMs);
  const backoffMs = Math.min(limitMs, intervalMs * 2 ** Math.min(state.failures - 1, backoffDoublingsMax));
  const isAsked = askedMs !== null && askedMs > backoffMs;
  const jittered = dueAfter(state, backoffMs, limits);
  const earliest = (state.lastPolledAt ?? 0) + Math.min(askedMs ?? 0, limitMs);
  return { state, nextDue: Math.max(jittered, earliest), notice: null, reason: isAsked ? 'asked-to-wait' : 'backoff' };
}

/** 410 says that a feed is gone; one that was never seen answering and is not found was listed wrongly. */
function pausing(feed: Feed, before: FeedState, httpStatus: number | null, state: FeedState): Scheduled | null {
  if (httpStatus === 410) {
    const notice = `Feed ${feed.id} is paused: its server says that it is gone for good (410). Change its address in feeds.yaml or remove it.`;
    return { state: { ...state, paused: 'gone' }, nextDue: null, notice, reason: 'gone' };
  }
  if (httpStatus === 404 && feed.status === 'unverified' && before.lastReadAt === null) {
    const notice = `Feed ${feed.id} is paused: it was never seen answering and its address was not found (404). Correct it in feeds.yaml, or mark the feed active to have it tried again.`;
    return { state: { ...state, paused: 'never-found' }, nextDue: null, notice, reason: 'never-found' };
  }
  return null;
}

function dueAfter(state: FeedState, waitMs: number, limits: ScheduleLimits): Instant {
  const polledAt = state.lastPolledAt ?? 0;
  return polledAt + Math.round(waitMs * (1 + limits.jitter * (2 * fraction(`${state.feed} ${polledAt}`) - 1)));
}

/** A number from 0 to 1 that depends on the text alone: chance that a test and a replay can repeat. */
function fraction(text: string): number {
  return Number.parseInt(hash('sha256', text, 'hex').slice(0, 8), 16) / 0xffffffff;
}
