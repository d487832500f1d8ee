import type { Action, Alert, AlertState, Instant, Language, Presser } from '../model.ts';
import { act, type Deed } from './alert.ts';
import { type PressSpeech, pressSpeech } from './speech/press.ts';
import { inLanguage } from './speech.ts';

/** What a press makes of an alert: its next state, or a sentence that says why not. */
type Pressed =
  | { readonly ok: true; readonly alert: Alert; readonly said: string }
  | { readonly ok: false; readonly said: string };

/** When it is asked, and in which language it is answered. */
export interface Asked {
  readonly now: Instant;
  readonly language: Language;
}

/** Decides what a press does. A press that comes too late is told who was first, and when. */
export function press(alert: Alert, action: Action, who: Presser, at: Asked): Pressed {
  const speech = inLanguage(pressSpeech, at.language);
  const deed = deedOf(action);
  const known = { ...alert.known, worsenedAt: null };
  const next = deed === null ? null : act(alert, deed, { who, now: at.now, known });
  if (next === null) return { ok: false, said: refusal(alert, action, who, at) };
  return { ok: true, alert: next, said: said(alert, next.state, speech) };
}

/** An action that needs nothing else. */
function deedOf(action: Action): Deed | null {
  switch (action) {
    case 'snooze':
    case 'assign':
    case 'note':
      return null;
    case 'false-alarm':
      return { what: action, reason: 'other' };
    default:
      return { what: action };
  }
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

function said(before: Alert, state: AlertState, speech: PressSpeech): string {
  if (state !== 'open') return speech.became(state);
  return before.state === 'acknowledged' ? speech.withdrawn : speech.openAgain;
}

const leadsTo: Readonly<Partial<Record<Action, AlertState>>> = {
  acknowledge: 'acknowledged',
  snooze: 'snoozed',
  resolve: 'resolved',
  'false-alarm': 'false-alarm',
};

function refusal(alert: Alert, action: Action, who: Presser, at: Asked): string {
  const speech = inLanguage(pressSpeech, at.language);
  if (alert.state === 'open') return speech.alreadyOpen;
  const is = standing(alert, who, at);
  return alert.state === leadsTo[action] ? speech.already(is) : speech.alreadyClosed(is);
}
