import type { Alert, Instant } from '../../model.ts';
import { isClosed } from '../alert.ts';
import { isWaitingForSomebody } from '../escalate/round.ts';
import { policyFor } from '../escalate.ts';
import { type Around, escalationInput } from './around.ts';
import { hourMs, minuteMs } from './limits.ts';
import { isManned } from './manned.ts';
import { worseOf } from './worsening.ts';

/** So soon an alert is looked at again that a graver one mutes: what mutes it may end without a word. */
const inhibitedMs = 15 * minuteMs;
/** So soon an alert is looked at again that had nobody to call: somebody may stand in. */
const unmannedMs = 5 * minuteMs;
/** No alert is looked at more often than that by its own doing. */
const lookAgainMs = 1_000;

/** When an alert is to be looked at next, on the Clock, if nothing happens to it before; null: never. */
export function nextDueOf(alert: Alert, around: Around, now: Instant): Instant | null {
  if (isClosed(alert) || !isManned(alert.server)) return null;
  const all = [
    alert.snoozedUntil,
    worseOf(alert, around)?.dueAt ?? null,
    hushed(answerDueAt(alert, around), around, now),
    hushed(stepDueAt(alert, around, now), around, now),
    quietAt(alert, around),
  ].filter((at) => at !== null);
  if (all.length === 0) return null;
  const next = Math.min(...all);
  return next > now ? next : now + lookAgainMs;
}

/** When who has acknowledged is asked whether he is still at it, or is taken to be no more; null: never. */
export function answerDueAt({ isUrgent, acknowledgement }: Alert, { limits }: Around): Instant | null {
  const { remindAfterMinutes, lapseAfterMinutes } = limits;
  if (acknowledgement === null || !isUrgent) return null;
  const { confirmedAt, remindedAt } = acknowledgement;
  if (remindedAt !== null) return remindedAt + lapseAfterMinutes * minuteMs;
  return remindAfterMinutes === null ? null : confirmedAt + remindAfterMinutes * minuteMs;
}

/** When nothing will have been heard of an alert for so long that it ends; null: never, or not while somebody is called. */
export function quietAt(alert: Alert, { incident, limits, hush }: Around): Instant | null {
  if (limits.resolveAfterQuietHours === null || alert.state === 'snoozed') return null;
  const isCalling = (alert.escalation?.dueAt ?? null) !== null;
  if (isCalling && hush.silencedUntil === null) return null;
  const heardAt = [
    incident.updatedAt,
    alert.changedAt,
    alert.acknowledgement?.confirmedAt ?? 0,
    alert.notes.at(-1)?.at ?? 0,
  ];
  return Math.max(...heardAt) + limits.resolveAfterQuietHours * hourMs;
}

/** When the next step of its policy is taken, or one begins. */
function stepDueAt(alert: Alert, around: Around, now: Instant): Instant | null {
  if (alert.state !== 'open' || !alert.isUrgent) return null;
  const run = alert.escalation;
  if (run !== null && run.dueAt !== null && isWaitingForSomebody(run)) return Math.min(run.dueAt, now + unmannedMs);
  if (run !== null) return run.dueAt;
  return policyFor(escalationInput(alert, around, now)) === null ? null : now;
}

/** Whoever is not to be called now is called when that ends, if he is still to be called then. */
function hushed(at: Instant | null, { hush }: Around, now: Instant): Instant | null {
  if (at === null) return null;
  const free = hush.silencedUntil ?? (hush.isInhibited ? now + inhibitedMs : at);
  return Math.max(at, free);
}
