import type { Alert, Instant, Worsening } from '../../model.ts';
import type { Around } from './around.ts';
import { minuteMs } from './limits.ts';
import { worseningOf } from './worse.ts';

/** What is worse than when somebody took a stand, and from when on it is said. */
export interface Worse {
  readonly worse: Worsening;
  readonly dueAt: Instant;
}

/**
 * What reopens an alert that somebody has taken, or put off. A rise of severity does at once, whatever reopened it a moment
 * ago; a new place or actor waits for the end of the cooldown. Of an open alert, where nobody took a stand, a rise alone
 * counts: it may ask for another policy. Null where nothing is worse.
 */
export function worseOf(alert: Alert, { incident, pack, limits }: Around): Worse | null {
  const { state, known } = alert;
  if (state !== 'open' && state !== 'acknowledged' && state !== 'snoozed') return null;
  const worse = worseningOf(known, incident, pack);
  if (worse === null || (state === 'open' && worse.severity === null)) return null;
  const isCooling = worse.severity === null && known.worsenedAt !== null;
  const dueAt = isCooling ? (known.worsenedAt ?? 0) + limits.cooldownMinutes * minuteMs : 0;
  return { worse, dueAt };
}
