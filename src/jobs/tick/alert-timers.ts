import { isManned } from '../../pipeline/alert/manned.ts';
import { alertTimer } from '../../pipeline/alert/timer.ts';
import type { Clock, Store } from '../../ports.ts';

interface AlertTimersDeps {
  readonly store: Pick<Store, 'alertServers' | 'openAlerts' | 'ensureTimers'>;
  readonly clock: Clock;
}

/** How often it is done, and so how long an alert whose timer was lost goes unminded. */
export const alertTimersEveryMs = 3_600_000;
/** Of one server, the newest. */
const alertsMax = 1_000;

/**
 * Has every alert that nobody has put away looked at within the hour, or so long, however its timer came to be lost: an older version
 * of the program set none, a clock that was ahead set it far too late. One that is due sooner is left as it is.
 */
export async function ensureAlertTimers(
  { store, clock }: AlertTimersDeps,
  withinMs: number = alertTimersEveryMs,
): Promise<void> {
  const at = clock.now() + withinMs;
  for (const server of (await store.alertServers()).filter(isManned)) {
    const alerts = await store.openAlerts(server, alertsMax);
    await store.ensureTimers(alerts.map((alert) => [alertTimer(alert), at] as const));
  }
}
