import type { Instant, Standing } from '../../model.ts';
import type { Sighting } from '../bulletin.ts';
import type { Coverage } from '../coverage.ts';
import type { FeedHealth } from '../feed-health.ts';
import type { Blindness } from '../health.ts';

/** What is seen of the feeds, each and together. */
export interface FeedsSeen {
  readonly health: readonly FeedHealth[];
  readonly coverage: readonly Coverage[];
  readonly blindness: Blindness;
}

export interface NewsLimits {
  /** The share below which coverage of anything is told. */
  readonly coverageMin: number;
  /** How long a feed must fail until that is news to a person. */
  readonly feedFailingMs: number;
}

/** A feed that failed so often in a row had no mere timeout. */
const failuresMin = 3;
/** How far above the set share coverage must rise until it is well again. */
const coverageMargin = 0.05;
/** Of fewer outlets each is told by itself. */
const coverageOutletsMin = 3;

/**
 * What can be said of each subject now. While blind nothing is said of a feed or of coverage: that all are out of sight is
 * one message. What a feed failed meanwhile says nothing of it afterwards.
 */
export function sightingsOf(
  seen: FeedsSeen,
  ledger: readonly Standing[],
  limits: NewsLimits,
  now: Instant,
): readonly Sighting[] {
  const { blind } = seen.blindness;
  const sightAt = ledger.find(({ subject }) => subject === 'blind')?.toldAt ?? 0;
  return [
    { subject: 'blind', state: blind ? 'blind' : 'well' },
    ...seen.coverage
      .filter(({ outlets }) => outlets >= coverageOutletsMin)
      .map((one) => ({ subject: coverageSubject(one), state: blind ? null : coverageState(one, limits) })),
    ...seen.health.filter(isWatched).map((one) => ({
      subject: feedSubject(one.feed),
      state: blind ? null : feedState(one, sightAt, limits, now),
    })),
    ...seen.health.flatMap(({ feed, movedTo }) =>
      movedTo === null ? [] : [{ subject: `moved:${feed}`, state: movedTo }],
    ),
  ];
}

export const coverageSubject = ({ kind, value }: Pick<Coverage, 'kind' | 'value'>): string =>
  `coverage:${kind}:${value}`;
export const feedSubject = (feed: string): string => `feed:${feed}`;

/** What an operator paused is his own doing, and of what was never polled nothing is known. */
function isWatched({ condition, paused }: FeedHealth): boolean {
  return condition !== 'unpolled' && paused !== 'operator';
}

/** Between the set share and what is well again nothing changes, so that coverage on the edge is told once. */
function coverageState({ share }: Coverage, { coverageMin }: NewsLimits): string | null {
  if (share < coverageMin) return 'low';
  return share >= Math.min(1, coverageMin + coverageMargin) ? 'well' : null;
}

function feedState(
  { condition, paused, failures, failingSince, lastPolledAt }: FeedHealth,
  sightAt: Instant,
  { feedFailingMs }: NewsLimits,
  now: Instant,
): string | null {
  if (condition === 'paused') return paused === 'failing' ? 'resting' : paused;
  if (condition !== 'failing') return condition;
  const sinceMs = now - Math.max(failingSince ?? now, sightAt);
  const isNews = failures >= failuresMin && sinceMs >= feedFailingMs && (lastPolledAt ?? 0) > sightAt;
  return isNews ? 'failing' : null;
}
