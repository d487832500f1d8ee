import type { Spoken } from '../speech.ts';
import type { Share, Spread } from '../stats.ts';
import { countedInArabic } from './counted.ts';

/** What `/stats` answers. Spans are given in words. */
export interface StatsSpeech {
  title(weeks: number): string;
  period(from: string, to: string, zone: string): string;
  readonly nothing: string;
  alerts(count: number, urgent: number, acknowledged: number): string;
  readonly times: string;
  time(what: keyof StatsSpeech['timed'], median: string, p95: string, count: Spread['count']): string;
  readonly timed: Readonly<Record<'see' | 'tell' | 'acknowledge' | 'resolve', string>>;
  untimed(what: keyof StatsSpeech['timed']): string;
  readonly escalations: string;
  escalated(calls: number, alerts: number): string;
  falseAlarms(count: number, share: string): string;
  readonly byOutlet: string;
  readonly byWatch: string;
  share(name: string, share: Pick<Share, 'alerts' | 'falseAlarms'>): string;
  readonly byPerson: string;
  person(name: string, count: number): string;
  more(count: number): string;
  cut(count: number): string;
  readonly busy: string;
  /** Above the bars of the chart. */
  readonly byWeek: string;
  /** A span of time, in the largest units that fit. */
  span(parts: readonly (readonly [count: number, unit: SpanUnit])[]): string;
}
export type SpanUnit = 'days' | 'hours' | 'minutes' | 'seconds';

const englishUnits: Readonly<Record<SpanUnit, string>> = { days: 'd', hours: 'h', minutes: 'min', seconds: 's' };
const arabicUnits = {
  days: { one: 'يوم', two: 'يومان', few: 'أيام', many: 'يومًا', other: 'يوم' },
  hours: { one: 'ساعة', two: 'ساعتان', few: 'ساعات', many: 'ساعة', other: 'ساعة' },
  minutes: { one: 'دقيقة', two: 'دقيقتان', few: 'دقائق', many: 'دقيقة', other: 'دقيقة' },
  seconds: { one: 'ثانية', two: 'ثانيتان', few: 'ثوانٍ', many: 'ثانية', other: 'ثانية' },
} as const;
const arabicWeeks = { one: 'الأسبوع الأخير', two: 'الأسبوعين الأخيرين', few: 'أسابيع', many: 'أسبوعًا', other: 'أسبوع' };

const english: StatsSpeech['timed'] = {
  see: 'To see (publication to fetch)',
  tell: 'To tell (fetch to message)',
  acknowledge: 'To acknowledge',
  resolve: 'To resolve',
};
const arabic: StatsSpeech['timed'] = {
  see: 'حتى الرصد (من النشر إلى الجلب)',
  tell: 'حتى الإبلاغ (من الجلب إلى الرسالة)',
  acknowledge: 'حتى الاستلام',
  resolve: 'حتى الإغلاق',
};

export const statsSpeech: Spoken<StatsSpeech> = {
  en: {
    title: (weeks) => (weeks === 1 ? 'Alerts of the last week' : `Alerts of the last ${weeks} weeks`),
    period: (from, to, zone) => `${from} – ${to} (${zone})`,
    nothing: 'No alert was opened here in this time.',
    alerts: (count, urgent, acknowledged) =>
      `${count} ${count === 1 ? 'alert' : 'alerts'}, ${urgent} of them to be acknowledged by somebody; ${acknowledged} ${acknowledged === 1 ? 'was' : 'were'}.`,
    times: 'Times: half took at most … (95 of 100 at most …)',
    time: (what, median, p95, count) => `${english[what]}: ${median} (${p95}), of ${count}`,
    timed: english,
    untimed: (what) => `${english[what]}: none yet`,
    escalations: 'Escalations and false alarms',
    escalated: (calls, alerts) =>
      calls === 0
        ? 'No alert was escalated.'
        : `${calls} ${calls === 1 ? 'call' : 'calls'} for ${alerts} ${alerts === 1 ? 'alert' : 'alerts'} that nobody had taken yet.`,
    falseAlarms: (count, share) =>
      count === 0 ? 'No false alarm.' : `${count} false ${count === 1 ? 'alarm' : 'alarms'}: ${share} of all.`,
    byOutlet: 'False alarms by outlet',
    byWatch: 'False alarms by watch',
    share: (name, { falseAlarms, alerts }) => `${name}: ${falseAlarms} of ${alerts}`,
    byPerson: 'Acknowledged first by',
    person: (name, count) => `${name}: ${count}`,
    more: (count) => `and ${count} more`,
    cut: (count) => `There were more: only the first ${count} are reckoned up.`,
    busy: 'Figures are being reckoned up already: try again in a moment.',
    byWeek: 'Alerts a week, by severity',
    span: (parts) => parts.map(([count, unit]) => `${count} ${englishUnits[unit]}`).join(' '),
  },
  ar: {
    title: (weeks) =>
      weeks <= 2
        ? `تنبيهات ${weeks === 1 ? arabicWeeks.one : arabicWeeks.two}`
        : `تنبيهات آخر ${countedInArabic(weeks, arabicWeeks)}`,
    period: (from, to, zone) => `${from} – ${to} (${zone})`,
    nothing: 'لم يُفتح أي تنبيه هنا في هذه المدة.',
    alerts: (count, urgent, acknowledged) =>
      `التنبيهات: ${count}، منها ${urgent} تتطلب من يستلمها؛ استُلم منها ${acknowledged}.`,
    times: 'المدد: نصفها لم يتجاوز … (و95 من كل 100 لم تتجاوز …)',
    time: (what, median, p95, count) => `${arabic[what]}: ${median} (${p95})، من أصل ${count}`,
    timed: arabic,
    untimed: (what) => `${arabic[what]}: لا شيء بعد`,
    escalations: 'التصعيد والإنذارات الكاذبة',
    escalated: (calls, alerts) =>
      calls === 0 ? 'لم يُصعَّد أي تنبيه.' : `نداءات التصعيد: ${calls}، لتنبيهات لم يستلمها أحد بعد: ${alerts}.`,
    falseAlarms: (count, share) =>
      count === 0 ? 'لا إنذارات كاذبة.' : `الإنذارات الكاذبة: ${count} (${share} من الكل).`,
    byOutlet: 'الإنذارات الكاذبة حسب وسيلة الإعلام',
    byWatch: 'الإنذارات الكاذبة حسب الرصد',
    share: (name, { falseAlarms, alerts }) => `${name}: ${falseAlarms} من ${alerts}`,
    byPerson: 'أول من استلم',
    person: (name, count) => `${name}: ${count}`,
    more: (count) => `و${count} غيرها`,
    cut: (count) => `العدد أكبر من ذلك: حُسبت أول ${count} فقط.`,
    busy: 'يجري حساب الأرقام الآن: أعد المحاولة بعد لحظات.',
    byWeek: 'التنبيهات في الأسبوع حسب الخطورة',
    span: (parts) => parts.map(([count, unit]) => countedInArabic(count, arabicUnits[unit])).join(' و'),
  },
};
