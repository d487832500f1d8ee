import type {
  Acknowledgement,
  Action,
  Alert,
  AlertEvent,
  AlertKnown,
  AlertNote,
  AlertStanding,
  AlertState,
  FalseAlarmReason,
  Incident,
  Instant,
  Presser,
} from '../model.ts';
import { alertNotesMax } from '../model.ts';

/** What is done to an alert, with what that needs. `detail` is what is said of it, in the words of who does it. */
export type Deed = { readonly detail?: string } & (
  | { readonly what: 'snooze'; readonly until: Instant }
  | { readonly what: 'assign'; readonly to: Presser }
  | { readonly what: 'note'; readonly text: string }
  | { readonly what: 'false-alarm'; readonly reason: FalseAlarmReason }
  | { readonly what: 'merge'; readonly into: string }
  | { readonly what: Exclude<Action | AlertEvent, 'snooze' | 'assign' | 'note' | 'false-alarm' | 'merge'> }
);

/** Who does it and when; null: the program. `known` is the incident as it is then. */
export interface DoneBy {
  readonly who: Presser | null;
  readonly now: Instant;
  readonly known: AlertKnown;
}

/** Where something leads: a state, `same` (it is noted and nothing else), `before` (as it stood before), null: refused. */
type Leads = AlertState | 'same' | 'before' | null;

/** All that can be done to an alert in each state, and where it leads. The one place that says so. */
export const transitions: Readonly<Record<AlertState, Readonly<Record<Action | AlertEvent, Leads>>>> = {
  open: {
    acknowledge: 'acknowledged',
    unacknowledge: null,
    confirm: null,
    snooze: 'snoozed',
    wake: null,
    assign: 'same',
    unassign: 'same',
    note: 'same',
    resolve: 'resolved',
    'false-alarm': 'false-alarm',
    reopen: null,
    lapse: null,
    'snooze-end': null,
    worsen: 'same',
    'report-again': null,
    quiet: 'resolved',
    remind: null,
    escalate: 'same',
    merge: 'merged',
    unmerge: null,
  },
  acknowledged: {
    acknowledge: null,
    unacknowledge: 'open',
    confirm: 'same',
    snooze: 'snoozed',
    wake: null,
    assign: 'same',
    unassign: 'same',
    note: 'same',
    resolve: 'resolved',
    'false-alarm': 'false-alarm',
    reopen: 'open',
    lapse: 'open',
    'snooze-end': null,
    worsen: 'open',
    'report-again': null,
    quiet: 'resolved',
    remind: 'same',
    escalate: null,
    merge: 'merged',
    unmerge: null,
  },
  snoozed: {
    acknowledge: 'acknowledged',
    unacknowledge: null,
    confirm: null,
    snooze: 'snoozed',
    wake: 'open',
    assign: 'same',
    unassign: 'same',
    note: 'same',
    resolve: 'resolved',
    'false-alarm': 'false-alarm',
    reopen: 'open',
    lapse: null,
    'snooze-end': 'open',
    worsen: 'open',
    'report-again': null,
    quiet: null,
    remind: null,
    escalate: null,
    merge: 'merged',
    unmerge: null,
  },
  resolved: {
    acknowledge: null,
    unacknowledge: null,
    confirm: null,
    snooze: null,
    wake: null,
    assign: null,
    unassign: null,
    note: 'same',
    resolve: null,
    'false-alarm': 'false-alarm',
    reopen: 'open',
    lapse: null,
    'snooze-end': null,
    worsen: null,
    'report-again': 'open',
    quiet: null,
    remind: null,
    escalate: null,
    merge: 'merged',
    unmerge: null,
  },
  'false-alarm': {
    acknowledge: null,
    unacknowledge: null,
    confirm: null,
    snooze: null,
    wake: null,
    assign: null,
    unassign: null,
    note: 'same',
    resolve: null,
    'false-alarm': null,
    reopen: 'open',
    lapse: null,
    'snooze-end': null,
    worsen: null,
    'report-again': 'open',
    quiet: null,
    remind: null,
    escalate: null,
    merge: 'merged',
    unmerge: null,
  },
  merged: {
    acknowledge: null,
    unacknowledge: null,
    confirm: null,
    snooze: null,
    wake: null,
    assign: null,
    unassign: null,
    note: 'same',
    resolve: null,
    'false-alarm': null,
    reopen: null,
    lapse: null,
    'snooze-end': null,
    worsen: null,
    'report-again': null,
    quiet: null,
    remind: null,
    escalate: null,
    merge: null,
    unmerge: 'before',
  },
};

/** An alert that nobody has touched yet. */
export function openAlert(
  incident: Pick<Incident, 'id' | 'version' | 'facts'>,
  server: string,
  at: Instant,
  said: Partial<Pick<Alert, 'watches' | 'isUrgent' | 'measures'>> = {},
): Alert {
  return {
    incident: incident.id,
    server,
    state: 'open',
    revision: 1,
    openedAt: at,
    changedAt: at,
    changedBy: null,
    changedFor: null,
    assignee: null,
    notes: [],
    watches: said.watches ?? [],
    acknowledgement: null,
    snoozedUntil: null,
    falseAlarm: null,
    merged: null,
    known: knownOf(incident),
    isUrgent: said.isUrgent ?? true,
    escalation: null,
    webhooks: [],
    measures: said.measures ?? { seenMs: null, acknowledgedAt: null, resolvedAt: null, escalations: 0, outlet: null },
  };
}

/** What is known of an incident now, against which later news is measured. */
export function knownOf({ version, facts }: Pick<Incident, 'version' | 'facts'>): AlertKnown {
  const actors = [...new Set(facts.actors.map(({ actor }) => actor))];
  return { severity: facts.severity, place: facts.place, actors, version, worsenedAt: null };
}

/** Whether a server has put the alert away: its cards stay true, but nothing new is said. */
export function isClosed(alert: Pick<Alert, 'state'> | null): boolean {
  return alert !== null && closedStates.has(alert.state);
}
const closedStates: ReadonlySet<AlertState> = new Set(['resolved', 'false-alarm', 'merged']);

/** The alert after the deed; null where its state does not allow it. */
export function act(alert: Alert, deed: Deed, by: DoneBy): Alert | null {
  const leads = transitions[alert.state][deed.what];
  if (leads === null) return null;
  const noted: Alert = { ...alert, ...noting(alert, deed, by), revision: alert.revision + 1 };
  if (leads === 'same') return noted;
  const state = leads === 'before' ? (alert.merged?.before.state ?? 'open') : leads;
  return {
    ...noted,
    ...standingIn(state, alert, deed, by),
    changedAt: by.now,
    changedBy: by.who,
    changedFor: { what: deed.what, detail: deed.detail ?? '' },
    escalation: null,
    measures: measured(alert, state, by.now),
  };
}

/** How the alert stands, for the audit log. */
export function standingOf(alert: Alert): AlertStanding {
  const { state, revision, snoozedUntil, falseAlarm } = alert;
  return {
    state,
    revision,
    snoozedUntil,
    falseAlarm,
    mergedInto: alert.merged?.into ?? null,
    assignee: alert.assignee?.id ?? null,
    acknowledgedBy: alert.acknowledgement?.by.id ?? null,
  };
}

/** What a state holds beside its name. */
function standingIn(state: AlertState, alert: Alert, deed: Deed, by: DoneBy): Partial<Alert> {
  if (deed.what === 'unmerge') return { ...(alert.merged?.before ?? { state: 'open' }), merged: null };
  const { acknowledgement, snoozedUntil, falseAlarm } = alert;
  return {
    state,
    acknowledgement: state === 'acknowledged' ? acknowledgementBy(by) : null,
    snoozedUntil: deed.what === 'snooze' ? deed.until : null,
    falseAlarm: deed.what === 'false-alarm' ? deed.reason : null,
    merged:
      deed.what === 'merge'
        ? { into: deed.into, before: { state: alert.state, acknowledgement, snoozedUntil, falseAlarm } }
        : null,
    known: { ...by.known, worsenedAt: deed.what === 'worsen' ? by.now : alert.known.worsenedAt },
  };
}

function acknowledgementBy({ who, now }: DoneBy): Acknowledgement | null {
  return who === null ? null : { by: who, at: now, confirmedAt: now, remindedAt: null };
}

/** What a deed notes that leaves the state as it is. */
function noting(alert: Alert, deed: Deed, by: DoneBy): Partial<Alert> {
  switch (deed.what) {
    case 'assign':
      return { assignee: deed.to };
    case 'unassign':
      return { assignee: null };
    case 'note':
      return by.who === null ? {} : { notes: withNote(alert.notes, { at: by.now, by: by.who, text: deed.text }) };
    case 'confirm':
      return {
        acknowledgement: alert.acknowledgement && { ...alert.acknowledgement, confirmedAt: by.now, remindedAt: null },
      };
    case 'remind':
      return { acknowledgement: alert.acknowledgement && { ...alert.acknowledgement, remindedAt: by.now } };
    case 'worsen':
      return { known: { ...by.known, worsenedAt: by.now } };
    default:
      return {};
  }
}

const withNote = (notes: readonly AlertNote[], note: AlertNote): readonly AlertNote[] =>
  [...notes, note].slice(-alertNotesMax);

function measured({ measures }: Alert, state: AlertState, now: Instant): Alert['measures'] {
  return {
    ...measures,
    acknowledgedAt: state === 'acknowledged' ? (measures.acknowledgedAt ?? now) : measures.acknowledgedAt,
    resolvedAt: state === 'resolved' || state === 'false-alarm' ? now : state === 'merged' ? measures.resolvedAt : null,
  };
}
