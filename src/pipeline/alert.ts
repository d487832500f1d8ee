import type {
  Acknowledgement,
  Action,
  Alert,
  AlertEvent,
  AlertKnown,
  AlertMeasures,
  AlertMerged,
  AlertNote,
  AlertStanding,
  AlertState,
  Escalation,
  FalseAlarmReason,
  Incident,
  Instant,
  Presser,
  Worsening,
} from '../model.ts';
import { alertNotesMax } from '../model.ts';
import { transitions } from './alert/transitions.ts';

/** What is done to an alert, with what that needs. `detail` is what is said of it, in the words of who does it. */
export type Deed = { readonly detail?: string } & (
  | { readonly what: 'snooze'; readonly until: Instant }
  | { readonly what: 'assign'; readonly to: Presser }
  | { readonly what: 'note'; readonly text: string }
  | { readonly what: 'false-alarm'; readonly reason: FalseAlarmReason }
  | { readonly what: 'merge'; readonly into: string }
  /** `isUrgent`: from now on somebody is to be called for it. */
  | { readonly what: 'worsen'; readonly worse: Worsening; readonly isUrgent?: boolean }
  /** How the run of a policy stands from then on, and how many of its steps called somebody. */
  | { readonly what: 'escalate'; readonly run: Escalation | null; readonly called: number }
  | { readonly what: Exclude<Action | AlertEvent, DeedWithMore> }
);
type DeedWithMore = 'snooze' | 'assign' | 'note' | 'false-alarm' | 'merge' | 'worsen' | 'escalate';

/** Who does it and when; null: the program. `known` is the incident as it is then. */
export interface DoneBy {
  readonly who: Presser | null;
  readonly now: Instant;
  readonly known: AlertKnown;
}

/** An alert that nobody has touched yet. */
export function openAlert(
  incident: Pick<Incident, 'id' | 'version' | 'facts'>,
  server: string,
  at: Instant,
  said: Partial<Pick<Alert, 'watches' | 'isUrgent'>> & { readonly measures?: Partial<AlertMeasures> } = {},
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
    measures: { ...unmeasured, ...said.measures },
  };
}

/** Of what has not happened yet. */
export const unmeasured: AlertMeasures = {
  seenMs: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  resolvedAt: null,
  escalations: 0,
  outlet: null,
};

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

/** The alert after the deed; null where its state does not allow it, or nobody does what somebody must. */
export function act(alert: Alert, deed: Deed, by: DoneBy): Alert | null {
  const leads = transitions[alert.state][deed.what];
  if (leads === null || (by.who === null && needsSomebody.has(deed.what))) return null;
  const noted: Alert = { ...alert, ...noting(alert, deed, by), revision: alert.revision + 1 };
  if (leads === 'same') return noted;
  return {
    ...noted,
    ...(leads === 'before' ? standingBefore(alert) : standingIn(leads, alert, deed, by)),
    changedAt: by.now,
    changedBy: by.who,
    changedFor: {
      what: deed.what,
      detail: deed.detail ?? '',
      ...(deed.what === 'worsen' ? { worse: deed.worse } : {}),
    },
    escalation: null,
  };
}
const needsSomebody: ReadonlySet<Deed['what']> = new Set(['acknowledge', 'confirm', 'note']);

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
  return {
    state,
    acknowledgement: state === 'acknowledged' ? acknowledgementBy(by) : null,
    snoozedUntil: deed.what === 'snooze' ? deed.until : null,
    falseAlarm: deed.what === 'false-alarm' ? deed.reason : null,
    merged: deed.what === 'merge' ? { into: deed.into, before: keptBy(alert) } : null,
    known: knownAfter(alert, deed, by),
    measures: measured(alert, state, by),
  };
}

function keptBy({ state, acknowledgement, snoozedUntil, falseAlarm }: Alert): AlertMerged['before'] {
  return { state, acknowledgement, snoozedUntil, falseAlarm };
}

/** As it stood before it was merged. What was known stays, so that what was told meanwhile is measured against it. */
function standingBefore({ merged }: Alert): Partial<Alert> {
  return { ...(merged?.before ?? { state: 'open' }), merged: null };
}

/** Whoever takes a stand knows what there is to be known then. What ends by itself, or is merged, is no stand. */
function knownAfter({ known }: Alert, { what }: Deed, by: DoneBy): AlertKnown {
  if (what === 'worsen') return { ...by.known, worsenedAt: by.now };
  const isStand = by.who !== null && what !== 'merge';
  return isStand || what === 'report-again' ? { ...by.known, worsenedAt: known.worsenedAt } : known;
}

function acknowledgementBy({ who, now }: DoneBy): Acknowledgement | null {
  return who === null ? null : { by: who, at: now, confirmedAt: now, remindedAt: null };
}

/** What a deed notes, whether or not it changes the state. */
function noting(alert: Alert, deed: Deed, by: DoneBy): Partial<Alert> {
  const { acknowledgement, measures } = alert;
  switch (deed.what) {
    case 'assign':
      return { assignee: deed.to };
    case 'unassign':
      return { assignee: null };
    case 'note':
      return by.who === null ? {} : { notes: withNote(alert.notes, { at: by.now, by: by.who, text: deed.text }) };
    case 'confirm':
      return {
        acknowledgement: acknowledgement && { ...acknowledgement, confirmedAt: by.now, remindedAt: null },
        known: knownAfter(alert, deed, by),
      };
    case 'remind':
      return { acknowledgement: acknowledgement && { ...acknowledgement, remindedAt: by.now } };
    case 'worsen':
      return { known: knownAfter(alert, deed, by), isUrgent: alert.isUrgent || deed.isUrgent === true };
    case 'escalate':
      return { escalation: deed.run, measures: { ...measures, escalations: measures.escalations + deed.called } };
    default:
      return {};
  }
}

const withNote = (notes: readonly AlertNote[], note: AlertNote): readonly AlertNote[] =>
  [...notes, note].slice(-alertNotesMax);

function measured({ measures }: Alert, state: AlertState, { who, now }: DoneBy): AlertMeasures {
  const { acknowledgedAt, resolvedAt } = measures;
  const isFirst = state === 'acknowledged' && acknowledgedAt === null;
  return {
    ...measures,
    ...(isFirst ? { acknowledgedAt: now, acknowledgedBy: who } : {}),
    resolvedAt: state === 'resolved' || state === 'false-alarm' ? now : state === 'merged' ? resolvedAt : null,
  };
}
