import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Card, DigestAlert, DigestPlan, Incident, Instant, Pack, Subscription, Watch } from '../../model.ts';
import { type DigestInput, type DigestTime, isHeardBy, type OpenAlert } from '../../pipeline/digest.ts';
import { isGuests } from '../../pipeline/hearsay.ts';
import type { Clock, Store } from '../../ports.ts';

export type ReaderStore = Pick<Store, 'incidentsBetween' | 'incident' | 'alert' | 'openAlerts' | 'cardsOf'>;
interface ReaderDeps {
  readonly store: ReaderStore;
  readonly pack: Pack;
  readonly realClock: Clock;
}

/** A digest that is to be written. */
export interface Asked {
  readonly subscription: Subscription;
  readonly watch: Watch;
  readonly plan: DigestPlan;
  readonly time: DigestTime;
  /** No other watch is told in its channel, so that what was told there was told of this one. */
  readonly isAlone: boolean;
}

const incidentsMax = 5_000;
const openMax = 200;
/** Looked at in one go, before others have their turn. */
const atOnceMax = 40;
/** Digests that are due together read the same incidents; so long they are kept for the next. */
const rememberedMs = 30_000;
const rememberedMax = 4;

interface Changed {
  readonly readAt: Instant;
  readonly incidents: Promise<readonly Incident[]>;
  readonly cards: Map<string, Promise<readonly Card[]>>;
}

/** Makes what reads the incidents and open alerts that a subscription hears of. */
export function digestReader(deps: ReaderDeps): (asked: Asked) => Promise<Pick<DigestInput, 'incidents' | 'open'>> {
  const remembered = new Map<Instant, Changed>();
  const changedSince = (from: Instant): Changed => {
    const now = deps.realClock.now();
    for (const [since, { readAt }] of remembered) if (now - readAt > rememberedMs) remembered.delete(since);
    const known = remembered.get(from);
    if (known !== undefined) return known;
    if (remembered.size >= rememberedMax) remembered.clear();
    const incidents = deps.store.incidentsBetween(from, Number.MAX_SAFE_INTEGER, incidentsMax);
    incidents.catch(() => remembered.delete(from));
    const read = { readAt: now, incidents, cards: new Map() };
    remembered.set(from, read);
    return read;
  };
  return async (asked) => {
    const changed = changedSince(asked.time.from);
    const cardsOf = (incident: string) => {
      const cards = changed.cards.get(incident) ?? deps.store.cardsOf(incident);
      changed.cards.set(incident, cards);
      return cards;
    };
    const standing = (await changed.incidents).filter(({ mergedInto }) => mergedInto === null);
    const heard = await filterInTurn(standing, async (incident) => {
      const wasTold = asked.isAlone && isToldIn(await cardsOf(incident.id), asked.subscription);
      return isHeardBy({ ...asked, pack: deps.pack }, incident, wasTold) && (await isTheirs(deps, asked, incident));
    });
    return { incidents: heard, open: await openAlerts(deps, asked) };
  };
}

async function openAlerts({ store, pack }: ReaderDeps, asked: Asked): Promise<readonly OpenAlert[]> {
  const { subscription, isAlone } = asked;
  const alerts = await store.openAlerts(subscription.server, openMax);
  const open: OpenAlert[] = [];
  await filterInTurn(alerts, async (alert) => {
    const [incident, cards] = await Promise.all([store.incident(alert.incident), store.cardsOf(alert.incident)]);
    if (incident === null) return false;
    const wasTold = isAlone && isToldIn(cards, subscription);
    if (!isHeardBy({ ...asked, pack }, incident, wasTold)) return false;
    open.push({ incident, alert, message: placeOf(cards, subscription) });
    return true;
  });
  return open;
}

/** What the server put away as a false alarm is not, nor what a guest raised on another server. */
async function isTheirs({ store }: ReaderDeps, { subscription }: Asked, incident: Incident): Promise<boolean> {
  const alert = await store.alert(incident.id, subscription.server);
  return alert === null ? !isGuests(incident) : alert.state !== 'false-alarm' && alert.state !== 'merged';
}

const stands = ({ messageId, gone }: Card): boolean => messageId !== null && !gone;

function isToldIn(cards: readonly Card[], { channel }: Subscription): boolean {
  return cards.some((card) => card.channel === channel && stands(card));
}

/** The card in the subscription's own channel, else another of its server that is in nobody's direct messages. */
function placeOf(cards: readonly Card[], { server, channel }: Subscription): DigestAlert['message'] {
  const standing = cards.filter(stands);
  const card =
    standing.find((each) => each.channel === channel) ??
    standing.find((each) => each.server === server && !each.isDirect);
  if (card === undefined || card.messageId === null) return null;
  return { server: card.isDirect ? directServer : server, channel: card.channel, id: card.messageId };
}
/** What stands in a link in place of a server where there is none. */
const directServer = '@me';

/** Some at a time, so that neither the store nor this process is held up by many. */
async function filterInTurn<T>(all: readonly T[], holds: (one: T) => Promise<boolean>): Promise<readonly T[]> {
  const kept: T[] = [];
  for (let from = 0; from < all.length; from += atOnceMax) {
    const some = all.slice(from, from + atOnceMax);
    const held = await Promise.all(some.map(holds));
    kept.push(...some.filter((_, place) => held[place]));
    await yieldToOthers();
  }
  return kept;
}
