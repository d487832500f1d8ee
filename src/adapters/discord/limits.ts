import type { REST } from 'discord.js';

/** Routes remembered as exhausted; the expired ones are let go when there are more. */
const routesMax = 1_000;

export interface Limits {
  /** How long Discord takes nothing on this route, by the headers it sent; 0 where it takes. */
  waitMs(method: string, path: string): number;
}

/**
 * Reads the rate-limit headers of every answer. discord.js reads them too, but where it is to reject a long wait it has
 * already set a timer of that length, which would keep a process alive that wants to stop.
 */
export function watchLimits(rest: REST): Limits {
  // By a clock that nobody can put back: a closed second would else last for as long as it was put back by.
  const closedUntil = new Map<string, number>();
  let allClosedUntil = 0;
  rest.on('response', ({ method, path }, { status, headers }) => {
    const seconds = Math.max(Number(headers.get('x-ratelimit-reset-after')), Number(headers.get('retry-after')));
    const isExhausted = status === 429 || headers.get('x-ratelimit-remaining') === '0';
    if (!isExhausted || !Number.isFinite(seconds)) return;
    const until = performance.now() + seconds * 1000;
    if (headers.has('x-ratelimit-global')) allClosedUntil = until;
    if (closedUntil.size >= routesMax) letExpiredGo(closedUntil);
    closedUntil.set(routeOf(method, path), until);
  });
  return {
    waitMs: (method, path) =>
      Math.max(0, allClosedUntil, closedUntil.get(routeOf(method, path)) ?? 0) - performance.now(),
  };
}

/** Messages of one channel share a limit a method. */
function routeOf(method: string, path: string): string {
  return `${method.toUpperCase()} ${path.replace(/(?<=\/messages\/)\d+/u, ':id')}`;
}

function letExpiredGo(closedUntil: Map<string, number>): void {
  for (const [route, until] of closedUntil) if (until <= performance.now()) closedUntil.delete(route);
  if (closedUntil.size >= routesMax) closedUntil.clear();
}
