import type { REST } from 'discord.js';

/** Routes remembered as exhausted; the expired ones are let go when there are more. */
const routesMax = 1_000;
/** No limit is believed to last longer: a number beyond is a mistake, and must not silence us for good. */
const closedMsMax = 3_600_000;
/** A route that answers with 429 again and again is left alone for longer and longer, whatever time it names. */
const struckMsMin = 1_000;
const struckMsMax = 60_000;

interface Closed {
  readonly until: number;
  /** How many answers in a row were 429. */
  readonly strikes: number;
}

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
  const closed = new Map<string, Closed>();
  let allClosedUntil = 0;
  rest.on('response', ({ method, path }, { status, headers }) => {
    const route = routeOf(method, path);
    const strikes = status === 429 ? (closed.get(route)?.strikes ?? 0) + 1 : 0;
    const seconds = Math.max(Number(headers.get('x-ratelimit-reset-after')), Number(headers.get('retry-after')));
    const isExhausted = status === 429 || headers.get('x-ratelimit-remaining') === '0';
    if (!isExhausted || !Number.isFinite(seconds)) return void closed.delete(route);
    const until = performance.now() + Math.min(closedMsMax, Math.max(seconds * 1000, struckMs(strikes)));
    if (headers.has('x-ratelimit-global')) allClosedUntil = until;
    if (closed.size >= routesMax) letExpiredGo(closed);
    closed.set(route, { until, strikes });
  });
  return {
    waitMs: (method, path) =>
      Math.max(0, allClosedUntil, closed.get(routeOf(method, path))?.until ?? 0) - performance.now(),
  };
}

/** Messages of one channel share a limit a method. */
export function routeOf(method: string, path: string): string {
  return `${method.toUpperCase()} ${path.replace(/(?<=\/messages\/)\d+/u, ':id')}`;
}

/** Whether a refusal comes not from Discord, but from what stands before it. */
export function isPage(headers: { get(name: string): string | null }): boolean {
  return !(headers.get('content-type') ?? '').includes('json');
}

/** The first 429 may be met by any mishap; what follows it at once is a limit that does not do what it says. */
function struckMs(strikes: number): number {
  return strikes < 2 ? 0 : Math.min(struckMsMax, struckMsMin * 2 ** (strikes - 1));
}

function letExpiredGo(closed: Map<string, Closed>): void {
  for (const [route, { until }] of closed) if (until <= performance.now()) closed.delete(route);
  if (closed.size >= routesMax) closed.clear();
}
