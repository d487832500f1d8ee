import { isWanted } from '../../../pipeline/page.ts';
import { webhookBody } from '../../../pipeline/render/webhook.ts';
import { summarise } from '../../../pipeline/summarise.ts';
import { cardPlace } from '../../card-places.ts';
import { giveUpAfterMs, unclearPauseMs } from '../patience.ts';
import type { PageDeps, PageEnd, Paging } from './deps.ts';

/** Calls another system. One of another server's is never called, whatever a policy says. */
export async function callWebhook(deps: PageDeps, paging: Paging, webhook: string): Promise<PageEnd> {
  const { letter, page, owner } = paging;
  if (!deps.filedWebhooks.some(({ id, server }) => id === webhook && server === letter.server))
    return {
      status: 'settled',
      outcome: 'failed',
      reason: `refused: server ${letter.server} has no webhook ${webhook}`,
    };
  const now = deps.realClock.now();
  const askAgain = async () => {
    await deps.store.beginLetter(letter, { place: webhook, at: now }, owner);
    return isWanted(page, await deps.store.alert(page.incident, letter.server));
  };
  const called = await deps.webhooks.call(webhook, { id: letter.id, body: await bodyOf(deps, paging) }, askAgain);
  const ageMs = now - letter.createdAt;
  switch (called.status) {
    case 'accepted':
      return { status: 'settled', outcome: 'sent', reason: 'called' };
    case 'unwanted':
      return { status: 'settled', outcome: 'skipped', reason: 'not-wanted-any-more' };
    case 'refused':
      return { status: 'settled', outcome: 'failed', reason: `refused: ${called.problem}` };
    case 'busy':
      return ageMs > giveUpAfterMs
        ? { status: 'settled', outcome: 'failed', reason: 'unclear: its turn never came' }
        : { status: 'later', delayMs: called.waitMs, reason: 'webhook-busy' };
    case 'failed': {
      const reason = `unclear: ${called.problem}`;
      if (ageMs > giveUpAfterMs) return { status: 'settled', outcome: 'failed', reason };
      return { status: 'later', delayMs: called.waitMs ?? unclearPauseMs(ageMs), reason };
    }
  }
}

async function bodyOf(deps: PageDeps, { letter, page, incident, alert }: Paging): Promise<string> {
  const summary = summarise(incident, deps.pack, letter.language);
  const card = await cardPlace(deps.store, { incident: incident.id, server: letter.server });
  return JSON.stringify(webhookBody(letter, page, { alert, summary, card }));
}
