import type { Spoken } from '../speech.ts';

/** What `/incident raise` answers. */
export interface RaiseSpeech {
  already(incident: string): string;
  readonly tooMuch: string;
  raised(incident: string, channels: number): string;
  readonly sayWhat: string;
  tooLong(lengthMax: number): string;
  readonly badLink: string;
}

export const raiseSpeech: Spoken<RaiseSpeech> = {
  en: {
    already: (incident) => `Raised already as ${incident}.`,
    tooMuch: 'Not raised: too much is being decided at this moment. Try again.',
    raised(incident, channels) {
      if (channels === 0) return `Raised as ${incident}. No watch is satisfied by it, so no channel is told.`;
      return `Raised as ${incident}; ${channels === 1 ? 'one channel is' : `${channels} channels are`} told.`;
    },
    sayWhat: 'Say in a sentence what happened.',
    tooLong: (lengthMax) => `The text has at most ${lengthMax} characters.`,
    badLink: 'The link must be an http or https address.',
  },
  ar: {
    already: (incident) => `سبق الإبلاغ عنه بالرمز ${incident}.`,
    tooMuch: 'لم يُسجَّل البلاغ: قرارات كثيرة تُتخذ في هذه اللحظة. حاول مجددًا.',
    raised(incident, channels) {
      if (channels === 0) return `سُجّل البلاغ بالرمز ${incident}. لا رصد ينطبق عليه، فلم تُبلَّغ أي قناة.`;
      return `سُجّل البلاغ بالرمز ${incident}، وعدد القنوات المبلَّغة: ${channels}.`;
    },
    sayWhat: 'اذكر في جملة ما الذي حدث.',
    tooLong: (lengthMax) => `لا يزيد النص على ${lengthMax} حرف.`,
    badLink: 'يجب أن يكون الرابط عنوان http أو https.',
  },
};
