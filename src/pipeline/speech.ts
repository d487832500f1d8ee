import type { Language } from '../model.ts';

/** What is said to people in answers, in each language that we speak; facts and cards have `render/words.ts`. */
export type Spoken<T> = Readonly<Record<'en' | 'ar', T>>;

/** In the asker's language; English stands in for those that we do not speak. */
export function inLanguage<T>(spoken: Spoken<T>, language: Language): T {
  return language === 'ar' ? spoken.ar : spoken.en;
}
