import { charsetByBytes, fromUtf32 } from './unicode.ts';

/** Bytes to text: what server and document say of the encoding is often wrong, so the bytes have the last word. */

/** Encodings that servers send by default, whatever the document is in: they give way to the document's own word. */
const latin = /^(?:iso[-_]?8859-1|latin-?1|l1|us-ascii|ascii|ansi|windows-1252|cp1252)$/;
const declarationBytesMax = 1_024; // An XML declaration stands at the very start or nowhere.
const sampleBytesMax = 65_536; // Enough text to tell Arabic from Latin bytes.
/** One byte in so many may be broken in a text of that encoding: a cut character, a stray quotation mark. */
const brokenShare = 1 / 16;

/**
 * The text of a document. Order: byte order mark or zero bytes, UTF-16 as the header says, UTF-8 where the bytes are, the header's word, the
 * declaration's, a guess by the bytes.
 */
export function decodeText(body: Uint8Array, headerCharset: string | null): string {
  const wide = charsetByBytes(body);
  if (wide === 'utf-32le' || wide === 'utf-32be') return fromUtf32(body, wide === 'utf-32le');
  if (wide !== null) return decodeAs(wide, body) ?? '';
  const declared = declaredCharset(body);
  const header = headerCharset?.trim().toLowerCase() ?? null;
  const escaped = [header, declared].find(isEscaped) ?? null;
  if (escaped !== null) return decodeAs(escaped, body) ?? '';
  // Arabic in UTF-16 is bytes below 0x80 alone, which are valid UTF-8 too.
  const utf16 = header === null ? null : fromUtf16(header, body);
  if (utf16 !== null) return utf16;
  const utf8 = decodeStrictly('utf-8', body);
  // Multi-byte UTF-8 is valid by accident almost never, so it overrules every one-byte label.
  if (utf8 !== null) return utf8;
  return byClaim([header, declared], body) ?? decodeByGuess(body);
}

/** Seven-bit encodings look like ASCII to a UTF-8 decoder. */
function isEscaped(charset: string | null): boolean {
  return charset !== null && /^(?:iso-2022|csiso2022|hz-)/.test(charset);
}

/** Where the header says so and the bytes bear it out in either order; a lie begins with anything but a bracket. */
function fromUtf16(label: string, body: Uint8Array): string | null {
  if (!/^(?:utf|ucs)[-_]?(?:16|2)/.test(label)) return null;
  const whole = body.subarray(0, body.length - (body.length % 2));
  const orders = label.endsWith('be') ? ['utf-16be', 'utf-16le'] : ['utf-16le', 'utf-16be'];
  const texts = orders.map((charset) => decodeStrictly(charset, whole));
  return texts.find((text) => text !== null && /^\s*[<{[]/.test(text)) ?? null;
}

function declaredCharset(body: Uint8Array): string | null {
  const { buffer, byteOffset, byteLength } = body;
  const head = Buffer.from(buffer, byteOffset, Math.min(byteLength, declarationBytesMax)).toString('latin1');
  return /<\?xml[^>]{0,200}\bencoding\s{0,9}=\s{0,9}["']\s{0,9}([\w.:-]{1,40})/i.exec(head)?.[1]?.toLowerCase() ?? null;
}

/** The first claim that the bytes bear out. Latin is no claim: every text is valid in it, and servers say it unasked. */
function byClaim(claims: readonly (string | null)[], body: Uint8Array): string | null {
  const sample = body.subarray(0, sampleBytesMax);
  const high = highBytesIn(sample);
  if (brokenIn(sample, 'utf-8') < high * brokenShare) return decodeAs('utf-8', body);
  for (const charset of claims.filter((claim) => claim !== null).map(labelOf)) {
    // A UTF-16 that has neither mark nor zero bytes is a lie that decodes to nonsense without an error.
    if (latin.test(charset) || /^(?:utf|ucs)/.test(charset)) continue;
    if (brokenIn(sample, charset) <= high * brokenShare) return decodeAs(charset, body);
  }
  return null;
}

/** A label as the Encoding Standard has it, for those that it does not list. */
function labelOf(charset: string): string {
  return charset.replace(/^(?:cp|win|windows|ms)[-_]?(125\d|874)$/, 'windows-$1');
}

/** Arabic if words come out, else broken UTF-8 if most of it holds, else Latin. */
function decodeByGuess(body: Uint8Array): string {
  const sample = body.subarray(0, sampleBytesMax);
  const high = highBytesIn(sample);
  if (brokenIn(sample, 'utf-8') * 4 < high) return decodeAs('utf-8', body) ?? '';
  // Arabic words are runs of high bytes; in Latin ones an accented letter stands alone.
  const words = (decodeAs('windows-1256', sample) ?? '').match(/[\u0620-\u06ff]{3,}/g) ?? [];
  const isArabic = words.join('').length > high * 0.6;
  return decodeAs(isArabic ? 'windows-1256' : 'windows-1252', body) ?? '';
}

function highBytesIn(body: Uint8Array): number {
  return body.reduce((sum, byte) => sum + (byte >= 0x80 ? 1 : 0), 0);
}

/** How many characters do not decode; all of them where nobody knows the label. */
function brokenIn(body: Uint8Array, charset: string): number {
  const text = decodeAs(charset, body);
  return text === null ? Number.POSITIVE_INFINITY : (text.match(/\ufffd/g)?.length ?? 0);
}

function decodeStrictly(charset: string, body: Uint8Array): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(body);
  } catch {
    return null; // Bytes that are not in this encoding.
  }
}

function decodeAs(charset: string, body: Uint8Array): string | null {
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return null; // A label that nobody knows, or a Node without full ICU.
  }
}
