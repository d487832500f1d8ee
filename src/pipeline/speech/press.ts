import type { AlertState, Instant, SaidLine } from '../../model.ts';
import type { Spoken } from '../speech.ts';
import { said } from './said.ts';

/** What a press did, or why it did nothing. `ago` is a phrase of `agoOf`. */
export interface PressSpeech {
  became(state: Exclude<AlertState, 'open'>): string;
  readonly openAgain: string;
  readonly withdrawn: string;
  readonly woken: string;
  /** Who confirmed for another names him. */
  confirmed(other: string | null): string;
  snoozedUntil(at: Instant): SaidLine;
  readonly assignedToYou: string;
  assigned(to: string): string;
  readonly assigneeTold: string;
  readonly unassigned: string;
  readonly noted: string;
  readonly noteStands: string;
  readonly escalationStopped: string;
  /** Who had acknowledged it. */
  released(name: string): string;
  readonly alreadyOpen: string;
  readonly nobodyHasIt: string;
  readonly isMerged: string;
  readonly snoozeBounds: string;
  readonly emptyNote: string;
  alreadyAssigned(name: string): string;
  readonly nobodyAssigned: string;
  readonly noAlert: string;
  /** Who brought an alert into its state, and how long ago: `by` is null for nobody, `you` for who asks. */
  standing(state: AlertState, by: string | null, isYou: boolean, ago: string): string;
  already(standing: string): string;
  alreadyClosed(standing: string): string;
  /** It stands so that what was pressed means nothing. */
  otherwise(standing: string): string;
  /** Somebody pressed between our look and our write. */
  lost(standing: string): string;
  /** The same of who is to deal with it: to whom, null for nobody, by whom, and how long ago. */
  lostAssigning(to: string | null, by: string | null, ago: string): string;
  readonly busy: string;
  ago(count: number, unit: 'seconds' | 'minutes' | 'hours' | 'days'): string;
}

const english: Readonly<Record<AlertState, string>> = {
  open: 'open',
  acknowledged: 'acknowledged',
  snoozed: 'snoozed',
  resolved: 'resolved',
  'false-alarm': 'marked as a false alarm',
  merged: 'merged',
};
const arabic: Readonly<Record<AlertState, string>> = {
  open: 'مفتوح',
  acknowledged: 'قيد المتابعة',
  snoozed: 'مؤجَّل',
  resolved: 'مغلق',
  'false-alarm': 'مصنّف إنذارًا كاذبًا',
  merged: 'مدموج',
};
/** What was done to bring it there, as a noun: it fits whoever did it. */
const arabicDone: Readonly<Record<AlertState, string>> = {
  open: 'فتح التنبيه',
  acknowledged: 'استلام التنبيه',
  snoozed: 'تأجيل التنبيه',
  resolved: 'إغلاق التنبيه',
  'false-alarm': 'تصنيف التنبيه إنذارًا كاذبًا',
  merged: 'دمج التنبيه',
};
const englishUnits = { seconds: 's', minutes: 'min', hours: 'h', days: 'days' } as const;
const arabicAgo = new Intl.RelativeTimeFormat('ar-u-nu-latn');

export const pressSpeech: Spoken<PressSpeech> = {
  en: {
    became: (state) => `${english[state].charAt(0).toUpperCase()}${english[state].slice(1)}.`,
    openAgain: 'Open again.',
    withdrawn: 'Acknowledgement withdrawn: the alert is open again.',
    woken: 'The snooze has ended: the alert is open again.',
    confirmed: (other) => (other === null ? 'Noted: you are still on it.' : `Noted: ${other} is still on it.`),
    snoozedUntil: (at) =>
      said`Until ${{ kind: 'moment', at }} (${{ kind: 'elapsed', at }}). Then it is open again, and whoever is on call then is told.`,
    assignedToYou: 'Assigned to you.',
    assigned: (to) => `Assigned to ${to}.`,
    assigneeTold: 'They are told in the thread of the card.',
    unassigned: 'Assigned to nobody any more.',
    noted: 'Noted.',
    noteStands: 'The note stands on the card and in its thread.',
    escalationStopped: 'Escalation stopped.',
    released: (name) => `${name} had acknowledged it, and is told.`,
    alreadyOpen: 'The alert is open already.',
    nobodyHasIt: 'Nobody has acknowledged it: the alert is open.',
    isMerged: 'This incident was merged into another: act on that one, its card has the link.',
    snoozeBounds: 'Not snoozed: it must end in the future, and within 7 days.',
    emptyNote: 'Nothing was noted: the note is empty.',
    alreadyAssigned: (name) => `Already assigned to ${name}.`,
    nobodyAssigned: 'It is assigned to nobody.',
    noAlert: 'There is no alert on this incident here.',
    standing(state, by, isYou, ago) {
      const whose = by === null ? '' : ` by ${isYou ? 'you' : by}`;
      return `${english[state]}${whose} ${ago}`;
    },
    already: (standing) => `Already ${standing}.`,
    alreadyClosed: (standing) => `Already ${standing}. Reopen it first.`,
    otherwise: (standing) => `Not done: it was ${standing}.`,
    lost: (standing) => `Not done: it was just ${standing}.`,
    lostAssigning: (to, by, ago) =>
      `Not done: it was just ${to === null ? 'assigned to nobody' : `assigned to ${to}`}${by === null ? '' : ` by ${by}`} ${ago}.`,
    busy: 'Not done: others are changing this alert at the same time. Press again.',
    ago: (count, unit) => `${count} ${englishUnits[unit]} ago`,
  },
  ar: {
    became: (state) => `التنبيه الآن ${arabic[state]}.`,
    openAgain: 'أُعيد فتح التنبيه.',
    withdrawn: 'أُلغي الاستلام: التنبيه مفتوح من جديد.',
    woken: 'انتهى التأجيل: التنبيه مفتوح من جديد.',
    confirmed: (other) => (other === null ? 'سُجّل أنك ما زلت تتابعه.' : `سُجّل أن المتابعة مستمرة: ${other}.`),
    snoozedUntil: (at) =>
      said`حتى ${{ kind: 'moment', at }} (${{ kind: 'elapsed', at }})، ثم يُفتح من جديد ويُبلَّغ المناوب حينها.`,
    assignedToYou: 'أُسند إليك.',
    assigned: (to) => `أُسند إلى ${to}.`,
    assigneeTold: 'يصل الإشعار في سلسلة البطاقة.',
    unassigned: 'لم يعد مسندًا إلى أحد.',
    noted: 'سُجّلت الملاحظة.',
    noteStands: 'تظهر الملاحظة على البطاقة وفي سلسلتها.',
    escalationStopped: 'توقّف التصعيد.',
    released: (name) => `كان مستلَمًا لدى ${name}، وسيصله إشعار بذلك.`,
    alreadyOpen: 'التنبيه مفتوح أصلًا.',
    nobodyHasIt: 'لم يستلمه أحد: التنبيه مفتوح.',
    isMerged: 'دُمج هذا الحادث في حادث آخر: تعامل مع ذاك، ورابطه على البطاقة.',
    snoozeBounds: 'لم يُؤجَّل: يجب أن ينتهي التأجيل في المستقبل وخلال 7 أيام.',
    emptyNote: 'لم يُسجَّل شيء: الملاحظة فارغة.',
    alreadyAssigned: (name) => `هو مسند أصلًا إلى ${name}.`,
    nobodyAssigned: 'ليس مسندًا إلى أحد.',
    noAlert: 'لا تنبيه عن هذا الحادث هنا.',
    standing(state, by, isYou, ago) {
      const whose = by === null ? '' : isYou ? ' من قِبلك' : ` بواسطة ${by}`;
      return `${arabicDone[state]}${whose} ${ago}`;
    },
    already: (standing) => `سبق ${standing}.`,
    alreadyClosed: (standing) => `سبق ${standing}. أعد فتحه أولًا.`,
    otherwise: (standing) => `لم يُنفَّذ: سبق ${standing}.`,
    lost: (standing) => `لم يُنفَّذ: جرى للتو ${standing}.`,
    lostAssigning: (to, by, ago) =>
      `لم يُنفَّذ: ${to === null ? 'أُلغي إسناده' : `أُسند للتو إلى ${to}`}${by === null ? '' : ` بواسطة ${by}`} ${ago}.`,
    busy: 'لم يُنفَّذ: يغيّر آخرون هذا التنبيه في اللحظة نفسها. اضغط مرة أخرى.',
    ago: (count, unit) => arabicAgo.format(-count, unit),
  },
};
