/** Every sign of ASCII that means something in Markdown, in its tables, or in the HTML that Markdown lets through. */
const meaning = /[\\`*_{}[\]()#+\-.!|~<>&=:@"'$^]/gu;
/**
 * Where such a sign means nothing to any reader: in a time of day, within a word, in brackets that follow no other
 * bracket, at the end of a sentence. Many read the file as it is written, where each backslash is in the way.
 */
const inert =
  /(?<=\d):(?=\d)|(?<=[\p{L}\d])-(?=[\p{L}\d])|(?<=\p{L})'(?=\p{L})|(?<=^|\s)\((?=[\p{L}\d])|(?<=(?:^|\s)\([\p{L}\d /]*)\)|(?<=\p{L}|\)|:\d\d)\.(?=\s|$)/gu;

/**
 * One line of hostile text that any reader of Markdown shows literally: no link, image, heading, list, table cell, code,
 * emphasis, footnote, mail address or HTML comes of it. A backslash before a sign of ASCII is never shown.
 */
export function escapeMarkdown(line: string): string {
  const text = line.replace(/[\r\n]+/gu, ' ');
  const inertAt = new Set([...text.matchAll(inert)].map(({ index }) => index));
  return text
    .replace(meaning, (sign, at: number) => (inertAt.has(at) ? sign : `\\${sign}`))
    .replaceAll('\\@', '\\@\u2060')
    .replace(/\bwww(?=\\\.)/giu, '$&\u2060');
}
