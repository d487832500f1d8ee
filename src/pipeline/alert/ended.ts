import type { Alert, Instant } from '../../model.ts';
import { isClosed } from '../alert.ts';
import { type AlertLimits, dayMs } from './limits.ts';

/**
 * Whether everybody who was told an incident was through with it so long ago that what is told of it now is a new one. What
 * was a false alarm everywhere is none the less one when it is told again.
 */
export function isEnded(
  alerts: readonly Pick<Alert, 'state' | 'changedAt'>[],
  now: Instant,
  { reopenWithinDays }: Pick<AlertLimits, 'reopenWithinDays'>,
): boolean {
  const isLongClosed = (alert: Pick<Alert, 'state' | 'changedAt'>): boolean =>
    isClosed(alert) && now - alert.changedAt > reopenWithinDays * dayMs;
  return alerts.some(({ state }) => state === 'resolved') && alerts.every(isLongClosed);
}
