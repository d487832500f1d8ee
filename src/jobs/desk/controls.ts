import { conversationSpeech } from '../../pipeline/speech/conversation.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Desk, DeskReply, DeskRequest } from '../../ports.ts';
import { refused } from './deps.ts';

/** What the controls below one area's answers do. `does` is `area:verb:argument`. */
export type Controls = Partial<Pick<Desk, 'control' | 'form' | 'submit'>>;

const unknown = ({ language }: Pick<DeskRequest, 'language'>): DeskReply =>
  refused(inLanguage(conversationSpeech, language).buttonGone);

/** Gives each press, choice and filled-in form to the area that it names. */
export function controls(areas: Readonly<Record<string, Controls>>): Pick<Desk, 'control' | 'form' | 'submit'> {
  const areaOf = (does: string): Controls => {
    const name = does.split(':', 1)[0] ?? '';
    return Object.hasOwn(areas, name) ? (areas[name] ?? {}) : {};
  };
  return {
    control: async (request) => areaOf(request.does).control?.(request) ?? unknown(request),
    form: async (request) => areaOf(request.does).form?.(request) ?? unknown(request),
    submit: async (request) => areaOf(request.does).submit?.(request) ?? unknown(request),
  };
}
