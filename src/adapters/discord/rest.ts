import { type RateLimitData, REST } from 'discord.js';
import type { Log } from '../../ports.ts';
import { askThenSend } from './asking.ts';

/** The whole of a request, its answer's body included. */
export const requestTimeoutMs = 15_000;
/** Shorter waits for a rate limit are slept through, longer ones given back to the caller. */
export const rateLimitSleptMs = 1_500;
/** Discord bans for an hour at 10,000 answers of 401, 403 or 429 in ten minutes; we fall silent before. */
const invalidRequestsMax = 8_000;
const invalidRequestsWarning = 500;
/** Less is a clock that is being set right little by little. */
const putBackMsMax = 500;

export interface RestOptions {
  readonly token: string;
  /** Without the version: `https://discord.com/api`. */
  readonly apiUrl: string;
  readonly log: Log;
}

/** What is known of the connection, shared by all that send through it. */
export interface RestHealth {
  /** Discord refused the token once; nothing is sent any more. */
  isRefused(): boolean;
  refuse(): void;
  /** Until when nothing is sent, lest the bot be banned; as `performance.now()` tells the time. */
  heldUntil(): number;
}

/**
 * discord.js' REST client without its own repeats: they come at once and without pause, ours come through the queue.
 * Long rate limits are rejected, so that a job can come back later.
 */
export function openRest(options: RestOptions): { readonly rest: REST; readonly health: RestHealth } {
  const rest = new REST({ ...restOptions(options.apiUrl), makeRequest: askThenSend }).setToken(options.token);
  let refused = false;
  let heldUntil = 0;
  rest.on('invalidRequestWarning', ({ count, remainingTime }) => {
    options.log.warn('discord refuses many requests', { count, windowEndsInMs: remainingTime });
    if (count >= invalidRequestsMax) heldUntil = performance.now() + remainingTime;
  });
  const refuse = (): void => {
    if (!refused)
      options.log.error('discord refused the token (401): nothing is sent until a restart with a valid one');
    refused = true;
  };
  return { rest, health: { isRefused: () => refused, refuse, heldUntil: () => heldUntil } };
}

/**
 * A client for answers to interactions, which need no token and are not bound to a bot's global rate limit (Discord:
 * rate limits): so a press never waits behind posts.
 */
export function openAnswers(options: Pick<RestOptions, 'apiUrl'>): REST {
  return new REST({ ...restOptions(options.apiUrl), globalRequestsPerSecond: Number.POSITIVE_INFINITY });
}

/** The same options for the gateway's client. */
export function restOptions(apiUrl: string) {
  return {
    api: apiUrl.replace(/\/+$/u, '').replace(/\/v\d+$/u, ''),
    version: '10',
    retries: 0,
    timeout: requestTimeoutMs,
    invalidRequestWarningInterval: invalidRequestsWarning,
    rejectOnRateLimit: (limit: RateLimitData) => rateLimitWaitMs(limit) > rateLimitSleptMs,
  };
}

/**
 * discord.js notes by the wall clock until when a limit holds. When that was put back, an exhausted second would last as
 * long: what was noted is forgotten, and limits are learned again from the next answers.
 */
export function forgetLimitsOfOldClock(rest: REST): void {
  const aheadMs = Date.now() - performance.now();
  const before = clockOf.get(rest);
  clockOf.set(rest, aheadMs);
  if (before === undefined || aheadMs > before - putBackMsMax) return;
  rest.globalReset = -1;
  rest.handlers.clear();
}
const clockOf = new WeakMap<REST, number>();

/** No single field of discord.js' rate limit holds the whole wait. */
export function rateLimitWaitMs(limit: Pick<RateLimitData, 'timeToReset' | 'retryAfter' | 'sublimitTimeout'>): number {
  return Math.max(limit.timeToReset, limit.retryAfter, limit.sublimitTimeout);
}
