/** What no reader sees and no honest text needs: bidirectional controls, zero-width and tag characters, fillers. */
const invisible = /\p{Default_Ignorable_Code_Point}|\p{Cc}|\p{Cs}|\p{Co}|\p{Cn}|[\u2028\u2029\ufff9-\ufffb]/u;
/** Most English text: nothing to look for, letter by letter. */
const plain = /^[\x20-\x7e]*$/u;
const zeroWidthNonJoiner = '\u200c';
const leftToRightMark = '\u200e';
const arabicLetter = /\p{Script=Arabic}/u;
const combining = /\p{M}/u;
/** Vocalised Arabic stacks up to three marks on a letter; more is a text that climbs out of its line. */
const combiningMarksMax = 4;

/**
 * One line of text without what could deceive or disturb: control and invisible characters, towers of combining marks,
 * runs of white space. The non-joiner between Arabic letters stays, since Persian is written with it, and so does the
 * mark before a command. Linear.
 */
export function cleanLine(text: string): string {
  if (plain.test(text)) return oneBlank(text);
  let cleaned = '';
  let marks = 0;
  const characters = [...text];
  for (const [position, character] of characters.entries()) {
    const isPlain = character >= ' ' && character <= '~';
    const kept = isPlain ? character : keep(character, characters[position - 1], characters[position + 1]);
    marks = !isPlain && combining.test(kept) ? marks + 1 : 0;
    if (marks <= combiningMarksMax) cleaned += kept;
  }
  return oneBlank(cleaned);
}

/** The same, line by line; empty lines stay as they part paragraphs. */
export function cleanText(text: string): string {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/u)
    .map(cleanLine)
    .join('\n');
}

function oneBlank(text: string): string {
  return text.split(/\s+/u).join(' ').trim();
}

function keep(character: string, before: string | undefined, after: string | undefined): string {
  if (/\s/u.test(character)) return ' ';
  if (!invisible.test(character)) return character;
  if (character === '\ufe0f' || isCommandMark(character, before, after)) return character;
  const joinsArabic = arabicLetter.test(before ?? '') && arabicLetter.test(after ?? '');
  return character === zeroWidthNonJoiner && joinsArabic ? character : '';
}

/** Before a command in an Arabic sentence: without it the slash would stand behind the command's name. */
function isCommandMark(character: string, before: string | undefined, after: string | undefined): boolean {
  const isAtWord = before === undefined || before === ' ' || arabicLetter.test(before);
  return character === leftToRightMark && after === '/' && isAtWord;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
export const ellipsis = '…';

/** At most `lengthMax` UTF-16 units, cut between graphemes and ended by an ellipsis where something was cut. */
export function cut(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  if (lengthMax < ellipsis.length) return '';
  let kept = '';
  for (const { segment } of segmenter.segment(text.slice(0, lengthMax + 1))) {
    if (kept.length + segment.length + ellipsis.length > lengthMax) break;
    kept += segment;
  }
  return `${kept.trimEnd()}${ellipsis}`;
}

const linkLengthMax = 1000;

/** A link that may be shown: http or https, no user info, nothing that could end a markup around it; else null. */
export function safeLink(link: string): string | null {
  if (!URL.canParse(link)) return null;
  const url = new URL(link);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  if (url.username !== '' || url.password !== '' || url.hostname === '') return null;
  const written = url.href.replace(/[()[\]<>"'`|\\*~\s]/gu, (character) => percent(character));
  return written.length > linkLengthMax ? null : written;
}

function percent(character: string): string {
  return `%${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')}`;
}
