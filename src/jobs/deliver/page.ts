import type { Letter, Page } from '../../model.ts';
import { isWanted } from '../../pipeline/page.ts';
import { silenceOfAlert } from '../../pipeline/silences.ts';
import type { LetterTry, MessengerFailure } from '../../ports.ts';
import { channelRefused } from './barred.ts';
import type { PageDeps, PageEnd, Paging } from './page/deps.ts';
import { type PagePlace, placesFor } from './page/places.ts';
import { endedView, pageView } from './page/view.ts';
import { callWebhook } from './page/webhook.ts';
import { giveUpAfterMs, unclearPauseMs, waitOf } from './patience.ts';

/** For so long a page lets graver ones of its server go first. */
const graverFirstMs = 5 * 60_000;
/** The reason of a page that waits for them. */
export const graverFirst = 'graver-first';
const graverPauseMs = 50;
const graverPauseMsMax = 2_000;

/**
 * Brings a page to whom it calls, once, whatever becomes of its tries, and only while what it calls for holds: that is
 * asked again right before each request goes out. Where somebody took the alert while the request was under way, the
 * page is edited at once to say so.
 */
export async function sendPage(
  deps: PageDeps,
  { letter, page, ...held }: Pick<Paging, 'letter' | 'page' | 'owner' | 'reference'>,
): Promise<PageEnd> {
  const waitMs = await letGraverGo(deps, letter, page);
  if (waitMs !== null) return { status: 'later', delayMs: waitMs, reason: graverFirst };
  const [incident, alert] = await Promise.all([
    deps.store.incident(page.incident),
    deps.store.alert(page.incident, letter.server),
  ]);
  if (incident === null || alert === null)
    return { status: 'settled', outcome: 'failed', reason: incident === null ? 'no-incident' : 'no-alert' };
  if (await isSilenced(deps, letter, { page, incident, alert })) return silenced;
  const paging = { ...held, letter, page, incident, alert };
  const end = page.to.kind === 'webhook' ? await callWebhook(deps, paging, page.to.webhook) : await tell(deps, paging);
  if (end.status === 'settled') deps.meter.paged(page.to.kind, end.outcome);
  return end;
}

/** A silence that began since: nobody is called any more, but what an earlier try left is still looked for. */
async function isSilenced(
  { store, pack, clock }: PageDeps,
  { id }: Letter,
  { page, incident, alert }: Pick<Paging, 'page' | 'incident' | 'alert'>,
): Promise<boolean> {
  if (page.while !== 'unacknowledged') return false;
  const now = clock.now();
  const silences = await store.silences(now);
  return silenceOfAlert(alert, incident, { silences, pack, now }) !== null && (await store.letterTry(id)) === null;
}

const silenced: PageEnd = { status: 'settled', outcome: 'skipped', reason: 'silenced' };

/** How long to wait for graver pages; null: go on. Other systems are no messenger whose limits would be shared. */
async function letGraverGo({ store, realClock }: PageDeps, letter: Letter, { to }: Page): Promise<number | null> {
  const ageMs = realClock.now() - letter.createdAt;
  if (to.kind === 'webhook' || ageMs < 0 || ageMs > graverFirstMs) return null;
  const graver = await store.graverLetters(letter);
  return graver === 0 ? null : Math.min(graverPauseMsMax, Math.max(graver * graverPauseMs, ageMs / 10));
}

/** What an earlier try may have left is found first; then the places are tried in turn. */
async function tell(deps: PageDeps, paging: Paging): Promise<PageEnd> {
  const tried = await deps.store.letterTry(paging.letter.id);
  const isOver = !isWanted(paging.page, paging.alert);
  if (isOver && tried === null) return notWanted;
  const isForgotten = tried !== null && deps.realClock.now() - tried.at > deps.nonceWindowMs;
  if (tried !== null && (isOver || isForgotten)) {
    const found = await lookFor(deps, paging, tried);
    if (found !== null) return found;
    return isOver ? notWanted : tellSomewhere(deps, paging, null);
  }
  return tellSomewhere(deps, paging, tried);
}

const notWanted: PageEnd = { status: 'settled', outcome: 'skipped', reason: 'not-wanted-any-more' };

/** Looks where it was tried last; null where it does not stand there, or nobody can tell. */
async function lookFor(deps: PageDeps, paging: Paging, tried: LetterTry): Promise<PageEnd | null> {
  const { letter, reference } = paging;
  const found = await deps.messenger.findByReference(tried.place, reference, letter.createdAt);
  switch (found.status) {
    case 'accepted':
      return stands(deps, paging, { ...elsewhere, channel: tried.place }, found.messageId);
    case 'wait':
    case 'unclear':
      return afterFailure(deps, paging, found);
    case 'absent':
    case 'refused':
    case 'gone':
      return null;
  }
}
const elsewhere = { kind: 'channel', aside: null, roles: [] } as const;

/** While a try may stand at a place, no other place is tried: two pages would stand. */
async function tellSomewhere(deps: PageDeps, paging: Paging, tried: LetterTry | null): Promise<PageEnd> {
  let problem = 'nowhere-to-tell';
  let isPassed = tried === null;
  for await (const place of placesFor(deps, paging)) {
    if (place.status === 'later') return place;
    isPassed ||= place.channel === tried?.place;
    if (!isPassed) continue;
    const end = await postAt(deps, paging, place, tried);
    if ('status' in end) return end;
    problem = end.problem;
  }
  if (!isPassed && tried !== null) {
    const end = await postAt(deps, paging, { ...elsewhere, channel: tried.place }, tried);
    if ('status' in end) return end;
    problem = end.problem;
  }
  return { status: 'settled', outcome: 'failed', reason: problem };
}

/** Posts it at one place; `problem` where that place takes nothing, and the next is to be tried. */
async function postAt(
  deps: PageDeps,
  paging: Paging,
  place: PagePlace,
  tried: LetterTry | null,
): Promise<PageEnd | { readonly problem: string }> {
  const { letter, page } = paging;
  const view = await pageView(deps, paging, place);
  const posted = await deps.messenger.postPage(place.channel, view, () => isToBeSent(deps, paging, place, tried));
  switch (posted.status) {
    case 'accepted':
      return stands(deps, paging, place, posted.messageId);
    case 'unwanted':
      return tried === null ? notWanted : ((await lookFor(deps, paging, tried)) ?? notWanted);
    case 'wait':
    case 'unclear':
      return afterFailure(deps, paging, posted);
    case 'gone':
      return { problem: `refused: the channel of ${page.to.kind} is gone` };
    case 'refused':
      if (place.kind === 'direct' && page.to.kind === 'direct') deps.people?.noteRefusal(page.to.user);
      // That a thread or a person takes nothing says nothing of a channel's cards.
      if (place.kind === 'channel')
        await channelRefused(deps, { server: letter.server, channel: place.channel }, posted);
      return { problem: `refused: ${posted.problem}` };
  }
}

/** Asked when nothing stands between the page and the wire any more: the try is written first, the alert read last. */
async function isToBeSent(
  { store, realClock }: PageDeps,
  { letter, page, owner }: Paging,
  { channel }: PagePlace,
  tried: LetterTry | null,
): Promise<boolean> {
  // The nonce is trusted from the first try on that may stand there.
  const begun = tried?.place === channel ? tried : { place: channel, at: realClock.now() };
  if (!(await store.beginLetter(letter, begun, owner)))
    throw new Error(`the claim on letter ${letter.id} was lost before it was posted`);
  return isWanted(page, await store.alert(page.incident, letter.server));
}

/** A page that stands: where its alert was taken meanwhile, it says so before it counts as sent. */
async function stands(deps: PageDeps, paging: Paging, place: PagePlace, messageId: string): Promise<PageEnd> {
  const { page, letter } = paging;
  const alert = await deps.store.alert(page.incident, letter.server);
  if (alert === null || isWanted(page, alert)) return { status: 'settled', outcome: 'sent', reason: 'posted' };
  const edited = await deps.messenger.editPage(place.channel, messageId, await endedView(deps, paging, place, alert));
  if (edited.status === 'wait' || edited.status === 'unclear') return afterFailure(deps, paging, edited);
  return { status: 'settled', outcome: 'sent', reason: 'taken-meanwhile' };
}

function afterFailure(
  { realClock }: PageDeps,
  { letter }: Paging,
  failure: Extract<MessengerFailure, { status: 'wait' | 'unclear' }>,
): PageEnd {
  const ageMs = realClock.now() - letter.createdAt;
  if (failure.status === 'wait') return { status: 'later', ...waitOf(failure, ageMs) };
  const reason = `unclear: ${failure.problem}`;
  return ageMs < giveUpAfterMs
    ? { status: 'later', delayMs: unclearPauseMs(ageMs), reason }
    : { status: 'settled', outcome: 'failed', reason };
}
