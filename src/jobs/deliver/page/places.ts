import type { Card, Page } from '../../../model.ts';
import { leftAlone } from '../../../pipeline/bar.ts';
import { threadName } from '../../../pipeline/render/card.ts';
import type { PageTold } from '../../../pipeline/render/page.ts';
import { summarise } from '../../../pipeline/summarise.ts';
import type { Found, MessengerFailure } from '../../../ports.ts';
import { readAudience } from '../../audience.ts';
import { cardPlaces } from '../../card-places.ts';
import { serverOf } from '../../servers.ts';
import { rateLimit } from '../patience.ts';
import type { PageDeps, Paging } from './deps.ts';

/** Where a page may be told. */
export interface PagePlace {
  readonly kind: 'thread' | 'channel' | 'direct';
  readonly channel: string;
  /** Why it is told there and not directly. */
  readonly aside: PageTold['aside'];
  /** Who reads there, called beside those of the page. */
  readonly roles: readonly string[];
}
export type PlaceOrWait =
  | ({ readonly status: 'place' } & PagePlace)
  /** It cannot be said yet. */
  | { readonly status: 'later'; readonly delayMs: number; readonly reason: string };

/** For so long a page waits for the card whose thread it belongs to. */
const cardPatienceMs = 10_000;
const cardPauseMs = 500;
const unknownPauseMs = 2_000;
/** Channels that are tried in place of one that takes nothing. */
const otherChannelsMax = 5;

/**
 * The places for a page, the best first: its own, then those where the alert's people read, lest a page be lost because a
 * channel is closed or a person takes no direct messages. Each is looked at only when those before took nothing.
 */
export async function* placesFor(deps: PageDeps, paging: Paging): AsyncGenerator<PlaceOrWait> {
  const { to } = paging.page;
  const seen = new Set<string>();
  let aside: PageTold['aside'] = null;
  if (to.kind === 'direct') {
    const direct = await directPlace(deps, paging, to.user);
    if (direct.status !== 'aside') yield direct;
    aside = direct.status === 'aside' ? direct.why : 'takes-no-direct';
  }
  if (to.kind === 'operators') yield* operatorsPlace(deps, paging, null);
  const ownChannel = to.kind === 'thread' || to.kind === 'channel' ? [to.channel] : [];
  const cards = await deps.store.cardsOf(paging.incident.id);
  const others = cardPlaces(cards, paging.letter.server).map((place) => place.channel);
  for (const channel of [...ownChannel, ...others].slice(0, otherChannelsMax)) {
    if (seen.has(channel) || (await isBarred(deps, channel))) continue;
    seen.add(channel);
    if (to.kind === 'thread' || to.kind === 'direct') yield* threadPlace(deps, paging, channel, aside);
    yield { status: 'place', kind: 'channel', channel, aside, roles: [] };
  }
  if (to.kind !== 'operators') yield* operatorsPlace(deps, paging, aside);
}

type Direct = PlaceOrWait | { readonly status: 'aside'; readonly why: NonNullable<PageTold['aside']> };

/** Who has left the server hears nothing of it any more. */
async function directPlace({ people, store }: PageDeps, { letter }: Paging, user: string): Promise<Direct> {
  if (people === null) return { status: 'aside', why: 'takes-no-direct' };
  const member = await people.isMember(letter.server, user);
  if (member.status === 'unknown') return unknown(member);
  if (member.status === 'refused' || !member.is) return { status: 'aside', why: 'no-member' };
  const direct = await people.directChannel(user);
  if (direct.status === 'unknown') return unknown(direct);
  if (direct.status === 'refused') return { status: 'aside', why: 'takes-no-direct' };
  const bar = await store.bar(direct.is);
  if (bar !== null && bar.endedAt !== null) return { status: 'aside', why: 'takes-no-direct' };
  return { status: 'place', kind: 'direct', channel: direct.is, aside: null, roles: [] };
}

function unknown({ problem }: Extract<Found<unknown>, { status: 'unknown' }>): PlaceOrWait {
  return { status: 'later', delayMs: unknownPauseMs, reason: `unclear: ${problem}` };
}

/** The thread of the card in a channel. A card that was folded or deleted has none: the channel itself takes its place. */
async function* threadPlace(
  deps: PageDeps,
  paging: Paging,
  channel: string,
  aside: PageTold['aside'],
): AsyncGenerator<PlaceOrWait> {
  const card = await deps.store.card(paging.incident.id, channel);
  if (card !== null && (card.gone || card.foldedInto !== null)) return;
  const place = (thread: string) => ({ status: 'place', kind: 'thread', channel: thread, aside, roles: [] }) as const;
  if (card === null || card.messageId === null) {
    const ageMs = deps.realClock.now() - paging.letter.createdAt;
    if (ageMs < cardPatienceMs) yield { status: 'later', delayMs: cardPauseMs, reason: 'no-card-yet' };
    return;
  }
  if (card.threadId !== null) {
    yield place(card.threadId);
    return;
  }
  const opened = await threadOf(deps, paging, { ...card, messageId: card.messageId });
  if (typeof opened === 'string') yield place(opened);
  else if (opened.status === 'claimed') yield { status: 'later', delayMs: cardPauseMs, reason: 'claimed-by-another' };
  else if (opened.status === 'wait') yield { status: 'later', delayMs: opened.waitMs, reason: rateLimit };
  else if (opened.status === 'unclear')
    yield { status: 'later', delayMs: unknownPauseMs, reason: `unclear: ${opened.problem}` };
}

type Posted = Card & { readonly messageId: string };

/**
 * Opens the thread of a card that it holds, and remembers it there. Another who holds the card may be opening it, and is
 * waited for; but opening one that is open gives the same, so that no page waits for long.
 */
async function threadOf(
  deps: PageDeps,
  paging: Paging,
  card: Posted,
): Promise<string | MessengerFailure | { readonly status: 'claimed' }> {
  const { store, realClock, leaseMs } = deps;
  const { incident, owner, letter } = paging;
  const claimed = await store.claimCard(incident.id, card.channel, owner, leaseMs);
  if (claimed === null) {
    const isPatient = realClock.now() - letter.createdAt < cardPatienceMs;
    return isPatient ? { status: 'claimed' } : openThread(deps, paging, card);
  }
  try {
    if (claimed.threadId !== null) return claimed.threadId;
    const opened = await openThread(deps, paging, card);
    if (typeof opened === 'string') await store.saveCard({ ...claimed, threadId: opened }, owner, []);
    return opened;
  } finally {
    await store.releaseCard(incident.id, card.channel, owner);
  }
}

async function openThread(
  { messenger, pack }: PageDeps,
  { incident }: Paging,
  card: Posted,
): Promise<string | MessengerFailure> {
  const language = card.language ?? 'en';
  const name = threadName(summarise(incident, pack, language), language);
  const opened = await messenger.openThread(card.channel, card.messageId, name);
  return opened.status === 'accepted' ? opened.messageId : opened;
}

/** The channel of the server's operators, with the role that its subscriptions ping. */
async function* operatorsPlace(
  deps: PageDeps,
  { letter }: Paging,
  aside: PageTold['aside'],
): AsyncGenerator<PlaceOrWait> {
  const server = await serverOf(deps, letter.server);
  const channel = server?.operatorsChannel ?? (server?.operators ? deps.operators?.channel : null) ?? null;
  if (channel === null || (await isBarred(deps, channel))) return;
  const { subscriptions } = await readAudience(deps);
  const own = subscriptions.find((each) => each.server === letter.server && each.channel === channel && each.pingRole);
  const role = own?.pingRole ?? (deps.operators?.channel === channel ? deps.operators.pingRole : null);
  yield { status: 'place', kind: 'channel', channel, aside, roles: role === null ? [] : [role] };
}

async function isBarred({ store, realClock }: PageDeps, channel: string): Promise<boolean> {
  const bar = await store.bar(channel);
  return bar !== null && (bar.endedAt !== null || leftAlone(bar, realClock.now()) !== null);
}

/** The page as it is told at a place: who reads there is called, too. */
export function pageAt(page: Page, { roles }: Pick<PagePlace, 'roles'>): Page {
  return roles.length === 0 ? page : { ...page, roles: [...new Set([...page.roles, ...roles])] };
}
