/** Records for the store's contract, dull but whole; a test names what matters to it. */
import type {
  Alert,
  Article,
  AuditEntry,
  Card,
  FeedState,
  Incident,
  KnownItem,
  OutboxRow,
  Subscription,
  Watch,
} from '../../src/model.ts';
import { neverPolled } from '../../src/pipeline/schedule/state.ts';
import type { PollRecord, VerdictRecord } from '../../src/ports.ts';
import { anArticle, anAlert as anyAlert } from '../support/builders.ts';

export function aFeedState(over: Partial<FeedState> = {}): FeedState {
  return {
    feed: 'gazette',
    url: 'https://gazette.example/rss',
    ...neverPolled,
    lastStatus: 'ok',
    readBy: 'rss-parser',
    ...over,
  };
}

/** An item that is known by these keys, or by one of its own. */
export function aKnownItem(article: string, keys = [`key-of-${article}`], over: Partial<KnownItem> = {}): KnownItem {
  return {
    article,
    keys,
    text: `text-of-${article}`,
    sketch: 'AAAA',
    isBare: false,
    publishedAt: null,
    seenAt: 5_000,
    revisions: 0,
    revisedAt: null,
    isElsewhere: false,
    ...over,
  };
}

/** A poll that read a document with these articles, each known by a key of its own. */
export function aPoll(articles: readonly Article[], over: Partial<PollRecord> = {}): PollRecord {
  return {
    state: aFeedState(),
    present: articles.map(({ id }) => id),
    items: articles.map(({ id }) => aKnownItem(id)),
    articles,
    timer: 'poll:gazette',
    nextDue: 10_000,
    polledAt: 5_000,
    fetchedAtReal: 5_500,
    audit: [],
    ...over,
  };
}

export function anAlert(incident: string, server: string, over: Partial<Alert> = {}): Alert {
  return anyAlert({ incident, server, openedAt: 5_000, changedAt: 5_000, ...over });
}

export function aRow(incident: string, channel: string, over: Partial<OutboxRow> = {}): OutboxRow {
  return {
    id: `${incident}.1.card.${channel}`,
    incident,
    version: 1,
    kind: 'card',
    server: 'home',
    channel,
    language: 'en',
    pingRole: null,
    changes: [],
    heldUntil: null,
    cardsPerHour: null,
    isDirect: false,
    createdAt: 6_000,
    causedAt: 5_500,
    ...over,
  };
}

export function aCard(incident: string, channel: string, over: Partial<Card> = {}): Card {
  return {
    incident,
    channel,
    server: null,
    language: null,
    isDirect: false,
    messageId: null,
    versionPosted: null,
    threadId: null,
    versionTold: 0,
    alertRevisionTold: 0,
    attemptedAt: null,
    gone: false,
    postedAt: null,
    editedAt: null,
    foldedInto: null,
    causedAt: null,
    ...over,
  };
}

export function anEntry(over: Partial<AuditEntry> = {}): AuditEntry {
  return { at: 5_000, server: null, incident: null, who: null, action: 'opened', detail: '', ...over };
}

/** A verdict that opens an incident, or leaves the index alone when `incident` is null. */
export function aVerdict(article: string, incident: Incident | null, over: Partial<VerdictRecord> = {}): VerdictRecord {
  return {
    revision: 0,
    article: anArticle({ id: article }),
    verdict: {
      article,
      decision: incident === null ? 'irrelevant' : 'new',
      incident: incident?.id ?? null,
      reasons: [{ code: 'no-event-type', detail: '' }],
    },
    incident,
    alertsOpened: [],
    alertsTouched: [],
    hiddenBy: [],
    rows: [],
    audit: [],
    ...over,
  };
}

export function aWatch(id: string, over: Partial<Watch> = {}): Watch {
  return {
    id,
    name: `Watch ${id}`,
    server: 'home',
    keywords: ['drone'],
    actors: [],
    places: [],
    eventTypes: [],
    severityFloor: 'low',
    languages: [],
    origin: 'command',
    ...over,
  };
}

export function aSubscription(id: string, over: Partial<Subscription> = {}): Subscription {
  return {
    id,
    watch: 'bases',
    server: 'home',
    channel: '100',
    user: null,
    pingRole: null,
    severityFloor: 'low',
    pingFloor: 'high',
    language: 'en',
    alerts: true,
    quiet: null,
    cardsPerHour: null,
    digests: [],
    origin: 'command',
    ...over,
  };
}
