import type { DigestPlan, Language } from '../../model.ts';

/** What a digest says that is no fact, in one language. */
export interface DigestWords {
  readonly name: Readonly<Record<DigestPlan['every'], string>>;
  /** From a moment to another, by a zone's clock. */
  readonly time: (from: string, to: string, zone: string) => string;
  readonly incidents: (count: number) => string;
  readonly graded: (count: number, severity: string) => string;
  readonly corroboration: (confirmed: number, unconfirmed: number) => string;
  readonly developed: (count: number) => string;
  readonly nothing: string;
  readonly byType: string;
  readonly byPlace: string;
  readonly byActor: string;
  readonly open: (count: number) => string;
  readonly more: (count: number) => string;
  readonly course: Readonly<Record<DigestPlan['every'], string>>;
  readonly comma: string;
  readonly stop: string;
}

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const english: DigestWords = {
  name: { day: 'Daily digest', week: 'Weekly digest' },
  time: (from, to, zone) => `${from} – ${to} (${zone})`,
  incidents: (count) => plural(count, 'incident', 'incidents'),
  graded: (count, severity) => `${count} ${severity.toLowerCase()}`,
  corroboration: (confirmed, unconfirmed) =>
    `${confirmed} confirmed by independent outlets, ${unconfirmed} unconfirmed.`,
  developed: (count) => `${plural(count, 'earlier incident', 'earlier incidents')} developed further.`,
  nothing: 'no new incident for this watch.',
  byType: 'By type',
  byPlace: 'By place',
  byActor: 'By actor',
  open: (count) => `Open alerts (${count})`,
  more: (count) => `+${count} more`,
  course: { day: 'Incidents, three hours a bar, by severity', week: 'Incidents a day, by severity' },
  comma: ', ',
  stop: '.',
};

const arabic: DigestWords = {
  name: { day: 'الموجز اليومي', week: 'الموجز الأسبوعي' },
  time: (from, to, zone) => `من ${from} إلى ${to} (${zone})`,
  incidents: (count) => `الحوادث: ${count}`,
  graded: (count, severity) => `${severity}: ${count}`,
  corroboration: (confirmed, unconfirmed) => `أكدتها وسائل مستقلة: ${confirmed}، غير مؤكدة: ${unconfirmed}.`,
  developed: (count) => `حوادث سابقة شهدت تطورات: ${count}.`,
  nothing: 'لا حوادث جديدة في هذا الرصد.',
  byType: 'بحسب النوع',
  byPlace: 'بحسب المكان',
  byActor: 'بحسب الطرف',
  open: (count) => `التنبيهات المفتوحة (${count})`,
  more: (count) => `+${count} أخرى`,
  course: { day: 'الحوادث كل ثلاث ساعات بحسب الخطورة', week: 'الحوادث اليومية بحسب الخطورة' },
  comma: '، ',
  stop: '.',
};

const persian: DigestWords = {
  name: { day: 'گزارش روزانه', week: 'گزارش هفتگی' },
  time: (from, to, zone) => `از ${from} تا ${to} (${zone})`,
  incidents: (count) => `رویدادها: ${count}`,
  graded: (count, severity) => `${severity}: ${count}`,
  corroboration: (confirmed, unconfirmed) => `تأییدشده از سوی رسانه‌های مستقل: ${confirmed}، تأییدنشده: ${unconfirmed}.`,
  developed: (count) => `رویدادهای پیشین با تحول تازه: ${count}.`,
  nothing: 'رویداد تازه‌ای در این پایش نبود.',
  byType: 'به تفکیک نوع',
  byPlace: 'به تفکیک مکان',
  byActor: 'به تفکیک طرف',
  open: (count) => `هشدارهای باز (${count})`,
  more: (count) => `+${count} دیگر`,
  course: { day: 'رویدادها در هر سه ساعت، بر پایهٔ شدت', week: 'رویدادهای روزانه، بر پایهٔ شدت' },
  comma: '، ',
  stop: '.',
};

/** The words of digests in each language. */
export const digestWords: Readonly<Record<Language, DigestWords>> = { en: english, ar: arabic, fa: persian };
