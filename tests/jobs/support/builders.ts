/** Values for the tests of jobs; a test names what matters to it. */
import type {
  Alert,
  Article,
  Card,
  Incident,
  OutboxRow,
  Server,
  Silence,
  Subscription,
  Watch,
} from '../../../src/model.ts';
import type { Log, Meter, Store } from '../../../src/ports.ts';

export const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };
export const unmetered: Meter = { polled() {}, decided() {}, delivered() {}, paged() {} };

export function aWatch(said: Partial<Watch> = {}): Watch {
  return {
    id: 'everything',
    name: 'Everything',
    server: null,
    keywords: [],
    actors: [],
    places: [],
    eventTypes: [],
    severityFloor: 'info',
    languages: [],
    origin: 'file',
    ...said,
  };
}

export function aSubscription(said: Partial<Subscription> = {}): Subscription {
  return {
    id: 'home-alerts',
    watch: 'everything',
    server: 'home',
    channel: 'alerts',
    user: null,
    pingRole: 'watchers',
    severityFloor: 'info',
    pingFloor: 'elevated',
    language: 'en',
    alerts: true,
    quiet: null,
    cardsPerHour: null,
    digests: [],
    origin: 'file',
    ...said,
  };
}

/** A silence of everything below critical, for a day from the time of most tests on. */
export function aSilence(
  said: Partial<Omit<Silence, 'matchers'>> & { readonly matchers?: Partial<Silence['matchers']> } = {},
): Silence {
  const from = 1_585_742_400_000;
  const none = { actors: [], places: [], eventTypes: [], outlets: [], watches: [], severityBelow: null };
  return {
    id: 's1',
    server: 'home',
    why: 'an exercise',
    by: { id: 'sam', name: 'Sam' },
    from,
    to: from + 86_400_000,
    liftedBy: null,
    ...said,
    matchers: { ...none, critical: false, ...(said.matchers ?? { severityBelow: 'critical' }) },
  };
}

export function aServer(said: Partial<Server> = {}): Server {
  return {
    id: 'home',
    name: 'Home',
    responderRoles: [],
    operators: false,
    operatorsChannel: null,
    language: 'en',
    timeZone: 'UTC',
    origin: 'file',
    ...said,
  };
}

export function aCard(said: Partial<Card> = {}): Card {
  return {
    incident: 'i-article-1',
    channel: 'alerts',
    server: 'home',
    language: 'en',
    isDirect: false,
    messageId: 'm1',
    versionPosted: 1,
    threadId: null,
    versionTold: 1,
    alertRevisionTold: 1,
    attemptedAt: null,
    gone: false,
    postedAt: null,
    editedAt: null,
    foldedInto: null,
    causedAt: null,
    ...said,
  };
}

export function aRow(said: Partial<OutboxRow> = {}): OutboxRow {
  const row = { incident: 'i-article-1', version: 1, kind: 'card' as const, channel: 'alerts', ...said };
  return {
    id: `${row.incident}.${row.version}.${row.kind}.${row.channel}`,
    server: 'home',
    language: 'en',
    pingRole: null,
    changes: [],
    heldUntil: null,
    cardsPerHour: null,
    isDirect: false,
    createdAt: 1_000_000,
    causedAt: 1_000_000,
    ...row,
  };
}

/** Writes what a verdict brings: the incident, its alert where it has none yet, and rows. */
export async function commit(
  store: Store,
  article: Article,
  brought: { incident: Incident; alerts?: readonly Alert[]; rows: readonly OutboxRow[] },
): Promise<void> {
  const { revision } = await store.incidentsSince(0);
  const outcome = await store.commitVerdict({
    revision,
    article,
    verdict: { article: article.id, decision: 'new', incident: brought.incident.id, reasons: [] },
    incident: brought.incident,
    alertsOpened: brought.alerts ?? [],
    alertsTouched: [],
    hiddenBy: [],
    rows: brought.rows,
    audit: [],
  });
  if (outcome !== 'committed') throw new Error(`the verdict on ${article.id} was ${outcome}`);
}
