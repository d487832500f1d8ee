import type { Alert, Card, Fold, FoldEntry, FoldMessage, Incident, Instant, Pack } from '../model.ts';
import { cleanLine, safeLink } from './render/clean.ts';
import { factualTitle } from './render/describe.ts';
import { summarise } from './summarise.ts';

const hourMs = 3_600_000;
/** A message names so many: with a title and a link each they fit Discord's 4096 characters of an embed. */
export const entriesPerMessage = 12;
/** A longer address leaves no room for the title; another source may have a shorter one. */
const linkLengthMax = 180;
const jobPrefix = 'fold:';

/** The fold of a channel at a time on the Clock: one an hour. */
export function foldOf(channel: string, now: Instant): Pick<Fold, 'id' | 'hour'> {
  const hour = Math.floor(now / hourMs) * hourMs;
  return { id: `${channel}.${hour / hourMs}`, hour };
}

/** The job of the queue `deliver` that tells a fold. */
export function foldJobId(fold: string): string {
  return `${jobPrefix}${fold}`;
}

/** The fold that a job tells; null where it is another job. */
export function foldOfJob(job: string): string | null {
  return job.startsWith(jobPrefix) ? job.slice(jobPrefix.length) : null;
}

/** A message that is still to be posted. */
const unposted = { messageId: null, attemptedAt: null, editedAt: null, gone: false, shown: '' } as const;

/**
 * Shares the incidents of a fold out among its messages, and adds messages until all are named. One that somebody deleted
 * keeps what it named; one that was begun keeps its beginning, since its nonce derives from it.
 */
export function layOut(messages: readonly FoldMessage[], incidents: number): readonly FoldMessage[] {
  const laid: FoldMessage[] = [];
  for (const [place, message] of messages.entries()) {
    const end = Math.min(messages[place + 1]?.from ?? incidents, message.from + entriesPerMessage, incidents);
    laid.push(message.gone ? message : { ...message, count: Math.max(0, end - message.from) });
  }
  for (let from = namedBy(laid); from < incidents; from = namedBy(laid))
    laid.push({ ...unposted, from, count: Math.min(entriesPerMessage, incidents - from) });
  return laid;
}

function namedBy(messages: readonly FoldMessage[]): number {
  const last = messages.at(-1);
  return last === undefined ? 0 : last.from + last.count;
}

/** What is known of an incident of a fold. */
export interface Folded {
  readonly incident: Incident;
  readonly alert: Alert | null;
  /** Its card in the fold's channel. */
  readonly card: Card | null;
}

/** How a summary names an incident. */
export function foldEntry({ incident, alert, card }: Folded, fold: Fold, pack: Pack): FoldEntry {
  const summary = summarise(incident, pack, fold.language);
  const shown = summary.titleLanguage === fold.language ? cleanLine(summary.title) : '';
  const server = fold.isDirect ? '@me' : fold.server;
  const id = card === null || card.gone ? null : card.messageId;
  return {
    incident: incident.id,
    title: shown === '' ? cleanLine(factualTitle(summary, fold.language)) : shown,
    severity: summary.severity,
    state: alert?.state ?? 'open',
    link: linkOf([summary.source?.link, ...incident.reports.map(({ link }) => link)]),
    message: id === null ? null : { server, channel: fold.channel, id },
  };
}

/** The first, best first, that can be shown whole. */
function linkOf(links: readonly (string | null | undefined)[]): string | null {
  for (const link of links) {
    const safe = typeof link === 'string' ? safeLink(link) : null;
    if (safe !== null && safe.length <= linkLengthMax) return safe;
  }
  return null;
}
