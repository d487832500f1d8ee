import type { Alert, Card, Incident, OutboxRow, Silence } from '../model.ts';
import { isClosed } from './alert.ts';
import { mayPing } from './route.ts';

/** What a row of the outbox still asks for when its turn has come, and why. */
type Wanted =
  | { readonly act: 'skip'; readonly reason: string }
  /** Post the card; `mayPing` says whether it may still name a role. */
  | { readonly act: 'post'; readonly mayPing: boolean; readonly reason: string }
  /** Name it in a summary, or show there what it is now. */
  | { readonly act: 'fold'; readonly reason: string }
  /** An earlier try may stand in the channel: adopt it or let it be, but do not post. */
  | { readonly act: 'adopt'; readonly reason: string }
  | { readonly act: 'edit'; readonly reason: string }
  | { readonly act: 'notice'; readonly mayPing: boolean; readonly reason: string };

/** A row, and all that may have changed since it was written. */
export interface WantedInput {
  readonly row: OutboxRow;
  readonly incident: Incident;
  readonly alert: Alert;
  readonly card: Card;
  /** The silence that is in force over the alert; null where none is. */
  readonly silence: Silence | null;
}

/** Looks again at a row in the light of what has happened since it was written. */
export function wanted(input: WantedInput): Wanted {
  const want = wantedAloud(input);
  return input.silence === null ? want : hushed(want, input.card);
}

/** In a silence nothing is posted and nobody pinged; what stands is kept true. */
function hushed(want: Wanted, card: Card): Wanted {
  if (want.act === 'notice') return { act: 'skip', reason: 'silenced' };
  if (want.act !== 'post') return want;
  if (card.attemptedAt !== null) return { act: 'adopt', reason: 'silenced' };
  return card.foldedInto === null ? { act: 'skip', reason: 'silenced' } : { act: 'fold', reason: 'silenced' };
}

function wantedAloud({ row, incident, alert, card }: WantedInput): Wanted {
  if (card.gone) return { act: 'skip', reason: 'message-deleted' };
  // Once a card of its own was tried, it may stand already, and the summary is only to be linked to it.
  if (card.messageId === null && card.attemptedAt === null && card.foldedInto !== null)
    return wantedFolded(row, incident, alert, card);
  if (card.messageId === null) return wantedFirst(alert, card);
  if (row.kind === 'notice') return wantedNotice(row, alert, card);
  if (card.versionTold >= incident.version && card.alertRevisionTold >= alert.revision)
    return { act: 'skip', reason: 'told-already' };
  return { act: 'edit', reason: row.version < incident.version ? 'superseded' : 'changed' };
}

function wantedFirst(alert: Alert, card: Card): Wanted {
  if (!isClosed(alert)) return { act: 'post', mayPing: mayPing(alert, []), reason: 'not-told' };
  if (card.attemptedAt === null) return { act: 'skip', reason: `alert-${alert.state}` };
  return { act: 'adopt', reason: `alert-${alert.state}` };
}

/** It stays in its summary until it is critical, or has news to tell: then it asks for a card of its own again. */
function wantedFolded(row: OutboxRow, incident: Incident, alert: Alert, card: Card): Wanted {
  const isCritical = incident.facts.severity === 'critical';
  if (!isClosed(alert) && (isCritical || (row.kind === 'notice' && row.version === incident.version)))
    return {
      act: 'post',
      mayPing: mayPing(alert, isCritical ? [] : row.changes),
      reason: isCritical ? 'critical' : 'news',
    };
  if (card.versionTold >= incident.version && card.alertRevisionTold >= alert.revision)
    return { act: 'skip', reason: 'told-already' };
  return { act: 'fold', reason: 'folded' };
}

function wantedNotice(row: OutboxRow, alert: Alert, card: Card): Wanted {
  if (card.versionPosted !== null && card.versionPosted >= row.version)
    return { act: 'skip', reason: 'told-by-the-card' };
  if (isClosed(alert)) return { act: 'skip', reason: `alert-${alert.state}` };
  const isPinging = mayPing(alert, row.changes);
  // There each message rings, so that one which may not is none.
  if (row.isDirect && !isPinging) return { act: 'skip', reason: `alert-${alert.state}` };
  return { act: 'notice', mayPing: isPinging, reason: 'changed' };
}
