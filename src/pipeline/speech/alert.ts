import type { SaidLine } from '../../model.ts';
import type { Spoken } from '../speech.ts';

/** What is asked where a press needs more than itself, and what is said of an answer that cannot be taken. */
export interface AlertSpeech {
  readonly askSnooze: string;
  readonly snoozeLimits: (timeZone: string) => SaidLine;
  /** By the argument that the button comes back with. */
  readonly spans: Readonly<Record<'15m' | '1h' | '4h' | '1d' | '1w' | 'shift' | 'morning', string>>;
  readonly otherTime: string;
  readonly untilTitle: string;
  readonly untilLabel: string;
  readonly notAMoment: (typed: string) => string;
  readonly noShift: string;
  readonly askAssign: (now: string | null) => string;
  readonly toMe: string;
  readonly toNobody: string;
  readonly onCall: (name: string, rota: string) => string;
  readonly anyMember: string;
  readonly noMember: string;
  readonly noBot: string;
  readonly memberUnknown: string;
  readonly askReason: string;
  readonly reasonTeaches: string;
  readonly notAReason: (given: string) => string;
  readonly reasonTitle: string;
  readonly reasonLabel: string;
  readonly addNote: string;
  readonly noteTitle: string;
  readonly noteLabel: string;
  readonly notePlaceholder: string;
}

export const alertSpeech: Spoken<AlertSpeech> = {
  en: {
    askSnooze: 'Snooze until when?',
    snoozeLimits: (timeZone) =>
      `At most 7 days. If it gets worse meanwhile, it opens at once. Times of day are those of ${timeZone}.`,
    spans: {
      '15m': '15 min',
      '1h': '1 hour',
      '4h': '4 hours',
      '1d': '1 day',
      '1w': '1 week',
      shift: 'End of my shift',
      morning: 'Tomorrow 08:00',
    },
    otherTime: 'Other time …',
    untilTitle: 'Snooze the alert',
    untilLabel: 'For how long, or until when?',
    notAMoment: (typed) =>
      `“${typed}” is no time that is understood. Write for instance 90m, 2h, 22:00, tomorrow 08:00 or 2026-12-24 18:00.`,
    noShift: 'You have no shift now whose end could be waited for.',
    askAssign: (now) => (now === null ? 'Who is to deal with it?' : `Assigned to ${now}. Who is to deal with it?`),
    toMe: 'Me',
    toNobody: 'Nobody',
    onCall: (name, rota) => `${name} (${rota})`,
    anyMember: 'Another member of the server …',
    noMember: 'Not assigned: they are not on this server.',
    noBot: 'Not assigned: a bot deals with nothing.',
    memberUnknown: 'Not assigned: Discord could not be asked whether they are on this server. Try again in a minute.',
    askReason: 'Why is it a false alarm?',
    reasonTeaches: 'Reopening the alert takes it back.',
    notAReason: (given) => `“${given}” is no reason for a false alarm. Choose one of those that are offered.`,
    reasonTitle: 'False alarm',
    reasonLabel: 'What is wrong with it?',
    addNote: 'Add a note',
    noteTitle: 'Note on the alert',
    noteLabel: 'Note',
    notePlaceholder: 'For the team: it stands on the card and in its thread',
  },
  ar: {
    askSnooze: 'حتى متى يُؤجَّل؟',
    snoozeLimits: (timeZone) => `سبعة أيام على الأكثر. إن تفاقم الحادث فُتح فورًا. الأوقات بتوقيت ‎${timeZone}.`,
    spans: {
      '15m': '15 دقيقة',
      '1h': 'ساعة',
      '4h': '4 ساعات',
      '1d': 'يوم',
      '1w': 'أسبوع',
      shift: 'نهاية نوبتي',
      morning: 'غدًا 08:00',
    },
    otherTime: 'وقت آخر …',
    untilTitle: 'تأجيل التنبيه',
    untilLabel: 'لكم من الوقت، أو حتى متى؟',
    notAMoment: (typed) =>
      `«${typed}» ليس وقتًا مفهومًا. اكتب مثلًا ‎90m أو ‎2h أو ‎22:00 أو «غدًا 08:00» أو ‎2026-12-24 18:00.`,
    noShift: 'لا نوبة لك الآن يُنتظر انتهاؤها.',
    askAssign: (now) => (now === null ? 'من يتولاه؟' : `مسند إلى ${now}. من يتولاه؟`),
    toMe: 'أنا',
    toNobody: 'لا أحد',
    onCall: (name, rota) => `${name} (${rota})`,
    anyMember: 'عضو آخر في الخادم …',
    noMember: 'لم يُسند: ليس عضوًا في هذا الخادم.',
    noBot: 'لم يُسند: البوت لا يتولى شيئًا.',
    memberUnknown: 'لم يُسند: تعذّر سؤال Discord عن عضويته. حاول بعد دقيقة.',
    askReason: 'لماذا هو إنذار كاذب؟',
    reasonTeaches: 'إعادة فتح التنبيه تلغي ذلك.',
    notAReason: (given) => `«${given}» ليس سببًا لإنذار كاذب. اختر أحد الأسباب المعروضة.`,
    reasonTitle: 'إنذار كاذب',
    reasonLabel: 'ما الخطأ فيه؟',
    addNote: 'إضافة ملاحظة',
    noteTitle: 'ملاحظة على التنبيه',
    noteLabel: 'الملاحظة',
    notePlaceholder: 'للفريق: تظهر على البطاقة وفي سلسلتها',
  },
};
