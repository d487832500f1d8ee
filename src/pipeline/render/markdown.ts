/** Every sign of ASCII that means something in Markdown, in its tables, or in the HTML that Markdown lets through. */
const meaning = /[\\`*_{}[\]()#+\-.!|~<>&=:@"'$^]/gu;

/**
 * One line of hostile text that any reader of Markdown shows literally: no link, image, heading, list, table cell, code,
 * emphasis, footnote, mail address or HTML comes of it. A backslash before a sign of ASCII is never shown.
 */
export function escapeMarkdown(line: string): string {
  return line
    .replace(/[\r\n]+/gu, ' ')
    .replace(meaning, '\\$&')
    .replaceAll('\\@', '\\@\u2060')
    .replace(/\bwww(?=\\\.)/giu, '$&\u2060');
}
