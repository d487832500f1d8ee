import type { Language, ReasonCode } from '../../model.ts';
import type { SeverityRule } from '../severity.ts';

const sentences: Readonly<Record<SeverityRule, Readonly<Record<Language, string>>>> = {
  'severity-type': { en: 'by the type of event alone', ar: 'بحسب نوع الحدث وحده', fa: 'تنها بر پایهٔ نوع رویداد' },
  'severity-mass-casualties': {
    en: 'ten or more people were killed',
    ar: 'قُتل عشرة أشخاص أو أكثر',
    fa: 'ده نفر یا بیشتر کشته شدند',
  },
  'severity-us-deaths': {
    en: 'people were killed in an attack on Americans',
    ar: 'سقط قتلى في هجوم على أميركيين',
    fa: 'در حمله به آمریکایی‌ها کسانی کشته شدند',
  },
  'severity-leader-killed': {
    en: 'a deadly attack on somebody known by name',
    ar: 'هجوم قاتل على شخص معروف بالاسم',
    fa: 'حملهٔ مرگبار به فردی نام‌آشنا',
  },
  'severity-state-on-state': {
    en: 'the forces of one state struck those of another',
    ar: 'ضربت قوات دولة قوات دولة أخرى',
    fa: 'نیروهای یک کشور نیروهای کشوری دیگر را هدف گرفتند',
  },
  'severity-us-mission-mobbed': {
    en: 'a crowd attacked a US mission',
    ar: 'هاجم حشد بعثة أميركية',
    fa: 'جمعیتی به یک نمایندگی آمریکا حمله کرد',
  },
  'severity-deaths': { en: 'people were killed', ar: 'سقط قتلى', fa: 'کسانی کشته شدند' },
  'severity-wounded-us-target': {
    en: 'people were wounded in an attack on a US target',
    ar: 'سقط جرحى في هجوم على هدف أميركي',
    fa: 'در حمله به هدفی آمریکایی کسانی زخمی شدند',
  },
  'severity-state-abroad': {
    en: 'the forces of a state struck on foreign soil',
    ar: 'ضربت قوات دولة على أرض أجنبية',
    fa: 'نیروهای یک کشور در خاکی بیگانه حمله کردند',
  },
  'severity-wounded': { en: 'people were wounded', ar: 'سقط جرحى', fa: 'کسانی زخمی شدند' },
  'severity-us-target': {
    en: 'a US target was attacked',
    ar: 'تعرّض هدف أميركي لهجوم',
    fa: 'هدفی آمریکایی مورد حمله قرار گرفت',
  },
  'severity-failed': {
    en: 'the attempt failed and hurt nobody',
    ar: 'فشلت المحاولة ولم يُصَب أحد',
    fa: 'تلاش ناکام ماند و به کسی آسیب نرسید',
  },
  'severity-unharmed': {
    en: 'nobody was hurt, and no state is said to have done it',
    ar: 'لم يُصَب أحد، ولم يُنسب إلى دولة',
    fa: 'کسی آسیب ندید و به دولتی نسبت داده نشده است',
  },
  'severity-unconfirmed': {
    en: 'held down while one independent outlet alone reports it',
    ar: 'خُفّض ما دامت وسيلة مستقلة واحدة تنقله',
    fa: 'تا تنها یک رسانهٔ مستقل گزارش می‌دهد، پایین نگه داشته شده است',
  },
};

/** Why a severity was given, in words; null for what is no rule of severity. */
export function ruleSentence(code: ReasonCode, language: Language): string | null {
  return isRule(code) ? sentences[code][language] : null;
}

function isRule(code: ReasonCode): code is SeverityRule {
  return Object.hasOwn(sentences, code);
}
