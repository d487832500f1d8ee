import { promisify } from 'node:util';
import * as zlib from 'node:zlib';

/** Undoing Content-Encoding with limits on what comes out: a megabyte of gzip can hold a gigabyte. */

export const acceptedEncodings = 'gzip, deflate, br, zstd';

export interface UnpackLimits {
  /** Of the unpacked body. */
  readonly bodyBytesMax: number;
  /** How many times larger a body may become than it was sent. */
  readonly compressionRatioMax: number;
}

/** Thrown when a body is larger than allowed. */
export class TooLarge extends Error {
  constructor(problem = 'more bytes than are read') {
    super(problem);
  }
}

const encodingsMax = 2;
/** So much may come out of however few bytes: an empty feed of blanks harms nobody. */
const ratioFreeBytes = 1_000_000;
/** Larger packed bodies are unpacked by the thread pool; for smaller ones the way there costs more than the work. */
const atOnceBytesMax = 65_536;
/** Enough to see that a body is markup or JSON. */
const headBytesMax = 100;
/** Enough of a page to see what it is. */
const beginningBytesMax = 1_000_000;

type Unpack = (body: Buffer, options: { maxOutputLength: number; finishFlush?: number }) => Buffer;
interface Unpacker {
  readonly atOnce: Unpack;
  readonly elsewhere: (...given: Parameters<Unpack>) => Promise<Buffer>;
  /** The flush that takes the end of a stream as it comes. */
  readonly lenient: number;
}
const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH, ZSTD_e_flush } = zlib.constants;
const rawDeflate: Unpacker = {
  atOnce: zlib.inflateRawSync,
  elsewhere: promisify(zlib.inflateRaw),
  lenient: Z_SYNC_FLUSH,
};
const gzip: Unpacker = { atOnce: zlib.gunzipSync, elsewhere: promisify(zlib.gunzip), lenient: Z_SYNC_FLUSH };
const unpackers = {
  gzip,
  'x-gzip': gzip,
  deflate: { atOnce: zlib.inflateSync, elsewhere: promisify(zlib.inflate), lenient: Z_SYNC_FLUSH },
  'raw deflate': rawDeflate,
  br: {
    atOnce: zlib.brotliDecompressSync,
    elsewhere: promisify(zlib.brotliDecompress),
    lenient: BROTLI_OPERATION_FLUSH,
  },
  zstd: { atOnce: zlib.zstdDecompressSync, elsewhere: promisify(zlib.zstdDecompress), lenient: ZSTD_e_flush },
} satisfies Readonly<Record<string, Unpacker>>;

/** A body as it was before its encodings. */
export interface Decoded {
  readonly body: Buffer;
  /** Whether it may go on behind what was unpacked. */
  readonly isCut: boolean;
}

/** Undoes the encodings of a body. Throws TooLarge, or an error that says what is broken. */
export async function decodeBody(body: Buffer, contentEncoding: string, limits: UnpackLimits): Promise<Decoded> {
  const bytesMax = Math.min(
    limits.bodyBytesMax,
    Math.max(ratioFreeBytes, body.byteLength * limits.compressionRatioMax),
  );
  let decoded: Decoded = { body, isCut: false };
  for (const encoding of encodingsOf(body, contentEncoding)) {
    const unpacker = unpackerFor(decoded.body, encoding);
    if (unpacker === null) continue;
    const unpacked = await unpack(decoded.body, unpacker, encoding, bytesMax);
    decoded = { body: unpacked.body, isCut: unpacked.isCut || decoded.isCut };
  }
  if (decoded.body.byteLength > bytesMax) throw new TooLarge();
  return decoded;
}

/** The beginning of a body of which the end may be missing; empty where nothing can be made of it. */
export function beginningOf(body: Buffer, contentEncoding: string): Buffer {
  try {
    let decoded = body;
    for (const encoding of encodingsOf(body, contentEncoding)) {
      const unpacker = unpackerFor(decoded, encoding);
      const options = { maxOutputLength: beginningBytesMax, finishFlush: unpacker?.lenient ?? 0 };
      decoded = unpacker?.atOnce(decoded, options) ?? decoded;
    }
    return decoded;
  } catch {
    return Buffer.alloc(0); // It is only looked at.
  }
}

/** The encodings to undo, in this order. Throws where there are too many. */
function encodingsOf(body: Buffer, contentEncoding: string): readonly string[] {
  if (contentEncoding === '') return isGzip(body) ? ['gzip'] : []; // Some servers pack a stored file and do not say so.
  const named = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (named.length > encodingsMax)
    throw new Error(`${named.length} content encodings, expected at most ${encodingsMax}`);
  return named.length === 0 && isGzip(body) ? ['gzip'] : named.reverse();
}

function isGzip(body: Buffer): boolean {
  return body[0] === 0x1f && body[1] === 0x8b;
}

/** Null where there is nothing to undo; throws where nobody knows how. */
function unpackerFor(body: Buffer, encoding: string): Unpacker | null {
  if (body.byteLength === 0) return null;
  // A body that is not packed although the header says so is taken as it is: "<" or "{" starts none of the formats.
  if (body[0] === 0x3c || body[0] === 0x7b) return null;
  // "utf-8", "none", "aws-chunked" and the like are no packing.
  if (!isKnown(encoding)) return gzipOrPlain(body, encoding);
  // "deflate" means zlib, and is often sent raw; a zlib stream starts with 0x78 as good as always.
  return unpackers[encoding === 'deflate' && body[0] !== 0x78 ? 'raw deflate' : encoding];
}

/** What a body is whose encoding is no name of one; throws where that cannot be seen. */
function gzipOrPlain(body: Buffer, encoding: string): Unpacker | null {
  if (isGzip(body)) return gzip;
  if (/^(?:\xef\xbb\xbf)?\s*[<{[]/.test(body.toString('latin1', 0, headBytesMax))) return null;
  throw new Error(`unknown content encoding ${encoding.slice(0, 20)}, expected ${acceptedEncodings}`);
}

/** Unpacks as browsers do: what stands before the place where a stream breaks off, and not what stands behind its end. */
async function unpack(body: Buffer, unpacker: Unpacker, encoding: string, bytesMax: number): Promise<Decoded> {
  const strict = { maxOutputLength: bytesMax };
  const lenient = { ...strict, finishFlush: unpacker.lenient };
  const ways: readonly (() => Promise<Buffer>)[] = [
    () => run(unpacker, body, strict),
    () => run(unpacker, body, lenient),
    ...(unpacker === gzip && isGzip(body) ? [() => run(rawDeflate, withoutGzipHead(body), lenient)] : []),
  ];
  let problem: unknown;
  for (const [at, way] of ways.entries()) {
    try {
      const unpacked = await way();
      if (at === 0 || unpacked.byteLength > 0) return { body: unpacked, isCut: at > 0 };
    } catch (error) {
      if (error instanceof RangeError) throw new TooLarge('more bytes than are read, once unpacked');
      problem ??= error;
    }
  }
  throw new Error(`its ${encoding} body is broken or cut short`, { cause: problem });
}

async function run(unpacker: Unpacker, ...given: Parameters<Unpack>): Promise<Buffer> {
  return given[0].byteLength <= atOnceBytesMax ? unpacker.atOnce(...given) : unpacker.elsewhere(...given);
}

/** The deflate stream of the first member (RFC 1952, 2.3), which ends by itself, whatever stands behind it. */
function withoutGzipHead(body: Buffer): Buffer {
  const flags = body[3] ?? 0;
  let at = 10;
  if ((flags & 4) !== 0) at += 2 + (body[at] ?? 0) + 256 * (body[at + 1] ?? 0); // Extra fields, with their length.
  for (const flag of [8, 16]) if ((flags & flag) !== 0) at = body.indexOf(0, at) + 1; // A file's name, a comment.
  if ((flags & 2) !== 0) at += 2; // A checksum of the head.
  return body.subarray(at);
}

function isKnown(encoding: string): encoding is keyof typeof unpackers {
  return Object.hasOwn(unpackers, encoding) && encoding !== 'raw deflate';
}
