/** What `npm run restore` does, while no Watchfloor runs. */
import { parseArgs } from 'node:util';
import type { Redis } from 'ioredis';
import { BackupFileError } from '../adapters/backup-file/failure.ts';
import { type CheckedBackup, checkBackup, recordsIn } from '../adapters/backup-file/read.ts';
import { BrokenOffRestoreError, type Restored, standsUnder, writeSnapshot } from '../adapters/redis/backup-write.ts';
import { connectedPrograms } from '../adapters/redis/connected.ts';
import { schemaVersion } from '../adapters/redis/schema.ts';
import type { Config } from '../config/load.ts';
import type { Log } from '../ports.ts';
import { about, BackupUsageError, seconds } from './backup.ts';
import { nothingOpened } from './opened.ts';
import { openClock, openRedisToReplace, prefixOf, transportPrefixOf } from './redis.ts';
import { isConnectionLost, whyRefused } from './redis-refusal.ts';

/** It would destroy what stands there, or what it makes could not be read; the message says what to do. */
class RestoreRefusedError extends Error {
  override readonly name = 'RestoreRefusedError';
}

/** What somebody asks of `npm run restore`. */
export interface RestoreAsked {
  readonly file: string;
  /** Replaces what stands there. */
  readonly isForced: boolean;
}

const usage = `usage: npm run --silent restore -- FILE [--force]
  puts a backup in the place of what Watchfloor keeps, while none runs; --force where something is kept already`;

/** Reads the arguments. Throws BackupUsageError, or a TypeError of `parseArgs`. */
export function readRestoreArguments(args: readonly string[]): RestoreAsked {
  const options = { force: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0 || values.help) throw new BackupUsageError(usage);
  return { file, isForced: values.force };
}

interface Asking {
  readonly config: Config;
  readonly log: Log;
  /** Ends it half-way when it is aborted; nothing starts then on what is not whole. */
  readonly stop: AbortSignal;
  readonly say: (text: string) => void;
}

/** Checks all of the file, then that nothing stands in the way, and only then touches anything. */
export async function runRestore(asked: RestoreAsked, { config, log, stop, say }: Asking): Promise<void> {
  const checked = await checkBackup(asked.file).catch((cause: unknown) => {
    if (!(cause instanceof BackupFileError)) throw cause;
    throw new RestoreRefusedError(`${cause.message}. Nothing was restored, and nothing deleted`, { cause });
  });
  refuseNewer(asked.file, checked);
  const opened = nothingOpened(log);
  stop.addEventListener('abort', () => void opened.closeAll(), { once: true });
  try {
    const startedAt = performance.now();
    const redis = await openRedisToReplace(config, opened, log);
    const prefix = prefixOf(config.settings);
    await refuseInTheWay(redis, prefix, asked).catch(explain);
    say(`Restoring ${asked.file}: ${about(checked)}\n`);
    const snapshot = {
      prefix,
      transport: transportPrefixOf(config.settings),
      records: recordsIn(asked.file, checked),
      takenAt: checked.foot.takenAt,
      now: (await openClock(redis, opened, log)).now(),
    };
    const { keys, lapsed } = await writeSnapshot(redis, snapshot, stop).catch(explain);
    say(
      `Restored in ${seconds(startedAt)} s: ${standing(prefix, { keys, lapsed }, checked)}. Watchfloor may be started.\n`,
    );
  } finally {
    await opened.closeAll();
  }
}

/** A person who read of so many records must find them again in the keys. */
function standing(prefix: string, { keys, lapsed }: Restored, { foot }: CheckedBackup): string {
  const left = lapsed === 0 ? '' : `; ${lapsed} others were left out, since their keeping time has run out by now`;
  return `${keys} keys stand under "${prefix}", of ${foot.records} records (a large key has several)${left}`;
}

function refuseNewer(file: string, { head }: CheckedBackup): void {
  if (head.schema !== null && head.schema > schemaVersion)
    throw new RestoreRefusedError(
      `${file} has schema version ${head.schema} and was written by Watchfloor ${head.program}; ` +
        `this program reads up to ${schemaVersion}: restore it with the newer program`,
    );
}

async function refuseInTheWay(redis: Redis, prefix: string, { isForced }: RestoreAsked): Promise<void> {
  const programs = await connectedPrograms(redis, prefix);
  if (programs > 0)
    throw new RestoreRefusedError(
      `a Watchfloor is running on "${prefix}" (${programs} connections): stop all its processes first`,
    );
  const { isUnfinished, keys } = await standsUnder(redis, prefix);
  if (isForced || isUnfinished || keys === 0) return;
  throw new RestoreRefusedError(
    `${keys} keys stand under "${prefix}" already, and would be lost: add --force to replace them`,
  );
}

/** What a person can mend and try again, with what became of the data. */
function explain(cause: unknown): never {
  const problem = cause instanceof Error ? cause : new Error(String(cause));
  const isBrokenOff = cause instanceof BrokenOffRestoreError;
  const state = isBrokenOff ? 'what is restored is not whole: nothing starts on it' : 'nothing was touched';
  const brokenOff = isBrokenOff ? `${problem.message}, and ${state}. Restore again` : null;
  const refused = whyRefused(problem);
  const refusedMidway = refused !== null && isBrokenOff ? `${refused}; ${state}` : refused;
  const sentence = refusedMidway ?? sentenceFor(problem, state) ?? brokenOff;
  if (sentence === null) throw problem;
  throw new Error(sentence, { cause });
}

function sentenceFor(problem: Error, state: string): string | null {
  if (problem.message.startsWith('OOM'))
    return `Redis has no memory left (maxmemory), and ${state}. Give it more and restore again`;
  if (problem.message.startsWith('MISCONF'))
    return `Redis cannot write to its disk, and ${state}. Make room there and restore again`;
  if (isConnectionLost(problem))
    return `the connection to Redis was lost, and ${state}. See that Redis runs, and restore again`;
  return null;
}
