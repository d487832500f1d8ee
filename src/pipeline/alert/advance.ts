import type { Alert, AlertEvent, Escalation, Instant, Page, Worsening } from '../../model.ts';
import { act, type Deed, isClosed, knownOf } from '../alert.ts';
import { knownPrefix } from '../assign/merge.ts';
import { escalate, policyFor, startEscalation, stepInReach } from '../escalate.ts';
import { type Around, escalationInput, onCallFor, pagesTo } from './around.ts';
import { answerDueAt, nextDueOf, quietAt } from './due.ts';
import { dayMs, hourMs, minuteMs } from './limits.ts';
import { isManned } from './manned.ts';
import { worseOf } from './worsening.ts';

/** One thing that happened to an alert by itself. */
export interface Happened {
  readonly what: AlertEvent;
  readonly before: Alert;
  readonly after: Alert;
  /** For the audit log: who was called and how, or why nobody was. */
  readonly said: readonly string[];
}

/** An alert with all that fell due or follows from its incident. */
export interface Advanced {
  readonly alert: Alert;
  /** In their order; empty where nothing did. */
  readonly happened: readonly Happened[];
  readonly pages: readonly Page[];
  readonly nextDueAt: Instant | null;
}

/** What one of the rules below makes of an alert; null where it does not hold. */
type Step = {
  readonly deed: Deed & { readonly what: AlertEvent };
  readonly pages?: readonly Page[];
  readonly said?: readonly string[];
} | null;
type Rule = (alert: Alert, around: Around, now: Instant) => Step;

/** Whoever was called by a message just now is given so long before the policy begins. */
const calledPauseMs = 5 * minuteMs;

/**
 * Does to an alert what is due at a moment. The rules are looked at once each, in this order: what is heard of the
 * incident goes before what ends by itself, and steps of a policy come last, on the alert as it is then. What was done is
 * never due again, so that a second look, a late one or one by a clock that was put back does nothing twice.
 */
export function advance(alert: Alert, around: Around, now: Instant): Advanced {
  if (!isManned(alert.server)) return { alert, happened: [], pages: [], nextDueAt: null };
  let current = alert;
  const happened: Happened[] = [];
  const pages: Page[] = [];
  const take = (step: Step): void => {
    const after = step === null ? null : act(current, step.deed, { who: null, now, known: knownOf(around.incident) });
    if (step === null || after === null) return;
    happened.push({ what: step.deed.what, before: current, after, said: step.said ?? [] });
    pages.push(...(step.pages ?? []));
    current = after;
  };
  for (const rule of rules) take(rule(current, around, now));
  const isWorse = happened.some(({ what }) => what === 'worsen');
  const wasCalled = pages.some(({ users }) => users.length > 0);
  take(calling(current, around, now, { isWorse, wasCalled }));
  return { alert: current, happened, pages, nextDueAt: nextDueOf(current, around, now) };
}

/** A live report so soon after the alert was closed; one that was a false alarm must have turned critical. */
const reportedAgain: Rule = (alert, around) => {
  const { incident, limits } = around;
  if (!isClosed(alert) || incident.newsAt === null || incident.newsAt <= alert.changedAt) return null;
  if (incident.newsAt - alert.changedAt > limits.reopenWithinDays * dayMs) return null;
  const isCritical = incident.facts.severity === 'critical' && alert.known.severity !== 'critical';
  if (alert.state === 'false-alarm' && !isCritical) return null;
  const people = [...(alert.changedBy === null ? [] : [alert.changedBy]), ...onCallFor(alert, around)];
  return { deed: { what: 'report-again' }, pages: paged(alert, people, { what: 'reported-again' }, around) };
};

const worsened: Rule = (alert, around, now) => {
  const found = worseOf(alert, around);
  if (found === null || found.dueAt > now) return null;
  const isUrgent = isNewlyUrgent(alert, around, found.worse);
  const deed = { what: 'worsen', worse: found.worse, isUrgent } as const;
  // News of an alert that nobody has taken is told and pinged by the notice.
  if (alert.state === 'open') return { deed };
  const by = alert.acknowledgement?.by ?? alert.changedBy;
  const people = [
    ...(by === null ? [] : [by]),
    ...onCallFor({ ...alert, isUrgent: alert.isUrgent || isUrgent }, around),
  ];
  return { deed, pages: paged(alert, people, { what: 'worsened', by, worse: found.worse }, around) };
};

/** What came late is urgent from the moment on when live news says that it is graver; what was known before never is. */
function isNewlyUrgent({ openedAt, incident: id }: Alert, { incident }: Around, { severity }: Worsening): boolean {
  const isLive = incident.newsAt !== null && incident.newsAt > openedAt;
  return severity !== null && isLive && !id.startsWith(knownPrefix);
}

const snoozeEnded: Rule = (alert, around, now) => {
  if (alert.snoozedUntil === null || alert.snoozedUntil > now) return null;
  const by = alert.changedBy;
  const people = [...(by === null ? [] : [by]), ...onCallFor(alert, around)];
  return { deed: { what: 'snooze-end' }, pages: paged(alert, people, { what: 'snooze-ended', by }, around) };
};

const quietened: Rule = (alert, around, now) => {
  const at = quietAt(alert, around);
  if (at === null || at > now || isClosed(alert)) return null;
  const quietMs = (around.limits.resolveAfterQuietHours ?? 0) * hourMs;
  // A thread is not opened to say that nothing happened: the card says it.
  const pages = around.threads.map((channel): Page => {
    const says = { what: 'quiet', quietMs } as const;
    const to = { kind: 'thread', channel } as const;
    return { incident: alert.incident, says, to, users: [], roles: [], while: 'always' };
  });
  return { deed: { what: 'quiet' }, pages: around.hush.silencedUntil === null ? pages : [] };
};

/** Whether who has acknowledged is still at it; who does not say so has it no more. */
const answerDue: Rule = (alert, around, now) => {
  const { acknowledgement } = alert;
  const at = answerDueAt(alert, around);
  if (acknowledgement === null || at === null || at > now || around.hush.silencedUntil !== null) return null;
  const { by, remindedAt } = acknowledgement;
  if (remindedAt !== null) {
    const people = [by, ...onCallFor(alert, around)];
    return { deed: { what: 'lapse' }, pages: paged(alert, people, { what: 'lapsed', by }, around) };
  }
  const lapsesAt = now + around.limits.lapseAfterMinutes * minuteMs;
  const says = { what: 'reminder', by, since: acknowledgement.at, lapsesAt } as const;
  return {
    deed: { what: 'remind' },
    pages: pagesTo([by], { incident: alert.incident, says, while: 'acknowledged' }, around),
  };
};

const rules: readonly Rule[] = [reportedAgain, worsened, snoozeEnded, quietened, answerDue];

function paged(alert: Alert, people: Parameters<typeof pagesTo>[0], says: Page['says'], around: Around) {
  return pagesTo(people, { incident: alert.incident, says, while: 'unacknowledged' }, around);
}

interface Before {
  /** It has just got worse. */
  readonly isWorse: boolean;
  /** Somebody has just been called by a message. */
  readonly wasCalled: boolean;
}

/** Begins the policy that is meant for the alert, and takes the steps that are due. */
function calling(alert: Alert, around: Around, now: Instant, before: Before): Step {
  if (around.hush.silencedUntil !== null || around.hush.isInhibited) return null;
  const run = runOf(alert, around, now, before);
  if (run?.dueAt === null || run === null || run.dueAt > now) {
    if (run === null || run === alert.escalation) return null;
    const said = run.startedAt === alert.escalation?.startedAt ? 'goes on: the clock was put back' : 'begins';
    return { deed: { what: 'escalate', run, called: 0 }, said: [`policy ${run.policy} ${said}`] };
  }
  const input = escalationInput({ ...alert, escalation: run }, around, now);
  const { escalation, pages, steps, said } = escalate(input);
  return { deed: { what: 'escalate', run: escalation, called: steps }, pages, said };
}

/** The run of a policy: the one that goes on, or a new one where none has begun, or what got worse asks for another. */
function runOf(alert: Alert, around: Around, now: Instant, { isWorse, wasCalled }: Before): Escalation | null {
  const input = escalationInput(alert, around, now);
  const run = alert.escalation && stepInReach(alert.escalation, input);
  const isToBegin = run === null || (isWorse && (run.dueAt === null || policyFor(input)?.id !== run.policy));
  const begun = isToBegin ? startEscalation(input) : null;
  if (begun === null) return run;
  return { ...begun, dueAt: wasCalled ? now + calledPauseMs : now };
}
