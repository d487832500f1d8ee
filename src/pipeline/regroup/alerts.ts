import type { Alert, AuditEntry, Instant, Presser, Regrouping } from '../../model.ts';
import { act, type Deed, isClosed, knownOf, openAlert, standingOf } from '../alert.ts';
import type { Pair } from './merge.ts';

/** Whose hand it is: on every other server than his own it is nobody's, for his name is that server's. */
export interface Hand {
  readonly by: Presser;
  readonly home: string;
  readonly now: Instant;
}

/** An alert as it was read, null: there was none, and as it is from then on. */
export interface Moved {
  readonly before: Alert | null;
  readonly after: Alert;
}

/** The alerts of both incidents of a pair, on all servers. */
export interface PairAlerts {
  readonly source: readonly Alert[];
  readonly target: readonly Alert[];
}

/**
 * What a merge does to alerts. Those of the source are closed as merged. Where a server has none of the target, or closed
 * it while the source's still stands, the target's stands as the source's stood: what somebody has taken stays taken by
 * the same person, and what nobody has taken is not lost. Everything else of the target is left as it is.
 */
export function mergedAlerts({ source, target }: Pair, alerts: PairAlerts, hand: Hand): readonly Moved[] {
  return alerts.source.flatMap((own): readonly Moved[] => {
    const gone = act(own, { what: 'merge', into: target.id }, { ...doneBy(own.server, hand), known: knownOf(source) });
    if (gone === null) return [];
    const other = alerts.target.find(({ server }) => server === own.server) ?? null;
    const taken = takenOver(own, other, target, hand);
    return [{ before: own, after: gone }, ...(taken === null ? [] : [{ before: other, after: taken }])];
  });
}

/** Null where the target's alert stays as it is. */
function takenOver(own: Alert, other: Alert | null, target: Pair['target'], hand: Hand): Alert | null {
  const { watches, isUrgent, measures, escalation, openedAt, changedAt, changedBy, changedFor } = own;
  // Where the target is graver than what was taken, it is to be seen that it is.
  const known = { ...knownOf(target), severity: own.known.severity };
  if (other === null)
    return {
      ...openAlert(target, own.server, openedAt, { watches, isUrgent, measures }),
      ...standOf(own),
      ...{ changedAt, changedBy, changedFor, escalation, known },
      assignee: own.assignee,
    };
  if (other.state !== 'merged' && (!isClosed(other) || isClosed(own))) return null;
  const { who } = doneBy(own.server, hand);
  return {
    ...other,
    ...standOf(own),
    ...{ known, escalation, merged: null, assignee: own.assignee ?? other.assignee },
    isUrgent: other.isUrgent || isUrgent,
    revision: other.revision + 1,
    changedAt: hand.now,
    changedBy: who,
    changedFor: { what: 'merge', detail: '' },
  };
}

/**
 * What taking a merge back does: the source's alerts stand as they stood. Those that the merge opened of the target are
 * resolved, and those that it changed put back, unless somebody has had a hand in them since.
 */
export function unmergedAlerts(
  { source, target }: Pair,
  alerts: PairAlerts,
  { alerts: changed }: Pick<Regrouping, 'alerts'>,
  hand: Hand,
): readonly Moved[] {
  const back = alerts.source
    .filter(({ merged }) => merged?.into === target.id)
    .map((own) => moved(own, { what: 'unmerge' }, { ...doneBy(own.server, hand), known: knownOf(source) }));
  const left = changed.flatMap(({ server, before, revision }): readonly Moved[] => {
    const now = alerts.target.find((each) => each.server === server);
    if (now === undefined || now.revision !== revision) return [];
    const by = { ...doneBy(server, hand), known: knownOf(target) };
    return before === null ? moved(now, { what: 'resolve' }, by) : [{ before: now, after: putBack(now, before, by) }];
  });
  return [...back.flat(), ...left];
}

function putBack(
  now: Alert,
  before: Alert,
  { who, now: at }: { readonly who: Presser | null; readonly now: Instant },
): Alert {
  const { merged, assignee, known } = before;
  return {
    ...now,
    ...standOf(before),
    ...{ merged, assignee, known, escalation: null },
    revision: now.revision + 1,
    changedAt: at,
    changedBy: who,
    changedFor: { what: 'unmerge', detail: '' },
  };
}

function moved(before: Alert, deed: Deed, by: Parameters<typeof act>[2]): readonly Moved[] {
  const after = act(before, deed, by);
  return after === null ? [] : [{ before, after }];
}

/**
 * The alert of what was split off, where the old incident was told: whoever had taken the old one has taken this as well,
 * and it is as urgent, since half of what he was called for is in it.
 */
export function splitAlert(opened: Alert, old: Alert | undefined): Alert {
  if (old === undefined) return opened;
  if (isClosed(old)) return { ...opened, isUrgent: false };
  const { changedAt, changedBy, changedFor, isUrgent, assignee } = old;
  return { ...opened, ...standOf(old), isUrgent, assignee, changedAt, changedBy, changedFor };
}

/** What the audit log keeps of an alert that was moved: who did it on his own server alone, as every server has its own. */
export function movedEntry({ before, after }: Moved, action: string, hand: Hand): AuditEntry {
  return {
    at: hand.now,
    server: after.server,
    incident: after.incident,
    who: doneBy(after.server, hand).who,
    action,
    detail: before === null ? '' : `${before.state} → ${after.state}`,
    alert: standingOf(after),
  };
}

function standOf({
  state,
  acknowledgement,
  snoozedUntil,
  falseAlarm,
}: Alert): Pick<Alert, 'state' | 'acknowledgement' | 'snoozedUntil' | 'falseAlarm'> {
  return { state, acknowledgement, snoozedUntil, falseAlarm };
}

function doneBy(server: string, { by, home, now }: Hand): { readonly who: Presser | null; readonly now: Instant } {
  return { who: server === home ? by : null, now };
}
