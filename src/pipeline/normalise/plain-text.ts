import { Parser } from 'htmlparser2';
import { lineMark, paragraphMark, tidy } from './tidy.ts';

/** Markup to plain text, in one pass over the input. Paragraphs are parted by a blank line, a line break is kept. */

/** Elements whose text is no part of the story. */
const dropped = names(
  'script style template noscript iframe svg math object head title form button select nav figcaption audio video canvas',
);
const blocks = names(
  'p div section article header footer aside main figure blockquote pre hr ul ol li dl dt dd table tr ' +
    'h1 h2 h3 h4 h5 h6 address center details',
);
const captionClass = /(?:^|[\s_-])(?:wp-)?caption(?:$|[\s_-])/i;
const voids = names('br hr img input link meta wbr source embed col area base track');
const classLengthMax = 500;
/** The parser takes time by depth squared: what is nested deeper is not read, nor what stands behind it. */
const depthMax = 200;

/** The readable text of a piece of HTML or plain text, at most `lengthMax` characters, cut between words. */
export function plainText(written: string, lengthMax: number): string {
  const once = written.includes('<') || written.includes('&') ? textOf(written) : written;
  // Some publishers escape twice; a second reading costs little and a third is never needed.
  const text = isStillMarkup(once) ? textOf(once) : once;
  return cut(withoutTail(tidy(text)), lengthMax);
}

function isStillMarkup(text: string): boolean {
  if (!text.includes('<') && !text.includes('&')) return false;
  return /<\/?(?:p|br|div|a|span|img|strong|em|b|i|ul|li|h\d)\b[^<>]{0,2000}>|&(?:amp|quot|nbsp|lt|gt|[lr][sd]quo|[mn]dash|hellip|#\d{2,6}|#x[0-9a-f]{2,6});/i.test(
    text,
  );
}

function textOf(html: string): string {
  const parts: string[] = [];
  let skippedElement: string | null = null;
  let skippedDepth = 0;
  let depth = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        depth += 1;
        if (depth > depthMax) parser.pause();
        if (skippedElement !== null) {
          if (name === skippedElement) skippedDepth += 1;
        } else if (isDropped(name, attributes)) {
          skippedElement = name;
          skippedDepth = 1;
        } else if (name === 'br') parts.push(lineMark);
        else if (blocks.has(name)) parts.push(paragraphMark);
      },
      onclosetag(name) {
        depth -= 1;
        if (skippedElement === null) {
          if (blocks.has(name)) parts.push(paragraphMark);
        } else if (name === skippedElement) {
          skippedDepth -= 1;
          if (skippedDepth === 0) skippedElement = null;
        }
      },
      ontext(text) {
        if (skippedElement === null) parts.push(text);
      },
    },
    { decodeEntities: true, lowerCaseAttributeNames: true },
  );
  parser.end(html);
  return parts.join('');
}

function isDropped(name: string, attributes: Readonly<Record<string, string>>): boolean {
  if (dropped.has(name)) return true;
  const className = attributes.class;
  return className !== undefined && !voids.has(name) && captionClass.test(className.slice(0, classLengthMax));
}

const tailParagraph =
  /^(?:[\s•·»>-]*(?:read (?:more|the (?:full|rest)|full)|continue reading|click here|keep reading|full (?:story|article)|(?:the )?post .* (?:first )?appeared (?:first )?on|this (?:article|post) .* appeared (?:first )?on|source:? ?https?:|اقرأ (?:المزيد|أيضا|أيضًا)|المزيد|للمزيد|تابع القراءة|ادامه مطلب|بیشتر بخوانید|انتهای پیام|مطالب مرتبط|comments?$|share this))/i;
const tailParagraphLengthMax = 250;
const tailParagraphsMax = 4;
const tailInline =
  /(?:(?<!\s)\s*(?:\[(?:…|\.{3}|&hellip;|\+\d+ chars)\]|(?:…|\.{3})?\s?(?:read more|continue reading|اقرأ المزيد|ادامه مطلب)(?:\s?(?:»|›|→|>>|\.{3}|…))?))$/i;
const tailInlineLengthMax = 60;

/** Drops what publishers add behind the text to lead back to their site. */
function withoutTail(text: string): string {
  let kept = text;
  for (let count = 0; count < tailParagraphsMax; count += 1) {
    const start = kept.lastIndexOf('\n') + 1;
    const last = kept.slice(start);
    if (start === 0 || last.length > tailParagraphLengthMax || !tailParagraph.test(last)) break;
    kept = kept.slice(0, start).trimEnd();
  }
  const at = Math.max(0, kept.length - tailInlineLengthMax);
  return kept.slice(0, at) + kept.slice(at).replace(tailInline, '').trimEnd();
}

function cut(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  const space = text.lastIndexOf(' ', lengthMax - 1);
  return `${text
    .slice(0, space > lengthMax / 2 ? space : lengthMax - 1)
    .toWellFormed()
    .trimEnd()}…`;
}

function names(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
