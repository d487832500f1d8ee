import type { FalseAlarmReason, SaidLine, SaidPiece } from '../../model.ts';
import { alertWords } from '../render/alert-words.ts';
import type { Spoken } from '../speech.ts';
import { said } from './said.ts';

/** What `/lesson` answers. */
export interface LessonsSpeech {
  readonly operatorsOnly: string;
  readonly none: string;
  holding(count: number): string;
  falseAlarm(title: string, reason: FalseAlarmReason): string;
  same(title: string, other: string): string;
  other(title: string, other: string): string;
  given(by: string, at: SaidPiece): SaidLine;
  /** The outlets and the sentence that it rests on. */
  rests(outlets: string, phrase: string): string;
  heldNothing(): string;
  held(count: number, last: string | null): string;
  readonly onPairs: string;
  /** How much it counts still, in per cent; null: it no longer does. */
  fades(percent: number | null): string;
  readonly choose: string;
  readonly newer: string;
  readonly older: string;
  readonly nameALesson: string;
  noSuch(id: string): string;
  revoked(title: string): string;
}

export const lessonsSpeech: Spoken<LessonsSpeech> = {
  en: {
    operatorsOnly: 'All servers share the matching: it is taught on the operators’ server alone.',
    none: 'Nothing was taught: no false alarm, merge or split that holds.',
    holding: (count) => `${count === 1 ? '1 lesson holds' : `${count} lessons hold`}, the newest first.`,
    falseAlarm: (title, reason) => `${title}: false alarm (${alertWords.en.reason[reason]})`,
    same: (title, other) => `${title}: the same as ${other}`,
    other: (title, other) => `${title}: not the same as ${other}`,
    given: (by, at) => said`By ${by}, ${at}`,
    rests: (outlets, phrase) => `${outlets}: “${phrase}”`,
    heldNothing: () => 'It has held nothing back so far.',
    held: (count, last) =>
      `It has had a part in holding back ${count === 1 ? '1 article' : `${count} articles`}${last === null ? '' : `, the last one “${last}”`}.`,
    onPairs: 'It moves the score of reports like these a little.',
    fades: (percent) => (percent === null ? 'It is too old to count.' : `By its age it still counts for ${percent} %.`),
    choose: 'Take a lesson back…',
    newer: 'Newer',
    older: 'Older',
    nameALesson: 'Name a lesson; /lesson list shows them.',
    noSuch: (id) => `There is no lesson ${id} that holds; /lesson list shows them.`,
    revoked: (title) => `Taken back: ${title}. The matching follows within seconds.`,
  },
  ar: {
    operatorsOnly: 'المطابقة مشتركة بين كل الخوادم: لا تُعلَّم إلا في خادم المشغّلين.',
    none: 'لم يُعلَّم شيء: لا إنذار كاذب ولا دمج ولا فصل سارٍ.',
    holding: (count) => `دروس سارية: ${count}، الأحدث أولًا.`,
    falseAlarm: (title, reason) => `${title}: إنذار كاذب (${alertWords.ar.reason[reason]})`,
    same: (title, other) => `${title}: هو نفسه ${other}`,
    other: (title, other) => `${title}: غير ${other}`,
    given: (by, at) => said`${by}، ${at}`,
    rests: (outlets, phrase) => `${outlets}: «${phrase}»`,
    heldNothing: () => 'لم يحجب شيئًا حتى الآن.',
    held: (count, last) => `عدد المقالات التي أسهم في حجبها: ${count}${last === null ? '' : `، آخرها «${last}»`}.`,
    onPairs: 'يعدّل قليلًا نتيجة مطابقة التقارير الشبيهة.',
    fades: (percent) => (percent === null ? 'لم يعد يُحتسب لقِدمه.' : `يُحتسب بنسبة ${percent}٪ بحسب عمره.`),
    choose: 'التراجع عن درس…',
    newer: 'الأحدث',
    older: 'الأقدم',
    nameALesson: 'اذكر درسًا؛ تعرضها ‎/lesson list.',
    noSuch: (id) => `لا درس ساريًا بالمعرّف ${id}؛ تعرضها ‎/lesson list.`,
    revoked: (title) => `تم التراجع عن: ${title}. تتبعه المطابقة خلال ثوانٍ.`,
  },
};
