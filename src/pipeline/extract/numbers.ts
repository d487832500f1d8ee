import type { Sentence } from './read.ts';

const small = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
];
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

const numberWords = new Map<string, number>([
  ...small.map((word, value): [string, number] => [word, value]),
  ...tens.map((word, at): [string, number] => [word, (at + 2) * 10]),
  ['dozen', 12],
  ...arabic(['واحد', 'اثنان', 'ثلاث', 'اربع', 'خمس', 'ست', 'سبع', 'ثماني', 'تسع', 'عشر'], 1),
  ...arabic(['واحده', 'اثنين', 'ثلاثه', 'اربعه', 'خمسه', 'سته', 'سبعه', 'ثمانيه', 'تسعه', 'عشره'], 1),
  ...arabic(['يك', 'دو', 'سه', 'چهار', 'پنج', 'شش', 'هفت', 'هشت', 'نه', 'ده'], 1),
  // Two of them: Arabic has a form of its own, of which these are no plurals.
  ...duals('شخص طفل جندي رجل عنصر شرطي ضابط قيادي حارس سائق مواطن').map((word): [string, number] => [word, 2]),
  ...[
    'امراتين',
    'امراتان',
    'مدنيان',
    'متعاقدان',
    'مقاتلان',
    'موظفان',
    'عاملان',
    'قتيلان',
    'جريحان',
    'قتيلين',
    'جريحين',
  ].map((word): [string, number] => [word, 2]),
  ['عشرون', 20],
  ['عشرين', 20],
  ['ثلاثين', 30],
  ['اربعين', 40],
  ['خمسين', 50],
  ['بيست', 20],
  ['سي', 30],
  ['چهل', 40],
  ['پنجاه', 50],
]);

function arabic(words: readonly string[], from: number): [string, number][] {
  return words.map((word, at) => [word, at + from]);
}

function duals(singulars: string): string[] {
  return singulars.split(' ').flatMap((word) => [`${word}ين`, `${word}ان`]);
}

const digits = /^و?(\d{1,6})$/;
const yearMin = 1900;
const yearMax = 2100;

/** The whole number that a word states, null where it states none (years, times and model names do not count). */
export function numberAt(sentence: Sentence, at: number): number | null {
  const word = sentence.words[at];
  if (!word) return null;
  const written = digits.exec(word.text)?.[1];
  const value = written === undefined ? numberOf(word.text) : Number(written);
  if (value === null || (value >= yearMin && value <= yearMax)) return null;
  const previous = sentence.words[at - 1];
  if (previous && tens.includes(previous.text) && value < 10) return value + (numberWords.get(previous.text) ?? 0);
  return value;
}

/** "the four", "and two": Arabic writes both in front of the word. */
function numberOf(text: string): number | null {
  return numberWords.get(text) ?? numberWords.get(text.replace(arabicPrefix, '')) ?? null;
}
const arabicPrefix = /^(?:وال|ال|و)/;
