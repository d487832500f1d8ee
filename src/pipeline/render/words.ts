import type { Action, AlertState, Change, Language, Relation, Severity, TextLanguage } from '../../model.ts';

/** Every word of a card that is not a fact, in one language. */
export interface Words {
  readonly severity: Readonly<Record<Severity, string>>;
  readonly state: Readonly<Record<AlertState, string>>;
  readonly action: Readonly<Record<Action, string>>;
  readonly change: Readonly<Record<Change['what'], string>>;
  readonly language: Readonly<Record<TextLanguage, string>>;
  readonly when: string;
  readonly where: string;
  readonly by: string;
  /** Beside an attempt: who tried and who stopped it are told alike. */
  readonly involved: string;
  readonly against: string;
  readonly concerning: string;
  readonly whoSaysSo: string;
  readonly killed: string;
  readonly wounded: string;
  readonly conflict: string;
  readonly none: string;
  readonly outlets: string;
  readonly corrections: string;
  /** How another incident belongs to the one told. */
  readonly link: Readonly<Record<Relation['how'], string>>;
  readonly source: string;
  readonly onRecord: string;
  readonly allOutlets: string;
  readonly unlisted: string;
  readonly severityWord: string;
  readonly unknown: string;
  readonly firstReported: string;
  readonly atThePlace: string;
  readonly late: string;
  readonly developmentOf: string;
  readonly nobodyYet: string;
  readonly reopenedBy: string;
  readonly updated: string;
  readonly version: string;
  readonly changed: string;
  /** Where a card of a direct message leads. */
  readonly inServer: string;
  readonly mark: Readonly<Record<'test' | 'example', string>>;
  readonly claims: (who: string) => string;
  readonly blames: (who: string, whom: string) => string;
  readonly isBlamed: (whom: string) => string;
  readonly denies: (who: string) => string;
  readonly reacts: (who: string) => string;
  readonly more: (count: number) => string;
  readonly comma: string;
  /** On the button that asks how a card came about. */
  readonly why: string;
}

const languages = {
  en: { en: 'English', ar: 'Arabic', fa: 'Persian', other: 'other language' },
  ar: { en: 'الإنجليزية', ar: 'العربية', fa: 'الفارسية', other: 'لغة أخرى' },
  fa: { en: 'انگلیسی', ar: 'عربی', fa: 'فارسی', other: 'زبان دیگر' },
} as const;

const english: Words = {
  severity: { info: 'Info', low: 'Low', elevated: 'Elevated', high: 'High', critical: 'Critical' },
  state: {
    open: 'Open',
    acknowledged: 'Acknowledged',
    snoozed: 'Snoozed',
    resolved: 'Resolved',
    'false-alarm': 'False alarm',
    merged: 'Merged',
  },
  action: {
    acknowledge: 'Acknowledge',
    unacknowledge: 'Unacknowledge',
    confirm: 'Still on it',
    snooze: 'Snooze',
    wake: 'End snooze',
    assign: 'Assign',
    unassign: 'Unassign',
    note: 'Note',
    resolve: 'Resolve',
    'false-alarm': 'False alarm',
    reopen: 'Reopen',
  },
  change: {
    opened: 'First report',
    outlet: 'Another outlet reports it',
    confirmed: 'Confirmed by an independent outlet',
    casualties: 'Casualties revised',
    severity: 'Severity changed',
    place: 'Place',
    actor: 'Actor named',
    claim: 'Responsibility claimed',
    blame: 'Blame',
    denial: 'Denial',
    investigation: 'Investigation',
    reaction: 'Reaction',
    revision: 'Report revised by its outlet',
    merged: 'Merged with another incident',
    split: 'Told apart from another incident',
  },
  language: languages.en,
  when: 'When',
  where: 'Where',
  by: 'By',
  involved: 'Involved',
  against: 'Against',
  concerning: 'Concerning',
  whoSaysSo: 'Statements',
  killed: 'Killed',
  wounded: 'Wounded',
  conflict: 'figures conflict',
  none: 'none',
  outlets: 'Outlets',
  corrections: 'Corrections',
  link: {
    answers: 'In response to',
    'answered-by': 'Answered by',
    near: 'Related',
    continues: 'Continues',
    'continued-by': 'Continued by',
    linked: 'Linked',
  },
  source: 'Best source',
  onRecord: 'on record',
  allOutlets: 'all outlets',
  unlisted: 'unlisted',
  severityWord: 'Severity',
  unknown: 'unknown',
  firstReported: 'First reported',
  atThePlace: 'at the place',
  late: 'Late: first seen hours after its publication',
  developmentOf: 'Development of a known incident of',
  nobodyYet: 'nobody has taken it yet',
  reopenedBy: 'reopened by',
  updated: 'updated',
  version: 'version',
  changed: 'changed',
  inServer: 'The card in the server',
  mark: { test: 'TEST', example: 'EXAMPLE' },
  claims: (who) => `Responsibility claimed by ${who}`,
  blames: (who, whom) => `${whom} blamed by ${who}`,
  isBlamed: (whom) => `${whom} blamed`,
  denies: (who) => `Denied by ${who}`,
  reacts: (who) => `Reaction from ${who}`,
  more: (count) => `+${count} more`,
  comma: ', ',
  why: 'Why?',
};

const arabic: Words = {
  severity: { info: 'للعلم', low: 'منخفضة', elevated: 'متوسطة', high: 'عالية', critical: 'حرجة' },
  state: {
    open: 'مفتوح',
    acknowledged: 'قيد المتابعة',
    snoozed: 'مؤجَّل',
    resolved: 'مغلق',
    'false-alarm': 'إنذار كاذب',
    merged: 'مدموج',
  },
  action: {
    acknowledge: 'استلام',
    unacknowledge: 'إلغاء الاستلام',
    confirm: 'ما زلت أتابعه',
    snooze: 'تأجيل',
    wake: 'إنهاء التأجيل',
    assign: 'إسناد',
    unassign: 'إلغاء الإسناد',
    note: 'ملاحظة',
    resolve: 'إغلاق',
    'false-alarm': 'إنذار كاذب',
    reopen: 'إعادة فتح',
  },
  change: {
    opened: 'أول تقرير',
    outlet: 'وسيلة أخرى تنقل الخبر',
    confirmed: 'أكدته وسيلة مستقلة',
    casualties: 'تعديل في حصيلة الضحايا',
    severity: 'تغيّرت الخطورة',
    place: 'المكان',
    actor: 'تسمية طرف',
    claim: 'إعلان مسؤولية',
    blame: 'اتهام',
    denial: 'نفي',
    investigation: 'تحقيق',
    reaction: 'رد فعل',
    revision: 'عدّلت الوسيلة تقريرها',
    merged: 'دُمج معه حادث آخر',
    split: 'فُصل عن حادث آخر',
  },
  language: languages.ar,
  when: 'متى',
  where: 'أين',
  by: 'الفاعل',
  involved: 'الأطراف',
  against: 'المستهدَف',
  concerning: 'الطرف المعني',
  whoSaysSo: 'تصريحات',
  killed: 'القتلى',
  wounded: 'الجرحى',
  conflict: 'أرقام متضاربة',
  none: 'لا أحد',
  outlets: 'وسائل الإعلام',
  corrections: 'تصحيحات',
  link: {
    answers: 'ردًا على',
    'answered-by': 'الرد عليه',
    near: 'حوادث ذات صلة',
    continues: 'استمرار لـ',
    'continued-by': 'استمر في',
    linked: 'مرتبط به',
  },
  source: 'أفضل مصدر',
  onRecord: 'مسجّل',
  allOutlets: 'كل الوسائل',
  unlisted: 'غير مدرج',
  severityWord: 'الخطورة',
  unknown: 'غير معروف',
  firstReported: 'أول تقرير',
  atThePlace: 'بتوقيت المكان',
  late: 'متأخر: رُصد بعد ساعات من نشره',
  developmentOf: 'تطور في حادث معروف بتاريخ',
  nobodyYet: 'لم يستلمه أحد بعد',
  reopenedBy: 'أعاد فتحه',
  updated: 'تحديث',
  version: 'نسخة',
  changed: 'آخر تغيير',
  inServer: 'البطاقة في الخادم',
  mark: { test: 'تجريبي', example: 'مثال' },
  claims: (who) => `تبنٍّ من ${who}`,
  blames: (who, whom) => `اتهام من ${who} إلى ${whom}`,
  isBlamed: (whom) => `اتهام إلى ${whom}`,
  denies: (who) => `نفي من ${who}`,
  reacts: (who) => `رد من ${who}`,
  more: (count) => `+${count} أخرى`,
  comma: '، ',
  why: 'لماذا؟',
};

const persian: Words = {
  severity: { info: 'اطلاع', low: 'کم', elevated: 'متوسط', high: 'بالا', critical: 'بحرانی' },
  state: {
    open: 'باز',
    acknowledged: 'در حال پیگیری',
    snoozed: 'به تعویق افتاده',
    resolved: 'بسته',
    'false-alarm': 'هشدار نادرست',
    merged: 'ادغام‌شده',
  },
  action: {
    acknowledge: 'پذیرش',
    unacknowledge: 'لغو پذیرش',
    confirm: 'هنوز پیگیرم',
    snooze: 'تعویق',
    wake: 'پایان تعویق',
    assign: 'واگذاری',
    unassign: 'لغو واگذاری',
    note: 'یادداشت',
    resolve: 'بستن',
    'false-alarm': 'هشدار نادرست',
    reopen: 'بازگشایی',
  },
  change: {
    opened: 'نخستین گزارش',
    outlet: 'رسانه‌ای دیگر گزارش داد',
    confirmed: 'رسانه‌ای مستقل تأیید کرد',
    casualties: 'اصلاح شمار تلفات',
    severity: 'تغییر شدت',
    place: 'مکان',
    actor: 'نام بردن از یک طرف',
    claim: 'پذیرش مسئولیت',
    blame: 'اتهام',
    denial: 'تکذیب',
    investigation: 'تحقیق',
    reaction: 'واکنش',
    revision: 'رسانه گزارش خود را اصلاح کرد',
    merged: 'با رویداد دیگری ادغام شد',
    split: 'از رویداد دیگری جدا شد',
  },
  language: languages.fa,
  when: 'زمان',
  where: 'مکان',
  by: 'از سوی',
  involved: 'طرف‌ها',
  against: 'علیه',
  concerning: 'طرف مربوط',
  whoSaysSo: 'اظهارات',
  killed: 'کشته‌ها',
  wounded: 'زخمی‌ها',
  conflict: 'ارقام ناسازگار',
  none: 'هیچ‌کس',
  outlets: 'رسانه‌ها',
  corrections: 'اصلاحات',
  link: {
    answers: 'در پاسخ به',
    'answered-by': 'پاسخ به آن',
    near: 'رویدادهای مرتبط',
    continues: 'ادامهٔ',
    'continued-by': 'ادامه در',
    linked: 'پیوندخورده',
  },
  source: 'بهترین منبع',
  onRecord: 'ثبت‌شده',
  allOutlets: 'همهٔ رسانه‌ها',
  unlisted: 'خارج از فهرست',
  severityWord: 'شدت',
  unknown: 'نامعلوم',
  firstReported: 'نخستین گزارش',
  atThePlace: 'به وقت محل',
  late: 'دیرهنگام: ساعت‌ها پس از انتشار دیده شد',
  developmentOf: 'تحول در رویدادی شناخته‌شده به تاریخ',
  nobodyYet: 'هنوز کسی نپذیرفته است',
  reopenedBy: 'بازگشایی به دست',
  updated: 'به‌روزرسانی',
  version: 'نسخه',
  changed: 'آخرین تغییر',
  inServer: 'کارت در سرور',
  mark: { test: 'آزمایشی', example: 'نمونه' },
  claims: (who) => `پذیرش مسئولیت از سوی ${who}`,
  blames: (who, whom) => `اتهام از سوی ${who} به ${whom}`,
  isBlamed: (whom) => `اتهام به ${whom}`,
  denies: (who) => `تکذیب از سوی ${who}`,
  reacts: (who) => `واکنش از سوی ${who}`,
  more: (count) => `+${count} دیگر`,
  comma: '، ',
  why: 'چرا؟',
};

/** The words of each language. */
export const words: Readonly<Record<Language, Words>> = { en: english, ar: arabic, fa: persian };
