import type { Silence } from '../../model.ts';

const prefix = 'silence:';

/** The timer of a silence's end, which is also its job in the queue `deliver`. */
export function silenceTimer({ id }: Pick<Silence, 'id'>): string {
  return `${prefix}${id}`;
}

/** The silence of a timer; null for a timer of something else. */
export function silenceOfTimer(timer: string): Silence['id'] | null {
  return timer.startsWith(prefix) && timer.length > prefix.length ? timer.slice(prefix.length) : null;
}
