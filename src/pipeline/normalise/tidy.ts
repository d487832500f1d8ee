/** White space and invisible characters put in order, in one pass: half of the work on an article goes through here. */

/** Stand for `<br>` and for the edge of a block until the text is tidy. */
export const lineMark = '\u2028';
export const paragraphMark = '\u2029';

const visible = 0;
const space = 1;
const newline = 2;
const line = 3;
const paragraph = 4;
const invisible = 5;
const kinds = kindsOfCharacters();
const tagSurrogate = 0xdb40; // The first half of U+E0000 to U+E03FF, which are never shown.

const noGap = 0;
const spaceGap = 1;
const lineGap = 2;
const paragraphGap = 3;
const gapTexts = ['', ' ', '\n', '\n\n'] as const;

/**
 * Single spaces, a newline for a line break, a blank line between paragraphs; without controls, marks of direction and soft
 * hyphens. The joiners that Persian is written with stay.
 */
export function tidy(written: string): string {
  const text = written.toWellFormed().normalize('NFC');
  let out = '';
  let start = -1;
  let gap = noGap;
  let newlines = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const kind = kinds[code];
    if (kind === visible && code !== tagSurrogate) {
      if (start >= 0) continue;
      if (out !== '') out += gapTexts[gap];
      start = at;
      gap = noGap;
      newlines = 0;
      continue;
    }
    // The single space between two words: the run goes on.
    if (code === 0x20 && start >= 0 && kinds[text.charCodeAt(at + 1)] === visible) continue;
    if (start >= 0) out += text.slice(start, at);
    start = -1;
    if (code === tagSurrogate) at += 1;
    if (kind === newline || kind === line) newlines += 1;
    gap = widened(gap, kind, newlines);
  }
  return start >= 0 ? out + text.slice(start) : out;
}

/** A blank line, or two line breaks, part paragraphs; one newline of the source is a space. */
function widened(gap: number, kind: number | undefined, newlines: number): number {
  if (kind === paragraph || newlines > 1) return paragraphGap;
  if (kind === line) return Math.max(gap, lineGap);
  return kind === space || kind === newline ? Math.max(gap, spaceGap) : gap;
}

function kindsOfCharacters(): Uint8Array {
  const found = new Uint8Array(0x1_0000);
  for (let code = 0; code < found.length; code += 1) found[code] = kindOf(String.fromCharCode(code));
  return found;
}

function kindOf(character: string): number {
  if (character === '\n') return newline;
  if (character === lineMark) return line;
  if (character === paragraphMark) return paragraph;
  if (/[\s\u00a0]/.test(character) && character !== '\ufeff') return space;
  return /(?![\u200c\u200d])[\p{Cc}\p{Cf}]/u.test(character) ? invisible : visible;
}
