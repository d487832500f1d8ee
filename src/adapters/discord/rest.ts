import { type RateLimitData, REST, Routes } from 'discord.js';
import type { Log, MessengerTurns } from '../../ports.ts';
import { countRefusals } from './refusals.ts';
import { sendingBy } from './sending.ts';

/** The whole of a request, its answer's body included. */
export const requestTimeoutMs = 15_000;
/** Shorter waits for a rate limit are slept through, longer ones given back to the caller. */
export const rateLimitSleptMs = 1_500;
/** Less is a clock that is being set right little by little. */
const putBackMsMax = 500;
/** How long after it was refused the token is tried again: ten tries in the ten minutes in which 10,000 bring a ban. */
const tokenPauseMsMin = 30_000;
const tokenPauseMsMax = 60_000;

export interface RestOptions {
  readonly token: string;
  /** Without the version: `https://discord.com/api`. */
  readonly apiUrl: string;
  readonly log: Log;
  /** Where other processes send by the same bot; left out: none do. */
  readonly turns?: MessengerTurns;
}

/** What is known of the connection, shared by all that send through it. */
export interface RestHealth {
  /** Discord refused the token; nothing is sent until it takes it again. */
  isRefused(): boolean;
  refuse(): void;
  /** Until when nothing is sent, lest the bot be banned; as `performance.now()` tells the time. */
  heldUntil(): number;
}

export interface OpenRest {
  readonly rest: REST;
  /**
   * For answers to interactions, which need no token and are not bound to a bot's global rate limit (Discord: rate
   * limits): so a press never waits behind posts.
   */
  readonly answers: REST;
  /** The same options for the gateway's client. */
  readonly clientOptions: ReturnType<typeof restOptions>;
  readonly health: RestHealth;
  close(): void;
}

/**
 * discord.js' REST client without its own repeats: they come at once and without pause, ours come through the queue.
 * Long rate limits are rejected, so that a job can come back later.
 */
export function openRest(options: RestOptions): OpenRest {
  const refusals = countRefusals(options.log, options.turns);
  const clientOptions = restOptions(options.apiUrl, sendingBy(refusals, true, options.turns));
  const rest = new REST(clientOptions).setToken(options.token);
  const answers = new REST({
    ...restOptions(options.apiUrl, sendingBy(refusals, false)),
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
  });
  const refusal = watchToken(rest, clientOptions, options);
  return {
    rest,
    answers,
    clientOptions,
    health: { ...refusal, heldUntil: refusals.heldUntil },
    close() {
      refusal.close();
      for (const each of [rest, answers]) clearSweepers(each);
    },
  };
}

/**
 * discord.js drops a token at the first 401. It is tried again now and then by a client of its own: Discord has said 401
 * to good tokens for minutes, and nobody may be there to start the program anew.
 */
function watchToken(rest: REST, clientOptions: ReturnType<typeof restOptions>, { token, log }: RestOptions) {
  let isRefused = false;
  let pauseMs = tokenPauseMsMin;
  let timer: NodeJS.Timeout | undefined;
  const tryLater = (): void => {
    timer = setTimeout(() => void tryAgain(), pauseMs);
    timer.unref();
    pauseMs = Math.min(pauseMs * 2, tokenPauseMsMax);
  };
  const tryAgain = async (): Promise<void> => {
    const trial = new REST(clientOptions).setToken(token);
    try {
      await trial.get(Routes.user(), { signal: AbortSignal.timeout(requestTimeoutMs) });
      rest.setToken(token);
      isRefused = false;
      pauseMs = tokenPauseMsMin;
      log.info('discord takes the token again');
    } catch {
      tryLater();
    } finally {
      clearSweepers(trial);
    }
  };
  return {
    isRefused: () => isRefused,
    refuse() {
      if (isRefused) return;
      isRefused = true;
      log.error(
        'discord refused the token (401): nothing is sent until it takes it again, or the program is started with a new one in DISCORD_TOKEN',
      );
      tryLater();
    },
    close: () => clearTimeout(timer),
  };
}

function clearSweepers(rest: REST): void {
  rest.clearHashSweeper();
  rest.clearHandlerSweeper();
}

function restOptions(apiUrl: string, makeRequest: ReturnType<typeof sendingBy>) {
  return {
    api: apiUrl.replace(/(?<!\/)\/+$/u, '').replace(/\/v\d+$/u, ''),
    version: '10',
    retries: 0,
    timeout: requestTimeoutMs,
    makeRequest,
    rejectOnRateLimit: (limit: RateLimitData) => rateLimitWaitMs(limit) > rateLimitSleptMs,
  };
}

/** No single field of discord.js' rate limit holds the whole wait. */
export function rateLimitWaitMs(limit: Pick<RateLimitData, 'timeToReset' | 'retryAfter' | 'sublimitTimeout'>): number {
  return Math.max(limit.timeToReset, limit.retryAfter, limit.sublimitTimeout);
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
