import type { Spoken } from '../speech.ts';

/** What is said of a hand-over beside the hand-over itself. */
interface HandoverSpeech {
  readonly noRota: (given: string, known: readonly string[]) => string;
}

export const handoverSpeech: Spoken<HandoverSpeech> = {
  en: {
    noRota: (given, known) =>
      known.length === 0
        ? `There is no rota “${given}” here, nor any other. Next: /rota add.`
        : `There is no rota “${given}” here. Those of this server: ${known.join(', ')}.`,
  },
  ar: {
    noRota: (given, known) =>
      known.length === 0
        ? `لا جدول مناوبة باسم «${given}» هنا، ولا غيره. الخطوة التالية: ‎/rota add.`
        : `لا جدول مناوبة باسم «${given}» هنا. جداول هذا الخادم: ${known.join('، ')}.`,
  },
};
