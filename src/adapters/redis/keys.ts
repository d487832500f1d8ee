/** Every key of the store, under one prefix. What is behind each stands beside it; nothing else is ever written. */

export type Keys = ReturnType<typeof keysUnder>;

/** Names all keys under a prefix. Ids may hold `:`, so that an id stands last and a channel or server before it. */
export function keysUnder(prefix: string) {
  return {
    ...deliveryKeys(prefix),
    ...onCallKeys(prefix),
    ...backupKeys(prefix),
    /** String: the schema's version. */
    schema: `${prefix}schema`,
    /** Hash, expiring: who brings older data up to date, and until when by the clock of Redis. */
    schemaClaim: `${prefix}schema:claim`,
    /** String, expiring: the token of a write that must not be done twice when it is sent again. */
    applied: (token: string) => `${prefix}applied:${token}`,

    /** Sorted set: timer → due time on the Clock. */
    timersDue: `${prefix}timers:due`,
    /** Sorted set: timer → end of its lease on the real clock. */
    timersLeased: `${prefix}timers:leased`,
    /** Sorted set: timer that was claimed and not settled since → when it fell due, on the Clock. */
    timersSince: `${prefix}timers:since`,
    /** String, expiring: the timers that a claim was given, for when it is sent again. */
    timersClaim: (claim: string) => `${prefix}timers:claim:${claim}`,

    /** Hash: feed → FeedState. */
    feeds: `${prefix}feeds`,
    /** Sorted set a feed: article → Clock time of the newest document that held its item. */
    seen: (feed: string) => `${prefix}seen:${feed}`,
    /** Hash a feed: article → KnownItem, and each of its keys → article. */
    items: (feed: string) => `${prefix}items:${feed}`,
    /** Hash: article → PendingArticle; sorted set: article → real time it was stored. */
    pending: `${prefix}pending`,
    pendingAt: `${prefix}pending:at`,
    /** String an article, expiring: ArticleRecord. */
    articlePrefix: `${prefix}article:`,
    article: (id: string) => `${prefix}article:${id}`,

    /** Hash: subject → Standing; string: the revision of them all. */
    standings: `${prefix}standings`,
    standingsRevision: `${prefix}standings:revision`,
    /** Hash: bulletin → Bulletin, while it waits; sorted set: bulletin → createdAt on the real clock. */
    bulletins: `${prefix}bulletins`,
    bulletinsWaiting: `${prefix}bulletins:waiting`,
    /** Hash, expiring: who tells bulletins, and until when on the real clock. */
    bulletinsClaim: `${prefix}bulletins:claim`,

    /** Hash a host, expiring: `last`, when it was asked last, and `rest`, until when nobody asks it; on the real clock. */
    hostVisits: (host: string) => `${prefix}host:${host}`,
    /** Sorted set a host, expiring: process and feed that are asking it → end of their lease on the real clock. */
    hostInside: (host: string) => `${prefix}host-inside:${host}`,
    /** Sorted set a host, expiring: feed → the real time from which it may ask. */
    hostLine: (host: string) => `${prefix}host-line:${host}`,

    /** Hash: incident → Incident. */
    incidents: `${prefix}incidents`,
    /** Sorted set: incident → revision of the index that changed it last. */
    incidentsChanged: `${prefix}incidents:changed`,
    /** Sorted set: incident → its `updatedAt` on the Clock. */
    incidentsUpdated: `${prefix}incidents:updated`,
    /** String: the present revision of the incident index. */
    incidentsRevision: `${prefix}incidents:revision`,
    /** String an incident, expiring: the Regrouping that can be undone. */
    regrouping: (incident: string) => `${prefix}regrouping:${incident}`,
    /** Hash: who is the one writer, and until when on the real clock. */
    writer: `${prefix}writer`,

    /** Hash an incident: server → Alert. */
    alerts: (incident: string) => `${prefix}alerts:${incident}`,
    /** Set an incident: the servers whose alert is unresolved. */
    alertsUnresolved: (incident: string) => `${prefix}alerts-unresolved:${incident}`,
    /** Sorted set a server: incident whose alert is unresolved → when it was opened. */
    alertsOpen: (server: string) => `${prefix}alerts-open:${server}`,
    /** String, expiring: a press that was taken. */
    press: (key: string) => `${prefix}press:${key}`,

    /** Sorted set a server: incident that it has an alert of → when it was opened. */
    alertsAll: (server: string) => `${prefix}alerts-all:${server}`,

    /** Hashes: id → Watch, id → Subscription made by command. */
    watches: `${prefix}watches`,
    subscriptions: `${prefix}subscriptions`,
    /** Hash: server and channel of direct messages → Membership. */
    memberships: `${prefix}memberships`,
    /** Hash: id → Server that was set up by command. */
    servers: `${prefix}servers`,
    /** String, expiring: Draft. */
    draft: (id: string) => `${prefix}draft:${id}`,

    /** Hashes: id → Feed, id → Outlet made by command; set: feeds that an operator paused; string: counts the changes. */
    rosterFeeds: `${prefix}roster:feeds`,
    rosterOutlets: `${prefix}roster:outlets`,
    rosterPaused: `${prefix}roster:paused`,
    rosterRevision: `${prefix}roster:revision`,

    /** Streams of AuditEntry: everything, and an incident's own. */
    audit: `${prefix}audit`,
    /** Hash: number and hash of the newest entry of the whole log, and of the newest that retention dropped. */
    auditEnds: `${prefix}audit:ends`,
    /** Hash: `all`, digests of what the files of the configuration list; `digest`, that of them all. */
    filed: `${prefix}filed`,
    auditOf: (incident: string) => `${prefix}audit-of:${incident}`,
  };
}

/** What is told, and how far it got. */
function deliveryKeys(prefix: string) {
  return {
    /** String, expiring: from when on a further request of all is free of the limit over them, on the clock of Redis. */
    turnsAll: `${prefix}turns`,
    /** String, expiring: until when the messenger takes nothing on any route, on the same clock. */
    turnsClosed: `${prefix}turns-closed`,
    /** Hash, expiring: part of a window, on the same clock → how often the messenger refused in it what counts for a ban. */
    turnsRefused: `${prefix}turns-refused`,
    /** Hash a route of the messenger, expiring: `limit` and `window` of its limit, how many are `left` until it `ends`; until when it is `closed`. */
    turns: (route: string) => `${prefix}turns:${route}`,

    /** Hash: channel → Bar. */
    bars: `${prefix}bars`,
    /** Sorted set: channel whose limit is reached → until when on the real clock. */
    limits: `${prefix}limits`,
    /** Of a channel, sorted sets of the rows that stand in line: row → its rank, and → until when that is believed. */
    line: (channel: string) => `${prefix}line:${channel}`,
    lineUntil: (channel: string) => `${prefix}line-until:${channel}`,

    /** Hash: row → OutboxRow, while unsettled; sorted set: row → createdAt on the real clock. */
    rows: `${prefix}outbox:rows`,
    unsettled: `${prefix}outbox:unsettled`,
    /** Sorted set: row that is not told yet → when its hold is over on the Clock. */
    held: `${prefix}outbox:held`,
    /** Set an incident: its unsettled rows. */
    rowsOf: (incident: string) => `${prefix}outbox-of:${incident}`,
    /** Hash: row → SettledRow; sorted set: row → when it was settled on the real clock. */
    outcomes: `${prefix}outbox:outcomes`,
    settled: `${prefix}outbox:settled`,

    /** Hash an incident: channel → Card. */
    cards: (incident: string) => `${prefix}cards:${incident}`,
    /** Hash, expiring: who holds (incident, channel), and until when on the real clock. */
    cardClaim: (incident: string, channel: string) => `${prefix}card-claim:${channel}:${incident}`,

    /** Sorted set a channel, expiring: incident whose card was posted → when, on the Clock. */
    places: (channel: string) => `${prefix}places:${channel}`,
    /** Hashes: fold → Fold without what follows, fold → its messages, fold → its revision. */
    folds: `${prefix}folds`,
    foldMessages: `${prefix}folds:messages`,
    foldRevisions: `${prefix}folds:revisions`,
    /** Sorted set a fold: incident → its place in the order. */
    foldIncidents: (id: string) => `${prefix}fold-incidents:${id}`,
    /** Sorted sets: fold that waits to be told → since when on the real clock; fold → its hour on the Clock. */
    foldsWaiting: `${prefix}folds:waiting`,
    foldsHours: `${prefix}folds:hours`,
    /** Hash, expiring: who tells a fold, and until when on the real clock. */
    foldClaim: (id: string) => `${prefix}fold-claim:${id}`,

    /** Hash: letter → Letter, while it waits; sorted set: letter → createdAt on the real clock. */
    letters: `${prefix}letters`,
    lettersWaiting: `${prefix}letters:waiting`,
    /** Sorted set: letter → createdAt on the real clock, also of those settled, for as long as their cause may come again. */
    lettersWritten: `${prefix}letters:written`,
    /** Sorted set: letter → its severity, from 0, until its first try. Hash: letter → where and when it was tried last. */
    lettersGrave: (server: string) => `${prefix}letters:grave:${server}`,
    lettersTried: `${prefix}letters:tried`,
    /** Hash, expiring: who sends a letter, and until when on the real clock. */
    letterClaim: (id: string) => `${prefix}letter-claim:${id}`,
  };
}

/** Who is on call, what is not to be heard, and what analysts said of the matching. */
function onCallKeys(prefix: string) {
  return {
    /** Hashes: id → Rota, id → EscalationPolicy, id → RotaOverride made by command. */
    rotas: `${prefix}rotas`,
    policies: `${prefix}policies`,
    overrides: `${prefix}overrides`,
    /** Hash: id → Silence; set a silence: the incidents that it has hidden. */
    silences: `${prefix}silences`,
    /** Sorted set: silence → when it ends. */
    silencesEnd: `${prefix}silences:end`,
    hiddenBy: (silence: string) => `${prefix}hidden-by:${silence}`,
    /** Hash: id → Label; string: counts their changes. */
    labels: `${prefix}labels`,
    labelsRevision: `${prefix}labels:revision`,
    /** Hashes: label → how many articles it held back, label → the last of them. */
    labelsHeld: `${prefix}labels:held`,
    labelsHeldLast: `${prefix}labels:held-last`,
  };
}

/** What backups and restores leave of themselves. */
function backupKeys(prefix: string) {
  return {
    /** String: when the restoring that is under way began; nothing else may be done meanwhile. */
    restoring: `${prefix}restoring`,
    /** String, expiring: the moment of the backup that was restored, on the real clock. */
    restored: `${prefix}restored`,
    /** String, gone in the transaction that writes it: where a backup was taken among the changes. */
    backupMark: (token: string) => `${prefix}backup-mark:${token}`,
  };
}
