import { cleanLine } from '../../pipeline/render/clean.ts';

/** Signs that mark up wherever they stand. */
const markup = new Set(['\\', '*', '_', '~', '`', '|', '[', ']', '#', '>']);
/** Signs that mark up at the start of a line: lists, sub-text. */
const leading = new Set(['-', '+']);
/**
 * Replaced by their full-width forms: a backslash hides `<@1>` and `@everyone` from the eye, but not from what counts
 * mentions in the raw text.
 */
const replaced = new Map([
  ['<', '＜'],
  ['@', '＠'],
]);

const replacedInLinks = new Map([
  ['[', '［'],
  [']', '］'],
  [':', '：'],
]);
/** The colon at the start of `:joy:`, of which a picture would be made. */
const shortcode = /:(?=[\w+~-]+:)/gu;

/**
 * One line of hostile text as Discord shows it literally: no mention, time stamp, command link, emoji, masked or bare
 * link, heading, quote, list, sub-text, spoiler or code survives. Linear in the length of the text.
 */
export function escapeLine(text: string): string {
  const cleaned = cleanLine(text);
  let escaped = '';
  for (const [position, character] of [...cleaned].entries()) {
    escaped += escapeCharacter(character, position === 0);
  }
  return (
    withoutOrdinal(escaped)
      // Escaped or not, `](` behind a link of ours would give that link its address.
      .replaceAll('](', ']\\(')
      .replace(/:(?=\/\/)/gu, ':\\')
      .replace(shortcode, '\\:')
      .replace(/\b(discord(?:app)?\.\w{2,3})\//giu, '$1\\/')
  );
}

/**
 * One line as the text of a masked link. Discord ends that text at the first bracket, escaped or not, and shows a link
 * whose text holds an address as it is written; so these signs are replaced, too.
 */
export function escapeLinkText(text: string): string {
  return escapeLine(text.replace(/[[\]]|:(?=\/\/)/gu, (sign) => replacedInLinks.get(sign) ?? sign));
}

/** Several lines, each escaped for itself. */
export function escapeText(text: string): string {
  return text
    .split(/\r\n|[\n\r]/u)
    .map(escapeLine)
    .join('\n');
}

function escapeCharacter(character: string, isFirst: boolean): string {
  const replacement = replaced.get(character);
  if (replacement !== undefined) return replacement;
  if (markup.has(character) || (isFirst && leading.has(character))) return `\\${character}`;
  return character;
}

/** "1. " at a line's start would become a list. */
function withoutOrdinal(line: string): string {
  return line.replace(/^(\d{1,9})([.)])(?=\s|$)/u, '$1\\$2');
}
