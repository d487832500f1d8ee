import type { Card, MessagePlace } from '../model.ts';
import type { OutboxStore } from '../ports.ts';

/** Where cards of an incident stand for everybody of the server to see: those in direct messages are left out. */
export function cardPlaces(cards: readonly Card[], server: string): readonly MessagePlace[] {
  return cards.flatMap((card) => {
    const isHere = card.server === server && !card.isDirect && !card.gone;
    return isHere && card.messageId !== null ? [{ server, channel: card.channel, id: card.messageId }] : [];
  });
}

/** The first of them; null where none stands. */
export async function cardPlace(
  store: Pick<OutboxStore, 'cardsOf'>,
  { incident, server }: { readonly incident: string; readonly server: string },
): Promise<MessagePlace | null> {
  return cardPlaces(await store.cardsOf(incident), server)[0] ?? null;
}
