import type { Action, Alert, AlertState, Instant, Presser } from '../model.ts';

/** What a press makes of an alert: its next state, or a sentence that says why not. */
type Pressed =
  | { readonly ok: true; readonly alert: Alert; readonly said: string }
  | { readonly ok: false; readonly said: string };

/** Which state each action leads to; null where the state has it already, or forbids it. */
const nextStates: Readonly<Record<AlertState, Readonly<Record<Action, AlertState | null>>>> = {
  open: { acknowledge: 'acknowledged', resolve: 'resolved', 'false-alarm': 'false-alarm', reopen: null },
  acknowledged: { acknowledge: null, resolve: 'resolved', 'false-alarm': 'false-alarm', reopen: 'open' },
  resolved: { acknowledge: null, resolve: null, 'false-alarm': 'false-alarm', reopen: 'open' },
  'false-alarm': { acknowledge: null, resolve: null, 'false-alarm': null, reopen: 'open' },
};

const stateWords: Readonly<Record<AlertState, string>> = {
  open: 'open',
  acknowledged: 'acknowledged',
  resolved: 'resolved',
  'false-alarm': 'marked as a false alarm',
};

/** Decides what a press does. A press that comes too late is told who was first, and when. */
export function press(alert: Alert, action: Action, who: Presser, now: Instant): Pressed {
  const state = nextStates[alert.state][action];
  if (state === null) return { ok: false, said: refusal(alert, action, who, now) };
  const next: Alert = { ...alert, state, revision: alert.revision + 1, changedAt: now, changedBy: who };
  return { ok: true, alert: next, said: said(alert, state) };
}

/** Who brought an alert into its state, and how long ago. */
export function standing(alert: Alert, who: Presser | null, now: Instant): string {
  const by = alert.changedBy === null ? '' : ` by ${alert.changedBy.id === who?.id ? 'you' : alert.changedBy.name}`;
  return `${stateWords[alert.state]}${by} ${agoOf(now - alert.changedAt)}`;
}

/** How long ago, in the largest unit that fits. */
export function agoOf(spanMs: number): string {
  const seconds = Math.max(0, Math.floor(spanMs / 1000));
  if (seconds < 120) return `${seconds} s ago`;
  if (seconds < 7_200) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3_600)} h ago`;
  return `${Math.floor(seconds / 86_400)} days ago`;
}

function said(before: Alert, state: AlertState): string {
  if (state !== 'open') return `${stateWords[state].charAt(0).toUpperCase()}${stateWords[state].slice(1)}.`;
  return before.state === 'acknowledged' ? 'Acknowledgement withdrawn: the alert is open again.' : 'Open again.';
}

const leadsTo: Readonly<Record<Action, AlertState>> = {
  acknowledge: 'acknowledged',
  resolve: 'resolved',
  'false-alarm': 'false-alarm',
  reopen: 'open',
};

function refusal(alert: Alert, action: Action, who: Presser, now: Instant): string {
  if (alert.state === 'open') return 'The alert is open already.';
  const already = `Already ${standing(alert, who, now)}.`;
  return alert.state === leadsTo[action] ? already : `${already} Reopen it first.`;
}
