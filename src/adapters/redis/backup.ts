import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { BackupRecord } from '../../pipeline/backup.ts';
import { answersIn, askAll } from './backup-ask.ts';
import { type Changes, openFollowed } from './backup-changes.ts';
import { type Known, kindsOf, knownOf, partsOf, partsOfWhole, readingWhole } from './backup-read.ts';
import { unfinishedRestore } from './backup-write.ts';
import { keysUnder } from './keys.ts';
import { timeOf } from './time.ts';
import { keysPaged } from './under-prefix.ts';

/** Keys looked at in one round trip. */
const perPage = 100;
/** While more keys than these have changed they are copied without stopping the others, so often at most. */
const restlessMax = 500;
const roundsMax = 5;
/** Tries to read what changed in one moment while others write. Each begins with what changed since the one before. */
const momentsMax = 20;
/** For so long writers wait at most where these do not succeed; Redis lets them go on by itself behind it. */
const pauseMsMax = 5_000;

/** What is stored under a prefix, as it was at one moment. */
export interface Snapshot {
  readonly records: AsyncIterable<BackupRecord>;
  /** That moment, by the clock of Redis; known when the records are read. */
  takenAt(): number;
}

/** What was read is of no one moment. */
class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
}

/**
 * Reads all that is stored under a prefix, while others write. First every key is copied, and Redis tells which keys change
 * meanwhile; these are copied again, and the last of them in one transaction: whatever has not changed up to it is what
 * was copied before, and so all is as it was at that moment. Nobody waits but for that transaction. Redis needs no fork
 * for it, and its user no more rights than the program's.
 */
export async function openSnapshot(redis: Redis, prefix: string): Promise<Snapshot & { close(): void }> {
  const { redis: reader, changes, close } = await openFollowed(redis, prefix, 'anybody');
  let takenAt = 0;
  const read = async function* () {
    yield* everything(reader, prefix);
    for (let round = 0; round < roundsMax && changes.count() > restlessMax; round += 1)
      yield* again(reader, changes.take(), prefix);
    takenAt = yield* lastMoment({ redis: reader, prefix, changes });
  };
  return { records: unlessRestored(read(), prefix), takenAt: () => takenAt, close };
}

/** The mark of a restore is copied as all else is, so that its last word is that of the moment. */
async function* unlessRestored(records: AsyncIterable<BackupRecord>, prefix: string): AsyncGenerator<BackupRecord> {
  const mark = keysUnder(prefix).restoring.slice(prefix.length);
  let since: string | null = null;
  for await (const record of records) {
    if (record.key === mark) since = record.kind === 'part' ? String(record.values[0]) : null;
    yield record;
  }
  if (since !== null) throw unfinishedRestore(prefix, since);
}

async function* everything(redis: Redis, prefix: string): AsyncGenerator<BackupRecord> {
  for await (const keys of keysPaged(redis, prefix))
    yield* partsOf(redis, await kindsOf(redis, keys), (key) => key.slice(prefix.length));
}

async function* again(redis: Redis, keys: readonly string[], prefix: string): AsyncGenerator<BackupRecord> {
  for (let from = 0; from < keys.length; from += perPage) {
    const known = await kindsOf(redis, keys.slice(from, from + perPage));
    for (const { key, type } of known) if (type === 'none') yield { kind: 'gone', key: key.slice(prefix.length) };
    yield* partsOf(redis, known, (key) => key.slice(prefix.length));
  }
}

interface Reading {
  readonly redis: Redis;
  readonly prefix: string;
  readonly changes: Changes;
}

/** Gives the moment up to which nothing had changed but what was read in it. */
async function* lastMoment({ redis, prefix, changes }: Reading): AsyncGenerator<BackupRecord, number> {
  const { backupMark } = keysUnder(prefix);
  for (let tried = 0; tried < momentsMax; tried += 1) {
    const keys = changes.take();
    const kinds = await kindsOf(redis, keys);
    const mark = backupMark(randomUUID());
    const arrived = changes.upTo(mark);
    const read = await readAtOnce(redis, kinds, mark);
    const before = await arrived;
    const asked = new Set(keys);
    if (read !== null) {
      yield* recordsOf(read.read, prefix);
      if (before.every((key) => asked.has(key))) return read.at;
    }
    // Of its own round nobody can say whether it came before or behind.
    changes.add(read === null ? [...keys, ...before] : before);
  }
  return yield* pausedMoment({ redis, prefix, changes });
}

/** Where so much is written that something new always comes in between: everybody who writes waits for this moment. */
async function* pausedMoment({ redis, prefix, changes }: Reading): AsyncGenerator<BackupRecord, number> {
  const startedAt = performance.now();
  const read: BackupRecord[] = [];
  let takenAt = 0;
  await redis.call('CLIENT', 'PAUSE', pauseMsMax, 'WRITE');
  try {
    await changes.heard();
    for await (const record of again(redis, changes.take(), prefix)) read.push(record);
    const [time] = await askAll(redis, [['TIME']]);
    if (performance.now() - startedAt > pauseMsMax)
      throw new SnapshotError(
        `what changed under "${prefix}" was not read within ${pauseMsMax} ms, for which writers were to wait: try again when less is written`,
      );
    takenAt = timeOf(time);
  } finally {
    await redis.call('CLIENT', 'UNPAUSE');
  }
  yield* read;
  return takenAt;
}

function* recordsOf(read: readonly KeyRead[], prefix: string): Generator<BackupRecord> {
  const name = (key: string) => key.slice(prefix.length);
  for (const { known, answers } of read) {
    if (known.type === 'none') yield { kind: 'gone', key: name(known.key) };
    yield* partsOfWhole(known, answers, name);
  }
}

interface KeyRead {
  readonly known: Known;
  readonly answers: readonly unknown[];
}

/** Reads keys in one moment, which is marked among the changes; null where one is of another kind by now. */
async function readAtOnce(
  redis: Redis,
  kinds: readonly Known[],
  mark: string,
): Promise<{ readonly at: number; readonly read: readonly KeyRead[] } | null> {
  const moment = redis.multi();
  moment.set(mark, '1').del(mark);
  moment.callBuffer('TIME');
  for (const { key, type } of kinds) {
    moment.callBuffer('TYPE', key).callBuffer('PTTL', key);
    for (const [command, ...args] of readingWhole(key, type)) moment.callBuffer(command, ...args);
  }
  const replies = await moment.exec();
  // A key that went, or came back as it never does, makes its command fail; the others are read again with it.
  if (replies?.some(([error]) => error !== null)) return null;
  const [, , time, ...answers] = answersIn(replies);
  const now = timeOf(time);
  const read: KeyRead[] = [];
  let at = 0;
  for (const { key, type } of kinds) {
    const took = readingWhole(key, type).length;
    const known = knownOf(key, { type: answers[at], ttl: answers[at + 1], now });
    if (known.type !== type) return null;
    read.push({ known, answers: answers.slice(at + 2, at + 2 + took) });
    at += 2 + took;
  }
  return { at: now, read };
}
