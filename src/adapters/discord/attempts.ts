import { type RawFile, type REST, Routes } from 'discord.js';
import type { Log, MessengerFailure } from '../../ports.ts';
import { awayWaitMs, failureOf, isUnauthorised } from './failure.ts';
import { watchLimits } from './limits.ts';
import { watchReach } from './reach.ts';
import { forgetLimitsOfOldClock, type RestHealth, rateLimitSleptMs, requestTimeoutMs } from './rest.ts';
import { asOneCall, UnwantedError } from './sending.ts';

export interface Call {
  readonly what: string;
  readonly method: 'get' | 'post' | 'patch';
  readonly path: `/${string}`;
  readonly body?: object;
  /** Sent beside the body, which describes each in its attachments by its number. */
  readonly files?: readonly RawFile[];
  readonly query?: URLSearchParams;
  /** Asked right before it goes out, after every wait for a limit; `UnwantedError` where it says no. */
  readonly isWanted?: () => Promise<boolean>;
}
export type Attempt<Answer> =
  | { readonly status: 'done'; readonly answer: Answer }
  | { readonly status: 'failed'; readonly error: unknown; readonly failure: MessengerFailure };

export interface Attempts {
  /** Makes one request, unless none may be sent now, and says what became of it. Never throws. */
  attempt<Answer>(call: Call, read: (answer: unknown) => Answer): Promise<Attempt<Answer>>;
  canSend(): boolean;
}

/** Joins what is known of the connection with how the last requests went. */
export function createAttempts(rest: REST, health: RestHealth, log: Log): Attempts {
  const limits = watchLimits(rest);
  const reach = watchReach(() => request(rest, { method: 'get', path: Routes.user() }), log);
  return {
    async attempt(call, read) {
      const hold = holdOf(health) ?? reach.hold() ?? waitOf(limits.waitMs(call.method, call.path));
      if (hold !== null) return { status: 'failed', error: null, failure: hold };
      try {
        const answer = read(await request(rest, call));
        reach.note(null);
        return { status: 'done', answer };
      } catch (error) {
        // Nothing went out, and nothing is wrong with the connection.
        if (error instanceof UnwantedError) return { status: 'failed', error, failure: { status: 'gone' } };
        if (isUnauthorised(error)) health.refuse();
        reach.note(failureOf(error));
        const failure = isUnauthorised(error) ? untilTokenIsTaken : failureOf(error);
        log.warn('discord request failed', { what: call.what, ...failure });
        return { status: 'failed', error, failure };
      }
    },
    canSend() {
      return holdOf(health) === null && reach.hold() === null;
    },
  };
}

/** discord.js' own timeout ends with the headers; this one covers the body too. */
export function request(
  rest: REST,
  { method, path, body, files, query, isWanted }: Omit<Call, 'what'>,
): Promise<unknown> {
  forgetLimitsOfOldClock(rest);
  const given = {
    signal: AbortSignal.timeout(requestTimeoutMs),
    ...(body === undefined ? {} : { body }),
    ...(files === undefined || files.length === 0 ? {} : { files: [...files] }),
    ...(query === undefined ? {} : { query }),
  };
  return asOneCall(isWanted, () => rest[method](path, given));
}

function holdOf(health: RestHealth): MessengerFailure | null {
  if (health.isRefused()) return untilTokenIsTaken;
  const heldMs = health.heldUntil() - performance.now();
  return heldMs > 0 ? { status: 'wait', waitMs: heldMs } : null;
}

/** As if Discord were away: who waits stands in line, asks nobody, and is there soon when the token is taken again. */
const untilTokenIsTaken: MessengerFailure = { status: 'wait', waitMs: awayWaitMs, isAway: true };

function waitOf(waitMs: number): MessengerFailure | null {
  return waitMs > rateLimitSleptMs ? { status: 'wait', waitMs: Math.ceil(waitMs) } : null;
}
