/** A text in the form in which it is compared, with the way back to the text as published. */
export interface Folded {
  readonly text: string;
  /** For each UTF-16 unit of `text`, where its source begins in the original; one more entry closes it. */
  readonly offsets: Uint32Array;
}

/** Letters that Unicode does not decompose but that readers take for one. */
const letterTwins: Readonly<Record<string, string>> = {
  ی: 'ي',
  ى: 'ي',
  ې: 'ي',
  ک: 'ك',
  ڪ: 'ك',
  ە: 'ه',
  ة: 'ه',
  ہ: 'ه',
  ۀ: 'ه',
  ٱ: 'ا',
  ء: '',
  ـ: '',
  ı: 'i',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  '’': "'",
  '‘': "'",
  ʼ: "'",
  ʻ: "'",
  '`': "'",
  '´': "'",
  ʿ: "'",
  ʾ: "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '،': ',',
  '؛': ';',
  '؟': '?',
  '۔': '.',
  '٬': ',',
  '٫': '.',
  '‐': '-',
  '‑': '-',
  '−': '-',
  '\u200c': '\u200c',
};

const severalWords = /[\p{L}\p{N}][^\p{L}\p{N}]+[\p{L}\p{N}]/u;
const marks = /\p{M}/gu;
const unitFolds = new Map<string, string>();
const unitFoldsMax = 20_000; // bounds the memory that hostile text can claim

/** Case, diacritics, Arabic letter variants, digits and quotation marks folded; every unit knows where it came from. */
export function fold(original: string): Folded {
  let text = '';
  const offsets: number[] = [];
  for (let at = 0; at < original.length; ) {
    const code = original.charCodeAt(at);
    if (code < 128) {
      text += code >= 65 && code <= 90 ? String.fromCharCode(code + 32) : original[at];
      offsets.push(at);
      at += 1;
      continue;
    }
    const character = String.fromCodePoint(original.codePointAt(at) ?? code);
    const folded = foldCharacter(character);
    for (let unit = 0; unit < folded.length; unit += 1) offsets.push(at);
    text += folded;
    at += character.length;
  }
  offsets.push(original.length);
  return { text, offsets: Uint32Array.from(offsets) };
}

function foldCharacter(character: string): string {
  const seen = unitFolds.get(character);
  if (seen !== undefined) return seen;
  const folded = foldUncached(character);
  if (unitFolds.size >= unitFoldsMax) unitFolds.clear();
  unitFolds.set(character, folded);
  return folded;
}

function foldUncached(character: string): string {
  const digit = digitOf(character.codePointAt(0) ?? 0);
  if (digit !== null) return digit;
  let folded = '';
  for (const part of character.normalize('NFKD').replace(marks, '').toLowerCase()) folded += letterTwins[part] ?? part;
  // "½" and the one sign that spells a whole phrase would be several words at one place of the original.
  return severalWords.test(folded) ? ' ' : folded;
}

/** Arabic-Indic and Persian digits. */
function digitOf(code: number): string | null {
  if (code >= 0x660 && code <= 0x669) return String(code - 0x660);
  if (code >= 0x6f0 && code <= 0x6f9) return String(code - 0x6f0);
  return null;
}
