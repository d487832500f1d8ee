/** Permanent redirects: believed after a week, taken back where the new address fails. */
import type { Feed, FeedState, Instant } from '../../model.ts';
import { dayMs } from './limits.ts';
import { polledUrl } from './state.ts';

const believedAfterMs = 7 * dayMs;
const givenUpAfterMs = dayMs;
const givenUpFailuresMin = 5;
const addressLengthMax = 2_000;

/** A feed is polled at another address from now on. */
export interface Move {
  readonly from: string;
  readonly to: string;
  /** `back` to the address as listed, since the other fails. */
  readonly way: 'believed' | 'back';
}
type Moves = Pick<FeedState, 'movedTo' | 'moving'> & { readonly move: Move | null };

/** What an answer says of where the feed is: `to` is where every redirect on the way said it has moved for good. */
export function movesAfterAnswer(feed: Feed, before: FeedState, to: string | null, now: Instant): Moves {
  const { movedTo } = before;
  const from = polledUrl(feed, before);
  if (to === null || to === from || !isCredible(from, to)) return { movedTo, moving: null, move: null };
  const since = before.moving?.to === to ? Math.min(before.moving.since, now) : now;
  if (now - since < believedAfterMs) return { movedTo, moving: { to, since }, move: null };
  return { movedTo: to === feed.url ? null : to, moving: null, move: { from, to, way: 'believed' } };
}

/** Where a feed is polled after a failure: as listed again, when the address it has moved to is gone or fails for long. */
export function movesAfterFailure(feed: Feed, failed: FeedState, now: Instant): Move | null {
  const { movedTo, failingSince, failures, lastStatus } = failed;
  if (movedTo === null) return null;
  const failsForLong = now - (failingSince ?? now) >= givenUpAfterMs && failures >= givenUpFailuresMin;
  return failsForLong || lastStatus === 'gone' ? { from: movedTo, to: feed.url, way: 'back' } : null;
}

/** An address without its user and query, which may be secrets. */
export function shownAddress(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? '(no address)' : `${parsed.origin}${parsed.pathname}`;
}

/** A text whose addresses are written so. */
export function withoutQueries(text: string): string {
  return text.replace(/https?:\/\/\S+/giu, shownAddress);
}

/** Whoever can tamper with an answer could move a feed out of https for ever. */
function isCredible(from: string, to: string): boolean {
  const target = to.length <= addressLengthMax ? URL.parse(to) : null;
  if (target === null) return false;
  return target.protocol === 'https:' || (target.protocol === 'http:' && !from.startsWith('https:'));
}
