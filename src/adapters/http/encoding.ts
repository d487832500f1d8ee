import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';

/** Undoing Content-Encoding with a limit on what comes out: a megabyte of gzip can hold a gigabyte. */

export const acceptedEncodings = 'gzip, deflate, br';
const encodingsMax = 2;
const unpackers = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** Thrown when the decoded body is larger than allowed. */
export class TooLarge extends Error {}

/** The body as it was before its encodings, at most `bytesMax` long. Throws TooLarge, or an error that says what is broken. */
export async function decodeBody(body: Buffer, contentEncoding: string, bytesMax: number): Promise<Buffer> {
  const encodings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const listed = encodings.filter((name) => name !== 'identity');
  if (listed.length > encodingsMax)
    throw new Error(`${listed.length} content encodings, expected at most ${encodingsMax}`);
  // Some servers pack a stored file and do not say so.
  const named = listed.length === 0 && isGzip(body) ? ['gzip'] : listed.reverse();
  let decoded = body;
  for (const encoding of named) decoded = await unpack(decoded, encoding, bytesMax);
  if (decoded.byteLength > bytesMax) throw new TooLarge();
  return decoded;
}

function isGzip(body: Buffer): boolean {
  return body[0] === 0x1f && body[1] === 0x8b;
}

async function unpack(body: Buffer, encoding: string, bytesMax: number): Promise<Buffer> {
  if (body.byteLength === 0) return body;
  if (!isKnown(encoding))
    throw new Error(`unknown content encoding ${encoding.slice(0, 20)}, expected ${acceptedEncodings}`);
  // A body that is not packed although the header says so is taken as it is: "<" or "{" starts none of the formats.
  if (body[0] === 0x3c || body[0] === 0x7b) return body;
  const limit = { maxOutputLength: bytesMax };
  try {
    // "deflate" means zlib, and is often sent raw; a zlib stream starts with 0x78 as good as always.
    return encoding === 'deflate' && body[0] !== 0x78
      ? await promisify(inflateRaw)(body, limit)
      : await unpackers[encoding](body, limit);
  } catch (error) {
    if (error instanceof RangeError) throw new TooLarge();
    throw new Error(`its ${encoding} body is broken or cut short`, { cause: error });
  }
}

function isKnown(encoding: string): encoding is keyof typeof unpackers {
  return Object.hasOwn(unpackers, encoding);
}
