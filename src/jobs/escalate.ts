import { alertOfTimer } from '../pipeline/alert/timer.ts';
import type { JobHandler, Timers } from '../ports.ts';

export interface EscalateDeps {
  readonly store: Pick<Timers, 'restTimer'>;
}

/** Makes the job that looks after an alert whose timer fell due. */
export function escalateJob(deps: EscalateDeps): JobHandler {
  return async (timer) => {
    await deps.store.restTimer(timer, null);
    return { status: 'done', reason: alertOfTimer(timer) === null ? 'no-alert' : 'nothing-due' };
  };
}
