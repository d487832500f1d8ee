import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import {
  type BackupFoot,
  type BackupHead,
  type BackupLine,
  type BackupRecord,
  backupFormat,
  readLine,
} from '../../pipeline/backup.ts';
import { BackupFileError, isSystemError, whyNot } from './failure.ts';

/** No record is longer: a value of the store has at most 64 MiB, and becomes a third longer in base64. */
const lineBytesMax = 128 * 1_048_576;

export interface CheckedBackup {
  readonly head: BackupHead;
  readonly foot: BackupFoot;
  readonly bytes: number;
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

/** Whether a file begins as a backup does, however it goes on. */
export async function beginsAsBackup(path: string): Promise<boolean> {
  try {
    for await (const text of textLines(path)) return readLine(text)?.is === 'head';
  } catch (error) {
    if (!(error instanceof BackupFileError)) throw error;
  }
  return false;
}

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
      return new BackupFileError(`${path} cannot be read: ${whyNot(error.code)}`, { cause: error });
  }
}

function refuseNewer(path: string, { format, program }: BackupHead): void {
  if (format > backupFormat)
    throw new BackupFileError(
      `${path} was written in form ${format} by Watchfloor ${program}, this one reads up to ${backupFormat}: use the newer one`,
    );
}

/** The hash of what was added so far. */
export const soFar = (hash: Hash): string => hash.copy().digest('hex');

function noBackup(path: string): BackupFileError {
  return new BackupFileError(`${path} is no backup of Watchfloor: expected a file that npm run backup wrote`);
}

function cutOff(path: string): BackupFileError {
  return new BackupFileError(`${path} is cut off: its end is missing`);
}

function damaged(path: string, where: string): BackupFileError {
  return new BackupFileError(`${path} is damaged: it is not as it was written (${where})`);
}
