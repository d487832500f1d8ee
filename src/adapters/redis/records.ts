import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Context } from './context.ts';

/** Texts compress to a third; below this size it is not worth the time. */
const compressFromBytes = 1024;
const inflatedBytesMax = 64 * 1024 * 1024;
/** Stands before a deflated record; a plain one begins with `{`. */
const deflatedMark = 1;

type Kind = 'string' | 'number' | 'boolean' | 'object' | 'array';

/** The fields of a record as they are stored. */
export type Stored = Readonly<Record<string, unknown>>;

/**
 * How a kind of record is read. `required` is what nothing can be done without; `defaults` fills what an older version
 * of the program did not write.
 */
export interface Shape<T> {
  readonly name: string;
  readonly required: { readonly [field in keyof T]?: Kind };
  readonly defaults: Partial<T>;
  /** What nothing can be done without in the record that stands in a field, or in each of those in its list. */
  readonly within?: { readonly [field in keyof T]?: Readonly<Record<string, Kind>> };
  /** The fields by their names, where they are stored by others. */
  readonly expand?: (stored: Stored) => Stored;
  /** The same for the records within this one. */
  readonly complete?: (record: T) => T;
}

/** Writes a large record: compressed where that is worth it. */
export function pack(record: object): string | Buffer {
  const text = JSON.stringify(record);
  if (text.length < compressFromBytes) return text;
  return Buffer.concat([Buffer.of(deflatedMark), deflateRawSync(text, { level: 3 })]);
}

/** Reads what `pack` or JSON wrote. A record that cannot be read is reported and null: one must not stop the rest. */
export function read<T extends object>(
  context: Context,
  shape: Shape<T>,
  raw: string | Buffer | null | undefined,
  where: string,
): T | null {
  if (raw === null || raw === undefined) return null;
  try {
    return parse(shape, typeof raw === 'string' ? raw : unpack(raw));
  } catch (error) {
    context.reportUnreadable(where, error instanceof Error ? error.message : String(error));
    return null;
  }
}

/** The JSON of a record, packed or not. */
export function unpack(raw: Buffer): string {
  if (raw[0] !== deflatedMark) return raw.toString('utf8');
  return inflateRawSync(raw.subarray(1), { maxOutputLength: inflatedBytesMax }).toString('utf8');
}

function parse<T extends object>(shape: Shape<T>, text: string): T {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError(`${shape.name} is no object`);
  const stored = value as Stored;
  const fields = shape.expand?.(stored) ?? stored;
  assertKinds(shape.name, fields, shape.required);
  for (const [field, kinds] of Object.entries<Readonly<Record<string, Kind>> | undefined>(shape.within ?? {}))
    for (const inner of [fields[field]].flat()) assertKinds(`${shape.name}: ${field}`, Object(inner), kinds ?? {});
  for (const [field, value] of Object.entries(shape.defaults))
    if (value !== null && Object.hasOwn(fields, field) && !isOfKind(fields[field], value))
      throw new TypeError(`${shape.name}: ${field} is ${kindOf(fields[field])}, expected ${kindOf(value)}`);
  const record = { ...shape.defaults, ...fields } as T;
  return shape.complete?.(record) ?? record;
}

function assertKinds(name: string, fields: Stored, kinds: Readonly<Record<string, unknown>>): void {
  for (const [field, kind] of Object.entries(kinds))
    if (kindOf(fields[field]) !== kind)
      throw new TypeError(`${name}: ${field} is ${kindOf(fields[field])}, expected ${String(kind)}`);
}

/** As what stands in its place where nothing was written. What may be nothing is not looked at: nobody counts on it. */
function isOfKind(stored: unknown, otherwise: unknown): boolean {
  return kindOf(stored) === kindOf(otherwise);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
