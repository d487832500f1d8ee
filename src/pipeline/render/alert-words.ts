import type { FalseAlarmReason, Language } from '../../model.ts';

/** What a card says of how its alert stands, beside the words of the states themselves. */
export interface AlertWords {
  /** Why it should not have been. */
  readonly reason: Readonly<Record<FalseAlarmReason, string>>;
  readonly until: string;
  readonly into: string;
  readonly assignedTo: string;
  readonly note: string;
  /** All steps of its policy are over. */
  readonly unanswered: string;
  readonly nobodyOnCall: string;
  /** Who was asked, and a running clock behind. */
  readonly asked: (who: string) => string;
  /** Who withdrew an acknowledgement, who ended a snooze. */
  readonly withdrawnBy: string;
  readonly wokenBy: string;
  readonly unmergedBy: string;
  /** What opened it again without anybody's hand. */
  readonly reopened: string;
  readonly lapsed: string;
  readonly snoozeEnded: string;
  readonly reportedAgain: string;
  readonly worse: string;
  readonly severityRose: (to: string) => string;
  readonly newPlace: (place: string) => string;
  readonly newActors: (actors: string) => string;
  readonly quiet: string;
}

const english: AlertWords = {
  reason: {
    background: 'background, no news',
    duplicate: 'told before',
    'off-topic': 'off topic',
    'wrong-place': 'wrong place',
    'wrong-actor': 'wrong actor',
    'wrong-date': 'wrong date',
    exercise: 'an exercise',
    satire: 'satire',
    other: 'other',
  },
  until: 'until',
  into: 'into',
  assignedTo: 'Assigned to',
  note: 'Note',
  unanswered: 'all were called, nobody answered',
  nobodyOnCall: 'nobody is on call, nobody was called',
  asked: (who) => `${who} was asked to confirm being on it`,
  withdrawnBy: 'acknowledgement withdrawn by',
  wokenBy: 'snooze ended by',
  unmergedBy: 'taken out of the other by',
  reopened: 'reopened',
  lapsed: 'nobody confirmed being on it',
  snoozeEnded: 'the snooze is over',
  reportedAgain: 'reported again',
  worse: 'it got worse',
  severityRose: (to) => `severity rose to ${to}`,
  newPlace: (place) => `new place: ${place}`,
  newActors: (actors) => `now also: ${actors}`,
  quiet: 'by itself, after long quiet',
};

const arabic: AlertWords = {
  reason: {
    background: 'خلفية لا خبر',
    duplicate: 'سبق الإبلاغ به',
    'off-topic': 'خارج الموضوع',
    'wrong-place': 'مكان خاطئ',
    'wrong-actor': 'طرف خاطئ',
    'wrong-date': 'تاريخ خاطئ',
    exercise: 'مناورة تدريبية',
    satire: 'محتوى ساخر',
    other: 'سبب آخر',
  },
  until: 'حتى',
  into: 'في',
  assignedTo: 'أُسند إلى',
  note: 'ملاحظة',
  unanswered: 'استُدعي الجميع ولم يُجب أحد',
  nobodyOnCall: 'لا أحد في المناوبة، ولم يُستدعَ أحد',
  asked: (who) => `طُلب من ${who} تأكيد استمرار المتابعة`,
  withdrawnBy: 'ألغى الاستلامَ',
  wokenBy: 'أنهى التأجيلَ',
  unmergedBy: 'فصله عن الآخر',
  reopened: 'أُعيد فتحه',
  lapsed: 'لم يؤكد أحد متابعته',
  snoozeEnded: 'انتهى التأجيل',
  reportedAgain: 'ورد عنه خبر جديد',
  worse: 'تفاقم الحادث',
  severityRose: (to) => `ارتفعت الخطورة إلى ${to}`,
  newPlace: (place) => `مكان جديد: ${place}`,
  newActors: (actors) => `طرف جديد: ${actors}`,
  quiet: 'تلقائيًا بعد هدوء طويل',
};

const persian: AlertWords = {
  reason: {
    background: 'پیش‌زمینه، نه خبر',
    duplicate: 'پیش‌تر گفته شده',
    'off-topic': 'خارج از موضوع',
    'wrong-place': 'مکان نادرست',
    'wrong-actor': 'طرف نادرست',
    'wrong-date': 'تاریخ نادرست',
    exercise: 'رزمایش',
    satire: 'طنز',
    other: 'دلیل دیگر',
  },
  until: 'تا',
  into: 'در',
  assignedTo: 'واگذارشده به',
  note: 'یادداشت',
  unanswered: 'همه فراخوانده شدند و کسی پاسخ نداد',
  nobodyOnCall: 'کسی کشیک نیست و کسی فراخوانده نشد',
  asked: (who) => `از ${who} خواسته شد ادامهٔ پیگیری را تأیید کند`,
  withdrawnBy: 'لغو پذیرش به دست',
  wokenBy: 'پایان تعویق به دست',
  unmergedBy: 'جداسازی به دست',
  reopened: 'دوباره باز شد',
  lapsed: 'کسی پیگیری را تأیید نکرد',
  snoozeEnded: 'تعویق پایان یافت',
  reportedAgain: 'دوباره گزارش شد',
  worse: 'وخیم‌تر شد',
  severityRose: (to) => `شدت به ${to} رسید`,
  newPlace: (place) => `مکان تازه: ${place}`,
  newActors: (actors) => `طرف تازه: ${actors}`,
  quiet: 'خودکار، پس از سکوتی طولانی',
};

/** The words of each language. */
export const alertWords: Readonly<Record<Language, AlertWords>> = { en: english, ar: arabic, fa: persian };
