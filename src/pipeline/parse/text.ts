/** Bytes to text: what a document says of its own encoding is often wrong, so the bytes have the last word. */

/** Encodings that servers send by default, whatever the document is in: they give way to the document's own word. */
const serverDefaults = new Set(['iso-8859-1', 'latin1', 'us-ascii', 'ascii', 'windows-1252']);
const declarationBytesMax = 1_024; // An XML declaration stands at the very start or nowhere.
const sampleBytesMax = 65_536; // Enough text to tell Arabic from Latin bytes.

/** The text of a document. Order: byte order mark, valid UTF-8, header, XML declaration, a guess by the bytes. */
export function decodeText(body: Uint8Array, headerCharset: string | null): string {
  const marked = charsetByMark(body);
  if (marked !== null) return decodeAs(marked, body) ?? '';
  const utf8 = decodeStrictly('utf-8', body);
  const declared = declaredCharset(body);
  // Multi-byte UTF-8 is valid by accident almost never, so it overrules every one-byte label.
  if (utf8 !== null && !isEscaped(headerCharset ?? declared)) return utf8;
  for (const charset of candidates(headerCharset, declared)) {
    const text = decodeStrictly(charset, body);
    if (text !== null) return text;
  }
  return decodeByGuess(body);
}

/** Seven-bit encodings that look like ASCII to a UTF-8 decoder. */
function isEscaped(charset: string | null): boolean {
  return charset !== null && /^(?:iso-2022|hz-|utf-7)/i.test(charset);
}

function charsetByMark(body: Uint8Array): string | null {
  const [a, b, c] = body;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0x3c && b === 0x00) return 'utf-16le';
  if (a === 0x00 && b === 0x3c) return 'utf-16be';
  return null;
}

function declaredCharset(body: Uint8Array): string | null {
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, declarationBytesMax)).toString(
    'latin1',
  );
  return /<\?xml[^>]{0,200}\bencoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})["']/i.exec(head)?.[1]?.toLowerCase() ?? null;
}

function candidates(header: string | null, declared: string | null): string[] {
  const both = header !== null && serverDefaults.has(header) ? [declared, header] : [header, declared];
  // A declared UTF-16 that has neither mark nor zero bytes is a lie that decodes to nonsense without an error.
  return both
    .filter((charset) => charset !== null)
    .filter((charset) => !/^(?:utf-?8|utf-?16|utf-?32|ucs)/.test(charset));
}

/** Few broken bytes in UTF-8 are a cut character; many mean another encoding: Arabic if words come out, else Latin. */
function decodeByGuess(body: Uint8Array): string {
  const sample = body.subarray(0, sampleBytesMax);
  const high = sample.reduce((sum, byte) => sum + (byte >= 0x80 ? 1 : 0), 0);
  const broken = count(decodeAs('utf-8', sample) ?? '', /�/g);
  if (broken * 4 < high) return decodeAs('utf-8', body) ?? '';
  // Arabic words are runs of high bytes; in Latin ones an accented letter stands alone.
  const words = (decodeAs('windows-1256', sample) ?? '').match(/[\u0620-\u06ff]{3,}/g) ?? [];
  const isArabic = words.join('').length > high * 0.6;
  return decodeAs(isArabic ? 'windows-1256' : 'windows-1252', body) ?? '';
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function decodeStrictly(charset: string, body: Uint8Array): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(body);
  } catch {
    return null; // An unknown label, or bytes that are not in this encoding: the next candidate is tried.
  }
}

function decodeAs(charset: string, body: Uint8Array): string | null {
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return null; // A Node without full ICU does not know this label.
  }
}
