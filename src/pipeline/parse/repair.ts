import { decodeHTML } from 'entities';

/** What is done to a document's text before a strict parser sees it. Every pass is linear in the text's length. */

const textElements = ['title', 'description', 'summary', 'content', 'content:encoded', 'subtitle', 'tagline', 'body'];
const entityLengthMax = 32;

/**
 * Puts markup that stands bare inside text elements (xhtml of Atom, unescaped HTML of careless RSS) into CDATA. rss-parser
 * would else give it as an object tree in which the order of words and tags is lost.
 */
export function wrapInlineMarkup(xml: string): string {
  const opening = new RegExp(`<(${textElements.join('|')})(?:\\s[^<>]*)?>`, 'g');
  const unclosed = new Set<string>();
  const parts: string[] = [];
  let done = 0;
  for (let match = opening.exec(xml); match !== null; match = opening.exec(xml)) {
    const name = match[1] ?? '';
    const start = opening.lastIndex;
    if (match[0].endsWith('/>') || unclosed.has(name)) continue;
    const end = xml.indexOf(`</${name}>`, start);
    if (end < 0) {
      unclosed.add(name);
      continue;
    }
    opening.lastIndex = end;
    const inner = xml.slice(start, end);
    if (!inner.includes('<') || inner.includes('<![CDATA[')) continue;
    parts.push(xml.slice(done, start), '<![CDATA[', inner.replaceAll(']]>', ']]&gt;'), ']]>');
    done = end;
  }
  if (done === 0) return xml;
  parts.push(xml.slice(done));
  return parts.join('');
}

/** Cuts the items behind the first `itemsMax` out of the document, so that nobody pays for a million of them. */
export function cutItems(xml: string, itemsMax: number): { readonly xml: string; readonly dropped: number } {
  const opening = /<(?:[\w-]+:)?(?:item|entry)[\s/>]/g;
  let count = 0;
  let cut = -1;
  for (let match = opening.exec(xml); match !== null; match = opening.exec(xml)) {
    count += 1;
    if (count === itemsMax + 1) cut = match.index;
  }
  if (cut < 0) return { xml, dropped: 0 };
  const closing = Math.max(lastEnd(xml, 'item'), lastEnd(xml, 'entry'), cut);
  return { xml: xml.slice(0, cut) + xml.slice(closing), dropped: count - itemsMax };
}

function lastEnd(xml: string, name: string): number {
  const closed = xml.lastIndexOf(`${name}>`);
  const empty = xml.lastIndexOf(`<${name}/>`);
  return Math.max(closed < 0 ? -1 : closed + name.length + 1, empty < 0 ? -1 : empty + name.length + 3);
}

/** Makes the commonest breakages well-formed: junk around the document, bare `&`, HTML entities, forbidden characters. */
export function repairXml(xml: string): string {
  const start = xml.search(/<(?:\?xml|rss|feed|rdf:RDF|[\w-]{1,20}:feed|[\w-]{1,20}:RDF|!DOCTYPE|!--)/i);
  const trimmed = start > 0 ? xml.slice(start) : xml;
  return closed(outsideCdata(withoutForbidden(trimmed), escapeAmpersands));
}

/** What XML 1.0 forbids. */
const forbidden = /(?![\t\n\r\u007f-\u009f])\p{Cc}|[\ufffe\uffff]/gu;

function withoutForbidden(xml: string): string {
  return xml.toWellFormed().replace(forbidden, '');
}

/** Takes the document type definition away: it brings nothing but entities of its own, which are not expanded. */
export function withoutDoctype(xml: string): string {
  const start = xml.slice(0, 4_096).search(/<!DOCTYPE/i);
  if (start < 0) return xml;
  const subset = xml.indexOf('[', start);
  const close = xml.indexOf('>', start);
  if (close < 0) return '';
  if (subset < 0 || subset > close) return xml.slice(0, start) + xml.slice(close + 1);
  const end = /\]\s{0,99}>/g;
  end.lastIndex = subset;
  return end.exec(xml) === null ? '' : xml.slice(0, start) + xml.slice(end.lastIndex);
}

/** Ends a document that was cut short behind its last whole item. */
function closed(xml: string): string {
  const root = /<((?:[\w-]{1,20}:)?(?:rss|feed|RDF))[\s>]/i.exec(xml.slice(0, 4_096))?.[1];
  if (root === undefined || xml.trimEnd().endsWith(`</${root}>`)) return xml;
  const end = Math.max(lastEnd(xml, '/item'), lastEnd(xml, '/entry'));
  return end < 0 ? xml : `${xml.slice(0, end)}${root === 'rss' ? '</channel>' : ''}</${root}>`;
}

const declaration = /<!(?!--|\[CDATA\[)/g;

/** Turns declarations to text: they have no place inside a document, and cost both readers the square of their number. */
export function withoutDeclarations(xml: string): string {
  if (xml.search(declaration) < 0) return xml;
  return outsideCdata(xml, (text) => text.replace(declaration, '&lt;!'));
}

function outsideCdata(xml: string, change: (text: string) => string): string {
  const parts: string[] = [];
  let at = 0;
  while (at < xml.length) {
    const open = xml.indexOf('<![CDATA[', at);
    const close = open < 0 ? -1 : xml.indexOf(']]>', open);
    if (close < 0) break;
    parts.push(change(xml.slice(at, open)), xml.slice(open, close + 3));
    at = close + 3;
  }
  parts.push(change(xml.slice(at)));
  return parts.join('');
}

const bareAmpersand = new RegExp(`&(?!#x[0-9a-f]{1,6};|#\\d{1,7};|[a-z][a-z0-9]{0,${entityLengthMax}};)`, 'gi');
const reference = new RegExp(`&(?:#(?:x[0-9a-f]{1,6}|\\d{1,7})|([a-z][a-z0-9]{0,${entityLengthMax}}));`, 'gi');
const xmlEntities = new Set(['amp', 'lt', 'gt', 'quot', 'apos']);

function escapeAmpersands(text: string): string {
  return text.replace(bareAmpersand, '&amp;').replace(reference, (written, name: string | undefined) => {
    if (name === undefined) return isCharacter(written) ? written : '�';
    if (xmlEntities.has(name)) return written;
    const decoded = decodeHTML(written);
    return decoded === written ? `&amp;${written.slice(1)}` : decoded;
  });
}

/** Whether a numeric reference names a character that XML allows. */
function isCharacter(reference: string): boolean {
  const digits = reference.slice(2, -1);
  const code = /^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10);
  if (code < 0x20) return code === 9 || code === 10 || code === 13;
  return code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff;
}
