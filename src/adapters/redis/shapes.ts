/** How each kind of record is stored: what it needs, and what it is where an older version of the program did not say. */
import type {
  Article,
  AuditEntry,
  Bar,
  Bulletin,
  Card,
  Feed,
  Fold,
  FoldMessage,
  Incident,
  Letter,
  Membership,
  OutboxRow,
  Outlet,
  Regrouping,
  Report,
  Server,
  Standing,
  Subscription,
  Watch,
} from '../../model.ts';
import { queriesOfPlain } from '../../pipeline/query/plain.ts';
import type { ArticleRecord, Draft, LetterTry, PendingArticle, SettledRow } from '../../ports.ts';
import type { Shape, Stored } from './records.ts';

export const feedShape: Shape<Feed> = {
  name: 'feed',
  required: { id: 'string', url: 'string', outlet: 'string', language: 'string' },
  defaults: { status: 'active', intervalMinutes: null, origin: 'command' },
};
export const outletShape: Shape<Outlet> = {
  name: 'outlet',
  required: { id: 'string', name: 'string', family: 'string' },
  defaults: { country: 'ZZ', stateAffiliated: false, tier: 3 },
};
const articleKinds = {
  id: 'string',
  feed: 'string',
  outlet: 'string',
  title: 'string',
  summary: 'string',
  publishedAt: 'number',
  seenAt: 'number',
} as const;
export const pendingShape: Shape<PendingArticle> = {
  name: 'pending article',
  required: { article: 'object', fetchedAtReal: 'number' },
  defaults: {},
  within: { article: articleKinds },
  complete: withArticle,
};
/** What is stored of a verdict: `commit` tells a write sent twice from a second verdict. */
export type StoredVerdict = ArticleRecord & { readonly commit: string };
export const verdictShape: Shape<StoredVerdict> = {
  name: 'article record',
  required: { article: 'object', verdict: 'object' },
  defaults: { commit: '', version: null, changes: [] },
  within: { article: articleKinds, verdict: { decision: 'string', reasons: 'array' } },
  complete: withArticle,
};
export const incidentShape: Shape<Incident> = {
  name: 'incident',
  required: {
    id: 'string',
    version: 'number',
    openedAt: 'number',
    updatedAt: 'number',
    facts: 'object',
    reports: 'array',
  },
  within: {
    facts: { title: 'string', days: 'object', actors: 'array', families: 'array', severity: 'string' },
    reports: { article: 'string', outlet: 'string', actors: 'array', sentences: 'array', terms: 'object' },
  },
  defaults: {
    reportsDropped: 0,
    silent: false,
    late: false,
    changes: [],
    corrections: [],
    related: [],
    newsAt: null,
    mergedInto: null,
    apart: [],
  },
  complete: (incident: OlderIncident) => ({
    ...incident,
    changedAt: incident.changedAt ?? incident.updatedAt,
    reports: incident.reports.map(completeReport),
  }),
};
/** Before cards told it, nobody kept when a version came to be. */
type OlderIncident = Omit<Incident, 'changedAt'> & Partial<Pick<Incident, 'changedAt'>>;

/** Before revisions were told, an article was none. */
function withArticle<T extends { readonly article: OlderArticle }>(record: T): T {
  return { ...record, article: { ...record.article, revises: record.article.revises ?? null } };
}
type OlderArticle = Omit<Article, 'revises'> & Partial<Pick<Article, 'revises'>>;

/** Before evidence was kept, a report had none. */
type OlderReport = Omit<Report, 'evidence'> & Partial<Pick<Report, 'evidence'>>;
function completeReport(report: OlderReport): Report {
  return { ...report, evidence: report.evidence ?? [] };
}

export const regroupingShape: Shape<Regrouping> = {
  name: 'regrouping',
  required: { incident: 'string', what: 'string', at: 'number', by: 'object', before: 'array', label: 'object' },
  defaults: { alerts: [] },
};
export const rowShape: Shape<OutboxRow> = {
  name: 'outbox row',
  required: {
    id: 'string',
    incident: 'string',
    version: 'number',
    kind: 'string',
    server: 'string',
    channel: 'string',
  },
  defaults: {
    pingRole: null,
    language: 'en',
    changes: [],
    heldUntil: null,
    cardsPerHour: null,
    isDirect: false,
    createdAt: 0,
    causedAt: 0,
  },
};
export const settledShape: Shape<SettledRow> = {
  name: 'settled row',
  required: { row: 'string', outcome: 'string', reason: 'string' },
  defaults: {},
};
/** A card of which nothing was tried yet. */
export const cardDefaults: Omit<Card, 'incident' | 'channel'> = {
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
  causedAt: null,
  editedAt: null,
  foldedInto: null,
};
export const cardShape: Shape<Card> = {
  name: 'card',
  required: { incident: 'string', channel: 'string' },
  defaults: cardDefaults,
};
export const barShape: Shape<Bar> = {
  name: 'bar',
  required: { channel: 'string', server: 'string', since: 'number' },
  defaults: { why: 'forbidden', problem: '', triedAt: 0, endedAt: null },
};
export const membershipShape: Shape<Membership> = {
  name: 'membership',
  required: { server: 'string', channel: 'string', user: 'string' },
  defaults: { isGone: false, dueAt: 0 },
};
/** What is stored of a fold by itself; its incidents, revision and messages stand apart. */
export type StoredFold = Omit<Fold, 'incidents' | 'revision' | 'messages'>;
export const foldShape: Shape<StoredFold> = {
  name: 'fold',
  required: { id: 'string', server: 'string', channel: 'string', hour: 'number' },
  defaults: { language: 'en', isDirect: false },
};
export const foldMessagesShape: Shape<{ readonly messages: readonly FoldMessage[] }> = {
  name: 'messages of a fold',
  required: { messages: 'array' },
  defaults: {},
};
export const watchShape: Shape<Watch> = {
  name: 'watch',
  required: { id: 'string', name: 'string', severityFloor: 'string' },
  defaults: { server: null, keywords: [], actors: [], places: [], eventTypes: [], languages: [], origin: 'command' },
  expand: ({ keywordsAre, ...fields }) => (keywordsAre === 'queries' ? fields : withQueries(fields)),
};

/** A watch as it is stored: with the mark that its keywords are queries. */
export const writeWatch = (watch: Watch): string => JSON.stringify({ ...watch, keywordsAre: 'queries' });

/** Before keywords were queries, they were plain words. */
function withQueries(fields: Stored): Stored {
  const { keywords } = fields;
  if (!Array.isArray(keywords)) return fields;
  return { ...fields, keywords: queriesOfPlain(keywords.filter((each) => typeof each === 'string')) };
}
export const subscriptionShape: Shape<Subscription> = {
  name: 'subscription',
  required: { id: 'string', watch: 'string', server: 'string', channel: 'string', severityFloor: 'string' },
  defaults: {
    user: null,
    pingRole: null,
    pingFloor: 'high',
    language: 'en',
    alerts: true,
    quiet: null,
    cardsPerHour: null,
    digests: [],
    origin: 'command',
  },
};
export const serverShape: Shape<Server> = {
  name: 'server',
  required: { id: 'string', name: 'string', responderRoles: 'array' },
  defaults: { operators: false, operatorsChannel: null, language: 'en', timeZone: 'UTC', origin: 'command' },
};
export const draftShape: Shape<Draft> = {
  name: 'draft',
  required: { id: 'string', server: 'string', by: 'string' },
  defaults: { value: null },
};
export const letterShape: Shape<Letter> = {
  name: 'letter',
  required: { id: 'string', server: 'string', channel: 'string', body: 'object' },
  defaults: { language: 'en', createdAt: 0 },
};
export const letterTryShape: Shape<LetterTry> = {
  name: 'try of a letter',
  required: { place: 'string', at: 'number' },
  defaults: {},
};
export const auditShape: Shape<AuditEntry> = {
  name: 'audit entry',
  required: { at: 'number', action: 'string' },
  defaults: { server: null, incident: null, who: null, detail: '' },
};

export const bulletinShape: Shape<Bulletin> = {
  name: 'bulletin',
  required: { id: 'string', text: 'string' },
  defaults: { pings: false, createdAt: 0 },
};
export const standingShape: Shape<Standing> = {
  name: 'standing',
  required: { subject: 'string', told: 'string' },
  defaults: { toldAt: 0, times: 0, seen: null, since: null },
};
