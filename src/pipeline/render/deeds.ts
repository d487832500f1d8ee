import type { Language, Report, SubEvent, Summary } from '../../model.ts';
import { harms } from '../assign/sides.ts';
import type { Words } from './words.ts';

/** What each sub-event is called on a card. */
const deeds: Readonly<Record<SubEvent, Readonly<Record<Language, string>>>> = {
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

/** What a deed is called when the weapon is told, by the pack's words for weapons. */
const armedDeeds: Readonly<Partial<Record<SubEvent, Readonly<Record<string, Readonly<Record<Language, string>>>>>>> = {
  'Shelling/artillery/missile attack': {
    rocket: { en: 'Rocket attack', ar: 'هجوم بقذائف صاروخية', fa: 'حملهٔ راکتی' },
    missile: { en: 'Missile attack', ar: 'هجوم صاروخي', fa: 'حملهٔ موشکی' },
    mortar: { en: 'Mortar attack', ar: 'قصف بالهاون', fa: 'حملهٔ خمپاره‌ای' },
  },
  'Air/drone strike': {
    drone: { en: 'Drone strike', ar: 'هجوم بطائرة مسيّرة', fa: 'حملهٔ پهپادی' },
    aircraft: { en: 'Air strike', ar: 'غارة جوية', fa: 'حملهٔ هوایی' },
    missile: { en: 'Air strike', ar: 'غارة جوية', fa: 'حملهٔ هوایی' },
  },
};

const stageMarks: Readonly<Record<Report['stage'], Readonly<Record<Language, string>>>> = {
  accomplished: { en: '', ar: '', fa: '' },
  attempted: { en: ' (failed or intercepted)', ar: ' (فشل أو اعتُرض)', fa: ' (ناکام یا رهگیری‌شده)' },
  threatened: { en: ' (threatened)', ar: ' (تهديد)', fa: ' (تهدید)' },
};
const alreadyThreats: readonly SubEvent[] = ['Threat or ultimatum'];

/** The deed, by its weapon where that is told, with the mark of one that was only tried or threatened. */
export function deedOf(
  told: { readonly subEvent: SubEvent; readonly stage: Report['stage']; readonly weapon: string | null },
  language: Language,
): string {
  const byWeapon = armedDeeds[told.subEvent] ?? {};
  const armed = told.weapon !== null && Object.hasOwn(byWeapon, told.weapon) ? byWeapon[told.weapon] : undefined;
  const mark = alreadyThreats.includes(told.subEvent) ? '' : stageMarks[told.stage][language];
  return `${(armed ?? deeds[told.subEvent])[language]}${mark}`;
}

/** What a sub-event is called, whatever the weapon. */
export function deedName(subEvent: SubEvent, language: Language): string {
  return deeds[subEvent][language];
}

/** The word for whom a deed meets. */
export function targetWord(subEvent: SubEvent, vocabulary: Words): string {
  return harms(subEvent) ? vocabulary.against : vocabulary.concerning;
}

/** The word for who acts: of an attempt without a target it is as likely who stopped it. */
export function agentWord({ stage, targets }: Pick<Summary, 'stage' | 'targets'>, vocabulary: Words): string {
  return stage === 'attempted' && targets.length === 0 ? vocabulary.involved : vocabulary.by;
}
