import { decodeHTMLStrict } from 'entities';
import type { Element } from './document.ts';

/** References resolved, by name as HTML has them, since few feeds declare those they use. */
export function decoded(text: string): string {
  return text.includes('&') ? decodeHTMLStrict(text) : text;
}

/** Text of an element as HTML, from what its attributes say of how it is written (Atom `type` and `mode`). */
export function writtenText({ text, attributes }: Element): string {
  const type = attributes.type?.trim().toLowerCase();
  if (isBase64(attributes.mode, type)) return decodedBase64(text) ?? text;
  // What is called plain text is at times HTML all the same; a tag that is closed gives it away.
  if ((type === 'text' || type === 'text/plain') && text.includes('<') && !text.includes('</'))
    return text.replaceAll('<', '&lt;');
  return text;
}

/** Atom 0.3 says it by the mode; RFC 4287 by a type that is neither text nor XML. */
function isBase64(mode: string | undefined, type: string | undefined): boolean {
  if (mode !== undefined) return mode.trim().toLowerCase() === 'base64';
  return type?.includes('/') === true && !/^text\/|[/+]xml$|html/.test(type);
}

/** Null where it is none, or not text. */
function decodedBase64(text: string): string | null {
  const bare = text.replace(/\s+/g, '');
  if (bare === '' || !/^[\w+/-]+={0,2}$/.test(bare)) return null;
  const decoded = Buffer.from(bare, 'base64').toString('utf8');
  return decoded.includes('\ufffd') ? null : decoded;
}
