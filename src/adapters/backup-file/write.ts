/** A backup as a file: packed lines, each part of which is covered by a hash. */
import { createHash, randomUUID } from 'node:crypto';
import { lstat, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type BackupHead, type BackupLine, type BackupRecord, lineOf } from '../../pipeline/backup.ts';
import { BackupFileError, isSystemError, whyNot } from './failure.ts';
import { beginsAsBackup, type CheckedBackup, checkBackup, soFar } from './read.ts';

/** So often a hash of all so far stands between the lines. */
const checkEveryBytes = 1_048_576;
const chunkBytes = 65_536;
/** What a draft ends with, and how long after the last byte nobody writes to it any more. */
const draftEnd = /\.[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.part$/u;
const draftMsMax = 24 * 60 * 60 * 1_000;

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
    await clearDrafts(path).catch(() => undefined); // a folder that may not be read, above all: the backup stands
    return checked;
  } catch (error) {
    await rm(draft, { force: true });
    if (isSystemError(error)) throw notWritten(path, error);
    throw error;
  }
}

/** What takes the place of a device or a link would take more than a file's, and of another's file what was in it. */
async function refuseUnusual(path: string): Promise<void> {
  const there = await lstat(path).catch(() => null);
  if (there === null) return;
  const expected = 'expected a name that is free, or that of an older backup';
  if (there.isDirectory()) throw new BackupFileError(`${path} is a folder: expected the name of a file in it`);
  if (!there.isFile()) throw new BackupFileError(`${path} is no ordinary file: ${expected}`);
  if (there.size > 0 && !(await beginsAsBackup(path)))
    throw new BackupFileError(`${path} is another file, and no backup: ${expected}`);
}

/** Drafts of those who were killed; one that is written to is younger. */
async function clearDrafts(path: string): Promise<void> {
  const folder = dirname(path);
  const begins = `${basename(path)}.`;
  const drafts = (await readdir(folder)).filter((name) => name.startsWith(begins) && draftEnd.test(name));
  for (const draft of drafts.map((name) => join(folder, name))) {
    const found = await stat(draft).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > draftMsMax) await rm(draft, { force: true });
  }
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

function notWritten(path: string, error: NodeJS.ErrnoException & { readonly code: string }): BackupFileError {
  const why = error.code === 'ENOENT' ? `its folder is not there (${error.code})` : whyNot(error.code);
  return new BackupFileError(`the backup could not be written to ${path}: ${why}; nothing was left behind`, {
    cause: error,
  });
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}
