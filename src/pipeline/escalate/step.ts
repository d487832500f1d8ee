import type {
  Alert,
  Escalation,
  EscalationPolicy,
  EscalationStep,
  Instant,
  Page,
  PageTarget,
  PageWay,
  Presser,
} from '../../model.ts';
import { isWithin } from './hours.ts';

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
type Outcome = 'empty' | 'gap' | 'done';

/** How a run stands before the steps of this moment. */
export function turnOf(run: Escalation, { steps }: EscalationPolicy): Turn {
  const round = steps.slice(0, run.step).every((step) => step.do === 'wait') ? 'empty' : 'done';
  return { run, pages: [], steps: 0, said: [], called: new Set(), group: 'empty', round };
}

interface Around {
  readonly alert: Alert;
  readonly policy: EscalationPolicy;
  readonly onCall: (rota: string) => Presser | null;
  readonly comesOnAt: (rota: string) => Instant | null;
  readonly channels: readonly string[];
  readonly now: Instant;
}

const minuteMs = 60_000;
const repeatMax = 5;
/** After a round whose last step is no wait, where the policy has no wait at all. */
const roundEndMinutes = 5;
/** So long at most a run waits for somebody to come on. */
const comesOnWithinMs = 7 * 24 * 60 * minuteMs;

/** Takes one step: waits, calls somebody, or says why nobody is called. */
export function takeStep(turn: Turn, step: EscalationStep, around: Around): Turn {
  if (step.do === 'wait') {
    const run = { ...turn.run, step: Math.min(turn.run.step + 1, around.policy.steps.length) };
    return waiting({ ...turn, run }, step.minutes, around);
  }
  const next = called(turn, step, around);
  const isLast = next.run.step >= around.policy.steps.length;
  // A round that ends with a call leaves time to answer it, as one that ends with a wait does.
  return isLast ? waiting(next, lastWaitOf(around.policy), around) : next;
}

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

/**
 * Where nobody was on call there is nothing to wait for. Whoever is called late, after a stop or a jump of the clock, has
 * his time before the next round or the end nevertheless.
 */
function waiting(turn: Turn, minutes: number, { policy, now }: Around): Turn {
  const { dueAt, step } = turn.run;
  if (turn.group === 'gap' || dueAt === null) return turn;
  const isAnswerable = step >= policy.steps.length && turn.called.size > 0;
  const from = isAnswerable ? Math.max(dueAt, now) : dueAt;
  return { ...turn, run: { ...turn.run, dueAt: from + minutes * minuteMs }, group: 'empty' };
}

function lastWaitOf({ steps }: EscalationPolicy): number {
  const last = steps.findLast((step) => step.do === 'wait');
  return last?.do === 'wait' ? last.minutes : roundEndMinutes;
}

/** So long at most a run of the policy waits from one step to the next. */
export function longestWaitMs({ steps }: EscalationPolicy): number {
  const waits = steps.flatMap((step) => (step.do === 'wait' ? step.minutes : []));
  return Math.max(roundEndMinutes, ...waits) * minuteMs;
}

/** All waits of a round. */
function roundMs({ steps }: EscalationPolicy): number {
  const minutes = steps.reduce((sum, step) => sum + (step.do === 'wait' ? step.minutes : 0), 0);
  return Math.max(roundEndMinutes, minutes) * minuteMs;
}

type Call = Exclude<EscalationStep, { readonly do: 'wait' }>;

function called(turn: Turn, step: Call, around: Around): Turn {
  const { now, onCall } = around;
  const run = { ...turn.run, step: turn.run.step + 1 };
  const passed = (why: string): Turn => ({
    ...turn,
    run,
    group: 'done',
    round: 'done',
    said: [...turn.said, why],
  });
  if (step.onlyIn !== null && !isWithin(step.onlyIn, now)) return passed(`step ${run.step} is outside its hours`);
  if (step.do === 'notify-on-call') {
    const person = onCall(step.rota);
    if (person !== null) return paged(turn, run, personCalled(person, step.by, step.rota, around));
    const [group, round] = [gapBehind(turn.group), gapBehind(turn.round)];
    return { ...passed(`nobody is on call in rota ${step.rota}`), group, round };
  }
  if (step.do === 'notify-person') return paged(turn, run, personCalled(step.person, step.by, null, around));
  if (step.do === 'notify-role') return paged(turn, run, roleCalled(step.role, step.by, around));
  return paged(turn, run, webhookCalled(step.webhook, around));
}

const gapBehind = (before: Outcome): Outcome => (before === 'done' ? 'done' : 'gap');

/** A page to be written, with what the audit log says of it. */
interface Called {
  readonly page: Page;
  readonly whom: string;
}

/** Who was called in this moment by an earlier step, in the same way, is not called once more. */
function paged(turn: Turn, run: Escalation, { page, whom }: Called): Turn {
  const key = [page.to.kind, ...page.users, ...page.roles, page.to.kind === 'webhook' ? page.to.webhook : ''].join(' ');
  if (turn.called.has(key)) return { ...turn, run, group: 'done', round: 'done' };
  const says = page.says.what === 'escalation' ? { ...page.says, step: run.step - 1, round: run.round } : page.says;
  return {
    run: { ...run, pages: run.pages + 1 },
    pages: [...turn.pages, { ...page, says }],
    steps: turn.steps + 1,
    said: [...turn.said, whom],
    called: new Set([...turn.called, key]),
    group: 'done',
    round: 'done',
  };
}

const ways: Readonly<Record<PageTarget['kind'], string>> = {
  thread: 'in the thread',
  channel: 'in the channel',
  direct: 'by direct message',
  webhook: 'by webhook',
  operators: "in the operators' channel",
};

/** Where the alert has no channel of the server a person is told directly. */
function personCalled(person: Presser, by: PageWay, rota: string | null, around: Around): Called {
  const [channel] = around.channels;
  const to: PageTarget =
    by === 'direct' || channel === undefined ? { kind: 'direct', user: person.id } : { kind: by, channel };
  const page = pageOf(around, { to, users: [person.id], roles: [] }, rota);
  return { page, whom: `${person.name}${rota === null ? '' : `, on call in ${rota}`}, ${ways[to.kind]}` };
}

function roleCalled(role: string, by: Exclude<PageWay, 'direct'>, around: Around): Called {
  const [channel] = around.channels;
  const to: PageTarget = channel === undefined ? { kind: 'operators' } : { kind: by, channel };
  return {
    page: pageOf(around, { to, users: [], roles: [role] }, null),
    whom: `role ${role}, ${ways[to.kind]}`,
  };
}

function webhookCalled(webhook: string, around: Around): Called {
  const page = pageOf(around, { to: { kind: 'webhook', webhook }, users: [], roles: [] }, null);
  return { page, whom: `webhook ${webhook}` };
}

function pageOf({ alert, policy, now }: Around, whom: Pick<Page, 'to' | 'users' | 'roles'>, rota: string | null): Page {
  return {
    incident: alert.incident,
    says: { what: 'escalation', policy: policy.id, step: 0, round: 0, rota, waitedMs: waitedMs(alert, now) },
    ...whom,
    while: 'unacknowledged',
  };
}

/** Since when it has been open: opened, or open again. */
function waitedMs({ changedAt }: Alert, now: Instant): number {
  return Math.max(0, now - changedAt);
}
