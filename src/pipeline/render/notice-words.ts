import type { Difference, Language } from '../../model.ts';

/** How a thread tells what is otherwise than before, in one language. All but names stand in the middle of a line. */
export interface NoticeWords {
  readonly fact: Readonly<Record<Difference['fact'], string>>;
  readonly by: string;
  readonly unknown: string;
  readonly claim: (who: string) => string;
  readonly blamed: (whom: string, by: string) => string;
  readonly denied: (by: string) => string;
  /** Nobody is known to say it; the headline stands for them. */
  readonly denial: (headline: string) => string;
  readonly investigation: (who: string) => string;
  readonly reaction: (who: string) => string;
  /** `standing`: how many confirm it by now, or empty. */
  readonly confirmed: (by: string, standing: string) => string;
  readonly reported: (by: string) => string;
  readonly corrected: (by: string) => string;
  readonly revised: (by: string) => string;
  readonly withdrawn: (by: string) => string;
  readonly restored: (by: string) => string;
  readonly separator: string;
  /** From what was to what is: it points the way that the line is read. */
  readonly arrow: string;
}

const english: NoticeWords = {
  fact: { killed: 'killed', wounded: 'wounded', severity: 'severity', place: 'place', day: 'day' },
  by: 'by',
  unknown: 'unknown',
  claim: (who) => `claim: ${who}`,
  blamed: (whom, by) => (by === '' ? `${whom} blamed` : `${whom} blamed by ${by}`),
  denied: (by) => `denied by ${by}`,
  denial: (headline) => `denial: ${headline}`,
  investigation: (who) => `investigation: ${who}`,
  reaction: (who) => `reaction from ${who}`,
  confirmed: (by, standing) => (standing === '' ? `confirmed by ${by}` : `confirmed by ${by}: ${standing}`),
  reported: (by) => `also reported by ${by}`,
  corrected: (by) => `corrected by ${by}`,
  revised: (by) => `report revised by ${by}`,
  withdrawn: (by) => `report withdrawn by ${by}`,
  restored: (by) => `${by} stands by its report again`,
  separator: '; ',
  arrow: '→',
};

const arabic: NoticeWords = {
  fact: { killed: 'القتلى', wounded: 'الجرحى', severity: 'الخطورة', place: 'المكان', day: 'اليوم' },
  by: 'الفاعل',
  unknown: 'غير معروف',
  claim: (who) => `تبنٍّ: ${who}`,
  blamed: (whom, by) => (by === '' ? `اتهام ${whom}` : `${by} يتهم ${whom}`),
  denied: (by) => `نفي من ${by}`,
  denial: (headline) => `نفي: ${headline}`,
  investigation: (who) => `تحقيق: ${who}`,
  reaction: (who) => `رد فعل من ${who}`,
  confirmed: (by, standing) => (standing === '' ? `أكده ${by}` : `أكده ${by}: ${standing}`),
  reported: (by) => `أورده أيضًا ${by}`,
  corrected: (by) => `تصحيح من ${by}`,
  revised: (by) => `عدّل ${by} تقريره`,
  withdrawn: (by) => `سحب ${by} تقريره`,
  restored: (by) => `عاد ${by} إلى تأكيد تقريره`,
  separator: '؛ ',
  arrow: '←',
};

const persian: NoticeWords = {
  fact: { killed: 'کشته‌ها', wounded: 'زخمی‌ها', severity: 'شدت', place: 'مکان', day: 'روز' },
  by: 'عامل',
  unknown: 'نامعلوم',
  claim: (who) => `پذیرش مسئولیت: ${who}`,
  blamed: (whom, by) => (by === '' ? `${whom} متهم شد` : `${by}، ${whom} را متهم کرد`),
  denied: (by) => `تکذیب از سوی ${by}`,
  denial: (headline) => `تکذیب: ${headline}`,
  investigation: (who) => `تحقیق: ${who}`,
  reaction: (who) => `واکنش ${who}`,
  confirmed: (by, standing) => (standing === '' ? `تأیید از سوی ${by}` : `تأیید از سوی ${by}: ${standing}`),
  reported: (by) => `${by} نیز گزارش داد`,
  corrected: (by) => `اصلاح از سوی ${by}`,
  revised: (by) => `${by} گزارش خود را ویرایش کرد`,
  withdrawn: (by) => `${by} گزارش خود را پس گرفت`,
  restored: (by) => `${by} دوباره بر گزارش خود ایستاد`,
  separator: '؛ ',
  arrow: '←',
};

/** The words of notices in each language. */
export const noticeWords: Readonly<Record<Language, NoticeWords>> = { en: english, ar: arabic, fa: persian };
