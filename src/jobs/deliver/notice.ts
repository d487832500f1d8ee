import type { Card } from '../../model.ts';
import { threadName } from '../../pipeline/render/card.ts';
import { renderNotice } from '../../pipeline/render/notice.ts';
import { rowId } from '../../pipeline/route.ts';
import { newsOf } from '../../pipeline/summarise/news.ts';
import { summarise } from '../../pipeline/summarise.ts';
import type { MessengerFailure } from '../../ports.ts';
import { type Delivery, earlierFirst, failed, keep, type Step } from './delivery.ts';
import { noticeReference } from './reference.ts';
import { lookAgain, stillRings } from './still.ts';

/** For so long a notice lets those of earlier versions go first: a thread is read from top to bottom. */
const earlierFirstMs = 5_000;
const earlierPauseMs = 100;
/** Of more versions than these at once nobody reads the order. */
const earlierVersionsMax = 5;

/** Tells in the card's thread what changed, once; opens the thread where it is the first. Direct messages have none. */
export async function postNotice(delivery: Delivery, card: Card, mayPing: boolean): Promise<Step> {
  const { deps, row } = delivery;
  if (await isOvertaking(delivery, card))
    return { card, outcome: 'wait', reason: earlierFirst, delayMs: earlierPauseMs };
  const opened = row.isDirect ? { card, threadId: card.channel } : await withThread(delivery, card);
  if ('outcome' in opened) return opened;
  const { threadId } = opened;
  const answered = row.isDirect && card.messageId !== null ? { replyTo: card.messageId } : {};
  const reference = noticeReference(row.id);
  // No try can be older than the row, so a young row needs no search: the nonce covers whatever was tried.
  if (deps.realClock.now() - row.createdAt > deps.nonceWindowMs) {
    const found = await deps.messenger.findByReference(threadId, reference, row.createdAt);
    if (found.status === 'accepted') return { card: opened.card, outcome: 'sent', reason: 'adopted' };
    if (found.status === 'wait' || found.status === 'unclear')
      return failed(delivery, opened.card, found, row.createdAt);
  }
  const view = {
    text: renderNotice(newsOf(delivery.incident, row.changes, deps.pack), row.language),
    pingRole: mayPing ? row.pingRole : null,
    reference,
    ...answered,
  };
  const isWanted = mayPing ? stillRings(delivery, opened.card, view.pingRole) : undefined;
  const result = await deps.messenger.postNotice(threadId, view, isWanted);
  if (result.status === 'unwanted') return lookAgain(opened.card);
  if (result.status === 'accepted') return { card: opened.card, outcome: 'sent', reason: 'noticed' };
  return threadFailed(delivery, opened.card, result);
}

/** Whether a notice of an earlier version is on its way; where that has trouble, nobody waits for it for long. */
async function isOvertaking({ deps, row }: Delivery, { versionPosted }: Card): Promise<boolean> {
  const ageMs = deps.realClock.now() - row.createdAt;
  if (ageMs < 0 || ageMs > earlierFirstMs) return false;
  const oldest = Math.max((versionPosted ?? 0) + 1, row.version - earlierVersionsMax);
  for (let version = row.version - 1; version >= oldest; version -= 1) {
    const earlier = await deps.store.row(rowId({ ...row, version }));
    if (earlier !== null && earlier.heldUntil === null) return true;
  }
  return false;
}

async function withThread(delivery: Delivery, card: Card): Promise<{ card: Card; threadId: string } | Step> {
  const { deps, incident } = delivery;
  if (card.threadId !== null) return { card, threadId: card.threadId };
  if (card.messageId === null) throw new Error(`the card of ${card.incident} has no message to open a thread on`);
  const name = threadName(summarise(incident, deps.pack, delivery.row.language), delivery.row.language);
  const result = await deps.messenger.openThread(card.channel, card.messageId, name);
  if (result.status !== 'accepted') return withoutBar(failed(delivery, card, result, delivery.row.createdAt));
  const threaded = { ...card, threadId: result.messageId };
  await keep(delivery, threaded);
  return { card: threaded, threadId: result.messageId };
}

/** A thread that somebody deleted is not opened again, and its card lives on. */
function threadFailed(delivery: Delivery, card: Card, failure: MessengerFailure): Step {
  if (failure.status === 'gone') return { card, outcome: 'skipped', reason: 'thread-deleted' };
  const step = failed(delivery, card, failure, delivery.row.createdAt);
  return delivery.row.isDirect ? step : withoutBar(step);
}

/** That no thread may be opened or written in says nothing of the channel's cards. */
function withoutBar(step: Step): Step {
  if (step.outcome !== 'failed') return step;
  const { card, outcome, reason } = step;
  return { card, outcome, reason };
}
