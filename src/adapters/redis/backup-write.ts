import { Readable } from 'node:stream';
import type { Redis } from 'ioredis';
import type { BackupRecord, StoredPart } from '../../pipeline/backup.ts';
import { answersIn } from './backup-ask.ts';
import { type Followed, openFollowed } from './backup-changes.ts';
import { commandsFor, type RestoringCommand } from './backup-commands.ts';
import { connectedPrograms } from './connected.ts';
import { keysUnder } from './keys.ts';
import { timeOf } from './time.ts';
import { countKeys, deleteKeys, keysPaged } from './under-prefix.ts';

/** Commands, or bytes of them, that are sent at a time. */
const commandsAtOnce = 1_000;
const bytesAtOnce = 4 * 1_048_576;
/**
 * For so long after a restore messages are looked for before they are posted. What was told between the backup and the loss
 * is told again soon: when its articles are read anew, and when what was due meanwhile is caught up with.
 */
const restoredMs = 24 * 60 * 60 * 1_000;
/** So long what is written to try is kept, should who tries be killed. */
const triedMs = 60_000;
/** Of keys that run out later than this nobody waits for the end: no restore takes so long. */
const soonMs = 6 * 60 * 60 * 1_000;

/** A restore is under way, or did not come to its end: what is stored is not whole. */
export class UnfinishedRestoreError extends Error {
  override readonly name = 'UnfinishedRestoreError';
}

/** What went wrong, said by the cause, did so when something had been deleted already: what is stored is not whole. */
export class BrokenOffRestoreError extends Error {
  override readonly name = 'BrokenOffRestoreError';
}

/** Somebody else was there while it was restored: what is stored is not what was backed up. The message says what to do. */
class DisturbedRestoreError extends Error {
  override readonly name = 'DisturbedRestoreError';
}

/** When the restore began that is under way, or was broken off; null where none is. */
export async function restoringSince(redis: Redis, prefix: string): Promise<string | null> {
  return redis.get(keysUnder(prefix).restoring);
}

/** Throws where a restore was begun and not ended. To be called before anything is done with what is stored. */
export async function refuseUnfinished(redis: Redis, prefix: string): Promise<void> {
  const since = await restoringSince(redis, prefix);
  if (since !== null) throw unfinishedRestore(prefix, since);
}

/** What is said to who wants to do something with what is not whole. */
export function unfinishedRestore(prefix: string, since: string): UnfinishedRestoreError {
  return new UnfinishedRestoreError(
    `the data in Redis under "${prefix}" is not whole: a restore that began at ${since} is under way, or was broken off. ` +
      'Let it end, or run it again: npm run restore -- FILE',
  );
}

/** Whether a restore was begun and not ended, and how many keys stand under the prefix. */
export async function standsUnder(
  redis: Redis,
  prefix: string,
): Promise<{ readonly isUnfinished: boolean; readonly keys: number }> {
  const isUnfinished = (await restoringSince(redis, prefix)) !== null;
  return { isUnfinished, keys: await countKeys(redis, prefix) };
}

interface RestoredSnapshot {
  readonly prefix: string;
  readonly transport: string;
  readonly records: AsyncIterable<BackupRecord>;
  readonly takenAt: number;
  /** By the clock of Redis. */
  readonly now: number;
}

export interface Restored {
  /** That stand there now, but the one that says that it was restored. */
  readonly keys: number;
  /** Whose time had run out by now. */
  readonly lapsed: number;
}

/**
 * Puts records in the place of all that stands under a prefix, and empties what stands under `transport`: the queues fill
 * themselves again. Until it is done a mark keeps every program from starting, and ends those that have their connection
 * back, so that one that is killed half-way is run again, and nothing is ever taken for whole that is not. Redis tells what
 * others write meanwhile; where anybody did, the mark stays, as it does when it is told to stop.
 */
export async function writeSnapshot(redis: Redis, snapshot: RestoredSnapshot, stop?: AbortSignal): Promise<Restored> {
  const { prefix, now } = snapshot;
  const keys = keysUnder(prefix);
  await tryWriting(redis, keys.restoring, now);
  const followed = await openFollowed(redis, prefix, 'others');
  const { redis: own, close } = followed;
  stop?.addEventListener('abort', close, { once: true });
  try {
    stop?.throwIfAborted(); // it may have been as the connections were opened
    const mark = () => own.set(keys.restoring, new Date(now).toISOString());
    await mark();
    const lapsed = await replaceAll({ ...followed, prefix }, snapshot).catch(async (cause: unknown) => {
      await mark().catch(() => undefined); // it is gone where everything was deleted; else it stands whatever becomes of this
      if (cause instanceof DisturbedRestoreError) throw cause;
      throw new BrokenOffRestoreError(cause instanceof Error ? cause.message : String(cause), { cause });
    });
    return { keys: (await countKeys(own, prefix)) - 1, lapsed };
  } finally {
    close();
  }
}

/** Gives how many keys have run out. */
async function replaceAll(writing: Writing, snapshot: RestoredSnapshot): Promise<number> {
  const { redis, prefix } = writing;
  const { restored, restoring } = keysUnder(prefix);
  await emptied(writing, snapshot.transport);
  const lapsed = await undisturbed(writing, await writeAll(redis, snapshot));
  answersIn(await redis.multi().set(restored, snapshot.takenAt, 'PX', restoredMs).del(restoring).exec());
  return lapsed;
}

interface Writing extends Pick<Followed, 'redis' | 'changes'> {
  readonly prefix: string;
}

/** Deletes what stands there, but the mark. What ran out meanwhile by itself is no change by others. */
async function emptied({ redis, changes, prefix }: Writing, transport: string): Promise<void> {
  const { restoring } = keysUnder(prefix);
  await deleteKeys(redis, prefix, [restoring]);
  await deleteKeys(redis, transport);
  await changes.heard();
  changes.take();
  for await (const left of keysPaged(redis, prefix)) for (const key of left) if (key !== restoring) throw written(key);
}

/** Throws where others wrote, or are about to; gives how many keys have run out. */
async function undisturbed({ redis, changes, prefix }: Writing, ends: ReadonlyMap<string, number>): Promise<number> {
  await changes.heard();
  const now = timeOf(await redis.time());
  const hasLapsed = (key: string) => (ends.get(key) ?? Number.POSITIVE_INFINITY) <= now;
  const byOthers = changes.take().find((key) => !hasLapsed(key));
  if (byOthers !== undefined) throw written(byOthers);
  if ((await connectedPrograms(redis, prefix)) > 0)
    throw new DisturbedRestoreError(`a Watchfloor connected to "${prefix}" while it was restored: ${whatToDo}`);
  return [...ends.keys()].filter(hasLapsed).length;
}

const whatToDo =
  'nothing starts on it. Stop every Watchfloor on every machine, and every command of it, and restore again';

function written(key: string): DisturbedRestoreError {
  return new DisturbedRestoreError(`"${key}" was written by somebody else while it was restored: ${whatToDo}`);
}

/** Writes a record of each kind and takes it away again: who may not is refused before anything is deleted. */
async function tryWriting(redis: Redis, prefix: string, now: number): Promise<void> {
  const tried = eachKind.map(
    (one): StoredPart => ({ ...one, kind: 'part', key: `:tried:${one.type}`, expiresAt: now + triedMs }),
  );
  try {
    await writeAll(redis, { prefix, records: Readable.from(tried), now });
  } finally {
    await redis.unlink(...tried.map(({ key }) => `${prefix}${key}`));
  }
}

const texts = (...values: readonly string[]): readonly Buffer[] => values.map((value) => Buffer.from(value));
const eachKind: readonly Pick<StoredPart, 'type' | 'part' | 'values' | 'lastId'>[] = [
  { type: 'string', part: 0, values: texts('a') },
  { type: 'hash', part: 0, values: texts('a', 'b') },
  { type: 'set', part: 0, values: texts('a') },
  { type: 'zset', part: 0, values: texts('1', 'a') },
  { type: 'stream', part: 0, values: [], lastId: '1-1' },
  { type: 'stream', part: 1, values: texts('2-1', '2', 'a', 'b'), lastId: '3-1' },
];

/** Gives when the keys run out that do so soon, or had before. */
async function writeAll(
  redis: Redis,
  { prefix, records, now }: Pick<RestoredSnapshot, 'prefix' | 'records' | 'now'>,
): Promise<ReadonlyMap<string, number>> {
  const ends = new Map<string, number>();
  let batch: RestoringCommand[] = [];
  let bytes = 0;
  const send = async () => {
    const pipeline = redis.pipeline();
    for (const [name, ...args] of batch) pipeline.call(name, ...args);
    answersIn(await pipeline.exec());
    batch = [];
    bytes = 0;
  };
  for await (const record of records) {
    const endsAt = record.kind === 'part' ? record.expiresAt : null;
    if (endsAt !== null && endsAt <= now + soonMs) ends.set(`${prefix}${record.key}`, endsAt);
    else ends.delete(`${prefix}${record.key}`);
    const hasLapsed = endsAt !== null && endsAt <= now;
    batch.push(...commandsFor(hasLapsed ? { kind: 'gone', key: record.key } : record, prefix));
    if (record.kind === 'part') for (const value of record.values) bytes += value.length;
    if (batch.length >= commandsAtOnce || bytes >= bytesAtOnce) await send();
  }
  if (batch.length > 0) await send();
  return ends;
}
