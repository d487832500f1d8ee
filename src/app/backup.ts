/** What `npm run backup` does: beside a Watchfloor that runs, or where none does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type CheckedBackup, checkBackup } from '../adapters/backup-file/read.ts';
import { writeBackup } from '../adapters/backup-file/write.ts';
import { openSnapshot } from '../adapters/redis/backup.ts';
import { keysUnder } from '../adapters/redis/keys.ts';
import type { Config } from '../config/load.ts';
import { backupFormat } from '../pipeline/backup.ts';
import type { Log } from '../ports.ts';
import { nothingOpened, type Opened } from './opened.ts';
import { openRedisToCopy, prefixOf } from './redis.ts';
import { isConnectionLost, whyRefused } from './redis-refusal.ts';

/** What was asked for cannot be done as it is written; the message says what was expected. */
export class BackupUsageError extends Error {
  override readonly name = 'BackupUsageError';
}

/** What somebody asks of `npm run backup`. */
export interface BackupAsked {
  readonly file: string;
  /** Looks at a file that stands, and at nothing else. */
  readonly isCheck: boolean;
}

const usage = `usage: npm run --silent backup -- …
  FILE            all that Watchfloor keeps, as it is at one moment, while it runs
  --verify FILE   whether a backup is whole and as it was written`;

/** Reads the arguments. Throws BackupUsageError, or a TypeError of `parseArgs`. */
export function readBackupArguments(args: readonly string[]): BackupAsked {
  const options = { verify: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0 || values.help) throw new BackupUsageError(usage);
  return { file, isCheck: values.verify };
}

interface Asking {
  readonly config: Config;
  readonly log: Log;
  /** Ends it half-way when it is aborted; no file is left then. */
  readonly stop: AbortSignal;
  /** Is given what to print, in order. */
  readonly say: (text: string) => void;
}

/** Does what was asked. Throws BackupFileError where the file cannot be written, or is not whole. */
export async function runBackup(asked: BackupAsked, asking: Asking): Promise<void> {
  const { say } = asking;
  if (asked.isCheck) return say(`${asked.file} is whole: ${about(await checkBackup(asked.file))}\n`);
  const opened = nothingOpened(asking.log);
  asking.stop.addEventListener('abort', () => void opened.closeAll(), { once: true });
  try {
    const startedAt = performance.now();
    const checked = await write(asked.file, asking, opened).catch(explain);
    say(`Backed up to ${asked.file} in ${seconds(startedAt)} s and read again: ${about(checked)}\n`);
  } finally {
    await opened.closeAll();
  }
}

async function write(file: string, { config, log }: Asking, opened: Opened): Promise<CheckedBackup> {
  const redis = await openRedisToCopy(config, opened, log);
  const prefix = prefixOf(config.settings);
  const schema = await redis.get(keysUnder(prefix).schema);
  if (schema === null) throw new Error(nothingThere(config));
  const snapshot = await openSnapshot(redis, prefix);
  opened.add('snapshot', async () => snapshot.close());
  const head = { format: backupFormat, schema: Number(schema), program: programVersion(), prefix };
  return writeBackup(file, { head, records: snapshot.records, takenAt: snapshot.takenAt });
}

/** What a person can mend and try again. */
function explain(cause: unknown): never {
  if (!(cause instanceof Error)) throw cause;
  const sentence = isConnectionLost(cause)
    ? 'the connection to Redis was lost; no file was left behind. See that Redis runs, and try again'
    : whyRefused(cause);
  if (sentence === null) throw cause;
  throw new Error(sentence, { cause });
}

function nothingThere({ settings }: Config): string {
  const { redisUrl, dataDir } = settings;
  const where =
    redisUrl === null ? `in the data folder ${dataDir} (REDIS_URL is not set)` : 'in the Redis of REDIS_URL';
  return `nothing is stored under "${prefixOf(settings)}" ${where}: is this the configuration that Watchfloor runs with?`;
}

/** What a backup is, for a person. */
export function about({ head, foot, bytes }: CheckedBackup): string {
  const size = `${foot.records} records in ${sizeOf(bytes)}`;
  const by = `Watchfloor ${head.program}, schema ${head.schema ?? 'none'}, prefix "${head.prefix}"`;
  return `${size}, as of ${new Date(foot.takenAt).toISOString()} (${by}). SHA-256 of its lines: ${foot.sha256}`;
}

const kibibyte = 1_024;

/** A number of bytes, for a person. */
function sizeOf(bytes: number): string {
  if (bytes < kibibyte) return `${bytes} bytes`;
  const [size, unit] = bytes < kibibyte ** 2 ? [bytes / kibibyte, 'KiB'] : [bytes / kibibyte ** 2, 'MiB'];
  return `${size.toFixed(1)} ${unit}`;
}

export const seconds = (since: number): string => ((performance.now() - since) / 1_000).toFixed(1);

function programVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
  const isNamed = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isNamed ? String(manifest.version) : 'unknown';
}
