/** What the jobs need of the world. Each port has one contract suite in `tests/contracts/`, run against the real thing. */
import type {
  Action,
  Alert,
  AlertTouched,
  Article,
  AuditEntry,
  AuditLink,
  AuditMark,
  Bar,
  Bulletin,
  Card,
  CardLink,
  Change,
  DeliveryOutcome,
  EscalationPolicy,
  Feed,
  FeedState,
  Fold,
  FoldEntry,
  FoldMessage,
  Incident,
  Instant,
  KnownItem,
  Label,
  Language,
  Letter,
  LetterButton,
  Membership,
  MessagePlace,
  OutboxRow,
  Outlet,
  PageTarget,
  Permission,
  PollStatus,
  Presser,
  Regrouping,
  Report,
  Rota,
  RotaOverride,
  SaidLine,
  Server,
  Severity,
  Silence,
  Standing,
  Subscription,
  SubscriptionWish,
  Summary,
  Verdict,
  Watch,
} from './model.ts';

/** The time of the news: the wall clock in production, a jumping one in a replay. Leases and latencies are real time. */
export interface Clock {
  now(): Instant;
}

// ── Reading feeds ──────────────────────────────────────────────────────────────────────────────────────────────────

export interface FetchRequest {
  readonly url: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** The address that gave both of these, and the only one they are sent to, redirects included; left out: `url`. */
  readonly validatorsFrom?: string;
}

/** What a fetch came to. Never throws for anything the other side does. */
export type FetchResult =
  | {
      readonly status: 'ok';
      readonly body: Uint8Array;
      /** As the Content-Type header says, lower case; null when it does not. */
      readonly charset: string | null;
      readonly contentType: string | null;
      readonly etag: string | null;
      readonly lastModified: string | null;
      readonly finalUrl: string;
      /** Where every redirect on the way said that it has moved for good (301, 308); null without redirects, or with others. */
      readonly movedTo: string | null;
      /** From Retry-After, Cache-Control or Expires, already bounded by the adapter; null when nothing was said. */
      readonly waitMs: number | null;
    }
  | { readonly status: 'not-modified'; readonly movedTo: string | null; readonly waitMs: number | null }
  /** Nothing was asked: its host is being asked by others, or was a moment ago. */
  | { readonly status: 'busy'; readonly waitMs: number }
  | {
      readonly status: Exclude<PollStatus, 'ok' | 'not-modified' | 'unreadable'>;
      readonly httpStatus: number | null;
      /** A sentence without user info or query of the address. */
      readonly problem: string;
      readonly waitMs: number | null;
    };

export interface FeedReader {
  fetch(request: FetchRequest): Promise<FetchResult>;
}

/** Lets a few requests at a time, a spacing apart, go to one host, whatever the number of processes. On the real clock. */
export interface HostGate {
  /**
   * Null: go on, and `leave` when done; who does not is taken for gone after a while. Else how long to wait before asking
   * again: `owner`, the feed, has a place in the line until then.
   */
  enter(host: string, owner: string): Promise<number | null>;
  leave(host: string, owner: string): Promise<void>;
  /** Nobody asks this host before so long has passed. */
  rest(host: string, waitMs: number): Promise<void>;
}

/** The feeds that are polled: those of the file and those made by command. */
export interface Roster {
  /** As they were read last, by id. */
  feeds(): ReadonlyMap<string, Feed>;
  outlets(): ReadonlyMap<string, Outlet>;
  /** Reads again what was made by command, where that changed. */
  refresh(): Promise<void>;
}

// ── The store ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Names of due times: `poll:<feed id>`, `alert:<server>:<incident>`, `retention`, `timers`, `release` … */
export interface Timers {
  /**
   * Takes due timers under a lease on the real clock; a lease that runs out makes the timer due again. No lease is believed
   * that ends much later than `longestMs`, the most that `holdTimers` asks for.
   */
  claimDue(now: Instant, limit: number, leaseMs: number, longestMs?: number): Promise<readonly string[]>;
  /** Leases those of these timers that are leased for so long from now on. */
  holdTimers(names: readonly string[], leaseMs: number): Promise<void>;
  /** Sets the next due time and ends the lease; null forgets the timer. */
  settleTimer(name: string, next: Instant | null): Promise<void>;
  /** The same, but for a sooner due time that was set while the lease went on: that one stands. */
  restTimer(name: string, next: Instant | null): Promise<void>;
  /** Sets the due time only where the timer does not exist or lies later. */
  ensureTimer(name: string, at: Instant): Promise<void>;
  /** Both for many at once. */
  settleTimers(timers: readonly (readonly [name: string, next: Instant | null])[]): Promise<void>;
  ensureTimers(timers: readonly (readonly [name: string, at: Instant])[]): Promise<void>;
  /** Timers whose name begins so, that fell due before `before` and were not settled since, whoever holds them. */
  overdueTimers(prefix: string, before: Instant, limit: number): Promise<readonly string[]>;
  /** The earliest due time and its name, leased ones left out. */
  nextTimer(): Promise<{ readonly name: string; readonly at: Instant } | null>;
}

/** What is to be found out of a feed's items. */
export interface AskedItems {
  /** Of which it is asked whether they are remembered. */
  readonly articles: readonly string[];
  /** The keys of further items, of which it is asked who had any of them. */
  readonly keys: readonly (readonly string[])[];
}
export interface KnownItems {
  /** Nothing at all is remembered of the feed's items. */
  readonly isEmpty: boolean;
  readonly articles: ReadonlySet<string>;
  /** For each list of keys the items that had any of them. */
  readonly candidates: readonly (readonly KnownItem[])[];
}

export interface PollRecord {
  readonly state: FeedState;
  /** The articles of all items that the document held, to remember them for longer; empty when nothing was read. */
  readonly present: readonly string[];
  /** Those among them of which something new is to be remembered. */
  readonly items: readonly KnownItem[];
  /** New articles and revisions; they stay pending until a verdict on each is committed. */
  readonly articles: readonly Article[];
  readonly timer: string;
  readonly nextDue: Instant | null;
  readonly polledAt: Instant;
  /** End of the fetch, on the real clock. */
  readonly fetchedAtReal: Instant;
  /** What the program did of itself: that it believes in a move. */
  readonly audit: readonly AuditEntry[];
}

export interface FeedStore {
  feedState(feed: string): Promise<FeedState | null>;
  feedStates(): Promise<readonly FeedState[]>;
  /** What is remembered of a feed's items. */
  knownItems(feed: string, asked: AskedItems): Promise<KnownItems>;
  /** Those of the articles that wait for a verdict or have one, whichever feed brought them. */
  toldArticles(ids: readonly string[]): Promise<ReadonlyMap<string, Article>>;
  /** Those of the articles that the feed which told them held no more when it was read last. */
  droppedArticles(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Makes an article of our own pending, as a poll would. */
  plantCanary(article: Article): Promise<void>;
  /** One atomic write: state, known items, pending articles, next due time, audit. */
  commitPoll(record: PollRecord): Promise<void>;
}

export interface PendingArticle {
  readonly article: Article;
  readonly fetchedAtReal: Instant;
}

export interface VerdictRecord {
  /**
   * The revision of the incident index that the verdict was decided on; null where the index had no part in it. That it
   * fits no incident is a decision on the index too: a later word on one not met yet would be lost as background.
   */
  readonly revision: number | null;
  readonly article: Article;
  readonly verdict: Verdict;
  /** The incident as it is after the verdict; null where none is concerned. */
  readonly incident: Incident | null;
  /** Another one that was found to belong to it, with the link back. */
  readonly answered?: Incident;
  readonly alertsOpened: readonly Alert[];
  /** Alerts to be looked at, for what the verdict may mean for them: their timers fall due with the write. */
  readonly alertsTouched: readonly AlertTouched[];
  readonly rows: readonly OutboxRow[];
  /** Silences that kept the incident from somebody. */
  readonly hiddenBy: readonly Silence['id'][];
  /** Lessons that held the article back; left out: none. */
  readonly taughtBy?: readonly Label['id'][];
  readonly audit: readonly AuditEntry[];
}

/** The notebook of decisions: what each article turned out to be. */
export interface ArticleRecord {
  readonly article: Article;
  readonly verdict: Verdict;
  /** The version at which the incident stood after it; null where none is concerned, or an earlier program wrote it. */
  readonly version: number | null;
  /** What it changed of the incident; empty where nothing, or an earlier program wrote it. */
  readonly changes: readonly Change[];
}

export interface IncidentStore {
  pendingArticle(id: string): Promise<PendingArticle | null>;
  /** Pending articles that were stored before `before` (real clock), oldest first. */
  pendingBefore(before: Instant, limit: number): Promise<readonly string[]>;
  articleRecord(id: string): Promise<ArticleRecord | null>;
  /** All incidents changed after `revision` (0: all that are kept), and the present revision. */
  incidentsSince(revision: number): Promise<{ readonly revision: number; readonly incidents: readonly Incident[] }>;
  incidentsRevision(): Promise<number>;
  incident(id: string): Promise<Incident | null>;
  /** The ids of all that are kept. */
  keptIncidents(): Promise<ReadonlySet<string>>;
  /** Newest first. */
  recentIncidents(limit: number): Promise<readonly Incident[]>;
  /** Those changed last within the time, `to` not in it, newest first. */
  incidentsBetween(from: Instant, to: Instant, limit: number): Promise<readonly Incident[]>;
  /** One writer at a time, on the real clock; for speed only, the revision keeps it right. */
  claimWriter(owner: string, leaseMs: number): Promise<boolean>;
  releaseWriter(owner: string): Promise<void>;
  /**
   * One atomic write of everything a verdict brings. `stale`: the index moved on, reload and decide again.
   * `already`: a verdict on this article stands, nothing was written.
   */
  commitVerdict(record: VerdictRecord): Promise<'committed' | 'stale' | 'already'>;
  /**
   * One atomic write of what an analyst did to incidents, once a key. `stale`: the index or one of the alerts moved on;
   * `already`: another write with this key stands.
   */
  commitIncidents(record: IncidentsRecord): Promise<'committed' | 'stale' | 'already'>;
  /** What can be undone of an incident; null where there is nothing, or it is too old. */
  regrouping(incident: string): Promise<Regrouping | null>;
}

/** A change of incidents that no article brought. */
export interface IncidentsRecord {
  readonly key: string;
  /** The revision of the incident index that it was decided on. */
  readonly revision: number;
  readonly incidents: readonly Incident[];
  /** Put in the place of what was read, null: of nothing. */
  readonly alerts: readonly { readonly before: Alert | null; readonly after: Alert }[];
  /** Alerts to be looked at at once. */
  readonly alertsTouched: readonly AlertTouched[];
  readonly rows: readonly OutboxRow[];
  readonly letters: readonly Letter[];
  readonly labels: readonly Label[];
  /** Silences that kept the first of the incidents from somebody. */
  readonly hiddenBy: readonly Silence['id'][];
  /** Kept so that it can be undone, and of which incident it was undone. */
  readonly regrouping: { readonly kept: Regrouping | null; readonly undone: string | null };
  readonly audit: readonly AuditEntry[];
}

export interface AlertStore {
  alert(incident: string, server: string): Promise<Alert | null>;
  alertsOf(incident: string): Promise<readonly Alert[]>;
  /** Those that a server has of these incidents, by incident. */
  alertsAmong(server: string, incidents: readonly string[]): Promise<ReadonlyMap<string, Alert>>;
  /** The servers that have unresolved ones. Looks through all keys: nothing to be asked often. */
  alertServers(): Promise<readonly string[]>;
  /** Unresolved ones of a server, newest first. */
  openAlerts(server: string, limit: number): Promise<readonly Alert[]>;
  /** Those of a server that were opened within the time, `to` not in it, oldest first. */
  alertsBetween(server: string, from: Instant, to: Instant, limit: number): Promise<readonly Alert[]>;
  /**
   * Compare-and-set on the alert's revision, with all that follows from it in the same write, once a key: so a press, and
   * what falls due, is done once or not at all.
   */
  commitAlert(record: AlertRecord): Promise<'committed' | 'lost' | 'already'>;
}

/** A change of an alert. */
export interface AlertRecord {
  readonly key: string;
  readonly expectedRevision: number;
  readonly alert: Alert;
  readonly rows: readonly OutboxRow[];
  readonly letters: readonly Letter[];
  readonly label: Label | null;
  readonly audit: readonly AuditEntry[];
  /** When the alert is to be looked at next, on the Clock, unless that was to be sooner anyway; null: no more. */
  readonly nextDueAt: Instant | null;
}

/** What people set up for the hours when an alert is to be taken: rotas, policies, who stands in for whom. */
export interface OnCallStore {
  /** Those made by command. */
  rotas(): Promise<readonly Rota[]>;
  policies(): Promise<readonly EscalationPolicy[]>;
  /** Of all rotas, those that have not ended before `after`. */
  overrides(after: Instant): Promise<readonly RotaOverride[]>;
  /** Put in the place of what was read, null: of nothing. `stale`: something else stands there now. */
  changeRota(change: Changed<Rota>): Promise<'committed' | 'stale'>;
  changePolicy(change: Changed<EscalationPolicy>): Promise<'committed' | 'stale'>;
  /** All of them or none; `stale`: one of these ids stands already. */
  saveOverrides(overrides: readonly RotaOverride[], audit: AuditEntry): Promise<'committed' | 'stale'>;
  removeOverride(id: string, audit: AuditEntry): Promise<boolean>;
}
/** `after` null: it is removed. */
export interface Changed<T> {
  readonly before: T | null;
  readonly after: T | null;
  readonly audit: AuditEntry;
}

export interface SilenceStore {
  /** Those that have not ended before `after`. */
  silences(after: Instant): Promise<readonly Silence[]>;
  /** One that stands, or stood; null once it is no longer kept. */
  silence(id: string): Promise<Silence | null>;
  changeSilence(change: Changed<Silence>): Promise<'committed' | 'stale'>;
  /** How many incidents each of these silences has hidden so far. */
  hiddenBy(silences: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Their ids. */
  hiddenIncidents(silence: string, limit: number): Promise<readonly string[]>;
  /** Counts an incident among those; verdicts do it in their own write. */
  hide(silence: string, incident: string): Promise<void>;
}

export interface HeldBackCount {
  readonly count: number;
  readonly last: Article['id'] | null;
}

/** What analysts said of the matching. */
export interface LabelStore {
  /** Newest first. */
  labels(limit: number): Promise<readonly Label[]>;
  /**
   * Those that teach and hold, and how often labels changed, for who keeps them in memory; null where they are those of
   * `known` still.
   */
  lessons(known?: number): Promise<{ readonly revision: number; readonly labels: readonly Label[] | null }>;
  /** What each of these lessons has held back so far: how many articles, and the last one. */
  heldBackBy(labels: readonly string[]): Promise<ReadonlyMap<string, HeldBackCount>>;
  saveLabels(labels: readonly Label[], audit: AuditEntry): Promise<void>;
  /** False: there is none of this id, or it was taken back before. */
  revokeLabel(id: string, at: Instant, audit: AuditEntry): Promise<boolean>;
}

export interface SettledRow {
  readonly row: string;
  readonly outcome: DeliveryOutcome;
  readonly reason: string;
}

export interface OutboxStore {
  /** A row that waits to be delivered; null once it is settled, so that a job that comes twice finds nothing to do. */
  row(id: string): Promise<OutboxRow | null>;
  /** What became of a row, for a day after it was settled. */
  outcome(row: string): Promise<SettledRow | null>;
  /** Rows not settled and not held, created before `before` (real clock), oldest first. */
  unsettledRows(before: Instant, limit: number): Promise<readonly OutboxRow[]>;
  /** Rows whose hold is over at `now` (Clock), the longest first; those held for longer than anybody holds are given too. */
  heldRows(now: Instant, limit: number): Promise<readonly OutboxRow[]>;
  /** When the next hold is over, on the Clock; null where no row is held. */
  nextHeld(): Promise<Instant | null>;
  /** Takes rows out of their hold as they are written here, and settles others; those that are not held are left alone. */
  releaseRows(
    released: readonly OutboxRow[],
    settled: readonly { readonly row: OutboxRow; readonly reason: string }[],
  ): Promise<void>;
  card(incident: string, channel: string): Promise<Card | null>;
  cardsOf(incident: string): Promise<readonly Card[]>;
  /** Takes (incident, channel) until the lease on the real clock runs out; null when somebody else holds it. */
  claimCard(incident: string, channel: string, owner: string, leaseMs: number): Promise<Card | null>;
  /** Writes the card and settles rows in one write; refused (false) when the claim was lost. */
  saveCard(card: Card, owner: string, settled: readonly SettledRow[]): Promise<boolean>;
  releaseCard(incident: string, channel: string, owner: string): Promise<void>;
}

export interface FoldStore {
  /**
   * Takes one of the places that a channel has for new cards within the hour before `now` (Clock), or says that there is
   * none. An incident that has one keeps it; without a `max` there is always one.
   */
  takePlace(place: {
    readonly channel: string;
    readonly incident: string;
    readonly now: Instant;
    readonly max: number | null;
  }): Promise<boolean>;
  /** Gives a place back whose card could not be posted; where the incident has none, nothing happens. */
  leavePlace(place: { readonly channel: string; readonly incident: string }): Promise<void>;
  fold(id: string): Promise<Fold | null>;
  /** Names an incident in the fold, which is made where there is none, and has the fold told once more. */
  joinFold(fold: Omit<Fold, 'incidents' | 'revision' | 'messages'>, incident: string): Promise<void>;
  /** Folds to be told that wait since before `before` (real clock), oldest first. */
  waitingFolds(before: Instant, limit: number): Promise<readonly string[]>;
  /** Takes a fold until the lease on the real clock runs out; null when somebody else holds it, or there is none. */
  claimFold(id: string, owner: string, leaseMs: number): Promise<Fold | null>;
  /**
   * Writes its messages; refused (false) when the claim was lost. With `told`, the revision that they tell, its waiting
   * ends where that is the present one.
   */
  saveFold(id: string, messages: readonly FoldMessage[], owner: string, told: number | null): Promise<boolean>;
  releaseFold(id: string, owner: string): Promise<void>;
}

export interface BarStore {
  bar(channel: string): Promise<Bar | null>;
  bars(): Promise<readonly Bar[]>;
  saveBar(bar: Bar): Promise<void>;
  /** Notes that somebody tries again now, unless somebody else does, or did since the bar was read: false then. */
  takeTry(bar: Bar, now: Instant): Promise<boolean>;
  /** A channel takes no messages until then, on the real clock: its limit is reached. */
  noteLimit(channel: string, until: Instant): Promise<void>;
  limitedChannels(now: Instant): Promise<ReadonlySet<string>>;
  /** The channel takes messages again; whoever subscribes there by command lifts its bar in the same write. */
  liftBar(channel: string): Promise<void>;
  /**
   * Ends what is told to a channel, in one write: the bar, the subscriptions made by command, the audit entry, and what
   * tells the operators. False: it had ended before.
   */
  endChannel(ended: {
    readonly bar: Bar;
    readonly audit: AuditEntry;
    readonly bulletin: Bulletin | null;
    readonly letter: Letter | null;
  }): Promise<boolean>;
}

/** Rows that wait for a channel to take them, so that the gravest is told first when it does. */
export interface LineStore {
  /**
   * Gives how many graver rows stand before this one. It takes a place itself where there are any, or with `joins`; the
   * place is held for `msMax` on the real clock.
   */
  standInLine(place: {
    readonly channel: string;
    readonly row: OutboxRow['id'];
    readonly rank: number;
    readonly msMax: number;
    readonly joins: boolean;
  }): Promise<number>;
  leaveLine(channel: string, row: OutboxRow['id']): Promise<void>;
}

export interface MembershipStore {
  membership(server: string, channel: string): Promise<Membership | null>;
  memberships(): Promise<readonly Membership[]>;
  /** Forgotten when its person subscribes by command, who is there then. */
  saveMembership(membership: Membership): Promise<void>;
  forgetMemberships(memberships: readonly Pick<Membership, 'server' | 'channel'>[]): Promise<void>;
}

export interface SubscriptionStore {
  watches(): Promise<readonly Watch[]>;
  subscriptions(): Promise<readonly Subscription[]>;
  saveWatch(watch: Watch, audit: AuditEntry): Promise<void>;
  /** Puts it in the place of what was read, null: of nothing. `stale`: something else stands there now, nothing was written. */
  changeWatch(change: {
    readonly before: Watch | null;
    readonly after: Watch;
    readonly audit: AuditEntry;
  }): Promise<'committed' | 'stale'>;
  saveSubscription(subscription: Subscription, audit: AuditEntry): Promise<void>;
  removeSubscription(id: string, audit: AuditEntry): Promise<boolean>;
  /** With the subscriptions to it. */
  removeWatch(id: string, audit: AuditEntry): Promise<boolean>;
  /** Servers that were set up by command. */
  servers(): Promise<readonly Server[]>;
  saveServer(server: Server, audit: AuditEntry): Promise<void>;
}

/** What somebody has begun and not yet saved: a watch that is tried, a step of the set-up. */
export interface Draft {
  /** At most 40 characters, since it stands in the id of a button. */
  readonly id: string;
  readonly server: string;
  /** The id of who began it; nobody else goes on with it. */
  readonly by: string;
  /** Of the area that made it, which reads it with a parser of its own. */
  readonly value: unknown;
}
export interface DraftStore {
  draft(id: string): Promise<Draft | null>;
  saveDraft(draft: Draft, keepMs: number): Promise<void>;
  removeDraft(id: string): Promise<void>;
}

/** A try to post a letter whose outcome may be unknown; on the real clock. */
export interface LetterTry {
  readonly place: string;
  readonly at: Instant;
}

export interface LetterStore {
  /** False: a letter of this id was written before, whatever became of it. */
  saveLetter(letter: Letter): Promise<boolean>;
  /** One that was not sent yet; null once it is settled. */
  letter(id: string): Promise<Letter | null>;
  /** Created before `before` (real clock) and not settled, oldest first. */
  waitingLetters(before: Instant, limit: number): Promise<readonly Letter[]>;
  /** How many letters of the server that are graver than this one wait for their first try. */
  graverLetters(letter: Letter): Promise<number>;
  /** Writes where it is tried from now on; refused (false) when the claim was lost. */
  beginLetter(letter: Letter, tried: LetterTry, owner: string): Promise<boolean>;
  /** Where it was tried last; null where it never was. */
  letterTry(id: string): Promise<LetterTry | null>;
  claimLetter(id: string, owner: string, leaseMs: number): Promise<boolean>;
  releaseLetter(id: string, owner: string): Promise<void>;
  /** Ends its waiting; refused (false) when the claim was lost. */
  settleLetter(settled: SettledRow, owner: string): Promise<boolean>;
}

/** What was made and steered by command; the feeds and outlets of `config/` never come here. */
export interface CommandedRoster {
  /** Counts the changes. */
  readonly revision: number;
  readonly feeds: readonly Feed[];
  readonly outlets: readonly Outlet[];
  /** Feeds that an operator paused, those of the file among them. */
  readonly paused: readonly string[];
}

export interface RosterChange {
  /** The revision that the change was decided on. */
  readonly revision: number;
  readonly saved?: { readonly feeds: readonly Feed[]; readonly outlets: readonly Outlet[] };
  /** Feeds that are polled no more: their state and timer go, what was seen in them stays for its keeping time. */
  readonly removed?: readonly string[];
  readonly paused?: readonly string[];
  /** Feeds that are polled again from `at` on, and what is remembered of those that the program had paused itself. */
  readonly resumed?: { readonly feeds: readonly string[]; readonly states: readonly FeedState[]; readonly at: Instant };
  readonly audit: readonly AuditEntry[];
}

export interface RosterStore {
  /** What readers ask for to learn whether anything changed. */
  rosterRevision(): Promise<number>;
  commandedRoster(): Promise<CommandedRoster>;
  /** One atomic write with its audit entries. `stale`: the roster moved on, read it and decide again. */
  changeRoster(change: RosterChange): Promise<'committed' | 'stale'>;
}

export interface BulletinRecord {
  /** That of the ledger on which it was decided. */
  readonly revision: number;
  readonly bulletin: Bulletin | null;
  readonly standings: readonly Standing[];
  /** Subjects to be forgotten. */
  readonly forgotten: readonly string[];
}

export interface BulletinStore {
  /** What the operators were told, and the revision of it. */
  ledger(): Promise<{ readonly revision: number; readonly standings: readonly Standing[] }>;
  /** One atomic write: what is told from now on, and the bulletin that tells it. False: another's word came first. */
  commitBulletin(record: BulletinRecord): Promise<boolean>;
  /** Bulletins that were not told yet, oldest first. */
  waitingBulletins(limit: number): Promise<readonly Bulletin[]>;
  /** One teller at a time, on the real clock, so that bulletins come once and in their order. */
  claimBulletins(owner: string, leaseMs: number): Promise<boolean>;
  releaseBulletins(owner: string): Promise<void>;
  /** Ends a bulletin's waiting; refused (false) when the claim was lost. */
  settleBulletin(id: string, owner: string): Promise<boolean>;
}

/** By the name of an entry: a digest of what is said of it. */
export type FiledDigests = Readonly<Record<string, string>>;
export interface AuditEnds {
  readonly newest: AuditMark | null;
  readonly gone: AuditMark | null;
}
export interface AuditLog {
  record(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  auditOf(incident: string, limit: number): Promise<readonly AuditEntry[]>;
  recentAudit(limit: number): Promise<readonly AuditEntry[]>;
  /** The newest entry, and the newest that is kept no more; a note of the first, kept elsewhere, proves a later rewrite. */
  auditEnds(): Promise<AuditEnds>;
  /** What the files of the configuration said when they were read last, in digests; null before. */
  filed(): Promise<FiledDigests | null>;
  /** In one write with its entries; refused (false) where another read them meanwhile. */
  saveFiled(change: {
    readonly before: FiledDigests | null;
    readonly after: FiledDigests;
    readonly audit: readonly AuditEntry[];
  }): Promise<boolean>;
  /** The whole log as it is stored, oldest first, from behind a place in the store on. */
  auditLinks(after: AuditLink['id'] | null, limit: number): Promise<readonly AuditLink[]>;
}

export interface RestorationStore {
  /** The moment (real clock) of the backup that was restored a day ago at most: what was told since may be told again. */
  restoredFrom(): Promise<Instant | null>;
}

export interface Store
  extends Timers,
    FeedStore,
    RosterStore,
    IncidentStore,
    AlertStore,
    OnCallStore,
    SilenceStore,
    LabelStore,
    OutboxStore,
    FoldStore,
    BarStore,
    LineStore,
    MembershipStore,
    SubscriptionStore,
    AuditLog,
    DraftStore,
    LetterStore,
    BulletinStore,
    RestorationStore {
  /** Deletes what is older than its keeping time. */
  retain(now: Instant): Promise<void>;
}

// ── The queue ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Transport alone: losing it loses nothing, the sweep fills it again. */
export interface Queue {
  /**
   * `poll` takes feed ids, `match` article ids, `deliver` outbox row ids, `escalate` the timers of alerts. Adding an id that
   * waits or runs is no second job. What is added `behind` is taken up when nothing else of its queue waits.
   */
  add(queue: QueueName, ids: readonly string[], place?: 'behind'): Promise<void>;
  /** Nothing waits, runs or is put off in any queue. */
  isIdle(): Promise<boolean>;
}
export const queueNames = ['poll', 'match', 'deliver', 'escalate'] as const;
export type QueueName = (typeof queueNames)[number];

/** A job says how it ended; an exception is retried with backoff. `again`: not now, come back after `delayMs`. */
export type JobResult =
  | { readonly status: 'done'; readonly reason: string }
  | { readonly status: 'again'; readonly delayMs: number; readonly reason: string };
export type JobHandler = (id: string) => Promise<JobResult>;

// ── Messengers ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a card shows: the facts, and the state of its alert. */
export interface CardView {
  readonly summary: Summary;
  readonly alert: Alert;
  readonly language: Subscription['language'];
  /** The role to name in the text, when this message pings. */
  readonly pingRole: string | null;
  /** Told in direct messages: the state is shown, and nothing can be pressed. */
  readonly isDirect?: boolean;
  /** Where the incident's card on the server stands, for who reads it in direct messages. */
  readonly elsewhere?: MessagePlace;
  /** Short, derived from (incident, channel) alone, shown in the footer; the card is found again by it. */
  readonly reference: string;
  /** No news: a test alert, or an alert as it would look. */
  readonly mark?: 'test' | 'example' | undefined;
  /** The incidents that belong to it, as far as they are known. */
  readonly links?: readonly CardLink[];
  /** The incident that its own was merged into, and its card in the same channel. */
  readonly mergedInto?: { readonly title: string; readonly message: MessagePlace | null } | null;
}
export interface NoticeView {
  readonly text: string;
  /** The message of the same channel that it answers; left out in a thread, which belongs to its card. */
  readonly replyTo?: string;
  readonly pingRole: string | null;
  readonly reference: string;
}

/**
 * `unclear`: it may or may not have been accepted (timeout, reset, 5xx). `refused`: it was not and will not be (403, 404
 * of the channel, a body that is wrong). `gone`: the message does not exist any more. `wait`: not now, rate limits.
 */
export type MessengerFailure =
  | { readonly status: 'unclear'; readonly problem: string }
  /** `bars`: the channel takes no messages at all, and why. */
  | { readonly status: 'refused'; readonly problem: string; readonly bars?: Bar['why'] | undefined }
  | { readonly status: 'gone' }
  /** `isAway`: the messenger takes nothing of ours at all, and limits nobody. */
  | { readonly status: 'wait'; readonly waitMs: number; readonly isAway?: true };
export type MessengerResult = { readonly status: 'accepted'; readonly messageId: string } | MessengerFailure;

/** Makes a picture of a drawing. */
export interface Painter {
  /** SVG into PNG; throws where it cannot be painted, or takes too long. */
  paint(svg: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A letter as it is sent. Plain text; the adapter escapes it. */
export interface LetterView {
  readonly text: string;
  readonly parts: readonly ReplyPart[];
  /** Shown as a card is; its buttons do nothing but say that it is a test. */
  readonly card: CardView | null;
  readonly image: { readonly name: string; readonly png: Uint8Array; readonly alt: string } | null;
  readonly pingRole: string | null;
  /** Who is named before it so that it rings; nobody where it is left out. */
  readonly users?: readonly string[];
  /** What can be pressed below it. */
  readonly buttons?: readonly LetterButton[];
  /** Stands below it. */
  readonly file?: ReplyFile | null;
  readonly reference: string;
}

/** A page as it is sent. Plain text; the adapter escapes it. */
export interface PageView {
  readonly lines: readonly SaidLine[];
  /** Who is named before it so that it rings; nobody else is, whatever the text says. */
  readonly users: readonly string[];
  readonly roles: readonly string[];
  readonly incident: string;
  /** What can be done to the incident's alert below it. */
  readonly buttons: readonly { readonly action: Action; readonly label: string }[];
  /** Told in direct messages, where a button must name the server whose alert it is. */
  readonly server?: string;
  readonly reference: string;
}

/** A message of a fold. Plain text; the adapter escapes it. */
export interface FoldView {
  readonly language: Language;
  readonly hour: Instant;
  readonly entries: readonly FoldEntry[];
  /** Of all incidents of the fold, and of those in the messages before this one. */
  readonly total: number;
  readonly from: number;
  readonly reference: string;
}

/** `unwanted`: it was asked whether the message is to go out, and it was not. */
export type PostResult = MessengerResult | { readonly status: 'unwanted' };

/** So many in a window, so many left until it ends; a limit of 0: none was named. */
export interface LimitSaid {
  readonly limit: number;
  readonly remaining: number;
  readonly resetAfterMs: number;
  readonly isRefused: boolean;
}

/** Turns at a messenger whose limits hold for all processes together, so that none has to be refused to learn of them. */
export interface MessengerTurns {
  /** Takes a turn on a route and gives 0, or takes none and gives the milliseconds until it may be asked again. */
  take(route: string): Promise<number>;
  /** What the messenger said of the limit of a route; of a refusal only how long it lasts counts. */
  learn(route: string, said: LimitSaid): Promise<void>;
  /** The messenger takes nothing at all, on whatever route, for so long; what was said of a later end stands. */
  close(forMs: number): Promise<void>;
  /**
   * The messenger refused what counts for a ban. Nobody takes a turn while all together were refused `most` times or more
   * within the window, by a twentieth of it longer at most; gives whether that is so now.
   */
  countRefusal(most: number, withinMs: number): Promise<boolean>;
}

export interface Messenger {
  /**
   * Posts once for ever: the nonce is derived from `view.reference`. `isWanted` is asked right before each request goes
   * out, after every wait for a limit; nothing is sent any more once it says no. The same goes for a notice and a page.
   */
  postCard(channel: string, view: CardView, isWanted?: () => Promise<boolean>): Promise<PostResult>;
  editCard(channel: string, messageId: string, view: CardView): Promise<MessengerResult>;
  /** Opens the card's thread, or gives the one that is there. `messageId` of the answer is the thread's id. */
  openThread(channel: string, messageId: string, name: string): Promise<MessengerResult>;
  postNotice(thread: string, view: NoticeView, isWanted?: () => Promise<boolean>): Promise<PostResult>;
  /** Posts once for ever: the nonce is derived from `view.reference`. */
  postFold(channel: string, view: FoldView): Promise<MessengerResult>;
  editFold(channel: string, messageId: string, view: FoldView): Promise<MessengerResult>;
  /** Posts once for ever: the nonce is derived from `view.reference`. */
  postLetter(channel: string, view: LetterView): Promise<MessengerResult>;
  postPage(channel: string, view: PageView, isWanted: () => Promise<boolean>): Promise<PostResult>;
  /** An edit calls nobody. */
  editPage(channel: string, messageId: string, view: PageView): Promise<MessengerResult>;
  /** Looks for a message with this reference among those of a channel or thread since `since` (real clock). */
  findByReference(
    channel: string,
    reference: string,
    since: Instant,
  ): Promise<MessengerResult | { readonly status: 'absent' }>;
  /** Whether messages can be sent now, for /health. */
  isReady(): boolean;
  close(): Promise<void>;
}

/** Calls other systems by the webhooks of the configuration. */
export interface WebhookCaller {
  /** Never throws for anything the other side does. `isWanted` is asked right before the request goes out. */
  call(webhook: string, call: WebhookCall, isWanted: () => Promise<boolean>): Promise<WebhookResult>;
  close(): Promise<void>;
}
export interface WebhookCall {
  /** The same for each try, by which the other side knows a repeat. */
  readonly id: string;
  readonly body: string;
}
/**
 * `busy`: it was not tried, others are being called. `failed`: another try may help. `refused`: none will. Problems are
 * sentences without the address' query.
 */
export type WebhookResult =
  | { readonly status: 'accepted' | 'unwanted' }
  | { readonly status: 'busy'; readonly waitMs: number }
  | { readonly status: 'failed'; readonly problem: string; readonly waitMs: number | null }
  | { readonly status: 'refused'; readonly problem: string };

// ── A server, as the bot finds it ──────────────────────────────────────────────────────────────────────────────────

/** `refused`: it will not be otherwise by asking again. `unknown`: Discord could not be asked. Problems are sentences. */
export type Found<T> =
  | { readonly status: 'found'; readonly is: T }
  | { readonly status: 'refused'; readonly problem: string; readonly why: NotFound }
  | { readonly status: 'unknown'; readonly problem: string };
/** `unseen`: it does not exist, or the bot cannot see it. */
export type NotFound = 'other-server' | 'unseen' | 'no-channel-for-alerts' | 'no-such-role' | 'refused';

/** What the bot can find out of a server and of its people, by asking. */
export interface Premises {
  /** What the bot lacks in a channel to tell alerts, and to ping the role where one is given. */
  lacks(at: {
    readonly server: string;
    readonly channel: string;
    readonly pingRole: string | null;
  }): Promise<Found<readonly Permission[]>>;
  /** The channel of direct messages with a person; opening it sends them nothing. */
  directChannel(user: string): Promise<Found<string>>;
  serverName(server: string): Promise<Found<string>>;
  isMember(server: string, user: string): Promise<Found<boolean>>;
  /** Somebody on the server; null: nobody of this id is. */
  member(server: string, user: string): Promise<Found<Member | null>>;
}
export interface Member {
  readonly who: Presser;
  readonly roles: readonly string[];
  readonly isBot: boolean;
  /** Whether they may manage messages there, or the server itself, by their roles. */
  readonly mayManage: boolean;
  readonly mayManageServer: boolean;
}

// ── The desk: what people may ask and do, joined to a bot by app.ts ────────────────────────────────────────────────

export interface DeskRequest {
  /** Unique to the press or command; a second one with the same key does nothing. */
  readonly key: string;
  readonly server: string;
  readonly channel: string;
  readonly who: Presser;
  /** The roles the presser has on this server, and whether they may manage messages there, or the server itself. */
  readonly roles: readonly string[];
  readonly mayManage: boolean;
  readonly mayManageServer: boolean;
  /** What the asker's Discord speaks; English where we do not speak it. `locale` is Discord's own word (`ar`, `fr`). */
  readonly language: Language;
  readonly locale: string;
}

/** What is said back, ephemerally. Plain sentences; the adapter escapes them. */
export interface DeskReply {
  readonly ok: boolean;
  readonly text: string;
  /** What follows the text, with channels, times and links as the messenger shows them. */
  readonly lines?: readonly SaidLine[];
  /** What a longer answer says below it, the most telling part first. */
  readonly parts?: readonly ReplyPart[];
  /** Alerts as they would look, at most five. */
  readonly cards?: readonly CardView[];
  /** Rows of what can be pressed or chosen next; at most five rows of five buttons, or of one choice. */
  readonly controls?: readonly (readonly Control[])[];
  readonly files?: readonly ReplyFile[];
}

/**
 * Something below an answer that can be pressed or chosen from. `does` comes back with it: `area:verb:argument`, at most
 * 80 characters; the adapter gives it to `Desk.control`, or to `Desk.form` where it opens a form.
 */
export type Control =
  | {
      readonly kind: 'button';
      readonly does: string;
      readonly label: string;
      readonly look: 'plain' | 'main' | 'good' | 'danger';
      readonly opensForm?: boolean;
      readonly isDisabled?: boolean;
    }
  | { readonly kind: 'link'; readonly label: string; readonly url: string }
  | {
      readonly kind: 'choice';
      readonly does: string;
      readonly placeholder: string;
      readonly options: readonly ControlOption[];
      readonly min: number;
      readonly max: number;
    }
  /** A channel, role or member of the server; `chosen` are ids. */
  | {
      readonly kind: 'channel' | 'role' | 'user';
      readonly does: string;
      readonly placeholder: string;
      readonly chosen: readonly string[];
      readonly min: number;
      readonly max: number;
    };
export interface ControlOption {
  readonly label: string;
  readonly value: string;
  readonly about?: string;
  readonly isChosen?: boolean;
}

/** A dialog. What is filled in comes back to `Desk.submit` by the ids of the fields. */
export interface Form {
  readonly does: string;
  readonly title: string;
  /** At most five. */
  readonly fields: readonly FormField[];
}
export interface FormField {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  readonly isLong: boolean;
  readonly isRequired: boolean;
  readonly lengthMax: number;
}
export interface ReplyFile {
  readonly name: string;
  readonly content: Uint8Array;
}
export interface ReplyPart {
  readonly heading: string;
  readonly lines: readonly SaidLine[];
}

export interface Choice {
  readonly name: string;
  readonly value: string;
}

/** What a press is made with, as somebody chose or typed it. */
export interface PressGiven {
  /** The id of whom it is assigned to. */
  readonly person?: string | null;
  /** Until when, or for how long, it is snoozed. */
  readonly until?: string | null;
  /** Why it is a false alarm. */
  readonly reason?: string | null;
  /** A note, or what is said of it. */
  readonly text?: string | null;
}

/** What incidents are listed by. */
export interface IncidentsAsked {
  /** `search` looks through all, `list` at the unresolved ones where no state is given. */
  readonly asked: 'list' | 'search';
  readonly given: Readonly<
    Record<'state' | 'severity' | 'place' | 'actor' | 'type' | 'from' | 'to' | 'text' | 'order', string | null>
  >;
}

/** What is asked of who is on call. As the options were given; null where one was left out. */
export interface OnCallAsked {
  readonly asked: 'who' | 'schedule' | 'override' | 'swap' | 'cancel';
  /** Its id or name; without it, all rotas or the only one. */
  readonly rota: string | null;
  readonly days: number | null;
  /** The id of who stands in; null: the asker. */
  readonly person: string | null;
  readonly given: Readonly<Record<'from' | 'until' | 'why' | 'mine' | 'theirs' | 'override', string | null>>;
}
/** The usual parts of a rota as they were typed; null where one was left out. */
export type RotaWish = Readonly<Record<'name' | 'people' | 'turn' | 'handover' | 'timeZone', string | null>>;

export interface Desk {
  /** Where an action needs more than was given, the answer asks for it. */
  press(
    request: DeskRequest & { readonly incident: string; readonly action: Action; readonly given?: PressGiven },
  ): Promise<DeskReply>;
  /** Walks whoever manages the server through setting it up, a step an answer. */
  setup(request: DeskRequest): Promise<DeskReply>;
  /** Tells a watch in this channel or, `isDirect`, to the asker alone. */
  subscribe(
    request: DeskRequest & {
      readonly watch: string | null;
      readonly wish: SubscriptionWish;
      readonly isDirect: boolean;
    },
  ): Promise<DeskReply>;
  unsubscribe(request: DeskRequest & { readonly watch: string | null; readonly isDirect: boolean }): Promise<DeskReply>;
  /** What this channel, its server and the asker are told. */
  listSubscriptions(request: DeskRequest): Promise<DeskReply>;
  /** `add`, `edit` and `test` try the query over the last days and save nothing: that is done by what stands below. */
  watch(
    request: DeskRequest & {
      readonly change: 'add' | 'edit' | 'remove' | 'list' | 'show' | 'test';
      /** Its id or name; null where a new one is meant, or none was named. */
      readonly watch: string | null;
      readonly name: string | null;
      readonly query: string | null;
      readonly severityFloor: Severity | null;
      /** So many days back it is tried; null: the usual. */
      readonly days: number | null;
    },
  ): Promise<DeskReply>;
  /** Without a watch named, of the channel's own. `add` and `test` are the same: nothing is saved before it is said so. */
  keyword(
    request: DeskRequest & {
      readonly change: 'add' | 'remove' | 'list' | 'test';
      readonly keyword: string | null;
      readonly watch: string | null;
      readonly days?: number | null;
    },
  ): Promise<DeskReply>;
  /** The incidents that are asked for, in pages. As the options were given; null where one was left out. */
  listIncidents(request: DeskRequest & IncidentsAsked): Promise<DeskReply>;
  /** The same as files. */
  exportIncidents(request: DeskRequest & IncidentsAsked & { readonly format: 'json' | 'csv' }): Promise<DeskReply>;
  /** Every version with what it changed, who pressed what, what was told when and where. */
  timeline(request: DeskRequest & { readonly incident: string }): Promise<DeskReply>;
  showIncident(request: DeskRequest & { readonly incident: string }): Promise<DeskReply>;
  /** An analyst tells what the machine missed: opens an incident that rests on a person's word. */
  raiseIncident(request: DeskRequest & { readonly text: string; readonly link: string | null }): Promise<DeskReply>;
  /**
   * What analysts of the operators' server do to incidents: all servers share them. Nothing is done before it is confirmed
   * below the answer. `other`: what it is merged into or linked with. `unmerge` takes a merge or a split back.
   */
  regroup(
    request: DeskRequest & {
      readonly change: 'merge' | 'split' | 'link' | 'unlink' | 'unmerge';
      readonly incident: string;
      readonly other: string | null;
      readonly why: string | null;
    },
  ): Promise<DeskReply>;
  /** Why an incident was told, or what was decided on an article; one that was not seen is judged by its text. */
  why(
    request: DeskRequest & {
      readonly incident: string | null;
      readonly url: string | null;
      readonly text: string | null;
    },
  ): Promise<DeskReply>;
  /** Who is on call on this server, and who stands in for whom; what would change that is shown first. */
  onCall(request: DeskRequest & OnCallAsked): Promise<DeskReply>;
  /** The rotas of this server; `add` takes the usual parts, `edit` opens a form with the whole of it. */
  rota(
    request: DeskRequest & {
      readonly change: 'add' | 'edit' | 'remove' | 'show' | 'list';
      /** Its id or name; null where a new one is meant, or none was named. */
      readonly rota: string | null;
      readonly wish: RotaWish;
    },
  ): Promise<DeskReply>;
  /** The escalation policies of this server. */
  escalation(
    request: DeskRequest & {
      readonly change: 'add' | 'edit' | 'remove' | 'show' | 'list';
      readonly policy: string | null;
    },
  ): Promise<DeskReply>;
  /** The feeds are shared by all servers: everybody may see them, responders of the operators' server steer them. */
  feeds(
    request: DeskRequest & {
      readonly change: 'list' | 'add' | 'test' | 'pause' | 'resume' | 'remove';
      /** An address, or the id of a feed; empty with the list. */
      readonly feed: string;
      /** The language, outlet and tier that a feed is added with; null where they are found out. */
      readonly feedLanguage: Language | null;
      readonly outlet: string | null;
      readonly tier: Outlet['tier'] | null;
    },
  ): Promise<DeskReply>;
  /** What analysts taught the matching, all servers' in common; of the operators' server alone. */
  lessons(
    request: DeskRequest & { readonly change: 'list' | 'revoke'; readonly lesson: string | null },
  ): Promise<DeskReply>;
  /** `add` and `preview` show what it would have hidden; `add` is saved by what stands below. As the options were given. */
  silence(
    request: DeskRequest & {
      readonly change: 'add' | 'list' | 'show' | 'lift' | 'preview';
      /** The id of one that stands. */
      readonly silence: string | null;
      readonly given: Readonly<
        Record<'actor' | 'place' | 'type' | 'outlet' | 'watch' | 'below' | 'until' | 'reason', string | null>
      >;
      /** Critical incidents are hidden too. */
      readonly critical: boolean;
    },
  ): Promise<DeskReply>;
  /** How things stand: of the rota that is named, else of the asker's own or the server's first. */
  handover(request: DeskRequest & { readonly rota: string | null }): Promise<DeskReply>;
  status(request: DeskRequest): Promise<DeskReply>;
  /** What became of the server's alerts over so many of the last weeks, in figures; null: the usual. */
  stats(request: DeskRequest & { readonly weeks: number | null }): Promise<DeskReply>;
  completeIncident(request: DeskRequest, typed: string): Promise<readonly Choice[]>;
  /** Of those that were merged into others. */
  completeMerged(request: DeskRequest, typed: string): Promise<readonly Choice[]>;
  completeWatch(request: DeskRequest, typed: string): Promise<readonly Choice[]>;
  /** Of the watch that is named beside it, else of the channel's own. */
  completeKeyword(request: DeskRequest & { readonly watch?: string | null }, typed: string): Promise<readonly Choice[]>;
  completeFeed(request: DeskRequest, typed: string): Promise<readonly Choice[]>;
  completeLesson(request: DeskRequest, typed: string): Promise<readonly Choice[]>;
  completeSilence(request: DeskRequest, typed: string): Promise<readonly Choice[]>;
  completeOutlet(request: DeskRequest, typed: string): Promise<readonly Choice[]>;
  completeRota(request: DeskRequest, typed: string): Promise<readonly Choice[]>;
  completePolicy(request: DeskRequest, typed: string): Promise<readonly Choice[]>;
  /** Shifts to come of the rota that is named beside them: the asker's own, or those of others. */
  completeShift(
    request: DeskRequest & { readonly rota: string | null; readonly whose: 'mine' | 'theirs' },
    typed: string,
  ): Promise<readonly Choice[]>;
  completeOverride(request: DeskRequest, typed: string): Promise<readonly Choice[]>;
  completeTimeZone(request: DeskRequest, typed: string): Promise<readonly Choice[]>;
  /** A place, actor or kind of event of the pack. */
  completeEntry(request: DeskRequest, kind: 'place' | 'actor' | 'type', typed: string): Promise<readonly Choice[]>;
  /** Something below one of our answers was pressed or chosen; the answer takes the place of the one it stands below. */
  control(request: DeskRequest & { readonly does: string; readonly values: readonly string[] }): Promise<DeskReply>;
  /** What is to be filled in, or why not; asked before anything is answered, so that it must be quick. */
  form(request: DeskRequest & { readonly does: string }): Promise<Form | DeskReply>;
  submit(
    request: DeskRequest & { readonly does: string; readonly fields: ReadonlyMap<string, string> },
  ): Promise<DeskReply>;
}

// ── Watching ourselves ─────────────────────────────────────────────────────────────────────────────────────────────

/** Named fields, constant message; secrets are never among the fields. */
export interface Log {
  /** Routine of each article and row: for who looks into something, left out by default. */
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** What a call to the outside came to; the problem never names the address. */
export type CallOutcome = { readonly ok: true } | { readonly ok: false; readonly problem: string };

/** Counts what is done to alerts, and how long it took. */
export interface AlertMeter {
  /** By the word of the audit log, with the alert as it is from then on. */
  alerted(action: string, alert: Alert): void;
  told(tookMs: number): void;
}

/** Counters and durations by the closed words of the model; the web adapter serves them. */
export interface Meter {
  polled(feed: Feed['id'], status: PollStatus, items: number): void;
  decided(verdict: Verdict, report: Report | null, tookMs: number): void;
  delivered(outcome: DeliveryOutcome, reason: string, latencyMs: number | null): void;
  /** A page by the way it went, or was to go. */
  paged(way: PageTarget['kind'], outcome: DeliveryOutcome): void;
}
