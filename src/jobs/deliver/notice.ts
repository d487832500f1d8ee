import type { Card } from '../../model.ts';
import { threadName } from '../../pipeline/render/card.ts';
import { renderNotice } from '../../pipeline/render/notice.ts';
import { newsOf } from '../../pipeline/summarise/news.ts';
import { summarise } from '../../pipeline/summarise.ts';
import type { MessengerFailure } from '../../ports.ts';
import { type Delivery, failed, keep, type Step } from './delivery.ts';
import { noticeReference } from './reference.ts';

/** Tells in the card's thread what changed, once; opens the thread where it is the first. Direct messages have none. */
export async function postNotice(delivery: Delivery, card: Card, mayPing: boolean): Promise<Step> {
  const { deps, row } = delivery;
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
  const result = await deps.messenger.postNotice(threadId, view);
  if (result.status === 'accepted') return { card: opened.card, outcome: 'sent', reason: 'noticed' };
  return threadFailed(delivery, opened.card, result);
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
