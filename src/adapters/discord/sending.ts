import { AsyncLocalStorage } from 'node:async_hooks';
import { DefaultRestOptions, type RESTOptions } from 'discord.js';
import type { MessengerTurns } from '../../ports.ts';
import { isPage } from './limits.ts';
import type { Refusals } from './refusals.ts';
import { inTurn } from './turns.ts';

/** A request that nobody wanted any more when its turn came; it was not sent. */
export class UnwantedError extends Error {}

/** A request that was not sent, since Discord refused too many. */
export class HeldError extends Error {
  readonly waitMs: number;

  constructor(waitMs: number) {
    super('Discord refused too many requests; nothing is sent for a while');
    this.waitMs = waitMs;
  }
}

/** A request of ours, which discord.js may put on the wire more than once. */
interface Calling {
  readonly isWanted: (() => Promise<boolean>) | undefined;
  /** How often it was answered with 429. */
  limits: number;
}

const callings = new AsyncLocalStorage<Calling>();

/** Has a request asked for right before it goes out: discord.js lets it wait behind others, and for limits, before. */
export function asOneCall<T>(isWanted: (() => Promise<boolean>) | undefined, send: () => Promise<T>): Promise<T> {
  return callings.run({ isWanted, limits: 0 }, send);
}

/**
 * What a client sends by: the last step before the wire, once a try. Counts what Discord refuses; `isHeld` keeps back
 * what would be one refusal too many.
 */
export function sendingBy(refusals: Refusals, isHeld: boolean, turns?: MessengerTurns): RESTOptions['makeRequest'] {
  const turn = inTurn(turns);
  return async (url, init) => {
    const call = callings.getStore();
    const method = init.method ?? 'GET';
    await turn.wait(method, url);
    if (call?.isWanted !== undefined && !(await call.isWanted()))
      throw new UnwantedError('nobody wants this request any more');
    const waitMs = refusals.heldUntil() - performance.now();
    if (isHeld && waitMs > 0) throw new HeldError(waitMs);
    const response = await DefaultRestOptions.makeRequest(url, init);
    const { status, headers } = response;
    refusals.note(status, headers.get('x-ratelimit-scope'));
    if (status === 429) {
      if (call !== undefined) call.limits += 1;
      sayHowLong(headers, call?.limits ?? 1);
    }
    turn.learn(method, url, status, headers);
    // discord.js reads neither, and what is not read keeps its connection.
    if (status === 429 || status >= 500) void response.arrayBuffer().catch(() => undefined);
    return response;
  };
}

/** No Discord leaves out how long, but what stands before it may: then the whole address is meant. */
const unsaidWaitS = 60;
const waitSMin = 0.05;
/** Cloudflare's bans last an hour; a number beyond is a mistake, and must not silence us for good. */
const waitSMax = 3_600;
/** A limit that was slept through and stands still: longer than what is slept through, so that the job comes back later. */
const againWaitSMin = 5;

/**
 * discord.js asks again at once, for ever, where a 429 says no time, and as often as it is told a short one. Each of
 * these counts towards a ban.
 */
function sayHowLong(
  headers: { get(name: string): string | null; set(name: string, value: string): void },
  nth: number,
) {
  const said = Number.parseFloat(headers.get('retry-after') ?? headers.get('x-ratelimit-reset-after') ?? '');
  const waitS = Number.isNaN(said)
    ? unsaidWaitS
    : Math.min(waitSMax, Math.max(nth > 1 ? againWaitSMin : waitSMin, said));
  headers.set('retry-after', String(waitS));
  if (isPage(headers)) headers.set('x-ratelimit-global', 'true');
}
