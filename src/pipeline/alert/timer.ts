import type { Alert } from '../../model.ts';

/** What the names of all timers of alerts begin with. */
export const alertTimers = 'alert:';

/** The timer of an alert, which is also its job in the queue `escalate`: `alert:<server>:<incident>`. */
export function alertTimer({ incident, server }: Pick<Alert, 'incident' | 'server'>): string {
  return `${alertTimers}${server}:${incident}`;
}

/** The alert of a timer; null for a timer of something else. No server's id holds a colon, an incident's may. */
export function alertOfTimer(timer: string): Pick<Alert, 'incident' | 'server'> | null {
  if (!timer.startsWith(alertTimers)) return null;
  const rest = timer.slice(alertTimers.length);
  const split = rest.indexOf(':');
  return split < 1 || split === rest.length - 1
    ? null
    : { server: rest.slice(0, split), incident: rest.slice(split + 1) };
}

/** Whether a timer is that of an alert. */
export function isAlertTimer(timer: string): boolean {
  return timer.startsWith(alertTimers);
}
