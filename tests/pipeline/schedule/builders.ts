/** Feeds and outcomes of polls; what matters to a test is said by it. */
import type { Feed, FeedState, Instant } from '../../../src/model.ts';
import type { Failure, PollOutcome, Reading, Unchanged } from '../../../src/pipeline/schedule/outcome.ts';
import { type Scheduled, schedule } from '../../../src/pipeline/schedule.ts';
import { scheduleLimits } from '../../support/builders.ts';

export const now = Date.parse('2020-01-03T12:00:00Z');
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

export function aFeed(said: Partial<Feed> = {}): Feed {
  return {
    id: 'wire',
    url: 'https://news.example/feed',
    outlet: 'wire',
    language: 'en',
    status: 'active',
    intervalMinutes: null,
    origin: 'file',
    ...said,
  };
}

export function read(said: Partial<Reading> = {}): Reading {
  return {
    status: 'ok',
    etag: '"1"',
    lastModified: null,
    finalUrl: 'https://news.example/feed',
    movedTo: null,
    readBy: 'rss-parser',
    items: 3,
    news: [],
    pace: { ttlMinutes: null, skipHours: [], skipDays: [] },
    waitMs: null,
    ...said,
  };
}

export function unchanged(said: Partial<Unchanged> = {}): Unchanged {
  return { status: 'not-modified', movedTo: null, waitMs: null, ...said };
}

export function failed(status: Failure['status'], waitMs: number | null = null): Failure {
  return { status, problem: `It came to ${status}.`, waitMs };
}

interface Said {
  readonly feed?: Feed;
  readonly tier?: 1 | 2 | 3;
  readonly outage?: boolean;
  readonly at?: Instant;
}

/** What follows from a poll of a tier 1 feed at noon, unless said otherwise. */
export function after(outcome: PollOutcome, before: FeedState | null = null, said: Said = {}): Scheduled {
  const { feed = aFeed(), tier = 1, outage = false, at = now } = said;
  return schedule({ feed, tier, before, outcome, outage, now: at }, scheduleLimits);
}

/** One outcome after another, each when the one before set it due; gives the last. */
export function inTurn(
  outcomes: readonly PollOutcome[],
  said: Said & { readonly before?: FeedState } = {},
): Scheduled & { readonly at: Instant } {
  let at = said.at ?? now;
  let state = said.before ?? null;
  let last: (Scheduled & { readonly at: Instant }) | null = null;
  for (const outcome of outcomes) {
    last = { ...after(outcome, state, { ...said, at }), at };
    state = last.state;
    at = last.nextDue ?? at;
  }
  if (last === null) throw new Error('no outcome was given');
  return last;
}

/** Minutes from a poll to the next. */
export function waited({ nextDue, state }: Scheduled): number {
  return ((nextDue ?? Number.NaN) - (state.lastPolledAt ?? Number.NaN)) / minuteMs;
}
