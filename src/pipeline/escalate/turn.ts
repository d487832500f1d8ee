import type { Alert, Escalation, EscalationPolicy, Instant, Page, Presser } from '../../model.ts';

/** How far the steps of one moment have come. */
export interface Turn {
  readonly run: Escalation;
  readonly pages: readonly Page[];
  readonly steps: number;
  readonly said: readonly string[];
  /** Who was called in this moment, and how. */
  readonly called: ReadonlySet<string>;
  /** What the steps since the last wait came to: `gap` where nobody was on call in any of them. */
  readonly group: Outcome;
  /** The same of all steps of the round. */
  readonly round: Outcome;
}
/** What steps came to. */
export type Outcome = 'empty' | 'gap' | 'done';

/** How a run stands before the steps of this moment. */
export function turnOf(run: Escalation, { steps }: EscalationPolicy): Turn {
  const round = steps.slice(0, run.step).every((step) => step.do === 'wait') ? 'empty' : 'done';
  return { run, pages: [], steps: 0, said: [], called: new Set(), group: 'empty', round };
}

/** An alert and what the steps of its policy depend on. */
export interface Around {
  readonly alert: Alert;
  readonly policy: EscalationPolicy;
  readonly onCall: (rota: string) => Presser | null;
  readonly comesOnAt: (rota: string) => Instant | null;
  readonly channels: readonly string[];
  readonly now: Instant;
}

const minuteMs = 60_000;
/** After a round whose last step is no wait, where the policy has no wait at all. */
const roundEndMinutes = 5;

/**
 * Where nobody was on call there is nothing to wait for. Whoever is called late, after a stop or a jump of the clock, has
 * his time before the next round or the end nevertheless.
 */
export function waiting(turn: Turn, minutes: number, { policy, now }: Around): Turn {
  const { dueAt, step } = turn.run;
  if (turn.group === 'gap' || dueAt === null) return turn;
  const isAnswerable = step >= policy.steps.length && turn.called.size > 0;
  const from = isAnswerable ? Math.max(dueAt, now) : dueAt;
  return { ...turn, run: { ...turn.run, dueAt: from + minutes * minuteMs }, group: 'empty' };
}

/** What follows a round whose last step is a call, in minutes. */
export function lastWaitOf({ steps }: EscalationPolicy): number {
  const last = steps.findLast((step) => step.do === 'wait');
  return last?.do === 'wait' ? last.minutes : roundEndMinutes;
}

/** So long at most a run of the policy waits from one step to the next. */
export function longestWaitMs({ steps }: EscalationPolicy): number {
  const waits = steps.flatMap((step) => (step.do === 'wait' ? step.minutes : []));
  return Math.max(roundEndMinutes, ...waits) * minuteMs;
}

/** All waits of a round. */
export function roundMs({ steps }: EscalationPolicy): number {
  const minutes = steps.reduce((sum, step) => sum + (step.do === 'wait' ? step.minutes : 0), 0);
  return Math.max(roundEndMinutes, minutes) * minuteMs;
}

/** Since when it has been open: opened, or open again. */
export function waitedMs({ changedAt }: Alert, now: Instant): number {
  return Math.max(0, now - changedAt);
}
