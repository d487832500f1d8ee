import type { Language, Report, SubEvent } from '../../model.ts';

/** What each sub-event is called on a card. */
export const deeds: Readonly<Record<SubEvent, Readonly<Record<Language, string>>>> = {
  'Shelling/artillery/missile attack': {
    en: 'Rocket, missile or artillery attack',
    ar: 'هجوم صاروخي أو مدفعي',
    fa: 'حملهٔ موشکی یا توپخانه‌ای',
  },
  'Air/drone strike': { en: 'Air or drone strike', ar: 'غارة جوية أو بمسيّرة', fa: 'حملهٔ هوایی یا پهپادی' },
  'Remote explosive/landmine/IED': { en: 'Bombing', ar: 'تفجير بعبوة ناسفة', fa: 'انفجار بمب' },
  Attack: { en: 'Attack', ar: 'هجوم', fa: 'حمله' },
  'Armed clash': { en: 'Armed clash', ar: 'اشتباك مسلح', fa: 'درگیری مسلحانه' },
  'Abduction/forced disappearance': { en: 'Abduction or seizure', ar: 'اختطاف أو احتجاز', fa: 'ربایش یا توقیف' },
  'Violent demonstration': { en: 'Violent demonstration', ar: 'تظاهرة عنيفة', fa: 'تظاهرات خشونت‌آمیز' },
  'Peaceful protest': { en: 'Protest', ar: 'احتجاج سلمي', fa: 'اعتراض مسالمت‌آمیز' },
  'Mob violence': { en: 'Mob violence', ar: 'عنف جماعي', fa: 'خشونت جمعی' },
  'Looting/property destruction': { en: 'Destruction of property', ar: 'تخريب ممتلكات', fa: 'تخریب اموال' },
  Arrests: { en: 'Arrests', ar: 'اعتقالات', fa: 'بازداشت' },
  'Non-violent transfer of territory': { en: 'Handover', ar: 'تسليم موقع', fa: 'واگذاری پایگاه یا منطقه' },
  'Headquarters or base established': { en: 'Base established', ar: 'إقامة قاعدة', fa: 'ایجاد پایگاه' },
  Agreement: { en: 'Agreement', ar: 'اتفاق', fa: 'توافق' },
  'Change to group/activity': { en: 'Change of a group', ar: 'تغيير في جماعة', fa: 'تغییر در یک گروه' },
  'Threat or ultimatum': { en: 'Threat or ultimatum', ar: 'تهديد أو إنذار', fa: 'تهدید یا اولتیماتوم' },
  'Denial or rejection': { en: 'Denial or rejection', ar: 'نفي أو رفض', fa: 'تکذیب یا رد' },
  'Troop deployment': { en: 'Troop deployment', ar: 'نشر قوات', fa: 'استقرار نیرو' },
  'Troop withdrawal': { en: 'Troop withdrawal', ar: 'سحب قوات', fa: 'خروج نیرو' },
  'Sanction or legal measure': {
    en: 'Sanction or legal measure',
    ar: 'عقوبة أو إجراء قانوني',
    fa: 'تحریم یا اقدام قضایی',
  },
  'Diplomatic measure': { en: 'Diplomatic measure', ar: 'إجراء دبلوماسي', fa: 'اقدام دیپلماتیک' },
  'Vote or legislation': { en: 'Vote or legislation', ar: 'تصويت أو تشريع', fa: 'رأی‌گیری یا قانون‌گذاری' },
};

const stageMarks: Readonly<Record<Report['stage'], Readonly<Record<Language, string>>>> = {
  accomplished: { en: '', ar: '', fa: '' },
  attempted: { en: ' (attempted)', ar: ' (محاولة)', fa: ' (ناکام)' },
  threatened: { en: ' (threatened)', ar: ' (تهديد)', fa: ' (تهدید)' },
};
const alreadyThreats: readonly SubEvent[] = ['Threat or ultimatum'];

/** The deed with the mark of one that was only tried or threatened. */
export function deedOf(subEvent: SubEvent, stage: Report['stage'], language: Language): string {
  const mark = alreadyThreats.includes(subEvent) ? '' : stageMarks[stage][language];
  return `${deeds[subEvent][language]}${mark}`;
}
