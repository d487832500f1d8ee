/** Messages of their own about an alert. */
import type { Alert, Letter, Page, PageTarget } from '../model.ts';
import { isClosed } from './alert.ts';

/** So many other systems at most are called for one alert. */
const webhooksMax = 20;

/** The id of the letter that a page is: whatever causes the page twice, it is the same. `number` counts those of one change. */
export function pageId(
  { server, incident, revision }: Pick<Alert, 'server' | 'incident' | 'revision'>,
  number: number,
) {
  return `page.${server}.${incident}.${revision}.${number}`;
}

/** A page as the letter that brings it. */
export function letterOf(
  page: Page,
  letter: Pick<Letter, 'id' | 'server' | 'language' | 'createdAt' | 'severity'>,
): Letter {
  return { ...letter, channel: channelOf(page.to), body: { kind: 'page', page } };
}

/** Whether a page is still to be sent, as the alert stands now; null: there is none any more. */
export function isWanted({ while: condition }: Pick<Page, 'while'>, alert: Alert | null): boolean {
  switch (condition) {
    case 'always':
      return true;
    case 'unacknowledged':
      return alert?.state === 'open';
    case 'acknowledged':
      return alert?.state === 'acknowledged';
    case 'unresolved':
      return alert !== null && !isClosed(alert);
  }
}

/**
 * A change of an alert with what other systems are to hear of it: those that were called before are told the new state,
 * those that `pages` call from now on are remembered.
 */
export function withWebhooks(
  before: Alert,
  after: Alert,
  pages: readonly Page[],
): { readonly alert: Alert; readonly pages: readonly Page[] } {
  const called = pages.flatMap(({ to }) => (to.kind === 'webhook' ? [to.webhook] : []));
  const webhooks = [...new Set([...after.webhooks, ...called])].slice(0, webhooksMax);
  const told = before.state === after.state ? [] : after.webhooks.map((webhook) => statePage(after, webhook));
  return { alert: called.length === 0 ? after : { ...after, webhooks }, pages: [...pages, ...told] };
}

function statePage({ incident, state, changedBy }: Alert, webhook: string): Page {
  const says = { what: 'state', state, by: changedBy } as const;
  return { incident, says, to: { kind: 'webhook', webhook }, users: [], roles: [], while: 'always' };
}

/** What stands in a letter's `channel` before it is known where its message goes. */
function channelOf(to: PageTarget): string {
  switch (to.kind) {
    case 'thread':
    case 'channel':
      return to.channel;
    case 'direct':
      return `direct ${to.user}`;
    case 'webhook':
      return `webhook ${to.webhook}`;
    case 'operators':
      return 'operators';
  }
}
