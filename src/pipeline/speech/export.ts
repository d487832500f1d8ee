import type { Spoken } from '../speech.ts';

/** What the answer to `/export` says. */
export interface ExportSpeech {
  readonly done: (count: number, filter: string) => string;
  readonly nothing: (filter: string) => string;
  /** Files have a size; what did not fit is named by its number. */
  readonly leftOut: (count: number) => string;
  readonly busy: string;
}

export const exportSpeech: Spoken<ExportSpeech> = {
  en: {
    done: (count, filter) =>
      `${count === 1 ? 'One incident' : `${count} incidents`} (${filter}), with reports and with what this server did. Times are UTC.`,
    nothing: (filter) => `Nothing to export: no incident fits ${filter}.`,
    leftOut: (count) =>
      `${count} more did not fit into a file of this size. Export them apart, by narrower days (from, to).`,
    busy: 'Another export is being written at this moment. Try again in a few seconds.',
  },
  ar: {
    done: (count, filter) =>
      `عدد الحوادث: ${count} (${filter})، مع التقارير وما جرى في هذا الخادم. الأوقات بتوقيت UTC.`,
    nothing: (filter) => `لا شيء للتصدير: لا حادث يطابق ${filter}.`,
    leftOut: (count) => `لم يتسع الملف لعدد ${count} من الحوادث. صدّرها على حدة بتضييق المدة (from وto).`,
    busy: 'يجري الآن إعداد تصدير آخر. أعد المحاولة بعد ثوانٍ.',
  },
};
