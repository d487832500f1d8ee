import type { Spoken } from '../speech.ts';

/** The headings of what `/why` says in detail, and the words between. */
export interface WhyDetailsSpeech {
  readonly headings: {
    readonly founding: string;
    readonly here: string;
    readonly severity: string;
    readonly restsOn: string;
    readonly joined: string;
    readonly edited: string;
    readonly decided: string;
  };
  readonly recordGone: string;
  readonly more: (count: number) => string;
  /** The parts of an explanation, by the headings that `writeExplanation` gives. */
  readonly explanation: (heading: string) => string;
}

const arabicHeadings: ReadonlyMap<string, string> = new Map([
  ['Verdict', 'الحكم'],
  ['What would have changed the verdict', 'ما كان سيغيّر الحكم'],
  ['Facts', 'الوقائع'],
  ['Severity', 'الخطورة'],
  ['Severity, were it an incident', 'الخطورة لو كان حادثاً'],
  ['Watches', 'الرصد'],
  ['Relevance', 'الصلة بالموضوع'],
  ['What was found in its first sentences', 'ما وُجد في جمله الأولى'],
]);

function inArabic(heading: string): string {
  const [, count] = /^Incidents compared: (\d+)$/u.exec(heading) ?? [];
  return count === undefined ? (arabicHeadings.get(heading) ?? heading) : `حوادث قورن بها: ${count}`;
}

export const whyDetailsSpeech: Spoken<WhyDetailsSpeech> = {
  en: {
    headings: {
      founding: 'Why it was told',
      here: 'Here',
      severity: 'Severity',
      restsOn: 'What it rests on',
      joined: 'What joined it',
      edited: 'What was edited',
      decided: 'Decided when it was seen',
    },
    recordGone: 'its record is no longer kept',
    more: (count) => `and ${count} more before`,
    explanation: (heading) => heading,
  },
  ar: {
    headings: {
      founding: 'لماذا أُبلغ به',
      here: 'هنا',
      severity: 'الخطورة',
      restsOn: 'ما يستند إليه',
      joined: 'ما ضُم إليه',
      edited: 'ما عُدّل',
      decided: 'ما تقرر عند رصده',
    },
    recordGone: 'لم يعد سجلّه محفوظاً',
    more: (count) => `وقبلها ${count} غيرها`,
    explanation: inArabic,
  },
};
