import type { Log, MessengerFailure } from '../../ports.ts';
import { failureOf, isUnauthorised, refusedTokenWaitMs } from './failure.ts';
import type { RestHealth } from './rest.ts';

/** So many failures in a row, the last not longer ago than this, mean that nothing can be sent. */
export const failuresInRowMax = 3;
const failuresRememberedMs = 5 * 60_000;

export type Attempt<Answer> =
  | { readonly status: 'done'; readonly answer: Answer }
  | { readonly status: 'failed'; readonly error: unknown; readonly failure: MessengerFailure };

export interface Attempts {
  /** Runs one request, unless nothing may be sent now, and says what became of it. Never throws. */
  attempt<Answer>(what: string, request: () => Promise<Answer>): Promise<Attempt<Answer>>;
  canSend(): boolean;
}

/** Joins what is known of the connection with how the last requests went. */
export function createAttempts(health: RestHealth, log: Log): Attempts {
  let failuresInRow = 0;
  let lastFailureAt = 0;
  const noteFailure = (failure: MessengerFailure): void => {
    const reached = failure.status === 'refused' || failure.status === 'gone';
    failuresInRow = reached ? 0 : failuresInRow + 1;
    lastFailureAt = Date.now();
  };
  return {
    async attempt(what, request) {
      const hold = holdOf(health);
      if (hold !== null) return { status: 'failed', error: null, failure: hold };
      try {
        const answer = await request();
        failuresInRow = 0;
        return { status: 'done', answer };
      } catch (error) {
        if (isUnauthorised(error)) health.refuse();
        const failure = failureOf(error);
        noteFailure(failure);
        log.warn('discord request failed', { what, ...failure });
        return { status: 'failed', error, failure };
      }
    },
    canSend() {
      const isFailing = failuresInRow >= failuresInRowMax && Date.now() - lastFailureAt < failuresRememberedMs;
      return holdOf(health) === null && !isFailing;
    },
  };
}

function holdOf(health: RestHealth): MessengerFailure | null {
  if (health.isRefused()) return { status: 'wait', waitMs: refusedTokenWaitMs };
  const heldMs = health.heldUntil() - Date.now();
  return heldMs > 0 ? { status: 'wait', waitMs: heldMs } : null;
}
