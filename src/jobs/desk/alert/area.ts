import { noteLengthMax, whyNot } from '../../../pipeline/press.ts';
import { alertSpeech } from '../../../pipeline/speech/alert.ts';
import { conversationSpeech } from '../../../pipeline/speech/conversation.ts';
import { pressSpeech } from '../../../pipeline/speech/press.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import type { Desk, DeskReply, DeskRequest, Form, FormField, PressGiven } from '../../../ports.ts';
import type { Controls } from '../controls.ts';
import { type DeskDeps, refused, whyNotAllowed } from '../deps.ts';
import { readDoes } from './does.ts';

const untilLengthMax = 60;
const reasonLengthMax = 200;

/** What stands below answers on alerts, and the forms of their cards; each leads to the press that it belongs to. */
export function alertControls(deps: DeskDeps, press: Desk['press']): Controls {
  return {
    async control(request) {
      const asked = readDoes(request.does);
      if (asked === null) return gone(request);
      const { action, argument, incident } = asked;
      return press({ ...request, incident, action, given: givenBy(argument || (request.values[0] ?? ''), action) });
    },
    form: (request) => formOf(deps, request),
    async submit(request) {
      const asked = readDoes(request.does);
      if (asked === null) return gone(request);
      const { action, argument, incident } = asked;
      const [until, text] = [request.fields.get('until') ?? '', request.fields.get('text') ?? ''];
      const given = action === 'snooze' ? { until } : { ...givenBy(argument, action), text };
      return press({ ...request, incident, action, given });
    },
  };
}

const gone = ({ language }: DeskRequest): DeskReply => refused(inLanguage(conversationSpeech, language).buttonGone);

function givenBy(argument: string, action: string): PressGiven {
  if (argument === '') return {};
  switch (action) {
    case 'snooze':
      return { until: argument };
    case 'assign':
      return { person: argument };
    case 'false-alarm':
      return { reason: argument };
    default:
      return {};
  }
}

/** The form of a press that needs words. Who may not press, or comes too late, is told before he writes any. */
async function formOf(deps: DeskDeps, request: DeskRequest & { readonly does: string }): Promise<Form | DeskReply> {
  const asked = readDoes(request.does);
  if (asked === null) return gone(request);
  const problem = await whyNotAllowed(deps, request, `press ${asked.action} ${asked.incident}`);
  if (problem !== null) return refused(problem);
  const alert = await deps.store.alert(asked.incident, request.server);
  if (alert === null) return refused(inLanguage(pressSpeech, request.language).noAlert);
  const late = whyNot(alert, asked.action, request.who, { now: deps.clock.now(), language: request.language });
  return late === null ? formFor(request, asked.action) : refused(late);
}

function formFor({ does, language }: DeskRequest & { readonly does: string }, action: string): Form {
  const speech = inLanguage(alertSpeech, language);
  const field = (id: string, label: string, lengthMax: number): FormField => ({
    id,
    label,
    value: '',
    placeholder: '',
    isLong: false,
    isRequired: true,
    lengthMax,
  });
  switch (action) {
    case 'snooze': {
      const until = { ...field('until', speech.untilLabel, untilLengthMax), placeholder: '90m, 2h, 22:00 …' };
      return { does, title: speech.untilTitle, fields: [until] };
    }
    case 'false-alarm':
      return { does, title: speech.reasonTitle, fields: [field('text', speech.reasonLabel, reasonLengthMax)] };
    default: {
      const note = field('text', speech.noteLabel, noteLengthMax);
      return {
        does,
        title: speech.noteTitle,
        fields: [{ ...note, placeholder: speech.notePlaceholder, isLong: true }],
      };
    }
  }
}
