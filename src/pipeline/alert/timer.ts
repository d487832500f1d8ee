import type { Alert } from '../../model.ts';

const prefix = 'alert:';

/** The timer of an alert, which is also its job in the queue `escalate`: `alert:<server>:<incident>`. */
export function alertTimer({ incident, server }: Pick<Alert, 'incident' | 'server'>): string {
  return `${prefix}${server}:${incident}`;
}

/** The alert of a timer; null for a timer of something else. No server's id holds a colon, an incident's may. */
export function alertOfTimer(timer: string): Pick<Alert, 'incident' | 'server'> | null {
  if (!timer.startsWith(prefix)) return null;
  const rest = timer.slice(prefix.length);
  const split = rest.indexOf(':');
  return split < 1 || split === rest.length - 1
    ? null
    : { server: rest.slice(0, split), incident: rest.slice(split + 1) };
}
