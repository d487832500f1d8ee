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
const ascii = /^[\0-\x7f]*$/;

/** Case, diacritics, Arabic letter variants, digits and quotation marks folded; every unit knows where it came from. */
export function fold(original: string): Folded {
  // Half of all sentences: nothing moves.
  if (ascii.test(original)) return { text: original.toLowerCase(), offsets: identityOf(original.length + 1) };
  const units: number[] = [];
  const offsets: number[] = [];
  for (let at = 0; at < original.length; ) {
    const unit = foldedUnit(original.charCodeAt(at));
    if (unit !== notOne) {
      units.push(unit);
      offsets.push(at);
      at += 1;
      continue;
    }
    const character = String.fromCodePoint(original.codePointAt(at) ?? 0);
    const folded = foldCharacter(character);
    for (let part = 0; part < folded.length; part += 1) {
      units.push(folded.charCodeAt(part));
      offsets.push(at);
    }
    at += character.length;
  }
  offsets.push(original.length);
  return { text: textOf(units), offsets: new Uint32Array(offsets) };
}

const identityMax = 65_536;
let identity = new Uint32Array(0);

/** 0, 1, 2 …: made once for all texts of usual length. */
function identityOf(length: number): Uint32Array {
  if (length > identityMax) return Uint32Array.from({ length }, (_, at) => at);
  if (identity.length === 0) identity = Uint32Array.from({ length: identityMax }, (_, at) => at);
  return identity.subarray(0, length);
}

const unitsAtOnce = 8_192; // arguments of one call

function textOf(units: readonly number[]): string {
  if (units.length <= unitsAtOnce) return String.fromCharCode(...units);
  let text = '';
  for (let at = 0; at < units.length; at += unitsAtOnce)
    text += String.fromCharCode(...units.slice(at, at + unitsAtOnce));
  return text;
}

const unknown = 0;
/** Folds to nothing, to several units, or is half a character: a noncharacter, which no text means. */
const notOne = 0xffff;
const foldedUnits = new Uint16Array(0x1_0000);

/** What a unit folds to where that is one unit as well, else `notOne`. */
function foldedUnit(code: number): number {
  if (code < 128) return code >= 65 && code <= 90 ? code + 32 : code;
  const known = foldedUnits[code] ?? notOne;
  if (known !== unknown) return known;
  const isHalf = code >= 0xd800 && code <= 0xdfff;
  const folded = isHalf ? '' : foldUncached(String.fromCharCode(code));
  const unit = folded.length === 1 ? folded.charCodeAt(0) : notOne;
  foldedUnits[code] = unit;
  return unit;
}

const characterFolds = new Map<string, string>();
const characterFoldsMax = 20_000; // bounds the memory that hostile text can claim

function foldCharacter(character: string): string {
  const seen = characterFolds.get(character);
  if (seen !== undefined) return seen;
  const folded = foldUncached(character);
  if (characterFolds.size >= characterFoldsMax) characterFolds.clear();
  characterFolds.set(character, folded);
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
