import type { Outlet } from '../../model.ts';
import type { Polled } from '../../pipeline/schedule/limits.ts';
import type { Roster } from '../../ports.ts';

/** Of an outlet that nobody lists. */
const tierDefault: Outlet['tier'] = 2;

/** A feed of the roster with its outlet's tier; null where there is none of this id. */
export function polledOf(roster: Roster, id: string): Polled | null {
  const feed = roster.feeds().get(id);
  return feed === undefined ? null : { feed, tier: roster.outlets().get(feed.outlet)?.tier ?? tierDefault };
}
