/** A backup as lines of text: what stands in one, from values to a line and back. */

/** Counts changes of this form that an older program could not read. */
export const backupFormat = 1;

export const storedTypes = ['string', 'hash', 'set', 'zset', 'stream'] as const;
export type StoredType = (typeof storedTypes)[number];

/** What the first line says. */
export interface BackupHead {
  readonly format: number;
  /** The version of the stored form; null: none had been agreed on. */
  readonly schema: number | null;
  /** The version of the program that wrote it, and what stood before its keys. */
  readonly program: string;
  readonly prefix: string;
}

/**
 * Some values of a key, whose name is given without the prefix. The key begins anew with its `part` 0, whatever was said of
 * it before: what changed while the backup was made comes again, and the last word on a key is the one that holds.
 */
export type BackupRecord = StoredPart | { readonly kind: 'gone'; readonly key: string };
export interface StoredPart {
  readonly kind: 'part';
  readonly key: string;
  readonly type: StoredType;
  readonly part: number;
  /** When Redis forgets it, on the real clock; null: never. */
  readonly expiresAt: number | null;
  /** As they are given to SET, HSET, SADD, ZADD (score and member) or XADD (id, number of texts, texts). */
  readonly values: readonly Buffer[];
  /** Of the last part of a stream: the id behind which it goes on. */
  readonly lastId?: string;
}

/** What the last line says. */
export interface BackupFoot {
  /** The moment whose state this is, by the clock of Redis. */
  readonly takenAt: number;
  readonly records: number;
  /** Of all lines before this one, as they stand unpacked. */
  readonly sha256: string;
}

export type BackupLine =
  | { readonly is: 'head'; readonly head: BackupHead }
  | { readonly is: 'record'; readonly record: BackupRecord }
  /** The hash of all lines so far: it tells where a file was changed. */
  | { readonly is: 'check'; readonly sha256: string }
  | { readonly is: 'foot'; readonly foot: BackupFoot };

/** A line, with its end. */
export function lineOf(line: BackupLine): string {
  switch (line.is) {
    case 'head':
      return `${JSON.stringify({ watchfloor: 'backup', ...line.head })}\n`;
    case 'record':
      return `${JSON.stringify(written(line.record))}\n`;
    case 'check':
      return `${JSON.stringify({ check: line.sha256 })}\n`;
    case 'foot':
      return `${JSON.stringify({ end: true, ...line.foot })}\n`;
  }
}

/** Reads a line; null where it is none of a backup. */
export function readLine(text: string): BackupLine | null {
  const value = parsed(text);
  if (value === null) return null;
  if (value.watchfloor === 'backup') return headOf(value);
  if (typeof value.check === 'string') return { is: 'check', sha256: value.check };
  if (value.end === true) return footOf(value);
  const record = recordOf(value);
  return record === null ? null : { is: 'record', record };
}

/** Texts stand as they are, so that a backup can be read; what is no text stands in base64. */
type WrittenValue = string | { readonly base64: string };

function written(record: BackupRecord): object {
  if (record.kind === 'gone') return { gone: record.key };
  const { kind: _kind, values, ...rest } = record;
  return { ...rest, values: values.map(writtenValue) };
}

function writtenValue(value: Buffer): WrittenValue {
  const text = value.toString('utf8');
  return Buffer.from(text, 'utf8').equals(value) ? text : { base64: value.toString('base64') };
}

type Fields = Readonly<Record<string, unknown>>;

function parsed(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isMap(value) ? value : null;
  } catch {
    return null;
  }
}

function headOf({ format, schema, program, prefix }: Fields): BackupLine | null {
  if (!isCount(format) || !(schema === null || isCount(schema))) return null;
  if (typeof program !== 'string' || typeof prefix !== 'string') return null;
  return { is: 'head', head: { format, schema, program, prefix } };
}

function footOf({ takenAt, records, sha256 }: Fields): BackupLine | null {
  if (!isCount(takenAt) || !isCount(records) || typeof sha256 !== 'string') return null;
  return { is: 'foot', foot: { takenAt, records, sha256 } };
}

function recordOf({ gone, key, type, part, expiresAt, values, lastId }: Fields): BackupRecord | null {
  if (typeof gone === 'string') return { kind: 'gone', key: gone };
  const known = storedTypes.find((each) => each === type);
  if (typeof key !== 'string' || known === undefined || !isCount(part) || !Array.isArray(values)) return null;
  if (!(expiresAt === null || isCount(expiresAt))) return null;
  const read = values.map(readValue);
  if (read.includes(null)) return null;
  const kept = { kind: 'part', key, type: known, part, expiresAt, values: read.flatMap((each) => each ?? []) } as const;
  return typeof lastId === 'string' ? { ...kept, lastId } : kept;
}

function readValue(value: unknown): Buffer | null {
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  return isMap(value) && typeof value.base64 === 'string' ? Buffer.from(value.base64, 'base64') : null;
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
