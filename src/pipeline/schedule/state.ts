import type { Feed, FeedState } from '../../model.ts';

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
  longestQuietMs: null,
  lastStatus: null,
  lastProblem: null,
  failures: 0,
  failingSince: null,
  failuresByKind: {},
  paused: null,
  readBy: null,
  items: 0,
  rhythmMs: null,
  delayMs: null,
  pace: { ttlMinutes: null, skipHours: [], skipDays: [] },
};

/** A feed as it is before its first poll, or after its address was changed. */
export function unpolled(feed: Feed): FeedState {
  return { ...neverPolled, feed: feed.id, url: feed.url };
}

/** What is remembered of the feed; nothing when its address has changed since, for it is a new feed then. */
export function stateOf(feed: Feed, stored: FeedState | null | undefined): FeedState {
  return stored === null || stored === undefined || stored.url !== feed.url ? unpolled(feed) : stored;
}

/**
 * Whether a feed rests: by the roster, or because of what its polls came to. Another address wakes it, and so does an
 * operator who marks as active what was never found.
 */
export function isPaused(feed: Feed, state: FeedState): boolean {
  if (feed.status === 'paused') return true;
  const isWoken = state.paused === 'never-found' && feed.status === 'active';
  return state.paused !== null && state.url === feed.url && !isWoken;
}

/** Whether a feed is polled at all: one that rests for what its polls came to is, if seldom. */
export function isPolled(feed: Feed, state: FeedState): boolean {
  return feed.status !== 'paused' && (state.paused !== 'operator' || !isPaused(feed, state));
}

/** The address that is polled. */
export function polledUrl(feed: Feed, state: FeedState): string {
  return state.movedTo ?? feed.url;
}

/** As a person wakes it: what failed is forgotten, what was seen is not. */
export function resumed(state: FeedState): FeedState {
  return { ...state, paused: null, failures: 0, failingSince: null, failuresByKind: {}, lastProblem: null };
}
