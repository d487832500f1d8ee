import type { Feed, Outlet } from '../../model.ts';

/** The bounds between which a feed's next due time lies. */
export interface ScheduleLimits {
  /** While nothing is known of a feed's rhythm. */
  readonly intervalMinutesDefault: number;
  /** The shortest interval that a feed's own rhythm may lead to, by its outlet's tier. */
  readonly intervalMinutesFloor: Readonly<Record<'tier1' | 'tier2' | 'tier3', number>>;
  /** The longest wait after repeated failures; refusals may lead to a longer one. */
  readonly backoffMinutesMax: number;
  /** The share of a wait by which it is lengthened at most, so that feeds do not fall due together. */
  readonly jitter: number;
}

/** A feed as the schedule sees it. */
export interface Polled {
  readonly feed: Feed;
  readonly tier: Outlet['tier'];
}

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
/** Only what is gone or was never found is left unpolled for longer: no rhythm, no cache, no server that asks to wait. */
export const ceilingMs = 24 * hourMs;
/** What is gone or was never found is asked so seldom: either is a mistake often enough, and a feed unread a loss. */
export const goneProbeMs = 7 * dayMs;

/** No feed of this tier is asked more often. */
export function floorMs({ tier }: Pick<Polled, 'tier'>, limits: ScheduleLimits): number {
  return limits.intervalMinutesFloor[`tier${tier}`] * minuteMs;
}
