import type { Feed, FeedState, Instant } from '../../model.ts';
import type { Polled, ScheduleLimits } from '../../pipeline/schedule/limits.ts';
import { isPaused, isPolled, stateOf } from '../../pipeline/schedule/state.ts';
import { latestDue } from '../../pipeline/schedule.ts';
import type { Roster } from '../../ports.ts';
import { polledOf } from '../poll/polled.ts';

/** The timers that the feeds of a roster should have, as far as their states tell. */
interface WantedTimers {
  /** Polled before: due by then at the latest. */
  readonly due: readonly { readonly feed: string; readonly at: Instant }[];
  /** To be polled for the first time, or woken. */
  readonly first: readonly Polled[];
  /** At rest, or not in the roster any more. */
  readonly none: readonly string[];
}

/** When each feed of the roster is due, by what is known of it; and which feeds have no timer. */
export function timersOf(
  roster: Roster,
  states: readonly FeedState[],
  now: Instant,
  limits: ScheduleLimits,
): WantedTimers {
  const stored = new Map(states.map((state) => [state.feed, state]));
  const wanted = { due: [] as { feed: string; at: Instant }[], first: [] as Polled[], none: [] as string[] };
  for (const state of states) if (!roster.feeds().has(state.feed)) wanted.none.push(state.feed);
  for (const feed of roster.feeds().values()) {
    const state = stateOf(feed, stored.get(feed.id));
    const polled = polledOf(roster, feed.id);
    if (polled === null || !isPolled(feed, state)) wanted.none.push(feed.id);
    else if (state.lastPolledAt === null || isWoken(feed, state)) wanted.first.push(polled);
    else {
      // A time that has not come was told by a clock that was ahead.
      const lastPolledAt = Math.min(state.lastPolledAt, now);
      const at = latestDue(feed, { ...state, lastPolledAt }, limits);
      wanted.due.push({ feed: feed.id, at: Math.max(now, at) });
    }
  }
  return wanted;
}

function isWoken(feed: Feed, state: FeedState): boolean {
  return state.paused !== null && !isPaused(feed, state);
}
