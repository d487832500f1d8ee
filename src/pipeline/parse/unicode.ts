/** The encodings of two and four bytes a character, told by their mark or by where their zero bytes stand. */

type Wide = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

const marks: readonly (readonly [Wide, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];
const sampleBytesMax = 256;
const chunkCharacters = 4_096;

/** Null where the bytes do not say it. */
export function charsetByBytes(body: Uint8Array): Wide | null {
  const marked = marks.find(([, mark]) => mark.every((byte, at) => body[at] === byte));
  if (marked !== undefined) return marked[0];
  const begun = beginning(body);
  if (begun !== null) return begun;
  // Markup is ASCII for the most part, so that its upper bytes are zero.
  const sample = body.subarray(0, sampleBytesMax - (Math.min(body.length, sampleBytesMax) % 4));
  const zeros = [0, 0, 0, 0];
  for (const [at, byte] of sample.entries()) if (byte === 0) zeros[at % 4] = (zeros[at % 4] ?? 0) + 1;
  const isZero = zeros.map((count) => count * 8 > sample.length);
  const pattern = isZero.map((zero) => (zero ? '0' : 'x')).join('');
  return patterns[pattern] ?? null;
}

const patterns: Readonly<Record<string, Wide>> = {
  x000: 'utf-32le',
  '000x': 'utf-32be',
  x0x0: 'utf-16le',
  '0x0x': 'utf-16be',
};

/** Two characters of ASCII of which the first may begin a document: what follows may be of any script. */
function beginning([a = 0, b = 0, c = 0, d = 0]: Uint8Array): Wide | null {
  if (isBeginning(a) && b === 0 && isAscii(c) && d === 0) return 'utf-16le';
  return a === 0 && isBeginning(b) && c === 0 && isAscii(d) ? 'utf-16be' : null;
}

function isBeginning(byte: number): boolean {
  return '\t\n\r <{['.includes(String.fromCharCode(byte));
}

function isAscii(byte: number): boolean {
  return byte >= 0x09 && byte < 0x7f;
}

/** No decoder of the platform's knows UTF-32. */
export function fromUtf32(body: Uint8Array, isLittleEndian: boolean): string {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength - (body.byteLength % 4));
  const parts: string[] = [];
  let codes: number[] = [];
  for (let at = 0; at < view.byteLength; at += 4) {
    const code = view.getUint32(at, isLittleEndian);
    codes.push(code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? 0xfffd : code);
    if (codes.length < chunkCharacters) continue;
    parts.push(String.fromCodePoint(...codes));
    codes = [];
  }
  return [...parts, String.fromCodePoint(...codes)].join('');
}
