import type { Alert, Card, Incident, Reason } from '../../model.ts';
import { isReported, withoutHearsay } from '../../pipeline/hearsay.ts';
import { isOfRouting } from '../../pipeline/why/reasons.ts';
import type { DeskRequest } from '../../ports.ts';
import { type Audience, readAudience } from '../audience.ts';
import type { DeskDeps } from './deps.ts';
import { isVisible } from './subscriptions/names.ts';

/** What a person raised has an id of this form, and is not for every server. */
const raisedIncident = /\bi-raised-/u;

/**
 * Whether a server may look at an incident: one that it was told of, or one that the news tell. What an analyst of
 * another server raised, and nobody else reports, is that server's.
 */
export function mayLookAt(incident: Incident, alert: Alert | null): boolean {
  return alert !== null || isReported(incident);
}

/** An incident as this server may see it; null where it may not. */
export async function incidentHere(
  { store }: Pick<DeskDeps, 'store'>,
  { server }: Pick<DeskRequest, 'server'>,
  id: string,
): Promise<Incident | null> {
  const [incident, alert] = await Promise.all([store.incident(id), store.alert(id, server)]);
  return incident !== null && mayLookAt(incident, alert) ? withoutHearsay(incident) : null;
}

/** The cards of an incident in this server's channels; of direct messages those in `own` channels alone. */
export async function cardsHere(
  { store }: Pick<DeskDeps, 'store'>,
  { server }: Pick<DeskRequest, 'server'>,
  incident: string,
  own: ReadonlySet<string> = new Set(),
): Promise<readonly Card[]> {
  const cards = await store.cardsOf(incident);
  return cards.filter((card) => card.server === server && (!card.isDirect || own.has(card.channel)));
}

/** Where the card of an incident stands in this server: in the channel asked from, where there is one; null without any. */
export async function messageHere(
  deps: Pick<DeskDeps, 'store'>,
  request: Pick<DeskRequest, 'server' | 'channel'>,
  incident: string,
): Promise<{ readonly server: string; readonly channel: string; readonly message: string } | null> {
  const cards = (await cardsHere(deps, request, incident)).filter(({ messageId, gone }) => messageId !== null && !gone);
  const card = cards.find(({ channel }) => channel === request.channel) ?? cards[0];
  if (card === undefined || card.messageId === null) return null;
  return { server: request.server, channel: card.channel, message: card.messageId };
}

/** The incidents changed last that this server may see. */
export async function incidentsHere(deps: DeskDeps, request: DeskRequest, limit: number): Promise<readonly Incident[]> {
  const recent = (await deps.store.recentIncidents(limit)).filter(({ mergedInto }) => mergedInto === null);
  const alerts = await Promise.all(
    recent.map((incident) => (mayLookAt(incident, null) ? null : deps.store.alert(incident.id, request.server))),
  );
  return recent.filter((incident, at) => mayLookAt(incident, alerts[at] ?? null)).map(withoutHearsay);
}

/** The watches and subscriptions of this server, and the watches that are for all; of direct messages the asker's own. */
export async function audienceHere(deps: DeskDeps, { server, who }: DeskRequest): Promise<Audience> {
  const { watches, subscriptions } = await readAudience(deps);
  return {
    watches: watches.filter((watch) => isVisible(watch, server)),
    subscriptions: subscriptions.filter(
      (each) => each.server === server && (each.user === null || each.user === who.id),
    ),
  };
}

/** Of a verdict's reasons those that are for every server: who was told elsewhere, and what was raised there, is not. */
export function reasonsForAll(reasons: readonly Reason[], own: string | null): readonly Reason[] {
  return reasons.filter(({ code, detail }) => {
    if (isOfRouting(code) || code === 'raised') return false;
    return !raisedIncident.test(detail) || (own !== null && detail.startsWith(own));
  });
}

/** What this server may know of who is or was told of an incident. */
export interface Told {
  readonly audience: Audience;
  readonly cards: readonly Card[];
  /** Of subscriptions and cards. */
  readonly channels: ReadonlySet<string>;
}

/** Who here is or was told of an incident, or may be; of direct messages the asker's own alone. */
export async function toldHere(deps: DeskDeps, request: DeskRequest, incident: string): Promise<Told> {
  const audience = await audienceHere(deps, request);
  const subscribed = new Set(audience.subscriptions.map(({ channel }) => channel));
  const cards = await cardsHere(deps, request, incident, subscribed);
  return { audience, cards, channels: new Set([...subscribed, ...cards.map(({ channel }) => channel)]) };
}
