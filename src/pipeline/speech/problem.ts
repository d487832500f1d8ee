import type { Language } from '../../model.ts';

/** What Discord's failures say, by how they begin; what Discord itself wrote stays as it is. */
const inArabic: readonly (readonly [RegExp, string])[] = [
  [/^Discord refused \((\d+), code (\w+)\)/u, 'رفض Discord ‏($1، الرمز $2)'],
  [/^Discord answered (\d+)$/u, 'أجاب Discord بالرمز $1'],
  [/^Discord did not answer \((.*)\)$/u, 'لم يُجب Discord ‏($1)'],
  [/^Discord cannot be reached$/u, 'تعذّر الوصول إلى Discord'],
];

/** A problem of the messenger in the asker's language, as far as the words are ours. */
export function problemIn(problem: string, language: Language): string {
  if (language !== 'ar') return problem;
  const [pattern, words] = inArabic.find(([each]) => each.test(problem)) ?? [];
  return pattern === undefined || words === undefined ? problem : problem.replace(pattern, words);
}
