import type { Card } from '../../model.ts';
import { foldJobId, foldOf } from '../../pipeline/fold.ts';
import { type Delivery, keep, type Step } from './delivery.ts';

/** The reason of a row that is told by a summary. */
export const foldedReason = 'folded';

/**
 * Takes a place among the channel's cards of the hour; false where there is none. What is critical has one always, what
 * may stand in the channel already needs none.
 */
export async function hasRoom({ deps, row, incident }: Delivery, card: Card): Promise<boolean> {
  if (card.attemptedAt !== null) return true;
  const max = incident.facts.severity === 'critical' ? null : (row.cardsPerHour ?? deps.cardsPerHourMax);
  return deps.store.takePlace({ channel: row.channel, incident: row.incident, now: deps.clock.now(), max });
}

/**
 * Names the incident in its channel's summary, or has it told once more there. The card remembers which before the
 * summary names it, so that whoever goes on after a crash names it in the same.
 */
export async function foldCard(delivery: Delivery, card: Card): Promise<Step> {
  const { deps, row, incident, alert } = delivery;
  const { id } = card.foldedInto === null ? foldOf(row.channel, deps.clock.now()) : { id: card.foldedInto };
  const folded: Card = { ...card, foldedInto: id };
  if (card.foldedInto === null) await keep(delivery, folded);
  await join(delivery, id);
  const told = { ...folded, versionTold: incident.version, alertRevisionTold: alert.revision };
  return { card: told, outcome: 'sent', reason: foldedReason };
}

/** What was folded and has a card now is linked to it; only then does the card forget its summary. */
export async function noteUnfolded(delivery: Delivery, fold: string, card: Card): Promise<Card> {
  await keep(delivery, card);
  await join(delivery, fold);
  const unfolded: Card = { ...card, foldedInto: null };
  await keep(delivery, unfolded);
  return unfolded;
}

async function join({ deps, row }: Delivery, id: string): Promise<void> {
  const { server, channel, language, isDirect, incident } = row;
  const { hour } = foldOf(channel, deps.clock.now());
  await deps.store.joinFold({ id, hour, server, channel, language, isDirect }, incident);
  await deps.queue.add('deliver', [foldJobId(id)]);
}
