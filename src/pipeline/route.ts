import {
  type Alert,
  type AlertTouched,
  type AuditEntry,
  type Change,
  type Incident,
  type Instant,
  type Language,
  type OutboxRow,
  type Reason,
  type ReasonCode,
  severities,
  type Verdict,
} from '../model.ts';
import { isManned } from './alert/manned.ts';
import { alertFor, openingEntry } from './alert/opening.ts';
import { isConcerned } from './alert/worse.ts';
import { isClosed } from './alert.ts';
import { type Audible, type Listener, listenersOf } from './route/listeners.ts';
import { summarise } from './summarise.ts';

export interface RouteInput extends Audible {
  readonly verdict: Verdict;
  /** The time of the news. */
  readonly now: Instant;
  /** The real time, for the age of the rows. */
  readonly realNow: Instant;
  /** By server the graver incident, told there, because of which nobody is pinged for this one. */
  readonly inhibitors?: ReadonlyMap<string, Incident['id']>;
  /** When the fetch that brought the article was done, on the real clock. */
  readonly causedAt: Instant;
}

export interface Routed {
  readonly alertsOpened: readonly Alert[];
  /** Alerts for which it may mean something, those opened among them. */
  readonly alertsTouched: readonly AlertTouched[];
  readonly rows: readonly OutboxRow[];
  /** The ids of rows that keep a card true which stands: nobody learns of the incident by them. */
  readonly edits: readonly string[];
  readonly reasons: readonly Reason[];
  /** Silences that kept it from somebody. */
  readonly hiddenBy: readonly string[];
  /** That the alerts were opened. */
  readonly audit: readonly AuditEntry[];
}
/** Of what is told to nobody. */
export const untold: Routed = {
  alertsOpened: [],
  alertsTouched: [],
  rows: [],
  edits: [],
  reasons: [],
  hiddenBy: [],
  audit: [],
};

/** Decides who is told of an incident's newest version, by which messages, and whether anybody is pinged. */
export function route(input: RouteInput): Routed {
  const silence = whySilent(input);
  if (silence !== null) return { ...untold, reasons: [silence] };
  const { listeners, unheard, hiddenBy } = listenersOf(input);
  const opened = new Map<string, Reason[]>();
  const rows: OutboxRow[] = [];
  const edits: string[] = [];
  const reasons: Reason[] = [...unheard];
  for (const listener of listeners) {
    const told = tell(input, listener);
    rows.push(...told.rows);
    if (isShownTo(listener)) edits.push(...told.rows.flatMap(({ kind, id }) => (kind === 'card' ? id : [])));
    reasons.push(...told.reasons);
    if (told.rows.length > 0 && listener.alert === null)
      opened.set(listener.server, [...(opened.get(listener.server) ?? []), ...listener.reasons]);
  }
  for (const server of opened.keys()) reasons.push({ code: 'alert-opened', detail: server });
  if (listeners.length + unheard.length === 0) reasons.push({ code: 'no-watch-satisfied', detail: input.incident.id });
  const alertsOpened = [...opened].map(([server, reasons]) => alertFor({ ...input, server, reasons }));
  return {
    alertsOpened,
    alertsTouched: touchedBy(input, alertsOpened),
    rows,
    edits,
    reasons,
    hiddenBy,
    audit: alertsOpened.map((alert) => openingEntry(alert, input.incident)),
  };
}

/** Those that are opened, and those that the version may wake; at the terminal nobody would hear of it. */
function touchedBy({ incident, alerts, pack, now }: RouteInput, opened: readonly Alert[]): readonly AlertTouched[] {
  const woken = alerts.filter((alert) => isConcerned(alert, incident, pack));
  return [...opened, ...woken]
    .filter(({ server }) => isManned(server))
    .map(({ server }) => ({ incident: incident.id, server, at: now }));
}

/** The row's id: a press that asks for the same version again has the alert's revision in it. */
export function rowId(row: Pick<OutboxRow, 'incident' | 'version' | 'kind' | 'channel'>, revision?: number): string {
  const state = revision === undefined ? `${row.version}` : `${row.version}.${revision}`;
  return `${row.incident}.${state}.${row.kind}.${row.channel}`;
}

/** Whether news of these changes may ping a server whose alert is in this state. */
export function mayPing(alert: Pick<Alert, 'state'> | null, changes: readonly Change[]): boolean {
  if (alert === null || alert.state === 'open') return true;
  const isTaken = alert.state === 'acknowledged' || alert.state === 'snoozed';
  return isTaken && changes.some(isGraver);
}

/** A severity that falls is a change as well. What older versions of the program stored does not say which way it went. */
function isGraver({ what, differences = [] }: Change): boolean {
  return what === 'severity' && differences.every(({ before, after }) => rank(after) > rank(before));
}

const ranks: readonly (string | null)[] = severities;
const rank = (severity: string | null): number => ranks.indexOf(severity);

function whySilent({ incident, before, verdict }: RouteInput): Reason | null {
  if (verdict.incident !== incident.id) return { code: 'no-incident', detail: verdict.decision };
  if (incident.silent) return { code: 'incident-silent', detail: incident.id };
  if (before !== null && before.version === incident.version) return { code: 'same-version', detail: incident.id };
  return null;
}

function tell(input: RouteInput, listener: Listener): { rows: OutboxRow[]; reasons: Reason[] } {
  const { channel } = listener;
  const reasons: Reason[] = [...listener.reasons];
  const say = (code: ReasonCode, about?: string) =>
    void reasons.push({ code, detail: about === undefined ? channel : `${channel} ${about}` });
  const isShown = isShownTo(listener);
  const refusal = whyNothing(listener, isShown);
  if (refusal !== null) {
    say(refusal, refusal === 'silenced' ? (listener.silence ?? undefined) : undefined);
    return { rows: [], reasons };
  }
  const isEdited = isShown && showsOtherwise(input, listener.language);
  const ping: Ping = isShown ? { role: null, code: isEdited ? 'edit' : 'nothing-visible' } : firstPing(input, listener);
  const rows = isShown && !isEdited ? [] : [makeRow(input, listener, 'card', ping)];
  say(ping.code, ping.about);
  if (listener.silence !== null && ping.code !== 'silenced') say('silenced', listener.silence);
  const again = saysSomethingNew(input, listener) ? noticePing(input, listener) : null;
  if (again !== null && isWorthNotice(listener, again)) {
    rows.push(makeRow(input, listener, 'notice', again));
    say('notice');
  }
  if (again !== null) say(again.code, again.about);
  if (rows.some((row) => row.heldUntil !== null)) say('quiet-hours');
  return { rows, reasons };
}

const isShownTo = ({ card }: Listener): boolean => card !== null && card.messageId !== null;

function whyNothing({ alert, card, silence }: Listener, isShown: boolean): ReasonCode | null {
  if (card?.gone === true) return 'card-deleted';
  if (!isShown && silence !== null && card?.foldedInto == null && (card?.attemptedAt ?? null) === null)
    return 'silenced';
  return !isShown && isClosed(alert) && (card?.attemptedAt ?? null) === null ? 'alert-closed' : null;
}

/** Direct messages have no threads: what does not ping is seen in the card alone, or each outlet would ring. */
function isWorthNotice({ isDirect }: Listener, ping: Ping): boolean {
  return !isDirect || ping.code.startsWith('ping-');
}

/** Named in a summary for want of room: it stays there until it is critical, or brings news when there is room. */
function isFolded({ incident }: RouteInput, { card }: Listener): boolean {
  const isInFold = card !== null && card.foldedInto !== null && card.messageId === null && card.attemptedAt === null;
  return isInFold && incident.facts.severity !== 'critical';
}

/** Whether a card that shows the version before this one would look otherwise now, but for the version's number and time. */
function showsOtherwise({ incident, before, pack }: RouteInput, language: Language): boolean {
  if (before === null) return true;
  const seen = (at: Incident): string => JSON.stringify({ ...summarise(at, pack, language), version: 0, changedAt: 0 });
  return seen(before) !== seen(incident);
}

interface Ping {
  readonly role: string | null;
  readonly code: ReasonCode;
  /** What it is because of, beside the channel. */
  readonly about?: string;
}

function firstPing(input: RouteInput, listener: Listener): Ping {
  const { incident, article } = input;
  const { pingRole, alert, pingsDirectly, silence } = listener;
  if (isFolded(input, listener)) return { role: null, code: 'folded' };
  if (silence !== null) return { role: null, code: 'silenced', about: silence };
  if (isKnown(incident)) return { role: null, code: 'no-ping-known-incident' };
  if (incident.late) return { role: null, code: 'no-ping-late' };
  if (alert === null && article.arrival !== 'live') return { role: null, code: 'no-ping-late' };
  if (!mayPing(alert, [])) return { role: null, code: 'no-ping-acknowledged' };
  if (pingRole === null && !pingsDirectly) return { role: null, code: 'no-ping-wanted' };
  return inhibitedPing(input, listener) ?? { role: pingRole, code: 'ping-opened' };
}

/** A graver one at the same place and hour has called everybody already. */
function inhibitedPing({ inhibitors }: RouteInput, { server }: Listener): Ping | null {
  const about = inhibitors?.get(server);
  return about === undefined ? null : { role: null, code: 'no-ping-inhibited', about };
}

/** Old items join silently; a closed alert and a repeat that makes nothing surer or worse say nothing in the thread. */
function saysSomethingNew(input: RouteInput, { alert, wasTold, isMuted }: Listener): boolean {
  const { incident, article, verdict } = input;
  if (!wasTold || isMuted || isClosed(alert) || article.arrival === 'backlog') return false;
  if (verdict.decision === 'update') return incident.changes.length > 0;
  return incident.changes.some(worsensOrWidens);
}

const pingsAgain = ['severity', 'actor', 'place', 'confirmed'] as const satisfies readonly Change['what'][];

function noticePing(input: RouteInput, listener: Listener): Ping {
  const { pingRole, pingsDirectly, alert } = listener;
  const changes = input.incident.changes.filter(worsensOrWidens);
  const what = pingsAgain.find((each) => each === changes[0]?.what);
  if (what === undefined) return { role: null, code: 'no-ping-minor' };
  if (isKnown(input.incident)) return { role: null, code: 'no-ping-known-incident' };
  if (input.article.arrival !== 'live') return { role: null, code: 'no-ping-late' };
  if (!mayPing(alert, changes)) return { role: null, code: 'no-ping-acknowledged' };
  if (pingRole === null && !pingsDirectly) return { role: null, code: 'no-ping-wanted' };
  return inhibitedPing(input, listener) ?? { role: pingRole, code: `ping-${what}` };
}

function worsensOrWidens(change: Change): boolean {
  return change.what === 'severity' ? isGraver(change) : pingsAgain.some((each) => each === change.what);
}

const isKnown = (incident: Incident): boolean => incident.id.startsWith('known:');

function makeRow(input: RouteInput, listener: Listener, kind: OutboxRow['kind'], ping: Ping): OutboxRow {
  const { server, channel, language, isDirect, cardsPerHour } = listener;
  const what = { incident: input.incident.id, version: input.incident.version, kind, channel };
  // An edit notifies nobody: a card that stands, or the summary that names it, is kept true at any hour.
  const isPosted = kind === 'notice' || !['edit', 'folded'].includes(ping.code);
  return {
    ...what,
    id: rowId(what),
    server,
    language,
    pingRole: ping.role,
    changes: input.incident.changes,
    heldUntil: isPosted ? listener.heldUntil : null,
    cardsPerHour,
    isDirect,
    createdAt: input.realNow,
    causedAt: input.causedAt,
  };
}
