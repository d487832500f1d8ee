import type { Redis } from 'ioredis';
import type { BackupRecord, StoredPart, StoredType } from '../../pipeline/backup.ts';
import { storedTypes } from '../../pipeline/backup.ts';
import { type AskingCommand, askAll, askChanging } from './backup-ask.ts';
import { timeOf } from './time.ts';

/** Of a key with more elements than these the elements are asked for bit by bit. */
const atOnceMax = 1_000;
/** So many values, or bytes of them, stand in one record. */
const valuesPerPart = 1_000;
const bytesPerPart = 1_048_576;

/** What is known of a key before its values are read; `none`: it is not there. */
export interface Known {
  readonly key: string;
  readonly type: StoredType | 'none';
  readonly expiresAt: number | null;
}

/** The kinds of these keys, and when each expires. Throws for a kind that the store never writes. */
export async function kindsOf(redis: Redis, keys: readonly string[]): Promise<readonly Known[]> {
  const asked = keys.flatMap((key): AskingCommand[] => [
    ['TYPE', key],
    ['PTTL', key],
  ]);
  const [time, ...answers] = await askAll(redis, [['TIME'], ...asked]);
  const now = timeOf(time);
  return keys.map((key, at) => knownOf(key, { type: answers[2 * at], ttl: answers[2 * at + 1], now }));
}

/** The same of the answers to TYPE and PTTL, given `now`. Throws for a kind that the store never writes. */
export function knownOf(
  key: string,
  { type, ttl, now }: { readonly type: unknown; readonly ttl: unknown; readonly now: number },
): Known {
  const name = String(type);
  const kind = storedTypes.find((each) => each === name) ?? (name === 'none' ? 'none' : null);
  if (kind === null)
    throw new TypeError(`${key} in Redis is a ${name}, which Watchfloor never writes: is the prefix someone else's?`);
  const leftMs = Number(ttl);
  return { key, type: kind, expiresAt: leftMs >= 0 ? now + leftMs : null };
}

/** The values of many keys, large ones bit by bit: what is changed meanwhile must be read again. */
export async function* partsOf(redis: Redis, known: readonly Known[], name: NameOf): AsyncGenerator<BackupRecord> {
  const present = known.filter(({ type }) => type !== 'none');
  const counted = present.filter(({ type }) => type !== 'string');
  const counts = await askChanging(
    redis,
    counted.map(({ key, type }): AskingCommand => [counting[type], key]),
  );
  const large = new Set(counted.filter((_, at) => Number(counts[at]) > atOnceMax));
  const small = present.filter((each) => !large.has(each));
  const answers = await askChanging(
    redis,
    small.flatMap(({ key, type }) => readingWhole(key, type)),
  );
  let at = 0;
  for (const each of small) {
    const took = readingWhole(each.key, each.type).length;
    yield* partsOfWhole(each, answers.slice(at, at + took), name);
    at += took;
  }
  for (const each of large) yield* partsOfLarge(redis, each, name);
}

/** A key's name without the prefix. */
export type NameOf = (key: string) => string;

const counting: Readonly<Record<StoredType | 'none', string>> = {
  none: 'EXISTS',
  string: 'STRLEN',
  hash: 'HLEN',
  set: 'SCARD',
  zset: 'ZCARD',
  stream: 'XLEN',
};

/** The commands that read a key whole. */
export function readingWhole(key: string, type: Known['type']): readonly AskingCommand[] {
  switch (type) {
    case 'none':
      return [];
    case 'string':
      return [['GET', key]];
    case 'hash':
      return [['HGETALL', key]];
    case 'set':
      return [['SMEMBERS', key]];
    case 'zset':
      return [['ZRANGE', key, 0, -1, 'WITHSCORES']];
    case 'stream':
      return [
        ['XRANGE', key, '-', '+'],
        ['XINFO', 'STREAM', key],
      ];
  }
}

/** What the answers to them say. It has gone meanwhile where they say nothing, and comes again then. */
export function* partsOfWhole(known: Known, answers: readonly unknown[], name: NameOf): Generator<BackupRecord> {
  const [values, about] = answers;
  switch (known.type) {
    case 'none':
      return;
    case 'string':
      if (Buffer.isBuffer(values)) yield partOf(known, 0, [values], name);
      return;
    case 'hash':
    case 'set':
      yield* cut(known, { values: buffersIn(values), unit: known.type === 'hash' ? 2 : 1, from: 0 }, name);
      return;
    case 'zset':
      yield* cut(known, { values: scoreFirst(buffersIn(values)), unit: 2, from: 0 }, name);
      return;
    case 'stream':
      if (Array.isArray(about))
        yield* partsOfStream(known, { entries: entriesIn(values), lastId: lastIdIn(about), from: 0 }, name);
  }
}

async function* partsOfLarge(redis: Redis, known: Known, name: NameOf): AsyncGenerator<BackupRecord> {
  const { key, type } = known;
  if (type === 'stream') return yield* partsOfLargeStream(redis, known, name);
  const scan = type === 'hash' ? 'HSCAN' : type === 'set' ? 'SSCAN' : 'ZSCAN';
  let part = 0;
  let cursor = '0';
  do {
    const [answer] = await askChanging(redis, [[scan, key, cursor, 'COUNT', valuesPerPart]]);
    const [next, found] = Array.isArray(answer) ? answer : [];
    cursor = String(next ?? '0');
    const values = type === 'zset' ? scoreFirst(buffersIn(found)) : buffersIn(found);
    for (const record of cut(known, { values, unit: type === 'set' ? 1 : 2, from: part }, name)) {
      yield record;
      part += 1;
    }
  } while (cursor !== '0');
}

async function* partsOfLargeStream(redis: Redis, known: Known, name: NameOf): AsyncGenerator<BackupRecord> {
  const { key } = known;
  let part = 0;
  let after = '-';
  for (;;) {
    // In this order: what is added meanwhile must not stand behind the id with which it ends.
    const [page, about] = await askChanging(redis, [
      ['XRANGE', key, after, '+', 'COUNT', valuesPerPart],
      ['XINFO', 'STREAM', key],
    ]);
    const entries = entriesIn(page);
    const last = entries.at(-1);
    const lastId = entries.length < valuesPerPart ? lastIdIn(about) : null;
    for (const record of partsOfStream(known, { entries, lastId, from: part }, name)) {
      yield record;
      part += 1;
    }
    if (last === undefined || lastId !== null) return;
    after = `(${last.id}`;
  }
}

interface Entry {
  readonly id: string;
  readonly texts: readonly Buffer[];
}

/** With `lastId` the stream is at its end, which is said in a part of its own. */
function* partsOfStream(
  known: Known,
  {
    entries,
    lastId,
    from,
  }: { readonly entries: readonly Entry[]; readonly lastId: string | null; readonly from: number },
  name: NameOf,
): Generator<BackupRecord> {
  let part = from;
  for (let at = 0; at < entries.length; at += valuesPerPart / 10) {
    const some = entries.slice(at, at + valuesPerPart / 10);
    const values = some.flatMap(({ id, texts }) => [Buffer.from(id), Buffer.from(String(texts.length)), ...texts]);
    yield partOf(known, part, values, name);
    part += 1;
  }
  if (lastId !== null) yield { ...partOf(known, part, [], name), lastId };
}

/** Values in units that belong together, so many at a time. */
function* cut(
  known: Known,
  { values, unit, from }: { readonly values: readonly Buffer[]; readonly unit: number; readonly from: number },
  name: NameOf,
): Generator<StoredPart> {
  let part = from;
  let some: Buffer[] = [];
  let bytes = 0;
  for (let at = 0; at < values.length; at += unit) {
    const next = values.slice(at, at + unit);
    some.push(...next);
    for (const value of next) bytes += value.length;
    if (some.length < valuesPerPart && bytes < bytesPerPart) continue;
    yield partOf(known, part, some, name);
    part += 1;
    some = [];
    bytes = 0;
  }
  if (some.length > 0) yield partOf(known, part, some, name);
}

function partOf({ key, type, expiresAt }: Known, part: number, values: readonly Buffer[], name: NameOf): StoredPart {
  if (type === 'none') throw new TypeError(`${key} is not there, and has no values`);
  return { kind: 'part', key: name(key), type, part, expiresAt, values };
}

/** Redis gives the member first, and takes the score first. */
function scoreFirst(values: readonly Buffer[]): readonly Buffer[] {
  return values.map((_, at) => values[at % 2 === 0 ? at + 1 : at - 1] ?? Buffer.alloc(0));
}

function buffersIn(answer: unknown): readonly Buffer[] {
  return Array.isArray(answer) ? answer.filter((each) => Buffer.isBuffer(each)) : [];
}

function entriesIn(answer: unknown): readonly Entry[] {
  if (!Array.isArray(answer)) return [];
  return answer.flatMap((entry: unknown) => {
    const [id, texts] = Array.isArray(entry) ? entry : [];
    return Buffer.isBuffer(id) ? { id: id.toString(), texts: buffersIn(texts) } : [];
  });
}

/** Null where the stream has gone. */
function lastIdIn(about: unknown): string | null {
  if (!Array.isArray(about)) return null;
  const fields = about.map(String);
  return fields[fields.indexOf('last-generated-id') + 1] ?? null;
}
