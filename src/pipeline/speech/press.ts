import type { AlertState } from '../../model.ts';
import type { Spoken } from '../speech.ts';

/** What a press did, or why it did nothing. `ago` is a phrase of `agoOf`. */
export interface PressSpeech {
  became(state: Exclude<AlertState, 'open'>): string;
  readonly openAgain: string;
  readonly withdrawn: string;
  readonly alreadyOpen: string;
  readonly noAlert: string;
  /** Who brought an alert into its state, and how long ago: `by` is null for nobody, `you` for who asks. */
  standing(state: AlertState, by: string | null, isYou: boolean, ago: string): string;
  already(standing: string): string;
  alreadyClosed(standing: string): string;
  /** Somebody pressed between our look and our write. */
  lost(standing: string): string;
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
const englishUnits = { seconds: 's', minutes: 'min', hours: 'h', days: 'days' } as const;
const arabicAgo = new Intl.RelativeTimeFormat('ar-u-nu-latn');

export const pressSpeech: Spoken<PressSpeech> = {
  en: {
    became: (state) => `${english[state].charAt(0).toUpperCase()}${english[state].slice(1)}.`,
    openAgain: 'Open again.',
    withdrawn: 'Acknowledgement withdrawn: the alert is open again.',
    alreadyOpen: 'The alert is open already.',
    noAlert: 'There is no alert on this incident here.',
    standing(state, by, isYou, ago) {
      const whose = by === null ? '' : ` by ${isYou ? 'you' : by}`;
      return `${english[state]}${whose} ${ago}`;
    },
    already: (standing) => `Already ${standing}.`,
    alreadyClosed: (standing) => `Already ${standing}. Reopen it first.`,
    lost: (standing) => `Not done: it was just ${standing}.`,
    ago: (count, unit) => `${count} ${englishUnits[unit]} ago`,
  },
  ar: {
    became: (state) => `التنبيه الآن ${arabic[state]}.`,
    openAgain: 'أُعيد فتح التنبيه.',
    withdrawn: 'سُحب الاستلام: التنبيه مفتوح من جديد.',
    alreadyOpen: 'التنبيه مفتوح أصلًا.',
    noAlert: 'لا تنبيه عن هذا الحادث هنا.',
    standing(state, by, isYou, ago) {
      const whose = by === null ? '' : isYou ? ' من قِبلك' : ` بواسطة ${by}`;
      return `${arabic[state]}${whose} ${ago}`;
    },
    already: (standing) => `التنبيه أصلًا ${standing}.`,
    alreadyClosed: (standing) => `التنبيه أصلًا ${standing}. أعد فتحه أولًا.`,
    lost: (standing) => `لم يُنفَّذ: أصبح التنبيه للتو ${standing}.`,
    ago: (count, unit) => arabicAgo.format(-count, unit),
  },
};
