import type { Alert, AlertKnown, AlertState, Instant, Language, Page, Presser, SaidLine } from '../model.ts';
import { transitions } from './alert/transitions.ts';
import { act, type Deed, isClosed } from './alert.ts';
import { type PressSpeech, pressSpeech } from './speech/press.ts';
import { inLanguage } from './speech.ts';

/** A snooze lasts no longer, so that nothing is forgotten. */
export const snoozeMsMax = 7 * 86_400_000;
/** Discord's forms take more; a card and a message must hold it. */
export const noteLengthMax = 1_000;

/** What a press makes of an alert and what is said of it, or a sentence that says why not. */
export type Pressed =
  | { readonly ok: true; readonly alert: Alert; readonly said: string; readonly follows: readonly SaidLine[] }
  | { readonly ok: false; readonly said: string };

/** When it is asked, and in which language it is answered. */
export interface Asked {
  readonly now: Instant;
  readonly language: Language;
}

/** Who presses, and the incident as it is known to be then. */
export interface PressedBy {
  readonly who: Presser;
  readonly known: AlertKnown;
}

/** Decides what a press does. A press that comes too late is told who was first, and when. */
export function press(alert: Alert, deed: Deed, { who, known }: PressedBy, at: Asked): Pressed {
  const speech = inLanguage(pressSpeech, at.language);
  const problem = impossible(alert, deed, at.now, speech);
  const next = problem === null ? act(alert, deed, { who, now: at.now, known }) : null;
  if (next === null) return { ok: false, said: problem ?? refusal(alert, deed.what, who, at) };
  return { ok: true, alert: next, ...told(alert, next, deed, { who, speech }) };
}

/** Why the state of an alert does not let something be done; null where it does. */
export function whyNot(alert: Alert, what: Deed['what'], who: Presser, at: Asked): string | null {
  return transitions[alert.state][what] === null ? refusal(alert, what, who, at) : null;
}

/** Who brought an alert into its state, and how long ago. */
export function standing(alert: Alert, who: Presser | null, { now, language }: Asked): string {
  const { changedBy } = alert;
  const ago = agoOf(now - alert.changedAt, language);
  const isYou = changedBy !== null && changedBy.id === who?.id;
  return inLanguage(pressSpeech, language).standing(alert.state, changedBy?.name ?? null, isYou, ago);
}

/** How long ago, in the largest unit that fits. */
export function agoOf(spanMs: number, language: Language = 'en'): string {
  const { ago } = inLanguage(pressSpeech, language);
  const seconds = Math.max(0, Math.floor(spanMs / 1000));
  if (seconds < 120) return ago(seconds, 'seconds');
  if (seconds < 7_200) return ago(Math.floor(seconds / 60), 'minutes');
  if (seconds < 172_800) return ago(Math.floor(seconds / 3_600), 'hours');
  return ago(Math.floor(seconds / 86_400), 'days');
}

/** Whether what another changed meanwhile leaves a press as it was meant: a note beside it takes nothing away. */
export function isStillMeant(seen: Alert, now: Alert, deed: Deed): boolean {
  if (deed.what === 'note') return true;
  const isSameState = seen.state === now.state && seen.changedAt === now.changedAt;
  const isSameAssignee = seen.assignee?.id === now.assignee?.id;
  return isSameState && (isSameAssignee || (deed.what !== 'assign' && deed.what !== 'unassign'));
}

/** What a press tells in the threads of the alert's cards, apart from the cards themselves. */
export function pagesOf(before: Alert, deed: Deed, by: Presser, channels: readonly string[]): readonly Page[] {
  const page = pageOf(before, deed, by);
  if (page === null) return [];
  return channels.map((channel) => ({
    ...page,
    incident: before.incident,
    to: { kind: 'thread', channel },
    roles: [],
    while: 'always',
  }));
}

function pageOf(before: Alert, deed: Deed, by: Presser): Pick<Page, 'says' | 'users'> | null {
  const had = before.acknowledgement?.by ?? null;
  switch (deed.what) {
    case 'note':
      return { says: { what: 'note', by, text: deed.text }, users: [] };
    case 'assign':
      // Who takes it himself needs no ring.
      return { says: { what: 'assigned', by, to: deed.to }, users: deed.to.id === by.id ? [] : [deed.to.id] };
    case 'unacknowledge':
    case 'reopen':
    case 'snooze':
      return had === null || had.id === by.id ? null : { says: { what: 'released', by, had }, users: [had.id] };
    default:
      return null;
  }
}

/** What the table cannot know: times and people. */
function impossible(alert: Alert, deed: Deed, now: Instant, speech: PressSpeech): string | null {
  switch (deed.what) {
    case 'snooze':
      return deed.until > now && deed.until - now <= snoozeMsMax ? null : speech.snoozeBounds;
    case 'note':
      return deed.text.trim() === '' ? speech.emptyNote : null;
    case 'assign':
      return alert.assignee?.id === deed.to.id && !isClosed(alert) ? speech.alreadyAssigned(deed.to.name) : null;
    case 'unassign':
      return alert.assignee === null && !isClosed(alert) ? speech.nobodyAssigned : null;
    default:
      return null;
  }
}

interface Telling {
  readonly who: Presser;
  readonly speech: PressSpeech;
}

/** What was done, and what follows from it. */
function told(before: Alert, after: Alert, deed: Deed, { who, speech }: Telling): Told {
  const had = before.acknowledgement?.by ?? null;
  const isOthers = had !== null && had.id !== who.id;
  const released = isOthers && after.state !== 'resolved' ? [speech.released(had.name)] : [];
  const isRunning = before.escalation !== null && before.escalation.dueAt !== null;
  const stopped = isRunning && after.escalation === null ? [speech.escalationStopped] : [];
  switch (deed.what) {
    case 'unacknowledge':
      return { said: speech.withdrawn, follows: released };
    case 'reopen':
    case 'wake':
      return { said: deed.what === 'wake' ? speech.woken : speech.openAgain, follows: released };
    case 'confirm':
      return { said: speech.confirmed(isOthers ? had.name : null), follows: [] };
    case 'snooze':
      return { said: speech.became('snoozed'), follows: [speech.snoozedUntil(deed.until), ...stopped, ...released] };
    case 'assign':
      return deed.to.id === who.id
        ? { said: speech.assignedToYou, follows: [] }
        : { said: speech.assigned(deed.to.name), follows: [speech.assigneeTold] };
    case 'unassign':
      return { said: speech.unassigned, follows: [] };
    case 'note':
      return { said: speech.noted, follows: [speech.noteStands] };
    default:
      return { said: after.state === 'open' ? speech.openAgain : speech.became(after.state), follows: stopped };
  }
}
interface Told {
  readonly said: string;
  readonly follows: readonly SaidLine[];
}

const leadsTo: Readonly<Partial<Record<Deed['what'], AlertState>>> = {
  acknowledge: 'acknowledged',
  snooze: 'snoozed',
  resolve: 'resolved',
  'false-alarm': 'false-alarm',
};

function refusal(alert: Alert, what: Deed['what'], who: Presser, at: Asked): string {
  const speech = inLanguage(pressSpeech, at.language);
  if (alert.state === 'merged') return speech.isMerged;
  if (alert.state === 'open')
    return what === 'confirm' || what === 'unacknowledge' ? speech.nobodyHasIt : speech.alreadyOpen;
  const is = standing(alert, who, at);
  if (alert.state === leadsTo[what]) return speech.already(is);
  return isClosed(alert) ? speech.alreadyClosed(is) : speech.otherwise(is);
}
