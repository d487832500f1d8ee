import type { Spoken } from '../speech.ts';

/** What the answer on one incident says, but for its facts. */
export interface IncidentSpeech {
  readonly labels: Readonly<Record<'show' | 'timeline' | 'why' | 'details' | 'export', string>>;
  readonly state: string;
  readonly sources: (reports: number, families: number) => string;
  readonly notes: string;
  readonly lately: string;
  readonly related: string;
  readonly version: (id: string, version: number) => string;
  readonly silent: string;
  readonly card: string;
  readonly notStated: string;
}

export const incidentSpeech: Spoken<IncidentSpeech> = {
  en: {
    labels: { show: 'Facts', timeline: 'Timeline', why: 'Why?', details: 'Details', export: 'Export' },
    state: 'Alert here',
    sources: (reports, families) =>
      `${reports === 1 ? 'One report' : `${reports} reports`} by ${families === 1 ? 'one independent outlet' : `${families} independent outlets`}`,
    notes: 'Notes',
    lately: 'What happened last',
    related: 'Related',
    version: (id, version) => `${id}, version ${version}`,
    silent: 'It was told to nobody so far.',
    card: 'the card',
    notStated: 'not stated',
  },
  ar: {
    labels: { show: 'الوقائع', timeline: 'التسلسل الزمني', why: 'لماذا؟', details: 'التفاصيل', export: 'تصدير' },
    state: 'التنبيه هنا',
    sources: (reports, families) => `التقارير: ${reports}، الوسائل المستقلة: ${families}`,
    notes: 'ملاحظات',
    lately: 'آخر ما حدث',
    related: 'حوادث ذات صلة',
    version: (id, version) => `${id}، النسخة ${version}`,
    silent: 'لم يُبلَّغ به أحد حتى الآن.',
    card: 'البطاقة',
    notStated: 'غير مذكور',
  },
};
