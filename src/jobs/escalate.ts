import type { Alert, AuditEntry, Incident, Pack } from '../model.ts';
import { type Advanced, advance, type Happened } from '../pipeline/alert/advance.ts';
import type { Around, Hushed } from '../pipeline/alert/around.ts';
import type { AlertLimits } from '../pipeline/alert/limits.ts';
import { isManned } from '../pipeline/alert/manned.ts';
import { alertOfTimer } from '../pipeline/alert/timer.ts';
import { standingOf } from '../pipeline/alert.ts';
import type { JobHandler, JobResult, Store } from '../ports.ts';
import { type AlertDeps, commitChange } from './alert.ts';
import { type Audience, readAudience } from './audience.ts';
import { hushOf } from './hush.ts';
import { comesOnAfter, type OnCallDeps, onCallNow, onCallOf } from './on-call.ts';

export interface EscalateDeps extends AlertDeps, OnCallDeps {
  readonly store: AlertDeps['store'] &
    OnCallDeps['store'] &
    Pick<Store, 'alert' | 'restTimer' | 'silences' | 'alertsBetween' | 'watches' | 'subscriptions'>;
  readonly pack: Pack;
  readonly limits: AlertLimits;
  /** Watches and subscriptions of the configuration. */
  readonly filed: Audience;
}

/** Presses and news come between a look and its write now and then, not again and again. */
const attemptsMax = 8;
const againDelayMs = 500;

/**
 * Makes the job that looks after an alert whose timer fell due: does what is due, in one write, and sets when it is looked
 * at next. Whatever was done is written with the revision that it was decided on, so that a job that comes twice, or late,
 * does nothing twice.
 */
export function escalateJob(deps: EscalateDeps): JobHandler {
  return async (timer) => {
    for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
      const looked = await look(deps, timer);
      if (looked === null) {
        await deps.store.restTimer(timer, null);
        return { status: 'done', reason: 'no-alert' };
      }
      const result = await lookAfter(deps, timer, looked);
      if (result !== null) return result;
    }
    return { status: 'again', delayMs: againDelayMs, reason: 'alert-moves-on' };
  };
}

interface Looked {
  readonly alert: Alert;
  readonly incident: Incident;
}

async function look({ store }: EscalateDeps, timer: string): Promise<Looked | null> {
  const which = alertOfTimer(timer);
  if (which === null || !isManned(which.server)) return null;
  const [alert, incident] = await Promise.all([
    store.alert(which.incident, which.server),
    store.incident(which.incident),
  ]);
  return alert === null || incident === null ? null : { alert, incident };
}

/** Null: it moved on meanwhile, and is to be looked at again. */
async function lookAfter(deps: EscalateDeps, timer: string, looked: Looked): Promise<JobResult | null> {
  const advanced = await advanceOf(deps, looked);
  const { alert, happened, nextDueAt } = advanced;
  if (happened.length === 0) await deps.store.restTimer(timer, nextDueAt);
  else if ((await commit(deps, looked.alert, advanced)) !== 'committed') return null;
  // What was written while we looked had the timer fall due, and we may have put it off.
  const now = await look(deps, timer);
  if (now !== null && (now.alert.revision !== alert.revision || now.incident.version !== looked.incident.version))
    return null;
  const reason = happened.map(({ what }) => what).join(', ') || 'nothing-due';
  if (happened.length > 0)
    deps.log.info('alert changed by itself', {
      incident: alert.incident,
      server: alert.server,
      state: alert.state,
      reason,
    });
  return { status: 'done', reason };
}

const unhushed: Hushed = { silencedUntil: null, isInhibited: false };

/** Whether a silence or a graver incident mutes it is asked only where somebody would hear something. */
async function advanceOf(deps: EscalateDeps, { alert, incident }: Looked): Promise<Advanced> {
  const now = deps.clock.now();
  const around = await aroundOf(deps, { alert, incident });
  const advanced = advance(alert, around, now);
  if (advanced.pages.length === 0 && advanced.happened.every(({ what }) => what !== 'escalate')) return advanced;
  const { silence, inhibitor } = await hushOf(deps, alert, incident);
  if (silence === null && inhibitor === null) return advanced;
  const hush: Hushed = { silencedUntil: silence?.to ?? null, isInhibited: inhibitor !== null };
  return advance(alert, { ...around, hush }, now);
}

async function aroundOf(deps: EscalateDeps, { alert, incident }: Looked): Promise<Around> {
  const [onCall, cards] = await Promise.all([onCallOf(deps, alert.server), deps.store.cardsOf(incident.id)]);
  const told = cards.filter(({ server, isDirect }) => server === alert.server && !isDirect);
  // The thread of a card that stands is where people look first.
  const standing = told.toSorted((a, b) => Number(b.messageId !== null) - Number(a.messageId !== null));
  const now = deps.clock.now();
  return {
    incident,
    pack: deps.pack,
    limits: deps.limits,
    policies: onCall.policies,
    rotas: onCall.rotas.map(({ id }) => id),
    onCall: (rota) => onCallNow(onCall, rota, now),
    comesOnAt: (rota) => comesOnAfter(onCall, rota, now),
    channels: standing.length > 0 ? standing.map(({ channel }) => channel) : await subscribed(deps, alert),
    threads: standing.filter(({ threadId, gone }) => threadId !== null && !gone).map(({ channel }) => channel),
    hush: unhushed,
  };
}

/** Where its card is to stand, while none has been begun: the first call comes with the alert. */
async function subscribed(deps: EscalateDeps, { server, watches }: Alert): Promise<readonly string[]> {
  const { subscriptions } = await readAudience(deps);
  const own = subscriptions.filter(
    (each) => each.server === server && each.user === null && each.alerts && watches.includes(each.watch),
  );
  return [...new Set(own.map(({ channel }) => channel))];
}

async function commit(deps: EscalateDeps, before: Alert, advanced: Advanced) {
  const { alert, happened, pages, nextDueAt } = advanced;
  const at = deps.clock.now();
  return commitChange(deps, {
    key: `alert:${before.server}:${before.incident}:${before.revision}`,
    before,
    after: alert,
    pages,
    label: null,
    audit: happened.flatMap((each) => entriesOf(each, at)),
    nextDueAt,
    // A step of a policy shows in the thread; that nobody answered shows in the card.
    isShown: happened.some(({ what, after }) => what !== 'escalate' || after.escalation?.dueAt === null),
  });
}

/** What is kept of it in the audit log: a line for each who was called. */
function entriesOf({ what, before, after, said }: Happened, at: number): readonly AuditEntry[] {
  const { server, incident } = after;
  const common = { at, server, incident, who: null, alert: standingOf(after) };
  const calls = said.map((detail): AuditEntry => ({ ...common, action: 'paged', detail }));
  if (what === 'escalate') return calls.length > 0 ? calls : [{ ...common, action: what, detail: '' }];
  return [{ ...common, action: what, detail: `${before.state} → ${after.state}` }, ...calls];
}
