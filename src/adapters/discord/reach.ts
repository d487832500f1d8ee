import type { Log, MessengerFailure } from '../../ports.ts';
import { awayWaitMs, failureOf, wasHeldBack } from './failure.ts';

/** So many requests in a row without an answer that tells anything mean that Discord is away. */
const unansweredMax = 3;

/** What requests tell of whether Discord answers. */
export interface Reach {
  /** What became of a request: null where it was done. */
  note(failure: MessengerFailure | null): void;
  /** Nothing is to be sent now; null: go on. */
  hold(): MessengerFailure | null;
}

/**
 * Knows whether Discord answers. While it does not, one harmless question at a time is asked in place of all that waits:
 * so no message becomes unclear that need not, and there is no storm at the return.
 */
export function watchReach(ask: () => Promise<unknown>, log: Log): Reach {
  let unanswered = 0;
  let isAsking = false;
  let askedAt = Number.NEGATIVE_INFINITY;
  const isAway = () => unanswered >= unansweredMax;
  const note = (failure: MessengerFailure | null): void => {
    const wasAway = isAway();
    unanswered = failure !== null && isUnanswered(failure) ? unanswered + 1 : 0;
    if (wasAway && !isAway()) log.info('discord answers again');
    if (!wasAway && isAway()) log.warn('discord does not answer; what is to be sent waits');
  };
  const askAgain = async (): Promise<void> => {
    isAsking = true;
    const failure = await ask().then(
      () => null,
      (error: unknown) => (wasHeldBack(error) ? 'unasked' : failureOf(error)),
    );
    // Who sent in the meantime may have heard from it.
    if (isAway() && failure !== 'unasked') note(failure);
    isAsking = false;
    askedAt = performance.now();
  };
  return {
    note,
    hold() {
      if (!isAway()) return null;
      if (!isAsking && performance.now() - askedAt >= awayWaitMs) void askAgain();
      return { status: 'wait', waitMs: awayWaitMs, isAway: true };
    },
  };
}

function isUnanswered(failure: MessengerFailure): boolean {
  return failure.status === 'unclear' || (failure.status === 'wait' && failure.isAway === true);
}
