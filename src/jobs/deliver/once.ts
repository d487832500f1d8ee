import type { Instant } from '../../model.ts';
import type { Clock, Messenger, MessengerFailure, MessengerResult } from '../../ports.ts';
import { giveUpAfterMs, unclearPauseMs, waitOf } from './patience.ts';

export interface OnceDeps {
  readonly messenger: Pick<Messenger, 'findByReference'>;
  readonly realClock: Clock;
  readonly nonceWindowMs: number;
}

/** A message of its own that is to stand once in a channel, whatever became of earlier tries. */
export interface Posting {
  readonly channel: string;
  readonly reference: string;
  /** No try can be older. */
  readonly createdAt: Instant;
  readonly post: () => Promise<MessengerResult>;
}

export type Posted =
  | { readonly status: 'stands'; readonly reason: 'posted' | 'adopted' }
  | { readonly status: 'later'; readonly delayMs: number; readonly reason: string }
  | { readonly status: 'failed'; readonly problem: string; readonly failure: MessengerFailure };

/** Posts it, or finds it where an earlier try left it. */
export async function postOnce(deps: OnceDeps, { channel, reference, createdAt, post }: Posting): Promise<Posted> {
  const ageMs = deps.realClock.now() - createdAt;
  // A young one needs no search: the nonce covers whatever was tried.
  if (ageMs > deps.nonceWindowMs) {
    const found = await deps.messenger.findByReference(channel, reference, createdAt);
    if (found.status === 'accepted') return { status: 'stands', reason: 'adopted' };
    if (found.status === 'wait' || found.status === 'unclear') return afterFailure(found, ageMs);
  }
  const result = await post();
  return result.status === 'accepted' ? { status: 'stands', reason: 'posted' } : afterFailure(result, ageMs);
}

function afterFailure(failure: MessengerFailure, ageMs: number): Posted {
  if (failure.status === 'wait') return { status: 'later', ...waitOf(failure, ageMs) };
  if (failure.status === 'unclear' && ageMs < giveUpAfterMs)
    return { status: 'later', delayMs: unclearPauseMs(ageMs), reason: `unclear: ${failure.problem}` };
  const problem = failure.status === 'gone' ? 'the channel is gone' : failure.problem;
  return { status: 'failed', problem, failure };
}
