/** The forms of an Arabic noun by what is counted; the number stands in the last three alone. */
interface ArabicForms {
  readonly one: string;
  readonly two: string;
  /** 3 to 10. */
  readonly few: string;
  /** 11 to 99. */
  readonly many: string;
  /** None, and full hundreds. */
  readonly other: string;
}

const rules = new Intl.PluralRules('ar');

/** A number with its noun in Arabic: "يوم واحد", "يومين", "7 أيام", "30 يومًا", "100 يوم". */
export function countedInArabic(count: number, forms: ArabicForms): string {
  const rule = rules.select(count);
  if (rule === 'one' || rule === 'two') return forms[rule];
  return `${count} ${rule === 'zero' ? forms.other : forms[rule]}`;
}

/** Behind a preposition, or as what is spoken of. */
export const arabicDays: ArabicForms = { one: 'يوم واحد', two: 'يومين', few: 'أيام', many: 'يومًا', other: 'يوم' };
