import type { Alert, Escalation, EscalationPolicy, Instant, Page } from '../../model.ts';
import { type Around, lastWaitOf, roundMs, type Turn, waitedMs } from './turn.ts';

const minuteMs = 60_000;
const repeatMax = 5;
/** So long at most a run waits for somebody to come on. */
const comesOnWithinMs = 7 * 24 * 60 * minuteMs;

/** The next round, or the end: nobody has answered. A round that had nobody to call is no round: see `unmanned`. */
export function endRound(turn: Turn, around: Around): Turn {
  const { run } = turn;
  const { alert, policy, now } = around;
  if (turn.round === 'gap') return unmanned(turn, around);
  // Whoever was called in this moment, late and before a step that had nobody, has time to answer, too.
  if (turn.called.size > 0) return { ...turn, run: { ...run, dueAt: now + lastWaitOf(policy) * minuteMs } };
  const rounds = roundsOf(policy);
  if (run.round + 1 < rounds) return nextRound(turn);
  const says = { what: 'unanswered', policy: policy.id, rounds, waitedMs: waitedMs(alert, now) } as const;
  return {
    ...turn,
    run: { ...run, dueAt: null, pages: run.pages + 1 },
    pages: [...turn.pages, operatorsTold(alert, says)],
    said: [...turn.said, `nobody answered policy ${policy.id}: the operators' channel`],
  };
}

/**
 * Nobody was on call in any step of the round. The operators hear of it, once, and the round is taken when somebody comes
 * on; where nobody does soon, the rounds that are left are tried at the policy's own pace, and nothing more is said.
 */
function unmanned(turn: Turn, around: Around): Turn {
  const { run } = turn;
  const { alert, policy, now } = around;
  const comesAt = nextComesOnAt(around);
  const again = { ...turn, run: { ...run, step: 0, isUnmanned: true, dueAt: comesAt ?? now + roundMs(policy) } };
  if (run.isUnmanned !== true) {
    const page = operatorsTold(alert, { what: 'nobody-on-call', policy: policy.id, comesAt });
    return { ...again, run: { ...again.run, pages: run.pages + 1 }, pages: [...turn.pages, page] };
  }
  if (comesAt !== null) return again;
  if (run.round + 1 < roundsOf(policy)) return { ...again, run: { ...again.run, round: run.round + 1 } };
  // Of those who were called in earlier rounds nobody has answered.
  return calledNobody(run) ? { ...turn, run: { ...run, dueAt: null } } : endRound({ ...turn, round: 'done' }, around);
}

/** Whether all that the run has said is that nobody is on call. */
export function calledNobody({ isUnmanned, pages }: Escalation): boolean {
  return isUnmanned === true && pages <= 1;
}

/** Whether the run waits for somebody to come on. */
export function isWaitingForSomebody({ isUnmanned, step, dueAt }: Escalation): boolean {
  return isUnmanned === true && step === 0 && dueAt !== null;
}

function nextComesOnAt({ policy, comesOnAt, now }: Around): Instant | null {
  const all = rotasOf(policy).flatMap((rota) => comesOnAt(rota) ?? []);
  const soon = all.filter((at) => at > now && at <= now + comesOnWithinMs);
  return soon.length === 0 ? null : Math.min(...soon);
}

/** The rotas that a policy calls. */
export function rotasOf({ steps }: EscalationPolicy): readonly string[] {
  return [...new Set(steps.flatMap((step) => (step.do === 'notify-on-call' ? step.rota : [])))];
}

function nextRound(turn: Turn): Turn {
  return { ...turn, run: { ...turn.run, step: 0, round: turn.run.round + 1 }, group: 'empty', round: 'empty' };
}

function operatorsTold({ incident }: Alert, says: Page['says']): Page {
  return { incident, says, to: { kind: 'operators' }, users: [], roles: [], while: 'unacknowledged' };
}

const roundsOf = ({ repeat }: EscalationPolicy): number => Math.min(Math.max(repeat, 0), repeatMax) + 1;
