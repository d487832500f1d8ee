import type { Card } from '../../model.ts';
import { rowId } from '../../pipeline/route.ts';
import { type Delivery, failed, keep, type Step, tooSoon, viewOf } from './delivery.ts';
import { cardReference } from './reference.ts';
import { lookAgain, stillRings } from './still.ts';

/** Posts the one card of (incident, channel), or finds the one that an earlier try of unclear outcome left there. */
export async function postCard(delivery: Delivery, card: Card, mayPing: boolean): Promise<Step> {
  const { deps, incident, alert } = delivery;
  const now = deps.realClock.now();
  if (card.attemptedAt !== null && now - card.attemptedAt > deps.nonceWindowMs) {
    const found = await lookForCard(delivery, card);
    if (found !== null) return found;
    return postCard(delivery, { ...card, attemptedAt: null }, mayPing);
  }
  const isFirstTry = card.attemptedAt === null;
  const since = card.attemptedAt ?? now;
  const tried: Card = isFirstTry ? { ...card, attemptedAt: now, versionPosted: incident.version } : card;
  await keep(delivery, tried);
  const pingRole = mayPing ? await pingRoleOf(delivery) : null;
  const view = await viewOf(delivery, pingRole);
  const isWanted = mayPing ? stillRings(delivery, card, pingRole) : undefined;
  const result = await deps.messenger.postCard(card.channel, view, isWanted);
  if (result.status === 'unwanted') return lookAgain(tried);
  if (result.status === 'accepted') {
    const posted = { ...tried, messageId: result.messageId, postedAt: deps.realClock.now(), attemptedAt: null };
    if (isFirstTry) {
      const told = { ...posted, versionTold: incident.version, alertRevisionTold: alert.revision };
      return { card: told, outcome: 'sent', reason: 'posted' };
    }
    return afterUnclear(delivery, posted);
  }
  if (result.status === 'unclear') return failed(delivery, tried, result, since);
  // A clear no to this try says nothing about an earlier one.
  const back = { ...tried, attemptedAt: card.attemptedAt };
  if (result.status === 'gone') return { card: back, outcome: 'failed', reason: 'refused: the channel is gone' };
  if (result.status === 'wait') await keep(delivery, back);
  return failed(delivery, back, result, since);
}

/** Shows the newest version and state in the message that stands. */
export async function editCard(delivery: Delivery, card: Card): Promise<Step> {
  const { deps, incident, alert, row } = delivery;
  if (card.messageId === null) throw new Error(`the card of ${card.incident} has no message to edit`);
  const delayMs = untilNextEdit(delivery, card);
  if (delayMs > 0) return { card, outcome: 'wait', reason: tooSoon, delayMs };
  const result = await deps.messenger.editCard(card.channel, card.messageId, await viewOf(delivery, null));
  if (result.status !== 'accepted') return failed(delivery, card, result, row.createdAt);
  const told = {
    ...card,
    editedAt: deps.realClock.now(),
    versionTold: incident.version,
    alertRevisionTold: alert.revision,
  };
  return { card: told, outcome: 'sent', reason: 'edited' };
}

/** Rows of other versions wait too, so that the one edit in the end shows the last. Who pressed a button sees it at once. */
function untilNextEdit({ deps, alert }: Delivery, { editedAt, alertRevisionTold }: Card): number {
  if (editedAt === null || alert.revision > alertRevisionTold) return 0;
  const sinceMs = deps.realClock.now() - editedAt;
  // A clock that was put back must not hold an edit for longer than one that goes on.
  return sinceMs < 0 ? 0 : Math.max(0, deps.editEveryMs - sinceMs);
}

/** Posts nothing: makes an earlier try that came through after all show the newest state. */
export async function adoptCard(delivery: Delivery, card: Card, reason: string): Promise<Step> {
  const found = await lookForCard(delivery, card);
  return found ?? { card: { ...card, attemptedAt: null }, outcome: 'skipped', reason };
}

/** Looks into the channel; null when no card of ours is there, or nobody can tell. */
async function lookForCard(delivery: Delivery, card: Card): Promise<Step | null> {
  const { deps, row } = delivery;
  const reference = cardReference(card.incident, card.channel);
  const found = await deps.messenger.findByReference(card.channel, reference, card.attemptedAt ?? row.createdAt);
  switch (found.status) {
    case 'accepted':
      return afterUnclear(delivery, { ...card, messageId: found.messageId, attemptedAt: null });
    case 'absent':
      return null;
    case 'wait':
    case 'unclear':
      return failed(delivery, card, found, card.attemptedAt ?? delivery.row.createdAt);
    case 'refused':
    case 'gone':
      // The one window in which a second message can come to stand: the history cannot be read.
      deps.log.warn('history not readable after an unclear post', { incident: card.incident, channel: card.channel });
      return null;
  }
}

/** What stands may be what the first try showed: with the same nonce the messenger answers with the old message. */
async function afterUnclear(delivery: Delivery, posted: Card): Promise<Step> {
  const stale = { ...posted, versionTold: 0, alertRevisionTold: 0 };
  await keep(delivery, stale);
  return editCard(delivery, stale);
}

/** The role that the newest version's own row pings, else this row's: the rows between are covered by this message. */
async function pingRoleOf({ deps, row, incident }: Delivery): Promise<string | null> {
  if (row.pingRole !== null || row.version >= incident.version) return row.pingRole;
  const newest = rowId({ incident: row.incident, version: incident.version, kind: 'card', channel: row.channel });
  return (await deps.store.row(newest))?.pingRole ?? null;
}
