import {
  type Alert,
  type Escalation,
  type EscalationPolicy,
  type Incident,
  type Instant,
  type Page,
  type Presser,
  severities,
} from '../model.ts';
import { endRound, isWaitingForSomebody, rotasOf } from './escalate/round.ts';
import { takeStep } from './escalate/step.ts';
import { longestWaitMs, turnOf } from './escalate/turn.ts';

/** An alert and what its escalation depends on. */
export interface EscalationInput {
  readonly alert: Alert;
  readonly incident: Pick<Incident, 'facts'>;
  /** Of file and command; those of other servers have no part in it. */
  readonly policies: readonly EscalationPolicy[];
  /** Who is on call in a rota at `now`; null: nobody. */
  readonly onCall: (rota: string) => Presser | null;
  /** When somebody comes on next in a rota, after `now`; null: not soon, or there is no such rota. */
  readonly comesOnAt: (rota: string) => Instant | null;
  /** Where the alert is told on its server, direct messages left out; pages go to the first. */
  readonly channels: readonly string[];
  readonly now: Instant;
}

export interface Escalated {
  /** Null: its policy is no more. With `dueAt` null all rounds are over. */
  readonly escalation: Escalation | null;
  readonly pages: readonly Page[];
  /** How many of the steps called somebody. */
  readonly steps: number;
  /** Who was called and how, or why nobody was; a line each for the audit log. */
  readonly said: readonly string[];
}

/** More than the longest policy has in all its rounds. */
const stepsAtOnceMax = 500;

/** Begins the policy that is meant for the alert; null where nobody is to be called, or no policy is meant for it. */
export function startEscalation(input: EscalationInput): Escalation | null {
  const { alert, now } = input;
  if (alert.state !== 'open' || !alert.isUrgent) return null;
  const policy = policyFor(input);
  return policy === null ? null : { policy: policy.id, step: 0, round: 0, dueAt: now, startedAt: now, pages: 0 };
}

/**
 * The policy that is meant for an alert: one that names a watch of it goes before one for all, a higher floor before a
 * lower, and among equals the first.
 */
export function policyFor({ alert, incident, policies }: Omit<EscalationInput, 'now'>): EscalationPolicy | null {
  const rank = severities.indexOf(incident.facts.severity);
  const meant = policies.filter(
    ({ server, watches, severityFloor }) =>
      server === alert.server &&
      severities.indexOf(severityFloor) <= rank &&
      (watches.length === 0 || watches.some((watch) => alert.watches.includes(watch))),
  );
  const [first = null] = meant.toSorted((a, b) => specificity(b) - specificity(a));
  return first;
}

const specificity = ({ watches, severityFloor }: EscalationPolicy): number =>
  (watches.length > 0 ? severities.length : 0) + severities.indexOf(severityFloor);

/**
 * Takes the steps that are due. A clock that jumped over several waits takes all that it passed, in their order, and calls
 * nobody twice in one moment, but goes no farther than a round whose people it called just now. When nobody has answered
 * after the last round, the operators hear of it, once; so they do when there is nobody to call.
 */
export function escalate(input: EscalationInput): Escalated {
  const { alert, now } = input;
  const run = alert.escalation;
  if (run === null || alert.state !== 'open') return { escalation: null, pages: [], steps: 0, said: [] };
  const policy = input.policies.find(({ id, server }) => id === run.policy && server === alert.server);
  if (policy === undefined)
    return { escalation: null, pages: [], steps: 0, said: [`policy ${run.policy} does not exist any more`] };
  let turn = turnOf(run, policy);
  const around = { ...input, policy };
  for (let count = 0; count < stepsAtOnceMax && isDue(turn.run, now); count += 1) {
    const step = policy.steps[turn.run.step];
    turn = step === undefined ? endRound(turn, around) : takeStep(turn, step, around);
  }
  return { escalation: turn.run, pages: turn.pages, steps: turn.steps, said: [...new Set(turn.said)] };
}

/** Clocks of two machines differ by less. */
const reachSpareMs = 5 * 60_000;

/**
 * A run whose next step is no farther away than the longest wait of its policy. A clock that was ahead put it farther,
 * and nobody would be called until the clock is there again. One that waits for somebody to come on goes on as soon as
 * somebody is there, who may stand in.
 */
export function stepInReach(
  run: Escalation,
  { policies, onCall, now }: Pick<EscalationInput, 'policies' | 'onCall' | 'now'>,
): Escalation {
  const policy = policies.find(({ id }) => id === run.policy);
  if (run.dueAt === null || policy === undefined) return run;
  if (isWaitingForSomebody(run)) {
    const isManned = run.dueAt > now && rotasOf(policy).some((rota) => onCall(rota) !== null);
    return isManned ? { ...run, dueAt: now } : run;
  }
  const longestMs = longestWaitMs(policy);
  return run.dueAt - now <= longestMs + reachSpareMs ? run : { ...run, dueAt: now + longestMs };
}

const isDue = ({ dueAt }: Escalation, now: Instant): boolean => dueAt !== null && dueAt <= now;
