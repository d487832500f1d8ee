import type { Escalation, EscalationStep, Page, PageTarget, PageWay, Presser } from '../../model.ts';
import { isWithin } from './hours.ts';
import { type Around, lastWaitOf, type Outcome, type Turn, waitedMs, waiting } from './turn.ts';

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
