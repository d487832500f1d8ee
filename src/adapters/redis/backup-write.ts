import { Readable } from 'node:stream';
import type { Redis } from 'ioredis';
import type { BackupRecord, StoredPart } from '../../pipeline/backup.ts';
import { answersIn } from './backup-read.ts';
import { keysUnder } from './keys.ts';
import { countKeys, deleteKeys } from './under-prefix.ts';

/** Commands, or bytes of them, that are sent at a time. */
const commandsAtOnce = 1_000;
const bytesAtOnce = 4 * 1_048_576;
/**
 * For so long after a restore messages are looked for before they are posted. What was told between the backup and the loss
 * is told again soon: when its articles are read anew, and when what was due meanwhile is caught up with.
 */
const restoredMs = 24 * 60 * 60 * 1_000;

/** A restore that did not come to its end: what is stored is not whole. */
class UnfinishedRestoreError extends Error {
  override readonly name = 'UnfinishedRestoreError';
}

/** Throws where a restore was begun and not ended. To be called before anything is done with what is stored. */
export async function refuseUnfinished(redis: Redis, prefix: string): Promise<void> {
  const since = await redis.get(keysUnder(prefix).restoring);
  if (since === null) return;
  throw new UnfinishedRestoreError(
    `the data in Redis under "${prefix}" is not whole: a restore that began at ${since} is under way, or was broken off. ` +
      'Let it end, or run it again: npm run restore -- FILE',
  );
}

/** Whether a restore was begun and not ended, and how many keys stand under the prefix. */
export async function standsUnder(
  redis: Redis,
  prefix: string,
): Promise<{ readonly isUnfinished: boolean; readonly keys: number }> {
  const isUnfinished = (await redis.exists(keysUnder(prefix).restoring)) === 1;
  return { isUnfinished, keys: await countKeys(redis, prefix) };
}

/**
 * Puts records in the place of all that stands under a prefix, and empties what stands under `transport`: the queues fill
 * themselves again. Until it is done a mark keeps every program from starting, so that one that is killed half-way is run
 * again, and nothing is ever taken for whole that is not.
 */
export async function writeSnapshot(
  redis: Redis,
  { prefix, transport, records, takenAt, now }: RestoredSnapshot,
): Promise<{ readonly keys: number }> {
  const keys = keysUnder(prefix);
  await tryWriting(redis, keys.restoring);
  await redis.set(keys.restoring, new Date(now).toISOString());
  await deleteKeys(redis, prefix, [keys.restoring]);
  await deleteKeys(redis, transport);
  await writeAll(redis, prefix, records);
  await redis.multi().set(keys.restored, takenAt, 'PX', restoredMs).del(keys.restoring).exec();
  return { keys: await countKeys(redis, prefix) };
}

/** Writes a record of each kind and takes it away again: who may not is refused before anything is deleted. */
async function tryWriting(redis: Redis, key: string): Promise<void> {
  const tried = eachKind.map(
    (one): StoredPart => ({ ...one, kind: 'part', key: `:tried:${one.type}`, expiresAt: null }),
  );
  try {
    await writeAll(redis, key, Readable.from(tried));
  } finally {
    await redis.unlink(...tried.map((one) => `${key}${one.key}`));
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

interface RestoredSnapshot {
  readonly prefix: string;
  readonly transport: string;
  readonly records: AsyncIterable<BackupRecord>;
  readonly takenAt: number;
  readonly now: number;
}

async function writeAll(redis: Redis, prefix: string, records: AsyncIterable<BackupRecord>): Promise<void> {
  let batch: Command[] = [];
  let bytes = 0;
  const send = async () => {
    const pipeline = redis.pipeline();
    for (const [name, ...args] of batch) pipeline.call(name, ...args);
    answersIn(await pipeline.exec());
    batch = [];
    bytes = 0;
  };
  for await (const record of records) {
    batch.push(...commandsFor(record, prefix));
    if (record.kind === 'part') for (const value of record.values) bytes += value.length;
    if (batch.length >= commandsAtOnce || bytes >= bytesAtOnce) await send();
  }
  if (batch.length > 0) await send();
}

type Command = readonly [name: string, ...args: (string | number | Buffer)[]];

function commandsFor(record: BackupRecord, prefix: string): readonly Command[] {
  const key = `${prefix}${record.key}`;
  if (record.kind === 'gone') return [['DEL', key]];
  const { part, expiresAt } = record;
  return [
    ...(part === 0 ? [['DEL', key] as const] : []),
    ...writing(key, record),
    ...(expiresAt === null ? [] : [['PEXPIREAT', key, expiresAt] as const]),
  ];
}

function writing(key: string, { type, part, values, lastId }: StoredPart): readonly Command[] {
  switch (type) {
    case 'string':
      return [['SET', key, values[0] ?? '']];
    case 'hash':
      return [['HSET', key, ...values]];
    case 'set':
      return [['SADD', key, ...values]];
    case 'zset':
      return [['ZADD', key, ...values]];
    case 'stream':
      return [...adding(key, values), ...(lastId === undefined ? [] : ending(key, { lastId, isEmpty: part === 0 }))];
  }
}

/** Each entry is its id, the number of its texts, and these. */
function adding(key: string, values: readonly Buffer[]): readonly Command[] {
  const commands: Command[] = [];
  let at = 0;
  while (at < values.length) {
    const count = Number(values[at + 1]);
    commands.push(['XADD', key, values[at] ?? '*', ...values.slice(at + 2, at + 2 + count)]);
    at += 2 + count;
  }
  return commands;
}

/** A stream goes on behind the last id it ever had, also where that entry, or every one, was dropped. */
function ending(
  key: string,
  { lastId, isEmpty }: { readonly lastId: string; readonly isEmpty: boolean },
): readonly Command[] {
  if (!isEmpty) return [['XSETID', key, lastId]];
  return [
    ['XADD', key, lastId, 'last', ''],
    ['XDEL', key, lastId],
  ];
}
