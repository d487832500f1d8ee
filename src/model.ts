/**
 * The nouns of Watchfloor. Read this first.
 *
 * Every `Instant` is in milliseconds since the epoch (UTC). A `Day` is a local calendar day at the place of the event,
 * `YYYY-MM-DD`. Ids are lower-case slugs where a person writes them (`camp-taji`) and hashes where a machine does.
 */

export type Instant = number;
export type Day = string;
export type Language = 'en' | 'ar' | 'fa';
/** A text's language; `other` is read by no rule. */
export type TextLanguage = Language | 'other';

/** The three sides whose incidents are watched; everyone else is `other`. */
export type Party = 'iraq' | 'iran' | 'us' | 'israel' | 'other';

// ── Sources ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The publisher behind a feed. Outlets of one `family` (an agency and its copies) corroborate nothing for each other. */
export interface Outlet {
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly country: string;
  readonly stateAffiliated: boolean;
  /** 1 is a wire or first-hand source, 3 an aggregator or a partisan site. */
  readonly tier: 1 | 2 | 3;
}

/** An address that is polled. */
export interface Feed {
  readonly id: string;
  readonly url: string;
  readonly outlet: string;
  readonly language: Language;
  /** `unverified` was never seen answering: its first 404 pauses it with a notice. */
  readonly status: 'active' | 'unverified' | 'paused';
  /** As an operator set it; null where the outlet's tier and the feed's own rhythm decide. */
  readonly intervalMinutes: number | null;
  readonly origin: 'file' | 'command';
  /** What it is called in lists for people; left out where nobody said. Decides nothing. */
  readonly about?: FeedAbout | undefined;
}
export interface FeedAbout {
  readonly title?: string | undefined;
  /** The address of the site that it is a feed of. */
  readonly site?: string | undefined;
  /** Where it stood in the list that it came from: names of folders, the outermost first, parted by slashes. */
  readonly folder?: string | undefined;
}

/** One feed item, normalised. Texts are plain: no markup, no control characters, paragraphs parted by a blank line. */
export interface Article {
  /** Derived from the canonical link, else from feed and guid: the same article has the same id for ever. */
  readonly id: string;
  readonly feed: string;
  readonly outlet: string;
  readonly guid: string | null;
  readonly link: string | null;
  readonly title: string;
  readonly summary: string;
  readonly content: string | null;
  readonly language: TextLanguage;
  readonly publishedAt: Instant;
  readonly seenAt: Instant;
  /**
   * `live`: news when it was seen. `backlog`: an old item of a feed's first poll, joins or opens incidents silently.
   * `late`: first seen hours after its publication, told without ping and marked late.
   */
  readonly arrival: 'live' | 'backlog' | 'late';
  /** The article whose title or text was edited into this one, which has an id of its own; null where it is no revision. */
  readonly revises: string | null;
}

/** What is remembered of an item of a feed, by which it is known again when it comes in another form. */
export interface KnownItem {
  /** The id of its article, as it was when it was new. */
  readonly article: string;
  /** Digests of the links (`l`), guids (`g`) and headlines (`h`) that it had, the newest last; `i` where it had none. */
  readonly keys: readonly string[];
  /** A digest of its words, and a sketch of them by which it is likened to others. */
  readonly text: string;
  readonly sketch: string;
  /** Whether its text says no more than its headline. */
  readonly isBare: boolean;
  /** As it states. */
  readonly publishedAt: Instant | null;
  /** When its text was first seen as it is: its date where it states none. */
  readonly seenAt: Instant;
  /** How often its title or text was edited, and when that was seen last. */
  readonly revisions: number;
  readonly revisedAt: Instant | null;
  /** Another feed brought it first, and minds its edits. */
  readonly isElsewhere: boolean;
}

// ── The topic pack ─────────────────────────────────────────────────────────────────────────────────────────────────

export type Spellings = Readonly<Record<Language, readonly string[]>>;

export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly kind: 'militia' | 'state' | 'person' | 'force' | 'organisation';
  /** The sides for which it counts as involved: Kataib Hezbollah is Iraqi and Iran's proxy, so both. */
  readonly parties: readonly Party[];
  /** The bodies it belongs to, nearest first: a commander's force, a brigade's umbrella. */
  readonly partOf: readonly string[];
  /** Where it is at home or stationed: who strikes there, strikes it, also where the text does not name it. */
  readonly at: readonly Post[];
  readonly aliases: Spellings;
}
/** A place where an actor is, and the last day of that; null where it is there still. */
export interface Post {
  readonly place: string;
  readonly until: Day | null;
}

export interface Place {
  readonly id: string;
  readonly name: string;
  readonly kind: 'country' | 'province' | 'city' | 'district' | 'base' | 'mission' | 'site' | 'waters';
  readonly lat: number;
  readonly lon: number;
  readonly country: string;
  /** The place that contains it, nearest first: Green Zone → Baghdad → Iraq. */
  readonly within: string | null;
  /** Whose soil, mission or base it is, for the question whether two sides are involved. */
  readonly parties: readonly Party[];
  /** IANA time zone, for the local day of an event. */
  readonly timeZone: string;
  readonly aliases: Spellings;
}

/** The words of the labelled streams: ACLED sub-events for what is done, PLOVER events for what is said or decided. */
export const subEvents = [
  'Shelling/artillery/missile attack',
  'Air/drone strike',
  'Remote explosive/landmine/IED',
  'Attack',
  'Armed clash',
  'Abduction/forced disappearance',
  'Violent demonstration',
  'Peaceful protest',
  'Mob violence',
  'Looting/property destruction',
  'Arrests',
  'Non-violent transfer of territory',
  'Headquarters or base established',
  'Agreement',
  'Change to group/activity',
  'Threat or ultimatum',
  'Denial or rejection',
  'Troop deployment',
  'Troop withdrawal',
  'Sanction or legal measure',
  'Diplomatic measure',
  'Vote or legislation',
] as const;
export type SubEvent = (typeof subEvents)[number];

export interface EventType {
  readonly id: string;
  readonly name: string;
  readonly scheme: 'acled' | 'plover';
  readonly subEvent: SubEvent;
  readonly severity: Severity;
  /**
   * Phrases that report it. Words are compared by their stem; `*` at a word's end takes any ending, `=word` only this
   * form, `…` between words allows up to six words, `{weapon}` and the like stand for a named word list of the pack;
   * `{actor}`, `{militia}`, `{force}`, `{person}`, `{government}`, `{us}`, `{iran}`, `{iraq}`, `{place}`, `{base}` and
   * `{mission}` for what the pack's actors and places name.
   */
  readonly triggers: Spellings;
}

/** An incident of `config/incidents.yaml`, known before any article told it. */
export interface KnownIncident {
  readonly id: string;
  readonly title: string;
  readonly day: Day;
  readonly place: string | null;
  readonly eventType: string;
  readonly actors: readonly ActorRole[];
  readonly killed: number | null;
  readonly wounded: number | null;
  /** Phrases by which later articles recall it ("the killing of Soleimani"). */
  readonly recalledAs: readonly string[];
}

/** What assign weighs for or against one event behind a report and an incident. */
export const features = [
  'bias',
  'type-same',
  'type-said',
  'type-loose',
  'type-other',
  'place-same',
  'place-region',
  'place-mentioned',
  'place-apart',
  'seat',
  'day-same',
  'day-gap',
  'day-apart',
  'day-after-told',
  'later-same',
  'direction-same',
  'direction-opposite',
  'target-shared',
  'addressee',
  'doer-shared',
  'author-other',
  'casualties-same',
  'fresh',
  'age',
  'recalled',
  'unread',
  'words',
  'entities',
  'copy',
  'taught',
] as const;
export type Feature = (typeof features)[number];
/** In log-odds: positive speaks for one event. */
export type Weights = Readonly<Record<Feature, number>>;

export interface Pack {
  readonly outlets: readonly Outlet[];
  readonly feeds: readonly Feed[];
  readonly actors: readonly Actor[];
  readonly places: readonly Place[];
  readonly eventTypes: readonly EventType[];
  /** Named word lists that trigger phrases refer to, and the lists that extraction needs (weapons, number words …). */
  readonly lexicon: Readonly<Record<string, Spellings>>;
  readonly knownIncidents: readonly KnownIncident[];
  /** What each feature weighs in the decision which incident an article belongs to. */
  readonly weights: Weights;
}

// ── What articles say ──────────────────────────────────────────────────────────────────────────────────────────────

export type Role = 'agent' | 'target' | 'speaker' | 'claimant' | 'accused' | 'accuser' | 'denier';
/** Before the name of an armed group that the pack does not know, in place of an id. */
export const unlistedPrefix = 'unlisted:';
export interface ActorRole {
  /** An id of the pack, or `unlisted:` and the name as the article writes it. */
  readonly actor: string;
  readonly role: Role;
}
/** An interval of local days; of two days `to` is the likelier. */
export interface DayRange {
  readonly from: Day;
  readonly to: Day;
}

/** Which sentence of a report a fact of it rests on: `value` is the event type, place, day, actor, figure … */
export interface Evidence {
  readonly fact: 'event' | 'place' | 'day' | 'actor' | 'killed' | 'wounded' | 'development' | 'relevance';
  readonly value: string;
  /** Its position in `Report.sentences`; 0 is the headline. */
  readonly sentence: number;
}

/**
 * What one article says happened. Facts it does not state are null or empty. Nothing is guessed; only a party that its
 * words imply is told beside those it names: who is stationed where it struck, whom a commander leads, which office decides.
 */
export interface Report {
  readonly article: string;
  readonly outlet: string;
  readonly link: string | null;
  readonly title: string;
  readonly language: TextLanguage;
  readonly publishedAt: Instant;
  readonly eventType: string | null;
  readonly subEvent: SubEvent | null;
  readonly days: DayRange | null;
  readonly place: string | null;
  readonly actors: readonly ActorRole[];
  /** 0 only where the article says that nobody was. */
  readonly killed: number | null;
  readonly wounded: number | null;
  readonly weapon: string | null;
  readonly stage: 'accomplished' | 'attempted' | 'threatened';
  readonly timeMode: 'current' | 'historical' | 'future' | 'hypothetical' | 'denied';
  /** What it adds to an event that was told before. */
  readonly development: 'claim' | 'blame' | 'denial' | 'casualties' | 'investigation' | 'reaction' | null;
  /** Whether its main point is a specific, recent event of ours. */
  readonly relevance: 'event' | 'background' | 'off-topic';
  readonly reasons: readonly Reason[];
  /** The sentences it rests on, as published, first the headline. */
  readonly sentences: readonly string[];
  /** Which of them each fact rests on; what rests on no sentence, but on the time of publication, is not among them. */
  readonly evidence: readonly Evidence[];
  /** Weighted terms for the comparison of texts, and whatever else assign compares. */
  readonly terms: Readonly<Record<string, number>>;
  /** Another event that this one answers or came after, by the article's own words; absent where it names none. */
  readonly antecedent?: Antecedent;
}

/** What an article says of an event before the one that it tells. */
export interface Antecedent {
  /** The event is said to answer it; else to have come after it. */
  readonly isAnswered: boolean;
  readonly places: readonly string[];
  /** Persons who were struck. */
  readonly people: readonly string[];
  readonly days: DayRange | null;
  readonly killed: number | null;
  readonly subEvents: readonly SubEvent[];
}

/** The words in which decisions give their reasons; `pipeline/why/reasons.ts` has a sentence for each. */
export const reasonCodes = [
  // What the text is: extract.
  'unread-language',
  'sides',
  'sides-missing',
  'other-topic',
  'opinion',
  'event',
  'development',
  'no-recent-event',
  'extraction-failed',
  'canary',
  // Which incident it is about: assign.
  'no-incident-like-it',
  'same-incident',
  'other-incident',
  'ruled-out',
  'told-before',
  'known-incident',
  'background',
  'no-event-type',
  'development-of-unknown',
  'history',
  'old-event',
  'raised',
  'taught',
  'continued',
  'merged',
  'split',
  // What it changed of the incident: the words of `Change`.
  'opened',
  'outlet',
  'confirmed',
  'casualties',
  'severity',
  'place',
  'actor',
  'claim',
  'blame',
  'denial',
  'investigation',
  'reaction',
  'revision',
  // How grave it is.
  'severity-type',
  'severity-mass-casualties',
  'severity-us-deaths',
  'severity-leader-killed',
  'severity-state-on-state',
  'severity-us-mission-mobbed',
  'severity-deaths',
  'severity-wounded-us-target',
  'severity-state-abroad',
  'severity-wounded',
  'severity-us-target',
  'severity-failed',
  'severity-unharmed',
  'severity-unconfirmed',
  // Who is told: watch and route. These stand last: they are a server's own, and told to that one alone.
  'watch',
  'watch-satisfied',
  'watch-keyword',
  'watch-actor',
  'watch-place',
  'watch-event-type',
  'watch-language',
  'no-watch-satisfied',
  'no-incident',
  'incident-silent',
  'same-version',
  'alert-opened',
  'alert-closed',
  'silenced',
  'card-deleted',
  'below-floor',
  'quiet-hours',
  'digest-only',
  'folded',
  'nothing-visible',
  'edit',
  'notice',
  'ping-opened',
  'ping-severity',
  'ping-actor',
  'ping-place',
  'ping-confirmed',
  'no-ping-minor',
  'no-ping-known-incident',
  'no-ping-late',
  'no-ping-acknowledged',
  'no-ping-inhibited',
  'no-ping-wanted',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

/** Why something was decided: a word of a closed list and what it was about, the same in log, metric and answer. */
export interface Reason {
  readonly code: ReasonCode;
  readonly detail: string;
}

export type Decision = 'new' | 'update' | 'duplicate' | 'background' | 'irrelevant';

/** What an article turned out to be. `incident` stands with new, update and duplicate alone. */
export interface Verdict {
  readonly article: string;
  readonly decision: Decision;
  readonly incident: string | null;
  readonly reasons: readonly Reason[];
}

// ── Incidents ──────────────────────────────────────────────────────────────────────────────────────────────────────

export const severities = ['info', 'low', 'elevated', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** What is held to be true of an incident, merged from its reports. */
export interface Facts {
  readonly title: string;
  readonly eventType: string;
  readonly subEvent: SubEvent;
  readonly days: DayRange;
  readonly place: string | null;
  readonly actors: readonly ActorRole[];
  readonly killed: number | null;
  readonly wounded: number | null;
  readonly severity: Severity;
  /** Independent outlet families that report it; one is "unconfirmed". */
  readonly families: readonly string[];
}

/** One event, told by many reports. `version` counts every change, from 1. */
export interface Incident {
  /** `known:<id>` for one of the pack; else derived from the article that founded it. */
  readonly id: string;
  readonly version: number;
  readonly openedAt: Instant;
  readonly updatedAt: Instant;
  readonly facts: Facts;
  /** Oldest first; at most `incidentReportsMax`, the founding report always among them. */
  readonly reports: readonly Report[];
  /** Reports that were let go by that limit. */
  readonly reportsDropped: number;
  /** Told to nobody so far: opened by backlog, or known from the pack. */
  readonly silent: boolean;
  /** Whether what opened it was first seen hours after its publication. */
  readonly late: boolean;
  /** What the newest version changed against the one before, for the note in the thread. */
  readonly changes: readonly Change[];
  /** When the newest version came to be; `updatedAt` moves with reports that change nothing too. */
  readonly changedAt: Instant;
  /** What outlets took back or put otherwise, oldest first; at most `correctionsMax`. */
  readonly corrections: readonly Correction[];
  /** Other incidents that belong to it, the surest first; at most `relationsMax`. */
  readonly related: readonly Relation[];
  /** When a live article last told something new of it, the one that founded it among them; null: none ever did. */
  readonly newsAt: Instant | null;
  /** The one that an analyst merged it into: articles that fit it join that one. Null: it stands by itself. */
  readonly mergedInto: string | null;
  /** Articles that an analyst split off, by the ids that they were told under first: they never come back; at most `apartMax`. */
  readonly apart: readonly string[];
}
export const incidentReportsMax = 60;
export const correctionsMax = 6;
export const relationsMax = 6;
export const apartMax = 120;

export interface Change {
  readonly what:
    | 'opened'
    | 'outlet'
    | 'confirmed'
    | 'casualties'
    | 'severity'
    | 'place'
    | 'actor'
    | 'claim'
    | 'blame'
    | 'denial'
    | 'investigation'
    | 'reaction'
    | 'revision'
    /** An analyst's word: another incident's reports were added to it, or some of its own became another's. */
    | 'merged'
    | 'split';
  /** In English, for the log and for `why`; what people are told is made of the fields below, where they are there. */
  readonly detail: string;
  /** The article that brought it. */
  readonly article: string;
  /** What is held otherwise from now on. Absent in what older versions of the program stored, as are the others below. */
  readonly differences?: readonly Difference[];
  /** Who claims, denies, answers, is blamed or is named. */
  readonly actors?: readonly string[];
  /** Who blames them. */
  readonly by?: readonly string[];
  /** The outlets that say so; of a figure all that state it. */
  readonly outlets?: readonly string[];
  /** Of a revision: the outlet took its report back. */
  readonly isWithdrawn?: boolean;
}
/** A fact as it was held and as it is: a figure, a severity, a day or range, the id of a place; null where it is unknown. */
export interface Difference {
  readonly fact: 'killed' | 'wounded' | 'severity' | 'place' | 'day';
  readonly before: string | null;
  readonly after: string | null;
}

/** What an outlet corrected of its own report, or that it withdrew it. */
export interface Correction {
  readonly outlet: string;
  readonly article: string;
  readonly at: Instant;
  /** Empty where it withdrew the report. */
  readonly differences: readonly Difference[];
  readonly isWithdrawn: boolean;
}

/**
 * How another incident belongs to one: this answers it, or is answered by it, or the two are near in place and time;
 * this goes on where that one was resolved long ago, or the other way round; an analyst linked the two.
 */
export interface Relation {
  readonly incident: string;
  readonly how: 'answers' | 'answered-by' | 'near' | 'continues' | 'continued-by' | 'linked';
}

/**
 * What an analyst did to the reports of incidents, and how all was before, so that it can be undone. `merge`: `from`
 * went into `into`; `split`: `into` was made of reports of `from`.
 */
export interface Regrouping {
  /** Of the incident that it took out of the world, or made: the merged one, or the one split off. */
  readonly incident: string;
  readonly what: 'merge' | 'split';
  readonly at: Instant;
  readonly by: Presser;
  readonly from: string;
  readonly into: string;
  readonly before: readonly Incident[];
  /** Alerts of `into` that a merge opened or changed, as they were before, null: none, and the revision that it gave them. */
  readonly alerts: readonly { readonly server: string; readonly before: Alert | null; readonly revision: number }[];
  readonly label: Label;
}

// ── Who is told ────────────────────────────────────────────────────────────────────────────────────────────────────

/** A standing query. All parts that are not empty must hold; within a part any one suffices. */
export interface Watch {
  readonly id: string;
  readonly name: string;
  readonly server: string | null;
  /** Each in the query language of `pipeline/query/`. */
  readonly keywords: readonly string[];
  readonly actors: readonly string[];
  readonly places: readonly string[];
  readonly eventTypes: readonly string[];
  readonly severityFloor: Severity;
  readonly languages: readonly Language[];
  readonly origin: 'file' | 'command';
}

/** A watch told to a channel. `server` is a Discord guild id, or `console`. */
export interface Subscription {
  readonly id: string;
  readonly watch: string;
  readonly server: string;
  /** Of `user`, where there is one, the channel of direct messages with them. */
  readonly channel: string;
  /** Who asked to be told in direct messages; null: it is told to a channel of the server. */
  readonly user: string | null;
  readonly pingRole: string | null;
  readonly severityFloor: Severity;
  /** From this severity on the role is pinged. */
  readonly pingFloor: Severity;
  readonly language: Language;
  /** False: digests alone are told. */
  readonly alerts: boolean;
  /** When nothing is told but what is critical; null: never. */
  readonly quiet: QuietHours | null;
  /** So many cards an hour at most, the rest is folded into one message; null: the setting's number. */
  readonly cardsPerHour: number | null;
  readonly digests: readonly DigestPlan[];
  readonly origin: 'file' | 'command';
}

/** Whether who is told in direct messages, over `channel`, is still on the server whose watches they hear. */
export interface Membership {
  readonly server: string;
  readonly channel: string;
  readonly user: string;
  readonly isGone: boolean;
  /** When it is to be asked again, on the real clock. */
  readonly dueAt: Instant;
}

/** From one wall-clock time to another, `HH:MM`, over midnight where `to` is earlier. Equal ends are no quiet at all. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
  /** IANA. */
  readonly timeZone: string;
}

/** When a digest is sent: each day, or each Monday, at a wall-clock time `HH:MM`. */
export interface DigestPlan {
  readonly every: 'day' | 'week';
  readonly at: string;
  /** IANA. */
  readonly timeZone: string;
}

/**
 * How a subscription is asked to be; what is null stays as it is, or is as usual. Texts are as a person typed them.
 */
export interface SubscriptionWish {
  readonly pingRole: string | null;
  readonly severityFloor: Severity | null;
  readonly pingFloor: Severity | 'nobody' | null;
  /** Equal ends: no quiet hours. */
  readonly quietFrom: string | null;
  readonly quietTo: string | null;
  /** Of its quiet hours and digests. */
  readonly timeZone: string | null;
  /** 0: as usual. */
  readonly cardsPerHour: number | null;
  readonly cardLanguage: Language | null;
  readonly digest: DigestPlan['every'] | 'both' | 'none' | null;
  readonly digestAt: string | null;
  readonly alerts: boolean | null;
}

/** A server and who may act on it. Without a responder role, whoever may manage messages. */
export interface Server {
  readonly id: string;
  readonly name: string;
  readonly responderRoles: readonly string[];
  readonly operators: boolean;
  /** The channel that hears what concerns this server's operators: a subscription that ended, a permission that was lost. */
  readonly operatorsChannel: string | null;
  readonly language: Language;
  /** IANA; for its quiet hours and digests, unless they say otherwise. */
  readonly timeZone: string;
  readonly origin: 'file' | 'command';
}

/** What the bot needs of a channel to tell alerts there. */
export const permissions = [
  'view-channel',
  'send-messages',
  'embed-links',
  'attach-files',
  'read-message-history',
  'create-public-threads',
  'send-messages-in-threads',
  'manage-threads',
  /** Only where a role is to be pinged that not everybody may mention. */
  'mention-everyone',
] as const;
export type Permission = (typeof permissions)[number];

// ── Alerts ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export const alertStates = ['open', 'acknowledged', 'snoozed', 'resolved', 'false-alarm', 'merged'] as const;
export type AlertState = (typeof alertStates)[number];

/** What people do to an alert; `pipeline/alert/transitions.ts` says which state allows what, and where it leads. */
export const actions = [
  'acknowledge',
  'unacknowledge',
  /** Still at it: answers the reminder. */
  'confirm',
  'snooze',
  'wake',
  'assign',
  'unassign',
  'note',
  'resolve',
  'false-alarm',
  'reopen',
] as const;
export type Action = (typeof actions)[number];

/** What the program does to an alert by itself, or because of what was done to its incident. */
export const alertEvents = [
  /** Nobody confirmed that he is still at it. */
  'lapse',
  'snooze-end',
  /** Graver, or a new place or actor. */
  'worsen',
  /** Reported again after it was resolved. */
  'report-again',
  /** Nothing was heard for long. */
  'quiet',
  'remind',
  'escalate',
  'merge',
  'unmerge',
] as const;
export type AlertEvent = (typeof alertEvents)[number];

/** An incident told to a server: one life an incident and server, whatever the number of its channels. */
export interface Alert {
  readonly incident: string;
  readonly server: string;
  readonly state: AlertState;
  /** Counts every change, from 1; a press on another revision loses. */
  readonly revision: number;
  readonly openedAt: Instant;
  readonly changedAt: Instant;
  /** Null: the program itself. */
  readonly changedBy: Presser | null;
  /** What brought it into its state, and in whose words; null where nothing did since it was opened. */
  readonly changedFor: {
    readonly what: Action | AlertEvent;
    readonly detail: string;
    /** What got worse, where that is what reopened it. */
    readonly worse?: Worsening | undefined;
  } | null;
  readonly assignee: Presser | null;
  /** The newest last; at most `alertNotesMax`. */
  readonly notes: readonly AlertNote[];
  /** Ids of the watches that it was opened for. */
  readonly watches: readonly string[];
  /** Who is at it; null in every state but acknowledged. */
  readonly acknowledgement: Acknowledgement | null;
  /** Null in every state but snoozed. */
  readonly snoozedUntil: Instant | null;
  /** Null in every state but false alarm. */
  readonly falseAlarm: FalseAlarmReason | null;
  /** The incident that its own was merged into, and how it stood before; null in every state but merged. */
  readonly merged: AlertMerged | null;
  /** What was known of the incident when somebody last took a stand on it: what is worse is measured against it. */
  readonly known: AlertKnown;
  /** Whether anybody is to be called for it: not for what is old, late or known. */
  readonly isUrgent: boolean;
  /** The run of a policy that goes on while nobody acknowledges; null where none does. */
  readonly escalation: Escalation | null;
  /** Other systems that were called for it, by the ids of their webhooks: they hear when it is taken and when it is closed. */
  readonly webhooks: readonly string[];
  /** Of its whole life. */
  readonly measures: AlertMeasures;
}
export const alertNotesMax = 30;

/** An alert that is to be looked at, and when on the Clock. */
export interface AlertTouched extends Pick<Alert, 'incident' | 'server'> {
  readonly at: Instant;
}

export interface Presser {
  readonly id: string;
  readonly name: string;
}
export interface AlertNote {
  readonly at: Instant;
  readonly by: Presser;
  readonly text: string;
}
export interface Acknowledgement {
  readonly by: Presser;
  readonly at: Instant;
  /** When he last said that he is at it. */
  readonly confirmedAt: Instant;
  /** When he was asked since; null where he was not. */
  readonly remindedAt: Instant | null;
}
export interface AlertMerged {
  readonly into: string;
  readonly before: Pick<Alert, 'state' | 'acknowledgement' | 'snoozedUntil' | 'falseAlarm'>;
}
export interface AlertKnown {
  readonly severity: Severity;
  readonly place: string | null;
  readonly actors: readonly string[];
  /** The incident's version. */
  readonly version: number;
  /** When it was last reopened because it got worse. */
  readonly worsenedAt: Instant | null;
}
/** Where the run of an escalation policy stands. */
export interface Escalation {
  readonly policy: string;
  /** The step that comes next, from 0, and the round that it belongs to, from 0. */
  readonly step: number;
  readonly round: number;
  /** When it comes, on the Clock; null: all rounds are over. */
  readonly dueAt: Instant | null;
  readonly startedAt: Instant;
  /** Messages that it has asked for so far; each has a number of its own. */
  readonly pages: number;
  /** The operators were told that nobody is on call. At step 0 it waits for somebody to come on. */
  readonly isUnmanned?: boolean;
}
/** Times on the Clock, spans in milliseconds; null where it has not happened. */
export interface AlertMeasures {
  /** From the publication of the founding article to its sight. */
  readonly seenMs: number | null;
  /** For the first time, and by whom; null before, and of alerts of earlier programs. */
  readonly acknowledgedAt: Instant | null;
  readonly acknowledgedBy: Presser | null;
  readonly resolvedAt: Instant | null;
  /** Steps of policies that called somebody. */
  readonly escalations: number;
  /** The outlet whose article opened it. */
  readonly outlet: string | null;
}

/** Why an alert should not have been. */
export const falseAlarmReasons = [
  'background',
  'duplicate',
  'off-topic',
  'wrong-place',
  'wrong-actor',
  'wrong-date',
  'exercise',
  'satire',
  'other',
] as const;
export type FalseAlarmReason = (typeof falseAlarmReasons)[number];

// ── The audit log ──────────────────────────────────────────────────────────────────────────────────────────────────

export interface AuditEntry {
  readonly at: Instant;
  readonly server: string | null;
  readonly incident: string | null;
  readonly who: Presser | null;
  readonly action: string;
  readonly detail: string;
  /** Where it was done: `channel <id>`, `terminal`, `file`; absent for what the program did of itself. */
  readonly from?: string;
  /** Of an alert: how it stands from then on, so that the log replayed gives the present state. */
  readonly alert?: AlertStanding;
}
/** A place in the audit log: the hash covers the entry and, through the one before, all before it. */
export interface AuditMark {
  readonly number: number;
  readonly hash: string;
}
/** An entry of the audit log as it is stored, for who checks that it stands as it was written. */
export interface AuditLink {
  /** Its place in the store. */
  readonly id: string;
  /** The entry as it was written, and as it is read; null where it cannot be. */
  readonly text: string;
  readonly entry: AuditEntry | null;
  /** From 1 on; these three are null in entries of programs that chained none. */
  readonly number: number | null;
  /** The hash of the entry before; empty for the first. */
  readonly before: string | null;
  readonly hash: string | null;
  /** The digest of what it said before somebody was erased from it, which its hash goes on to cover. */
  readonly erasedDigest?: string | null;
}
export type AlertStanding = Pick<Alert, 'state' | 'revision' | 'snoozedUntil' | 'falseAlarm'> & {
  /** Ids. */
  readonly mergedInto: string | null;
  readonly assignee: string | null;
  readonly acknowledgedBy: string | null;
};

// ── Who is on call, and who is called when nobody answers ──────────────────────────────────────────────────────────

/**
 * Who is on call when. Of its layers the last that has somebody at a moment decides, and an override goes before them
 * all; where none has anybody nobody is on call: a gap. Days and times are local ones of `timeZone`.
 */
export interface Rota {
  readonly id: string;
  readonly server: string;
  readonly name: string;
  /** IANA. */
  readonly timeZone: string;
  readonly layers: readonly RotaLayer[];
  readonly holidays: readonly Day[];
  /** Where its hand-overs are told; null: the server's operators' channel. */
  readonly channel: string | null;
  readonly origin: 'file' | 'command';
}
/** People who take turns. */
export interface RotaLayer {
  readonly name: string;
  readonly people: readonly Presser[];
  /** The first day of the first person's turn. */
  readonly from: Day;
  /** The last day; null: for ever. */
  readonly until: Day | null;
  readonly turn: { readonly every: 'hour' | 'day' | 'week'; readonly count: number };
  /** `HH:MM`; turns of hours are counted from it on. */
  readonly handover: string;
  /** It has somebody only within one of these; empty: always. */
  readonly within: readonly WeekWindow[];
  readonly holidays: 'as-usual' | 'off' | 'only';
}
/** On these weekdays (1 is Monday) from one time to the other, into the next day where `to` is not later. */
export interface WeekWindow {
  readonly weekdays: readonly number[];
  readonly from: string;
  readonly to: string;
}
/** Somebody else takes a time of a rota; a swap is two of them. */
export interface RotaOverride {
  readonly id: string;
  readonly rota: string;
  readonly from: Instant;
  /** Not in it. */
  readonly to: Instant;
  readonly person: Presser;
  readonly by: Presser;
  readonly at: Instant;
  readonly why: string;
}

/** What is done while nobody acknowledges an alert. */
export interface EscalationPolicy {
  readonly id: string;
  readonly server: string;
  readonly name: string;
  /** Of alerts that one of these opened; empty: of all. */
  readonly watches: readonly string[];
  /** From this severity on. */
  readonly severityFloor: Severity;
  readonly steps: readonly EscalationStep[];
  /** So many times more, from the first step on; at most 5. */
  readonly repeat: number;
  readonly origin: 'file' | 'command';
}
export type EscalationStep =
  | ({ readonly do: 'notify-on-call'; readonly rota: string; readonly by: PageWay } & StepCondition)
  | ({ readonly do: 'notify-role'; readonly role: string; readonly by: Exclude<PageWay, 'direct'> } & StepCondition)
  | ({ readonly do: 'notify-person'; readonly person: Presser; readonly by: PageWay } & StepCondition)
  | ({ readonly do: 'webhook'; readonly webhook: string } & StepCondition)
  | { readonly do: 'wait'; readonly minutes: number };
/** In the thread of its cards, in their channels, or by direct message. */
export type PageWay = 'thread' | 'channel' | 'direct';
export interface StepCondition {
  /** Null: at any hour. */
  readonly onlyIn: (WeekWindow & { readonly timeZone: string }) | null;
}

/** A message of its own about an alert. */
export interface Page {
  readonly incident: string;
  readonly says: PageSays;
  readonly to: PageTarget;
  /** Who is named so that it rings. */
  readonly users: readonly string[];
  readonly roles: readonly string[];
  /** It is not sent when its turn comes and this does not hold any more. */
  readonly while: 'unacknowledged' | 'acknowledged' | 'unresolved' | 'always';
}
export type PageTarget =
  | { readonly kind: 'thread' | 'channel'; readonly channel: string }
  | { readonly kind: 'direct'; readonly user: string }
  | { readonly kind: 'webhook'; readonly webhook: string }
  /** The server's operators' channel, wherever that is when it is sent. */
  | { readonly kind: 'operators' };
export type PageSays =
  | {
      readonly what: 'escalation';
      readonly policy: string;
      readonly step: number;
      readonly round: number;
      /** The rota whose turn it is; null where a role, person or system is called. */
      readonly rota: string | null;
      /** For so long nobody has acknowledged. */
      readonly waitedMs: number;
    }
  /** All rounds are over. */
  | { readonly what: 'unanswered'; readonly policy: string; readonly rounds: number; readonly waitedMs: number }
  /** No step of a round had anybody to call. `comesAt`: when somebody comes on; null: not soon. */
  | { readonly what: 'nobody-on-call'; readonly policy: string; readonly comesAt: Instant | null }
  | { readonly what: 'reminder'; readonly by: Presser; readonly since: Instant; readonly lapsesAt: Instant | null }
  | { readonly what: 'lapsed' | 'snooze-ended'; readonly by: Presser | null }
  | { readonly what: 'worsened'; readonly by: Presser | null; readonly worse: Worsening }
  | { readonly what: 'reported-again' }
  /** For other systems that were called: how the alert stands from now on. */
  | { readonly what: 'state'; readonly state: AlertState; readonly by: Presser | null }
  | { readonly what: 'quiet'; readonly quietMs: number }
  | { readonly what: 'assigned'; readonly by: Presser; readonly to: Presser }
  | { readonly what: 'note'; readonly by: Presser; readonly text: string }
  /** `by` put back, or put off, what `had` was at. */
  | { readonly what: 'released'; readonly by: Presser; readonly had: Presser }
  /** Another incident: `merged` into it, `split` off into it, `unmerged` from it, linked with it. */
  | {
      readonly what: 'merged' | 'unmerged' | 'split' | 'linked' | 'continued';
      readonly by: Presser | null;
      readonly other: string;
      readonly title: string;
    };
/** What is worse than when somebody took a stand. */
export interface Worsening {
  readonly severity: { readonly before: Severity; readonly after: Severity } | null;
  /** Ids; null and empty where nothing is new. */
  readonly place: string | null;
  readonly actors: readonly string[];
}

// ── What is not heard of, and what is learned ──────────────────────────────────────────────────────────────────────

/**
 * What a server does not want to hear of for a time. All parts that are not empty must hold: of actors, places and kinds of
 * events any one, with all that belongs to it; of outlets and watches all that the incident comes by are among these.
 */
export interface Silence {
  readonly id: string;
  readonly server: string;
  readonly matchers: SilenceMatchers;
  readonly why: string;
  readonly by: Presser;
  readonly from: Instant;
  /** Not in it; at most 30 days after `from`. */
  readonly to: Instant;
  /** Who lifted it before its time; null where nobody did. */
  readonly liftedBy: Presser | null;
}
/** Told when a silence is over. */
export interface SilenceEnded {
  readonly by: Presser;
  readonly why: string;
  readonly from: Instant;
  readonly to: Instant;
  /** Who lifted it before its time; null where it ran out. */
  readonly liftedBy: Presser | null;
  /** So many incidents it kept from the server, and how many of these are of late and still told to nobody there. */
  readonly hidden: number;
  readonly young: number;
  /** The gravest of the latter. */
  readonly incidents: readonly HiddenIncident[];
}
export interface HiddenIncident {
  readonly incident: string;
  readonly title: string;
  readonly severity: Severity;
  readonly openedAt: Instant;
  /** Of its first article. */
  readonly link: string | null;
}
export interface SilenceMatchers {
  readonly actors: readonly string[];
  readonly places: readonly string[];
  readonly eventTypes: readonly string[];
  readonly outlets: readonly string[];
  readonly watches: readonly string[];
  /** Lesser than this severity; null: whatever it is. */
  readonly severityBelow: Severity | null;
  /** Critical incidents pass unless this is said. */
  readonly critical: boolean;
}

/** What an analyst said of a decision of the matching; an example to learn from. */
export interface Label {
  readonly id: string;
  readonly at: Instant;
  readonly server: string;
  readonly by: Presser;
  readonly says:
    | { readonly what: 'false-alarm'; readonly reason: FalseAlarmReason }
    | { readonly what: 'same' | 'other'; readonly incident: string };
  readonly incident: string;
  /** The articles that it is about. */
  readonly articles: readonly string[];
  /** What some of them look like, so that what is like them is known; at most `examplesMax`. */
  readonly examples: readonly Example[];
  /** The same of the other incident's, where it is about two. */
  readonly besides: readonly Example[];
  /** Given on the operators' server, and so believed at once. */
  readonly isTeaching: boolean;
  /** When it was taken back; null while it holds. */
  readonly revokedAt: Instant | null;
}
export const examplesMax = 8;

/** What is remembered of a report, by which others are likened to it. */
export interface Example {
  readonly article: string;
  readonly outlet: string;
  readonly subEvent: SubEvent | null;
  /** The sentence that its event rests on, as published. */
  readonly phrase: string;
  /** Its weightiest words as `Report.terms` has them, names left out. */
  readonly words: Readonly<Record<string, number>>;
  /** Where it says that it happened. */
  readonly place: string | null;
  readonly weapon: string | null;
  readonly stage: Report['stage'];
  /** Whether it states that anybody was killed or wounded. */
  readonly isDeadly: boolean;
}

// ── Delivery ───────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * A row of the outbox. `card` asks that the one message of (incident, channel) shows at least `version`;
 * `notice` is a message of its own in that card's thread. Its id is `<incident>.<version>.<kind>.<channel>`,
 * with the alert's revision behind the version where a press caused it.
 */
export interface OutboxRow {
  readonly id: string;
  readonly incident: string;
  readonly version: number;
  readonly kind: 'card' | 'notice';
  readonly server: string;
  readonly channel: string;
  readonly language: Language;
  /** The role to name, when this row pings. */
  readonly pingRole: string | null;
  readonly changes: readonly Change[];
  /** On the Clock: it is not told before; null: at once. */
  readonly heldUntil: Instant | null;
  /** How many cards an hour its channel takes; null: the setting's number. */
  readonly cardsPerHour: number | null;
  /** Its channel is one of direct messages: no roles, no threads, no buttons. */
  readonly isDirect: boolean;
  readonly createdAt: Instant;
  /** When the fetch of the article that caused it was done, on the real clock, for the latency. */
  readonly causedAt: Instant;
}

/** The one message of an incident in a channel, and how far it got. Times on the real clock. */
export interface Card {
  readonly incident: string;
  readonly channel: string;
  /** Whose channel it is and the language told there, from the first try to post on; null before. */
  readonly server: string | null;
  readonly language: Language | null;
  readonly isDirect: boolean;
  readonly messageId: string | null;
  /** The version that its post showed; notices up to it are told by the post itself. */
  readonly versionPosted: number | null;
  readonly threadId: string | null;
  readonly versionTold: number;
  readonly alertRevisionTold: number;
  /** First try of a POST whose outcome is not known; null when there is none. */
  readonly attemptedAt: Instant | null;
  /** Somebody deleted the message: it is not posted again. */
  readonly gone: boolean;
  /** When the message was accepted, on the real clock; null before, and where it was found again later. */
  readonly postedAt: Instant | null;
  /** When what it tells first was fetched, on the real clock; null before the first try. */
  readonly causedAt: Instant | null;
  /** The last edit, on the real clock, so that edits are not more than one in some seconds; null before the first. */
  readonly editedAt: Instant | null;
  /** The fold that names it in place of a card of its own; null where it has, or will have, one. */
  readonly foldedInto: string | null;
}

/**
 * What was too much for a channel within an hour, named in a summary in place of cards of their own. A summary that is
 * longer than a message goes on in the next.
 */
export interface Fold {
  /** Of its channel and hour: see `foldOf`. */
  readonly id: string;
  readonly server: string;
  readonly channel: string;
  readonly language: Language;
  readonly isDirect: boolean;
  /** When its hour begins, on the Clock. */
  readonly hour: Instant;
  /** In the order in which they were folded. */
  readonly incidents: readonly string[];
  /** Counts the incidents and whatever changed of them. */
  readonly revision: number;
  readonly messages: readonly FoldMessage[];
}
/** A message of a fold; times on the real clock. */
export interface FoldMessage {
  /** It names the fold's incidents from this place on, and so many of them. */
  readonly from: number;
  readonly count: number;
  readonly messageId: string | null;
  /** First try of a POST whose outcome is not known; null when there is none. */
  readonly attemptedAt: Instant | null;
  readonly editedAt: Instant | null;
  /** Somebody deleted it: it is not posted again, and what is folded later is named in the next. */
  readonly gone: boolean;
  /** A digest of what it shows. */
  readonly shown: string;
}

/** How a summary names an incident. Plain text. */
export interface FoldEntry {
  readonly incident: string;
  readonly title: string;
  readonly severity: Severity;
  readonly state: Alert['state'];
  /** The best source; null where there is none that can be linked. */
  readonly link: string | null;
  /** Its card, where it was told after all. */
  readonly message: MessagePlace | null;
}

/** A channel that takes no messages of ours. Times on the real clock. */
export interface Bar {
  readonly channel: string;
  readonly server: string;
  /** The channel was deleted, we may not write there, or a person takes no direct messages of ours. */
  readonly why: 'gone' | 'forbidden' | 'person';
  /** As the messenger said it. */
  readonly problem: string;
  readonly since: Instant;
  readonly triedAt: Instant;
  /** Its subscriptions have ended: nothing is tried any more; null while it may pass. */
  readonly endedAt: Instant | null;
}

/** Where a message stands in the messenger. */
export interface MessagePlace {
  readonly server: string;
  readonly channel: string;
  readonly id: string;
}

/**
 * A message of its own that belongs to no incident: a digest, a test alert, a word to a server's operators. Posted once
 * for ever: the nonce derives from the id. Times on the real clock.
 */
export interface Letter {
  readonly id: string;
  readonly server: string;
  readonly channel: string;
  readonly language: Language;
  readonly body: LetterBody;
  readonly createdAt: Instant;
  /** Of the alert that it calls somebody for: graver ones go first. Absent with what calls nobody. */
  readonly severity?: Severity | undefined;
}
export type LetterBody =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** Who is named before it so that it rings, by their ids; left out: nobody. */
      readonly users?: readonly string[];
      /** What can be pressed below it. */
      readonly buttons?: readonly LetterButton[];
    }
  | { readonly kind: 'digest'; readonly digest: Digest }
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'silence-ended'; readonly ended: SilenceEnded }
  | { readonly kind: 'handover'; readonly handover: Handover }
  /** A sample incident, shown as a real one is and marked as a test; `pingRole` is named and pinged as it would be. */
  | { readonly kind: 'test'; readonly pingRole: string | null };

/** How things stand on a server when one shift hands over to the next, or when somebody asks. */
export interface Handover {
  /** The rota's name; null where none is meant. */
  readonly rota: string | null;
  readonly timeZone: string;
  readonly goes: Presser | null;
  readonly comes: Presser | null;
  /** In mid-shift: when `goes` hands over, null where that is not known. Absent at a change of shift, which is now. */
  readonly changesAt?: Instant | null | undefined;
  /** On the Clock: since when it tells what changed. */
  readonly since: Instant;
  readonly at: Instant;
  /** Nobody has taken these; gravest first. */
  readonly open: HandoverList;
  readonly taken: HandoverList;
  readonly changed: HandoverList;
  /** Snoozes that end soon, the next first. */
  readonly snoozes: HandoverList;
  /** Of what is not settled or came since. */
  readonly largest: readonly HandoverAlert[];
  readonly silences: readonly HandoverSilence[];
  readonly feedsDown: { readonly count: number; readonly feeds: readonly HandoverFeed[] };
  readonly coverage: readonly HandoverCoverage[];
  /** Times to come when nobody is on call. */
  readonly gaps: readonly { readonly from: Instant; readonly to: Instant }[];
  /** The last entry of the audit log, so that a log that is rewritten is noticed; null where there is none. */
  readonly auditHead: { readonly number: number; readonly hash: string } | null;
}
export interface HandoverList {
  /** With those that there is no room for. */
  readonly count: number;
  readonly alerts: readonly HandoverAlert[];
}
export interface HandoverAlert extends DigestAlert {
  readonly changedAt: Instant;
  /** Who brought it into its state; null: the program. */
  readonly changedBy: Presser | null;
  readonly assignee: Presser | null;
  readonly snoozedUntil: Instant | null;
}
export interface HandoverSilence {
  readonly id: string;
  readonly by: Presser;
  readonly why: string;
  readonly to: Instant;
  readonly hidden: number;
}
export interface HandoverFeed {
  readonly feed: string;
  readonly since: Instant | null;
  readonly condition: DownCondition;
  /** What stands against it, in English; null where nothing beside its condition is known. */
  readonly problem: string | null;
}
export type DownCondition = 'failing' | 'not-asked' | 'silent' | 'paused';
/** Of a group of outlets: `all`, a language, a side. */
export interface HandoverCoverage {
  readonly value: string;
  readonly outlets: number;
  /** From 0 to 1. */
  readonly share: number;
}
/** `does` comes back with a press, as with what stands below an answer. */
export interface LetterButton {
  readonly does: string;
  readonly label: string;
  readonly look: 'plain' | 'main' | 'good' | 'danger';
}

/** What happened over a time, as far as a subscription's watch looks at it. */
export interface Digest {
  readonly subscription: string;
  readonly watchName: string;
  readonly every: DigestPlan['every'];
  /** On the Clock; `to` is not in it. */
  readonly from: Instant;
  readonly to: Instant;
  readonly timeZone: string;
  /** That were told first within the time, and how many older ones changed within it. */
  readonly incidents: number;
  readonly developed: number;
  /** Largest first. Names are the pack's English ones, translated by the renderer where the pack can. */
  readonly byType: readonly DigestCount[];
  readonly byPlace: readonly DigestCount[];
  readonly byActor: readonly DigestCount[];
  readonly bySeverity: readonly { readonly severity: Severity; readonly count: number }[];
  /** A count each day (or, in a digest of a day, each three hours), oldest first, for the chart. */
  readonly course: readonly DigestPart[];
  /** How many rest on one outlet family, how many on more. */
  readonly unconfirmed: number;
  readonly confirmed: number;
  /** Alerts of the server that nobody has put away, gravest and oldest first. */
  readonly open: readonly DigestAlert[];
  /** With those that `open` has no room for. */
  readonly openCount: number;
}
export interface DigestPart {
  readonly from: Instant;
  readonly count: number;
  readonly bySeverity: Readonly<Partial<Record<Severity, number>>>;
}
/** `id` of the pack's entry, or the sub-event. */
export interface DigestCount {
  readonly id: string;
  readonly name: string;
  readonly count: number;
}
export interface DigestAlert {
  readonly incident: string;
  readonly title: string;
  readonly severity: Severity;
  readonly state: AlertState;
  readonly openedAt: Instant;
  /** Where its card stands; null where it has none. */
  readonly message: { readonly server: string; readonly channel: string; readonly id: string } | null;
}

export type DeliveryOutcome = 'sent' | 'skipped' | 'failed';

// ── What is said to people in answers ──────────────────────────────────────────────────────────────────────────────

/** A piece of a line that each messenger shows in its own way: a channel by its name, a message as a link to it. */
export type SaidPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  | { readonly kind: 'channel'; readonly channel: string }
  /** By its name, pinging nobody. */
  | { readonly kind: 'role'; readonly role: string }
  | {
      readonly kind: 'message';
      readonly text: string;
      readonly server: string;
      readonly channel: string;
      readonly message: string;
    }
  | { readonly kind: 'moment' | 'elapsed'; readonly at: Instant };
/** Plain text, unescaped: the messenger escapes it. */
export type SaidLine = string | readonly SaidPiece[];

// ── Feeds' health ──────────────────────────────────────────────────────────────────────────────────────────────────

export type PollStatus =
  | 'ok'
  | 'not-modified'
  | 'timeout'
  /** Sent bytes so slowly that it would hold a connection for ever. */
  | 'too-slow'
  | 'too-large'
  | 'refused-address'
  /** 429, or 503 with Retry-After. */
  | 'rate-limited'
  /** 401, 403, 451. */
  | 'forbidden'
  /** A page that asks for proof of being human. */
  | 'challenged'
  /** 410. */
  | 'gone'
  /** 404. */
  | 'not-found'
  | 'http-error'
  | 'network-error'
  | 'unreadable';

/** Why a feed rests. `failing`: it failed for long, and is probed once a day; what is `gone` or `never-found` once a week. */
export type PauseReason = 'gone' | 'never-found' | 'failing' | 'operator';

/** What is remembered of a feed between polls. Nothing of it is kept when the feed's address is changed. */
export interface FeedState {
  readonly feed: string;
  /** The feed's address as listed. */
  readonly url: string;
  /** Where it has moved for good, polled in place of `url`; null where it has not. */
  readonly movedTo: string | null;
  /** A permanent redirect that is not believed yet, and since when every answer has agreed on it. */
  readonly moving: { readonly to: string; readonly since: Instant } | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** The address that gave both of these; they are sent to no other. */
  readonly validatorsFrom: string | null;
  /** Null before the first poll that could be read. */
  readonly firstReadAt: Instant | null;
  readonly lastReadAt: Instant | null;
  readonly lastPolledAt: Instant | null;
  /** The last answer that was as it should be: a document that was read, or 304. */
  readonly lastSuccessAt: Instant | null;
  /** When an item that was never seen before came last; of the items of a first poll, when the newest was published. */
  readonly lastNewAt: Instant | null;
  readonly lastStatus: PollStatus | null;
  /** A sentence for a person: the HTTP status, the parser's complaint. No secrets of the address. */
  readonly lastProblem: string | null;
  /** In a row, and how many of them were of which kind. */
  readonly failures: number;
  /** When the first of them was; null while there are none. */
  readonly failingSince: Instant | null;
  readonly failuresByKind: Readonly<Partial<Record<PollStatus, number>>>;
  readonly paused: PauseReason | null;
  /** Which reader read its last document; `lenient` is our own, for what is broken or out of the ordinary. */
  readonly readBy: 'rss-parser' | 'lenient' | 'json' | null;
  readonly items: number;
  /** The smoothed time between two new items, by their publication; null before two were seen. */
  readonly rhythmMs: number | null;
  /** The longest time between two sights of something new, halved each four weeks; null before the second. */
  readonly longestQuietMs: number | null;
  /** The smoothed time from an item's publication to its sight, of items that came live. */
  readonly delayMs: number | null;
  /** What the document asks of its readers. */
  readonly pace: Pace;
}

/** How often a document asks to be polled (RSS `ttl`, `skipHours`, `skipDays`, `sy:updatePeriod`). */
export interface Pace {
  readonly ttlMinutes: number | null;
  /** Hours of the day, UTC, 0 to 23. */
  readonly skipHours: readonly number[];
  /** Days of the week, UTC, 0 is Sunday. */
  readonly skipDays: readonly number[];
}

// ── What the operators are told ────────────────────────────────────────────────────────────────────────────────────

/** A message to the operators that belongs to no incident. Plain text; times on the real clock. */
export interface Bulletin {
  readonly id: string;
  readonly text: string;
  /** Whether it names the operators' role. */
  readonly pings: boolean;
  readonly createdAt: Instant;
}

/** What was done to the append-only file of the Redis that we run, as it was started. */
export interface Mending {
  readonly id: string;
  readonly at: Instant;
  /** Cut off before damage; by Redis itself before a command that was half written; the list of its parts made anew. */
  readonly what: 'repaired' | 'truncated' | 'relisted';
  /** Where all of it stands as it was. */
  readonly copy: string | null;
  /** What was cut off, where that is known. */
  readonly lostBytes: number | null;
}

/**
 * What the operators were told last of a subject (`blind`, `coverage:side:iran`, `feed:irna`), `well` before anything was,
 * and what has been seen of it since. A subject of which there is none is well.
 */
export interface Standing {
  readonly subject: string;
  readonly told: string;
  readonly toldAt: Instant;
  /** How often its trouble was told since it was last well for long. */
  readonly times: number;
  /** What is seen now and was not told yet, and since when it is seen. */
  readonly seen: string | null;
  readonly since: Instant | null;
}

// ── The summary of an alert, before any messenger's form ───────────────────────────────────────────────────────────

/** Another incident that belongs to a card's, named in the reader's language; `message` where its own card stands. */
export interface CardLink {
  readonly how: Relation['how'];
  readonly title: string;
  readonly day: DayRange;
  readonly message: MessagePlace | null;
}

/** One fact of a summary and the outlets that state it (names), state media marked by the renderer. */
export interface SummaryFact {
  readonly text: string;
  readonly outlets: readonly SourceName[];
  /** What is said of whom, for the renderer's own words; absent with plain figures. */
  readonly said?: SaidFact;
}
/** `value` is an English name, or a day; `by` the accuser with `blame`. */
export interface SaidFact {
  readonly what: 'agent' | 'target' | 'place' | 'day' | 'claim' | 'blame' | 'denial' | 'reaction';
  readonly value: string;
  readonly by: string | null;
}
export interface SourceName {
  readonly name: string;
  readonly stateAffiliated: boolean;
  /** ISO 3166 code of the outlet's country; null where nobody knows. */
  readonly country?: string | null;
  /** It withdrew its report. */
  readonly isWithdrawn?: boolean;
}
/** A correction as it is told: outlet by name, places by their English names. */
export interface CorrectionTold {
  readonly outlet: SourceName;
  readonly at: Instant;
  readonly differences: readonly Difference[];
  readonly isWithdrawn: boolean;
}
export interface Summary {
  readonly incident: string;
  readonly version: number;
  readonly severity: Severity;
  /** The rule that decided the severity; null where an analyst did. */
  readonly severityRule: ReasonCode | null;
  readonly title: string;
  readonly titleLanguage: TextLanguage;
  readonly subEvent: SubEvent;
  readonly stage: Report['stage'];
  /** The weapon that most reports name. */
  readonly weapon: string | null;
  /** One or two sentences, in English; the renderer says the same in the other languages. */
  readonly what: string;
  /** The English names used here, in the other languages where the pack has them. */
  readonly names: Readonly<Record<string, Readonly<Partial<Record<Language, string>>>>>;
  readonly day: DayRange;
  /** When the event was first reported. */
  readonly firstReportedAt: Instant;
  readonly place: {
    readonly name: string;
    readonly lat: number;
    readonly lon: number;
    readonly timeZone: string;
  } | null;
  readonly agents: readonly string[];
  readonly targets: readonly string[];
  /** Who says so: agent, target, place and day as each outlet gives them; claims, blame, denials, answers. */
  readonly statements: readonly SummaryFact[];
  /** Each figure with who states it; more than one line is a conflict and is shown as such. */
  readonly killed: readonly SummaryFact[];
  readonly wounded: readonly SummaryFact[];
  readonly outlets: readonly SourceName[];
  readonly familiesCount: number;
  /** Of the families, those of state media, and their countries (ISO 3166), each once. */
  readonly stateFamilies: { readonly count: number; readonly countries: readonly string[] };
  readonly confirmed: boolean;
  /** When the version came to be. */
  readonly changedAt: Instant;
  readonly corrections: readonly CorrectionTold[];
  readonly related: readonly Relation[];
  readonly late: boolean;
  /** The day of a known incident that this is a development of. */
  readonly knownSince: Day | null;
  readonly quote: { readonly text: string; readonly language: TextLanguage; readonly outlet: string } | null;
  readonly source: { readonly outlet: string; readonly link: string; readonly title: string } | null;
}
