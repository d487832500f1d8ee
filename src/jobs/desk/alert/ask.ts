import { type Alert, falseAlarmReasons } from '../../../model.ts';
import { snoozeMsMax } from '../../../pipeline/press.ts';
import { alertWords } from '../../../pipeline/render/alert-words.ts';
import { alertSpeech } from '../../../pipeline/speech/alert.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import type { Control, DeskReply, DeskRequest } from '../../../ports.ts';
import { type DeskDeps, done, zoneHere } from '../deps.ts';
import { isShortEnough } from '../incident-controls.ts';
import { doesOf } from './does.ts';
import { shiftHere, shiftsNow } from './shift.ts';

/** A row of buttons. */
const peopleShownMax = 3;

type Button = Extract<Control, { kind: 'button' }>;
type Asking = DeskRequest & { readonly incident: string };

/** Asks until when an alert is to sleep. */
export async function asksSnooze(deps: DeskDeps, request: Asking): Promise<DeskReply> {
  const speech = inLanguage(alertSpeech, request.language);
  const [timeZone, shift] = await Promise.all([zoneHere(deps, request), shiftHere(deps, request)]);
  const button = (span: keyof typeof speech.spans): Button => ({
    kind: 'button',
    does: doesOf('snooze', span, request.incident),
    label: speech.spans[span],
    look: 'plain',
  });
  const other: Button = {
    ...button('1h'),
    does: doesOf('snooze', '', request.incident),
    label: speech.otherTime,
    opensForm: true,
  };
  const endsSoon = shift !== null && shift.to - deps.clock.now() <= snoozeMsMax;
  const spans = (['15m', '1h', '4h', '1d', '1w'] as const).map(button);
  const moments = [...(endsSoon ? [button('shift')] : []), button('morning'), other];
  return {
    ...done(speech.askSnooze),
    lines: [speech.snoozeLimits(timeZone)],
    controls: shown([spans, moments]),
  };
}

/** Asks who is to deal with it: whoever is on call first. */
export async function asksAssignee(deps: DeskDeps, request: Asking, { assignee }: Alert): Promise<DeskReply> {
  const speech = inLanguage(alertSpeech, request.language);
  const button = (person: string, label: string): Button => ({
    kind: 'button',
    does: doesOf('assign', person, request.incident),
    label,
    look: 'plain',
  });
  const shifts = await shiftsNow(deps, request);
  const others = shifts.filter(
    ({ person }, at) => person.id !== request.who.id && shifts.findIndex((each) => each.person.id === person.id) === at,
  );
  const people = others
    .slice(0, peopleShownMax)
    .map(({ person, rota }) => button(person.id, speech.onCall(person.name, rota)));
  const nobody: Button = { ...button('', speech.toNobody), does: doesOf('unassign', '', request.incident) };
  const member: Control = {
    kind: 'user',
    does: doesOf('assign', '', request.incident),
    placeholder: speech.anyMember,
    chosen: [],
    min: 1,
    max: 1,
  };
  const buttons = [button(request.who.id, speech.toMe), ...people, ...(assignee === null ? [] : [nobody])];
  return { ...done(speech.askAssign(assignee?.name ?? null)), controls: shown([buttons, [member]]) };
}

/** Asks why it is a false alarm; what is none of the reasons is said in words. */
export function asksReason(request: Asking): DeskReply {
  const speech = inLanguage(alertSpeech, request.language);
  const named = alertWords[request.language].reason;
  const buttons = falseAlarmReasons.map((reason): Control => {
    const does = doesOf('false-alarm', reason, request.incident);
    return { kind: 'button', does, label: named[reason], look: 'plain', opensForm: reason === 'other' };
  });
  return {
    ...done(speech.askReason),
    lines: [speech.reasonTeaches],
    controls: shown([buttons.slice(0, 5), buttons.slice(5)]),
  };
}

/** Leads to the form of a note, where one could not be opened at once. */
export function asksWords(request: Asking): DeskReply {
  const { notePlaceholder } = inLanguage(alertSpeech, request.language);
  return { ...done(notePlaceholder), controls: noteControls(request) };
}

/** What leads to the form of a note. */
export function noteControls(request: Asking): readonly (readonly Control[])[] {
  const { addNote } = inLanguage(alertSpeech, request.language);
  const does = doesOf('note', '', request.incident);
  return shown([[{ kind: 'button', does, label: addNote, look: 'plain', opensForm: true }]]);
}

function shown(rows: readonly (readonly Control[])[]): readonly (readonly Control[])[] {
  return rows.map((row) => row.filter(isShortEnough)).filter((row) => row.length > 0);
}
