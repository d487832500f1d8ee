/** The words of dates: months and time zones by name. */

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Gregorian months in Arabic (of Egypt, of the Levant and Iraq, of the Maghreb) and Persian, in the year's order. */
const monthsElsewhere = [
  ['يناير', 'كانون الثاني', 'جانفي', 'ژانویه', 'ژانویهٔ'],
  ['فبراير', 'شباط', 'فيفري', 'فوریه'],
  ['مارس', 'آذار', 'اذار'],
  ['أبريل', 'ابريل', 'إبريل', 'نيسان', 'أفريل', 'آوریل'],
  ['مايو', 'أيار', 'ايار', 'ماي', 'مه', 'می'],
  ['يونيو', 'يونيه', 'حزيران', 'جوان', 'ژوئن'],
  ['يوليو', 'يوليه', 'تموز', 'جويلية', 'ژوئیه', 'جولای'],
  ['أغسطس', 'اغسطس', 'آب', 'أوت', 'اوت', 'آگوست'],
  ['سبتمبر', 'أيلول', 'ايلول', 'سپتامبر'],
  ['أكتوبر', 'اكتوبر', 'تشرين الأول', 'تشرين الاول', 'اکتبر'],
  ['نوفمبر', 'تشرين الثاني', 'نوامبر'],
  ['ديسمبر', 'كانون الأول', 'كانون الاول', 'دسامبر'],
];
const englishOf: ReadonlyMap<string, string> = new Map(
  monthsElsewhere.flatMap((names, month) => names.map((name): [string, string] => [name, months[month] ?? ''])),
);

/** Zones by name in hours east of UTC, those that news feeds use; Arabia Standard Time before the Atlantic one. */
const zones: ReadonlyMap<string, number> = new Map([
  ...pairs(
    'wet 0 west 1 bst 1 wat 1 cet 1 met 1 cest 2 mest 2 cat 2 sast 2 eet 2 eest 3 idt 3 msk 3 trt 3 ast 3 eat 3',
  ),
  ...pairs('irst 3.5 irdt 4.5 gst 4 msd 4 aft 4.5 pkt 5 ist 5.5 npt 5.75 ict 7 wib 7 hkt 8 sgt 8 awst 8 jst 9 kst 9'),
  ...pairs('acst 9.5 aest 10 aedt 11 nzst 12 nzdt 13 brt -3 art -3 est -5 edt -4 cst -6 cdt -5 mst -7 mdt -6'),
  ...pairs('pst -8 pdt -7 akst -9 akdt -8 hst -10'),
]);

function pairs(listed: string): [string, number][] {
  return [...listed.matchAll(/(?<![a-z])([a-z]+) (\S+)/g)].map(([, name = '', hours]) => [name, Number(hours)]);
}

/** From 0; -1 where it is none. */
export function monthNamed(name: string): number {
  return months.indexOf(name.slice(0, 3).toLowerCase());
}

/** Hours east of UTC; what is unknown is UTC. */
export function zoneHours(name: string): number {
  return zones.get(name.trim().toLowerCase()) ?? 0;
}

/**
 * The halves of the day behind a time, in Arabic and Persian. Elsewhere an Arabic م says that a year is one of our era.
 */
const halves: readonly (readonly [english: string, written: RegExp])[] = [
  ['pm', /(:\d{2}) ?(?:مساء\p{M}?ً?|ب\.?ظ\.?|بعد ?از ?ظهر|م)(?!\p{L})/gu],
  ['am', /(:\d{2}) ?(?:صباحا\p{M}?|صباح\p{M}?ا|ق\.?ظ\.?|قبل ?از ?ظهر|صبح|ص)(?!\p{L})/gu],
];

/** Months and halves of the day by their English names, and no day of the week, in a date written in Arabic letters. */
export function withEnglishWords(text: string): string {
  if (!/[\u0600-\u06ff]/.test(text)) return text;
  return halves
    .reduce((kept, [english, written]) => kept.replace(written, `$1 ${english} `), text)
    .replace(/[\u0621-\u06ff]{1,20}(?: (?:الثاني|الأول|الاول))?/g, (word) => ` ${englishOf.get(word) ?? ''} `)
    .replace(/[\s،,]+/g, ' ')
    .trim();
}
