import type { Instant, Letter, Rota, RotaOverride } from '../model.ts';
import { readShiftTimer, soonMs } from '../pipeline/rota/timer.ts';
import { handoversBetween, nextHandover, onCallAt } from '../pipeline/rota.ts';
import type { Clock, JobHandler, JobResult, Log, Queue, Store } from '../ports.ts';
import { letterJobId } from './deliver/letter-job.ts';
import { type HandoverDeps, handoverLetter } from './handover.ts';
import { allOnCall } from './on-call.ts';
import { type ReminderDeps, reminderLetter } from './shift/reminder.ts';

export interface ShiftDeps extends HandoverDeps, ReminderDeps {
  readonly store: HandoverDeps['store'] &
    ReminderDeps['store'] &
    Pick<Store, 'saveLetter' | 'restTimer' | 'ensureTimers'>;
  readonly queue: Pick<Queue, 'add'>;
  readonly realClock: Clock;
  readonly log: Log;
}

/** A hand-over that is older when we come to it is told no more: who took over has found out. */
const toldWithinMs = 12 * 3_600_000;
const dayMs = 86_400_000;

/** Makes the job that tells a change of who is on call, or reminds who comes on; each once, whatever becomes of its tries. */
export function shiftJob(deps: ShiftDeps): JobHandler {
  return async (timer) => {
    const read = readShiftTimer(timer);
    const { rotas, overrides } = await allOnCall(deps);
    const rota = rotas.find(({ id }) => id === read?.rota);
    if (read === null || rota === undefined) return settle(deps, timer, null, 'no-such-rota');
    const now = deps.clock.now();
    return read.kind === 'change'
      ? tellChange(deps, timer, { rota, overrides, now })
      : remind(deps, timer, { rota, overrides, now });
  };
}

interface Looked {
  readonly rota: Rota;
  readonly overrides: readonly RotaOverride[];
  readonly now: Instant;
}

/** The newest change alone: of those that were missed before nobody needs to hear. */
async function tellChange(deps: ShiftDeps, timer: string, { rota, overrides, now }: Looked): Promise<JobResult> {
  const time = { from: now - toldWithinMs, to: now + 1 };
  const last = handoversBetween(rota, overrides, time).at(-1);
  const next = nextHandover(rota, overrides, now)?.at ?? null;
  if (last === undefined) return settle(deps, timer, next, 'no-change');
  const since = onCallAt(rota, overrides, last.at - 1)?.from ?? last.at - dayMs;
  const letter = await handoverLetter(deps, { ...last, since, server: rota.server, rota });
  return send(deps, timer, { letter, next, nothing: 'no-channel' });
}

async function remind(deps: ShiftDeps, timer: string, { rota, overrides, now }: Looked): Promise<JobResult> {
  const coming = nextHandover(rota, overrides, now);
  if (coming === null) return settle(deps, timer, null, 'no-change');
  // What was to come was put off or called off: the reminder comes later.
  if (coming.at - now > soonMs) return settle(deps, timer, coming.at - soonMs, 'not-yet');
  const after = nextHandover(rota, overrides, coming.at);
  const next = after === null ? null : Math.max(after.at - soonMs, coming.at);
  const letter =
    coming.comes === null ? null : await reminderLetter(deps, { rota, person: coming.comes, at: coming.at });
  return send(deps, timer, { letter, next, nothing: 'nobody-to-remind' });
}

async function send(
  deps: ShiftDeps,
  timer: string,
  {
    letter,
    next,
    nothing,
  }: { readonly letter: Letter | null; readonly next: Instant | null; readonly nothing: string },
): Promise<JobResult> {
  if (letter === null) return settle(deps, timer, next, nothing);
  const isNew = await deps.store.saveLetter(letter);
  // Also where it was written before: that may have been our own try, and its job lost.
  await deps.queue.add('deliver', [letterJobId(letter.id)]);
  if (isNew) deps.log.info('shift told', { timer, letter: letter.id });
  return settle(deps, timer, next, isNew ? 'written' : 'written-already');
}

/** A sooner change that was agreed while the job ran keeps its time. */
async function settle({ store }: ShiftDeps, timer: string, next: Instant | null, reason: string): Promise<JobResult> {
  await store.restTimer(timer, next);
  return { status: 'done', reason };
}
