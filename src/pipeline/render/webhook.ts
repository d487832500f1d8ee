import type { Alert, Day, Letter, MessagePlace, Page, PageSays, Severity, Summary } from '../../model.ts';
import { cleanLine, cut } from './clean.ts';

/** What another system is told, as JSON. Fields are added in time, and none changes its meaning. */
export interface WebhookBody {
  /** The same for each try of one call. */
  readonly id: string;
  /** What it is about: `escalation`, `unanswered`, or `state` where the alert was taken, put off, closed or opened again. */
  readonly kind: PageSays['what'];
  /** When it was written, ISO 8601. */
  readonly at: string;
  readonly server: string;
  readonly alert: {
    /** With the server the key of the alert, for ever. */
    readonly incident: string;
    readonly state: Alert['state'];
    /** Counts every change: what comes with a lower one than is known came late. */
    readonly revision: number;
    readonly severity: Severity;
    readonly title: string;
    readonly place: string | null;
    readonly day: { readonly from: Day; readonly to: Day };
    /** Of the card; null where none stands. */
    readonly url: string | null;
    readonly acknowledgedBy: string | null;
  };
  /** Of a step: whose it is, and for how long nobody has acknowledged. */
  readonly page: {
    readonly policy: string;
    /** Both from 1. */
    readonly step: number;
    readonly round: number;
    readonly waitedSeconds: number;
  } | null;
}

const textLengthMax = 1_000;

/** A page as another system is told it. */
export function webhookBody(
  { id, server, createdAt }: Letter,
  page: Page,
  { alert, summary, card }: { readonly alert: Alert; readonly summary: Summary; readonly card: MessagePlace | null },
): WebhookBody {
  return {
    id,
    kind: page.says.what,
    at: new Date(createdAt).toISOString(),
    server,
    alert: {
      incident: alert.incident,
      state: alert.state,
      revision: alert.revision,
      severity: summary.severity,
      title: plain(summary.title),
      place: summary.place === null ? null : plain(summary.place.name),
      day: { from: summary.day.from, to: summary.day.to },
      url: card === null ? null : `https://discord.com/channels/${card.server}/${card.channel}/${card.id}`,
      acknowledgedBy: alert.acknowledgement === null ? null : plain(alert.acknowledgement.by.name),
    },
    page: stepOf(page.says),
  };
}

const plain = (text: string): string => cut(cleanLine(text), textLengthMax);

function stepOf(says: PageSays): WebhookBody['page'] {
  if (says.what !== 'escalation') return null;
  const { policy, step, round, waitedMs } = says;
  return { policy, step: step + 1, round: round + 1, waitedSeconds: Math.round(waitedMs / 1000) };
}
