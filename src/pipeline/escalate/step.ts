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
  readonly group: 'empty' | 'gap' | 'done';
}

interface Around {
  readonly alert: Alert;
  readonly policy: EscalationPolicy;
  readonly onCall: (rota: string) => Presser | null;
  readonly channels: readonly string[];
  readonly now: Instant;
}

const minuteMs = 60_000;
const repeatMax = 5;
/** After a round whose last step is no wait, where the policy has no wait at all. */
const roundEndMinutes = 5;

/** Takes one step: waits, calls somebody, or says why nobody is called. */
export function takeStep(turn: Turn, step: EscalationStep, around: Around): Turn {
  if (step.do === 'wait') return waited(turn, step.minutes, around);
  const next = called(turn, step, around);
  const isLast = next.run.step >= around.policy.steps.length;
  // A round that ends with a call leaves time to answer it, as one that ends with a wait does.
  return isLast ? waiting(next, lastWaitOf(around.policy)) : next;
}

/** The next round, or the end: nobody has answered. */
export function endRound(turn: Turn, policy: EscalationPolicy, { alert, now }: Pick<Around, 'alert' | 'now'>): Turn {
  const { run } = turn;
  const rounds = Math.min(Math.max(policy.repeat, 0), repeatMax) + 1;
  if (run.round + 1 < rounds) return { ...turn, run: { ...run, step: 0, round: run.round + 1 }, group: 'empty' };
  const says = { what: 'unanswered', policy: policy.id, rounds, waitedMs: waitedMs(alert, now) } as const;
  const page: Page = {
    incident: alert.incident,
    says,
    to: { kind: 'operators' },
    users: [],
    roles: [],
    while: 'unacknowledged',
  };
  return {
    ...turn,
    run: { ...run, dueAt: null, pages: run.pages + 1 },
    pages: [...turn.pages, page],
    said: [...turn.said, `nobody answered policy ${policy.id}: the operators' channel`],
  };
}

/** Where nobody was on call there is nothing to wait for. */
function waited(turn: Turn, minutes: number, { policy }: Around): Turn {
  const next = { ...turn, run: { ...turn.run, step: Math.min(turn.run.step + 1, policy.steps.length) } };
  return waiting(next, minutes);
}

function waiting(turn: Turn, minutes: number): Turn {
  const { dueAt } = turn.run;
  if (turn.group === 'gap' || dueAt === null) return { ...turn, group: 'empty' };
  return { ...turn, run: { ...turn.run, dueAt: dueAt + minutes * minuteMs }, group: 'empty' };
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

type Call = Exclude<EscalationStep, { readonly do: 'wait' }>;

function called(turn: Turn, step: Call, around: Around): Turn {
  const { now, onCall } = around;
  const run = { ...turn.run, step: turn.run.step + 1 };
  const passed = (why: string): Turn => ({ ...turn, run, group: 'done', said: [...turn.said, why] });
  if (step.onlyIn !== null && !isWithin(step.onlyIn, now)) return passed(`step ${run.step} is outside its hours`);
  if (step.do === 'notify-on-call') {
    const person = onCall(step.rota);
    if (person !== null) return paged(turn, run, personCalled(person, step.by, step.rota, around));
    const group = turn.group === 'done' ? 'done' : 'gap';
    return { ...passed(`nobody is on call in rota ${step.rota}`), group };
  }
  if (step.do === 'notify-person') return paged(turn, run, personCalled(step.person, step.by, null, around));
  if (step.do === 'notify-role') return paged(turn, run, roleCalled(step.role, step.by, around));
  return paged(turn, run, webhookCalled(step.webhook, around));
}

/** A page to be written, with what the audit log says of it. */
interface Called {
  readonly page: Page;
  readonly whom: string;
}

/** Who was called in this moment by an earlier step, in the same way, is not called once more. */
function paged(turn: Turn, run: Escalation, { page, whom }: Called): Turn {
  const key = [page.to.kind, ...page.users, ...page.roles, page.to.kind === 'webhook' ? page.to.webhook : ''].join(' ');
  if (turn.called.has(key)) return { ...turn, run, group: 'done' };
  const says = page.says.what === 'escalation' ? { ...page.says, step: run.step - 1, round: run.round } : page.says;
  return {
    run: { ...run, pages: run.pages + 1 },
    pages: [...turn.pages, { ...page, says }],
    steps: turn.steps + 1,
    said: [...turn.said, whom],
    called: new Set([...turn.called, key]),
    group: 'done',
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
