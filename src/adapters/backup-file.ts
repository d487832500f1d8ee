/** A backup as a file: packed lines, each part of which is covered by a hash. */
import { createHash, type Hash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import {
  type BackupFoot,
  type BackupHead,
  type BackupLine,
  type BackupRecord,
  backupFormat,
  lineOf,
  readLine,
} from '../pipeline/backup.ts';

/** So often a hash of all so far stands between the lines. */
const checkEveryBytes = 1_048_576;
const chunkBytes = 65_536;
/** No record is longer: a value of the store has at most 64 MiB, and becomes a third longer in base64. */
const lineBytesMax = 128 * 1_048_576;

/** The file cannot be written, or is no whole backup; the message says which file, and what is wrong with it. */
class BackupFileError extends Error {
  override readonly name = 'BackupFileError';
}

export interface CheckedBackup {
  readonly head: BackupHead;
  readonly foot: BackupFoot;
  readonly bytes: number;
}

interface Content {
  readonly head: BackupHead;
  readonly records: AsyncIterable<BackupRecord>;
  /** Asked when the records are through. */
  readonly takenAt: () => number;
}

/**
 * Writes a backup for its owner alone to read. It is written beside the file, read again, and takes the file's place only
 * then: whatever goes wrong, the file is the old one or a whole one.
 */
export async function writeBackup(path: string, content: Content): Promise<CheckedBackup> {
  await refuseUnusual(path);
  const draft = `${path}.${randomUUID()}.part`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await pipeline(Readable.from(chunksOf(content)), createGzip(), async (packed: AsyncIterable<Buffer>) => {
        for await (const chunk of packed) await file.appendFile(chunk);
      });
      await file.sync();
    } finally {
      await file.close();
    }
    const checked = await checkBackup(draft);
    await rename(draft, path);
    await syncFolder(dirname(path));
    return checked;
  } catch (error) {
    await rm(draft, { force: true });
    if (isSystemError(error)) throw notWritten(path, error);
    throw error;
  }
}

/** What takes the place of a device or a link would take more than a file's. */
async function refuseUnusual(path: string): Promise<void> {
  const there = await lstat(path).catch(() => null);
  if (there !== null && !there.isFile())
    throw new BackupFileError(`${path} is no ordinary file: expected a name that is free, or an older backup's`);
}

/** Reads all of it, and throws BackupFileError where it is not as it was written. */
export async function checkBackup(path: string): Promise<CheckedBackup> {
  const lines = linesOf(path);
  let head: BackupHead | null = null;
  let next = await lines.next();
  for (; next.done !== true; next = await lines.next()) if (next.value.is === 'head') head = next.value.head;
  if (head === null) throw new BackupFileError(`${path} is no backup of Watchfloor`);
  return { head, foot: next.value, bytes: (await stat(path)).size };
}

/** The records of a backup that was checked; throws where it is another by now. */
export async function* recordsIn(path: string, { foot }: CheckedBackup): AsyncGenerator<BackupRecord> {
  const lines = linesOf(path);
  let next = await lines.next();
  for (; next.done !== true; next = await lines.next()) if (next.value.is === 'record') yield next.value.record;
  if (next.value.sha256 !== foot.sha256) throw new BackupFileError(`${path} was changed while it was read`);
}

async function* chunksOf({ head, records, takenAt }: Content): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let waiting: string[] = [];
  let [waitingBytes, sinceCheck, count] = [0, 0, 0];
  const add = (line: BackupLine) => {
    const text = lineOf(line);
    hash.update(text);
    waiting.push(text);
    waitingBytes += text.length;
    sinceCheck += text.length;
  };
  const taken = () => {
    const chunk = Buffer.from(waiting.join(''));
    waiting = [];
    waitingBytes = 0;
    return chunk;
  };
  add({ is: 'head', head });
  for await (const record of records) {
    add({ is: 'record', record });
    count += 1;
    if (sinceCheck >= checkEveryBytes) {
      add({ is: 'check', sha256: soFar(hash) });
      sinceCheck = 0;
    }
    if (waitingBytes >= chunkBytes) yield taken();
  }
  add({ is: 'foot', foot: { takenAt: takenAt(), records: count, sha256: soFar(hash) } });
  yield taken();
}

const soFar = (hash: Hash): string => hash.copy().digest('hex');

/** The lines before the last one, each checked; returns what the last one says. */
async function* linesOf(path: string): AsyncGenerator<BackupLine, BackupFoot> {
  const hash = createHash('sha256');
  let foot: BackupFoot | null = null;
  let [number, records] = [0, 0];
  for await (const text of textLines(path)) {
    number += 1;
    const line = readLine(text);
    if (line === null || (number === 1) !== (line.is === 'head') || foot !== null)
      throw number === 1 ? noBackup(path) : damaged(path, `line ${number} is none of a backup`);
    if (line.is === 'head') refuseNewer(path, line.head);
    if (line.is === 'check' && line.sha256 !== soFar(hash)) throw damaged(path, `before line ${number}`);
    if (line.is === 'record') records += 1;
    if (line.is === 'foot') {
      if (line.foot.sha256 !== soFar(hash) || line.foot.records !== records) throw damaged(path, 'at its end');
      foot = line.foot;
    } else yield line;
    hash.update(`${text}\n`);
  }
  if (number === 0) throw noBackup(path);
  if (foot === null) throw cutOff(path);
  return foot;
}

async function* textLines(path: string): AsyncGenerator<string> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let isFirst = true;
  for await (const chunk of unpacked(path)) {
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      yield Buffer.concat([...rest, chunk.subarray(from, end)]).toString('utf8');
      rest = [];
      restBytes = 0;
      isFirst = false;
      from = end + 1;
    }
    rest.push(chunk.subarray(from));
    restBytes += chunk.length - from;
    if (restBytes > lineBytesMax) throw damaged(path, `a line is longer than ${lineBytesMax} bytes`);
  }
  // No whole line at all: whatever it is, it was no backup.
  if (restBytes > 0) throw isFirst ? noBackup(path) : cutOff(path);
}

async function* unpacked(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path);
  const gunzip = createGunzip();
  file.on('error', (error) => gunzip.destroy(error));
  let hasBegun = false;
  try {
    for await (const chunk of file.pipe(gunzip)) {
      hasBegun = true;
      yield chunk;
    }
  } catch (error) {
    throw ofReading(path, error, hasBegun);
  } finally {
    file.destroy();
  }
}

function ofReading(path: string, error: unknown, hasBegun: boolean): unknown {
  if (!isSystemError(error)) return error;
  switch (error.code) {
    case 'Z_BUF_ERROR':
      return hasBegun ? cutOff(path) : noBackup(path);
    case 'Z_DATA_ERROR':
      return error.message === 'incorrect header check' ? noBackup(path) : damaged(path, error.message);
    default:
      return new BackupFileError(`${path} cannot be read (${error.code})`, { cause: error });
  }
}

function refuseNewer(path: string, { format, program }: BackupHead): void {
  if (format > backupFormat)
    throw new BackupFileError(
      `${path} was written in form ${format} by Watchfloor ${program}, this one reads up to ${backupFormat}: use the newer one`,
    );
}

function notWritten(path: string, error: NodeJS.ErrnoException): BackupFileError {
  const isFull = error.code === 'ENOSPC' || error.code === 'EDQUOT' || error.code === 'EFBIG';
  const why = isFull ? `there is no room for it (${error.code})` : `${error.code}`;
  return new BackupFileError(`the backup could not be written to ${path}: ${why}; nothing was left behind`, {
    cause: error,
  });
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}

function noBackup(path: string): BackupFileError {
  return new BackupFileError(`${path} is no backup of Watchfloor: expected a file that npm run backup wrote`);
}

function cutOff(path: string): BackupFileError {
  return new BackupFileError(`${path} is cut off: its end is missing`);
}

function damaged(path: string, where: string): BackupFileError {
  return new BackupFileError(`${path} is damaged: it is not as it was written (${where})`);
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
