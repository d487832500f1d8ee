import type { Spoken } from '../speech.ts';

/** What somebody who comes on call is told before. */
export interface ShiftSpeech {
  readonly soon: (rota: string, server: string, time: string) => string;
}

export const shiftSpeech: Spoken<ShiftSpeech> = {
  en: {
    soon: (rota, server, time) =>
      `Your shift begins soon: you are on call for “${rota}” on ${server} from ${time}. If you cannot, give /oncall swap there, or ask somebody to take it with /oncall override.`,
  },
  ar: {
    soon: (rota, server, time) =>
      `تبدأ نوبتك قريبًا: أنت المناوب في «${rota}» على ${server} من ${time}. إن تعذّر عليك ذلك فاستعمل هناك ‎/oncall swap، أو اطلب من زميل أن يتولاها بالأمر ‎/oncall override.`,
  },
};
