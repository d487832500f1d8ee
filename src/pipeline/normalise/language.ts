import type { Language, TextLanguage } from '../../model.ts';

/** Which of our languages a text is in, from its letters and its commonest words. */

const sampleLengthMax = 800;
const lettersMin = 3;

const persianLetters = /[پچژگکیۀ]/g;
const arabicLetters = /[ةىيكأإئؤ]/g;
const persianWords = words('و در به از که این را با است برای آن یک تا بر هم شد شده می های کرد خود گفت ها اما نیز');
const arabicWords = words('في من على إلى الى أن ان التي الذي عن مع هذا هذه كان قد بعد قال بين كما او أو ما لا لم تم');
/** Letters of Kurdish, Urdu, Pashto and Uyghur that neither Arabic nor Persian has. */
const otherArabicScript = /[ەێۆڕڵڤۊٹڈڑںےہھښځړټډڼۇۈۋۅېۍ]/g;

const englishWords = words(
  'the of to in and a is that for on with as by at from has was were are after said his be its it have',
);
const otherLatinWords = words(
  'de la le les des et du en un une que el los las por con del der die das und den mit ist von im zu il di che per ' +
    've bir bu için ile da dan yang ini het een van är och att na nie się ji li bi',
);

/** The text's language; `fallback`, the feed's, where the text says too little. */
export function languageOf(text: string, fallback: Language): TextLanguage {
  const sample = text.slice(0, sampleLengthMax);
  const { arabic, latin, letters } = scriptsOf(sample);
  if (letters < lettersMin) return fallback;
  if (arabic * 2 >= letters) return arabicScriptLanguage(sample, arabic, fallback);
  return latin * 2 >= letters ? latinLanguage(sample, fallback) : 'other';
}

/** Letters by script, counted by ranges: precise enough for a majority, and quick. */
function scriptsOf(text: string): { readonly arabic: number; readonly latin: number; readonly letters: number } {
  let arabic = 0;
  let latin = 0;
  let other = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x250) {
      if ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) latin += 1;
      else if (code >= 0xc0) latin += 1;
    } else if (
      (code >= 0x620 && code < 0x700) ||
      (code >= 0x750 && code < 0x780) ||
      (code >= 0xfb50 && code < 0xff00)
    ) {
      arabic += 1;
    } else if (code < 0x2000 || code > 0x2e00) other += 1;
  }
  return { arabic, latin, letters: arabic + latin + other };
}

function arabicScriptLanguage(sample: string, letters: number, fallback: Language): TextLanguage {
  if (count(sample, otherArabicScript) > letters * 0.05) return 'other';
  const spoken = wordsOf(sample);
  const persian = count(sample, persianLetters) + 2 * spoken.filter((word) => persianWords.has(word)).length;
  const arabic =
    count(sample, arabicLetters) +
    2 * spoken.filter((word) => arabicWords.has(word)).length +
    spoken.filter((word) => word.length > 4 && /^[وبفل]?ال/.test(word)).length;
  if (persian === arabic) return fallback === 'fa' ? 'fa' : 'ar';
  return persian > arabic ? 'fa' : 'ar';
}

function latinLanguage(sample: string, fallback: Language): TextLanguage {
  const spoken = wordsOf(sample);
  const english = spoken.filter((word) => englishWords.has(word)).length;
  const other = spoken.filter((word) => otherLatinWords.has(word)).length;
  if (english > other) return 'en';
  // A headline without any small word is English where the feed is, or where nothing speaks against it.
  return other > 1 || (other === 1 && fallback !== 'en') ? 'other' : 'en';
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\u200c]+/gu) ?? [];
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
