import type { Alert, AuditEntry, Card, Instant, Label, Letter, OutboxRow, Page, Presser, Server } from '../model.ts';
import { type Deed, standingOf } from '../pipeline/alert.ts';
import { labelOfChange } from '../pipeline/label.ts';
import { letterOf, pageId, withWebhooks } from '../pipeline/page.ts';
import { rowId } from '../pipeline/route.ts';
import type { AlertStore, Clock, Log, Queue, Store } from '../ports.ts';
import { letterJobId } from './deliver/letter-job.ts';
import { serverOf } from './servers.ts';

export interface AlertDeps {
  readonly store: Pick<Store, 'commitAlert' | 'cardsOf' | 'incident' | 'servers'>;
  readonly queue: Pick<Queue, 'add'>;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly log: Log;
  readonly filedServers: readonly Server[];
}

/** One thing done to an alert, as it was read and as it is from then on. */
export interface AlertChange {
  /** Once a key, whatever becomes of the answer. */
  readonly key: string;
  readonly before: Alert;
  readonly after: Alert;
  readonly deed: Deed['what'];
  /** Who does it; null: the program. */
  readonly by: Presser | null;
  /** Messages that tell of it, beside the cards. */
  readonly pages?: readonly Page[];
  /** Left out: the one that the change says by itself. */
  readonly label?: Label;
  /** Where it was done: `channel <id>`, `terminal`; left out for what the program does of itself. */
  readonly from?: string;
  /** For the audit log, behind the states. */
  readonly detail?: string;
}

/**
 * Changes an alert, in one write: the alert, a row for each of its cards on the server, the pages, the label, the audit
 * entry, and its timer, so that what follows from the new state is looked after at once. Nothing is told here: cards and
 * pages go the way of any delivery.
 */
export async function changeAlert(deps: AlertDeps, change: AlertChange): ReturnType<AlertStore['commitAlert']> {
  const { before, after, deed, by, from, detail = '' } = change;
  const at = deps.clock.now();
  const entry: AuditEntry = {
    at,
    server: after.server,
    incident: after.incident,
    who: by,
    action: deed,
    detail: `${before.state} → ${after.state}${detail === '' ? '' : `: ${detail}`}`,
    ...(from === undefined ? {} : { from }),
    alert: standingOf(after),
  };
  const { key, pages = [] } = change;
  const label = change.label ?? (await labelFor(deps, change));
  return commitChange(deps, { key, before, after, pages, label, audit: [entry], nextDueAt: at, isShown: true });
}

/** What the change says of the matching: that it was a false alarm, or none after all. */
async function labelFor({ store, filedServers }: AlertDeps, { before, after }: AlertChange): Promise<Label | null> {
  if (before.state !== 'false-alarm' && after.state !== 'false-alarm') return null;
  const incident = await store.incident(after.incident);
  const isTeaching = filedServers.some(({ id, operators }) => id === after.server && operators);
  return incident === null ? null : labelOfChange({ before, after }, { incident, isTeaching });
}

/** What is written of an alert at once, whatever it was that changed it. */
export interface Changes {
  readonly key: string;
  readonly before: Alert;
  readonly after: Alert;
  readonly pages: readonly Page[];
  readonly label: Label | null;
  readonly audit: readonly AuditEntry[];
  readonly nextDueAt: Instant | null;
  /** Whether its cards look otherwise from then on. */
  readonly isShown: boolean;
}

/** Writes it, and has the rows and pages that came with it delivered. */
export async function commitChange(deps: AlertDeps, changes: Changes): ReturnType<AlertStore['commitAlert']> {
  const { key, before, label, audit, nextDueAt } = changes;
  const { alert: after, pages } = withWebhooks(before, changes.after, changes.pages);
  const cards = await cardsOn(deps, after);
  const rows = changes.isShown ? await rowsFor(deps, after, cards) : [];
  const letters = await lettersFor(deps, { after, pages }, cards);
  const outcome = await deps.store.commitAlert({
    key,
    expectedRevision: before.revision,
    alert: after,
    rows,
    letters,
    label,
    audit,
    nextDueAt,
  });
  const jobs = [...letters.map(({ id }) => letterJobId(id)), ...rows.map(({ id }) => id)];
  if (outcome === 'committed' && jobs.length > 0) await deps.queue.add('deliver', jobs);
  return outcome;
}

/** The cards of an alert that stand on its server, or will. */
async function cardsOn({ store }: AlertDeps, { incident, server }: Alert): Promise<readonly Card[]> {
  return (await store.cardsOf(incident)).filter((card) => card.server === server && !card.gone);
}

async function rowsFor(deps: AlertDeps, alert: Alert, cards: readonly Card[]): Promise<readonly OutboxRow[]> {
  if (cards.length === 0) return [];
  const version = (await deps.store.incident(alert.incident))?.version ?? 1;
  return cards.map((card) => rowFor(card, { alert, version, realNow: deps.realClock.now() }));
}

/** The row that has a card show its alert and its incident as they are now; it pings nobody. */
export function rowFor(card: Card, now: { alert: Alert; version: number; realNow: Instant }): OutboxRow {
  const what = { incident: card.incident, version: now.version, kind: 'card' as const, channel: card.channel };
  return {
    ...what,
    id: rowId(what, now.alert.revision),
    server: now.alert.server,
    language: card.language ?? 'en',
    pingRole: null,
    changes: [],
    heldUntil: null,
    cardsPerHour: null,
    isDirect: card.isDirect,
    createdAt: now.realNow,
    causedAt: now.realNow,
  };
}

/** A page speaks the language of the card that it belongs to, else the server's. */
async function lettersFor(
  deps: AlertDeps,
  { after, pages }: Pick<Changes, 'after' | 'pages'>,
  cards: readonly Card[],
): Promise<readonly Letter[]> {
  if (pages.length === 0) return [];
  const home = await serverOf(deps, after.server);
  const languages = new Map(cards.map(({ channel, language }) => [channel, language]));
  const { severity } = after.known;
  return pages.map((page, number) =>
    letterOf(page, {
      id: pageId(after, number),
      server: after.server,
      language: ('channel' in page.to ? languages.get(page.to.channel) : null) ?? home?.language ?? 'en',
      createdAt: deps.realClock.now(),
      severity,
    }),
  );
}
