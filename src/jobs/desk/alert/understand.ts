import { type Action, type Alert, type FalseAlarmReason, falseAlarmReasons, type Instant } from '../../../model.ts';
import type { Deed } from '../../../pipeline/alert.ts';
import { readMoment } from '../../../pipeline/moment-words.ts';
import { noteLengthMax } from '../../../pipeline/press.ts';
import { alertSpeech } from '../../../pipeline/speech/alert.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import type { DeskReply, DeskRequest, PressGiven } from '../../../ports.ts';
import { type DeskDeps, refused, zoneHere } from '../deps.ts';
import { asksAssignee, asksReason, asksSnooze, asksWords } from './ask.ts';
import { shiftHere } from './shift.ts';

export type Press = DeskRequest & { readonly incident: string; readonly action: Action; readonly given?: PressGiven };

/** What a press means: a deed, or an answer that asks for what it lacks or says what cannot be understood. */
export async function understand(deps: DeskDeps, request: Press, alert: Alert): Promise<Deed | DeskReply> {
  const { action, given = {} } = request;
  const detail = bounded(given.text);
  switch (action) {
    case 'snooze':
      return given.until == null ? asksSnooze(deps, request) : snooze(deps, request, given.until);
    case 'assign':
      return given.person == null ? asksAssignee(deps, request, alert) : assign(deps, request, given.person);
    case 'false-alarm':
      return given.reason == null ? asksReason(request) : falseAlarm(request, given.reason, detail);
    case 'note':
      return given.text == null ? asksWords(request) : { what: 'note', text: detail };
    default:
      return detail === '' ? { what: action } : { what: action, detail };
  }
}

/** Whether it is an answer already. */
export function isReply(understood: Deed | DeskReply): understood is DeskReply {
  return 'ok' in understood;
}

/** What the audit log says of a deed beside the states. */
export function detailOf(deed: Deed): string {
  switch (deed.what) {
    case 'snooze':
      return `until ${new Date(deed.until).toISOString()}`;
    case 'assign':
      return `to ${deed.to.name} (${deed.to.id})`;
    case 'note':
      return deed.text;
    case 'false-alarm':
      return deed.detail === undefined || deed.detail === '' ? deed.reason : `${deed.reason}, ${deed.detail}`;
    default:
      return deed.detail ?? '';
  }
}

const bounded = (text: string | null | undefined): string => (text ?? '').slice(0, noteLengthMax).trim();

async function snooze(deps: DeskDeps, request: Press, typed: string): Promise<Deed | DeskReply> {
  const speech = inLanguage(alertSpeech, request.language);
  if (typed === 'shift') {
    const shift = await shiftHere(deps, request);
    return shift === null ? refused(speech.noShift) : { what: 'snooze', until: shift.to };
  }
  const until = await momentMeant(deps, request, typed === 'morning' ? 'tomorrow 08:00' : typed);
  return until === null ? refused(speech.notAMoment(typed.slice(0, 60))) : { what: 'snooze', until };
}

/** By the clock of the server, or of its rota. */
async function momentMeant(deps: DeskDeps, request: Press, typed: string): Promise<Instant | null> {
  const timeZone = await zoneHere(deps, request);
  return readMoment(typed, { now: deps.clock.now(), timeZone });
}

/** Only members: whoever is none would never hear of it. */
async function assign(deps: DeskDeps, request: Press, person: string): Promise<Deed | DeskReply> {
  const speech = inLanguage(alertSpeech, request.language);
  if (person === request.who.id) return { what: 'assign', to: request.who };
  const found = await deps.premises?.member(request.server, person);
  if (found === undefined || found.status !== 'found') return refused(speech.memberUnknown);
  if (found.is === null) return refused(speech.noMember);
  return found.is.isBot ? refused(speech.noBot) : { what: 'assign', to: found.is.who };
}

function falseAlarm(request: Press, given: string, detail: string): Deed | DeskReply {
  const reason = falseAlarmReasons.find((known): known is FalseAlarmReason => known === given);
  if (reason === undefined) return refused(inLanguage(alertSpeech, request.language).notAReason(given.slice(0, 60)));
  return { what: 'false-alarm', reason, detail };
}
