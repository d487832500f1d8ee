/** The timers of a rota: when who is on call changes, and some time before. */
const prefixes = { change: 'shift:', soon: 'shift-soon:' } as const;
type Kind = keyof typeof prefixes;

/** Who comes on is reminded so long before. */
export const soonMs = 30 * 60_000;

/** The timer's name. */
export function shiftTimer(kind: Kind, rota: string): string {
  return `${prefixes[kind]}${rota}`;
}

/** What a timer is for, and of which rota; null where it is none of a rota. */
export function readShiftTimer(timer: string): { readonly kind: Kind; readonly rota: string } | null {
  if (timer.startsWith(prefixes.change)) return { kind: 'change', rota: timer.slice(prefixes.change.length) };
  return timer.startsWith(prefixes.soon) ? { kind: 'soon', rota: timer.slice(prefixes.soon.length) } : null;
}

/** Whether a timer is one of a rota. */
export function isShiftTimer(timer: string): boolean {
  return readShiftTimer(timer) !== null;
}
