import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Mending } from '../../model.ts';
import type { Log } from '../../ports.ts';
import { runCommand } from './command.ts';
import { type RedisBinary, serverEnvironment } from './find.ts';
import { noteMending } from './mendings.ts';

const repairTimeoutMs = 300_000;
const backupsMax = 3;
const backupMark = '.before-repair-';
const manifestName = 'appendonly.aof.manifest';
/** A part of the file: its number, and whether it is the base or what was written behind it. */
const partName = /^appendonly\.aof\.(\d+)\.(base|incr)\.(?:rdb|aof)$/u;

/** What became of a damaged append-only file: where all of it stands as it was, and how much was cut off. */
export type Repair =
  | { readonly status: 'repaired'; readonly backup: string; readonly droppedBytes: number }
  | { readonly status: 'failed'; readonly backup: string | null; readonly problem: string };

/** Whether the server's last words say that it could not read its append-only file. */
export function isDamaged(lastWords: string): boolean {
  return /check-aof --fix|Checking RDB file|RDB file was saved|AOF manifest|Unable to obtain the AOF file|bad file format/i.test(
    lastWords,
  );
}

/**
 * Without its manifest Redis takes a folder full of data for an empty one, and says nothing: it is written anew of the names
 * of the parts, before the server looks. One that says nothing, or nothing that can be read, is taken for missing.
 */
export async function mendManifest(dataDir: string, log: Log): Promise<void> {
  const folder = join(dataDir, 'appendonlydir');
  const parts = (existsSync(folder) ? await readdir(folder) : []).flatMap(partOf).toSorted(inOrder);
  if (parts.length === 0) return;
  const path = join(folder, manifestName);
  const present = await readFile(path, 'utf8').catch(() => '');
  if (/^file \S+ seq \d+ type [bhi]/mu.test(present)) return;
  const backup = await copyAside(folder, dataDir);
  const bases = parts.filter(({ type }) => type === 'b').slice(-1);
  const oldest = bases[0]?.number ?? 0;
  const listed = [...bases, ...parts.filter(({ type, number }) => type === 'i' && number >= oldest)];
  const lines = listed.map(({ name, number, type }) => `file ${name} seq ${number} type ${type}\n`);
  await writeFile(path, lines.join(''), { mode: 0o600 });
  log.warn('the list of the parts of Redis’ append-only file was lost: backed up and written anew', {
    backup,
    parts: listed.map(({ name }) => name),
  });
  await note(dataDir, { what: 'relisted', copy: backup, lostBytes: null }, log);
}

interface Part {
  readonly name: string;
  readonly number: number;
  readonly type: 'b' | 'i';
}

function partOf(name: string): Part | [] {
  const [, number, kind] = partName.exec(name) ?? [];
  return number === undefined ? [] : { name, number: Number(number), type: kind === 'base' ? 'b' : 'i' };
}

function inOrder(one: Part, other: Part): number {
  return one.number - other.number;
}

/**
 * Cuts a damaged append-only file off at the last whole command, after copying all of it aside. What stood behind the
 * damage is lost to the server and stays in the copy.
 */
export async function repairAppendOnlyFile(dataDir: string, server: RedisBinary, log: Log): Promise<Repair> {
  const folder = join(dataDir, 'appendonlydir');
  const file = [join(folder, manifestName), join(dataDir, 'appendonly.aof')].find((each) => existsSync(each));
  if (file === undefined) return { status: 'failed', backup: null, problem: 'there is no append-only file' };
  const whole = file.endsWith('.manifest') ? folder : file;
  const backup = await copyAside(whole, dataDir).catch((cause: unknown) => {
    // Nothing is mended of which there is no copy.
    const problem = cause instanceof Error ? cause.message : String(cause);
    return { problem: `it could not be copied aside (${problem})` };
  });
  if (typeof backup !== 'string') return failed(log, { status: 'failed', backup: null, ...backup });
  const before = await bytesIn(whole);
  const tool = basename(server.binary).replace('server', 'check-aof');
  const result = await runCommand(server.binary, ['--fix', file], {
    env: serverEnvironment(server),
    argv0: tool, // one binary is all of Redis's tools and goes by the name it is called by
    input: 'y\ny\n',
    timeoutMs: repairTimeoutMs,
  });
  if (result.code !== 0) {
    const problem =
      result.output
        .trim()
        .split('\n')
        .at(-1)
        ?.replace(/(?<!\.)\.+$/u, '') ?? 'its tool cannot mend it';
    return failed(log, { status: 'failed', backup, problem });
  }
  const droppedBytes = before - (await bytesIn(whole));
  log.warn('the append-only file of Redis was damaged: backed up and repaired', { backup, droppedBytes });
  await note(dataDir, { what: 'repaired', copy: backup, lostBytes: droppedBytes }, log);
  return { status: 'repaired', backup, droppedBytes };
}

/** Redis drops by itself what a power cut left half-written at the end, and says so in its own log alone. */
export async function tellTruncated(dataDir: string, serverLog: string, log: Log): Promise<void> {
  const at = /Truncating the AOF (?:\S+ )?at offset (\d+)|truncated the AOF|AOF loaded anyway/iu.exec(serverLog);
  if (at === null) return;
  log.warn(
    'the append-only file of Redis ended in the midst of a command, as after a power cut: that command is lost',
    {
      keptBytes: at[1] === undefined ? undefined : Number(at[1]),
    },
  );
  await note(dataDir, { what: 'truncated', copy: null, lostBytes: null }, log);
}

/** What was mended is mended, and starts, whether or not there is room for the note. */
async function note(dataDir: string, mended: Omit<Mending, 'id' | 'at'>, log: Log): Promise<void> {
  await noteMending(dataDir, { ...mended, at: Date.now() }).catch((error: unknown) =>
    log.warn('the operators will not be told of it', { error }),
  );
}

function failed(log: Log, repair: Extract<Repair, { readonly status: 'failed' }>): Repair {
  const { backup, problem } = repair;
  log.error('the append-only file of Redis is damaged and could not be repaired', { backup, problem });
  return repair;
}

/** Whoever tries again and again on what cannot be mended needs one copy of it, and no older one may go for another. */
async function copyAside(whole: string, dataDir: string): Promise<string> {
  const before = await copyOf(whole);
  if (before !== null) return before;
  const backup = `${whole}${backupMark}${new Date().toISOString().replace(/[:.]/g, '-')}`;
  try {
    await cp(whole, backup, { recursive: true });
  } catch (error) {
    await rm(backup, { recursive: true, force: true });
    throw error;
  }
  await dropOldBackups(dataDir);
  return backup;
}

/** A copy that has the very same bytes; null where there is none. */
async function copyOf(whole: string): Promise<string | null> {
  const digest = await digestOf(whole);
  const folder = dirname(whole);
  const copies = (await readdir(folder)).filter((name) => name.startsWith(`${basename(whole)}${backupMark}`));
  for (const copy of copies.map((name) => join(folder, name))) if ((await digestOf(copy)) === digest) return copy;
  return null;
}

/** Of a file, or of a folder's files with their names. */
async function digestOf(path: string): Promise<string> {
  const isFolder = (await stat(path)).isDirectory();
  const names = isFolder ? (await readdir(path)).toSorted() : [];
  const hash = createHash('sha256');
  for (const file of isFolder ? names.map((name) => join(path, name)) : [path]) {
    if (isFolder) hash.update(`${basename(file)}\n`);
    for await (const chunk of createReadStream(file)) hash.update(chunk);
  }
  return hash.digest('hex');
}

async function bytesIn(path: string): Promise<number> {
  const found = await stat(path);
  if (!found.isDirectory()) return found.size;
  const sizes = (await readdir(path)).map(async (name) => (await stat(join(path, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

async function dropOldBackups(dataDir: string): Promise<void> {
  const backups = (await readdir(dataDir)).filter((name) => name.includes(backupMark)).sort();
  for (const name of backups.slice(0, -backupsMax)) await rm(join(dataDir, name), { recursive: true, force: true });
}
