import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseStreamItem, type StreamItem } from '../adapters/stream/items.ts';

/** There is no stream, or nothing in it; says where and what was expected. */
export class StreamError extends Error {
  override readonly name = 'StreamError';
}

/** A line that holds an item. */
export interface StreamLine {
  readonly item: StreamItem;
  readonly line: string;
  /** The file and the number of the line. */
  readonly where: string;
}

/** The file of a stream. Throws StreamError where it is none. */
export function streamFile(folder: string): string {
  const file = join(folder, 'items.jsonl');
  const expected = `${file}: expected a stream of items, one JSON object a line`;
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw new StreamError(`${expected}; there is no such file`);
  if (found.isDirectory()) throw new StreamError(`${expected}; it is a folder`);
  return file;
}

/** The items of `FOLDER/items.jsonl` in order of publication, as readStreamLines finds them. Throws StreamError. */
export function readStream(folder: string): readonly StreamItem[] {
  return readStreamLines(folder).map(({ item }) => item);
}

/** The lines of a stream in order of publication; one that cannot be read is told on standard error. Throws StreamError. */
export function readStreamLines(folder: string): readonly StreamLine[] {
  const file = streamFile(folder);
  const lines: StreamLine[] = [];
  for (const [at, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      lines.push({ item: parseStreamItem(line, at + 1, file), line, where: `${file}:${at + 1}` });
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}; the item is left out\n`);
    }
  }
  if (lines.length === 0) throw new StreamError(`${file}: expected at least one item; there is nothing to replay`);
  return lines.toSorted(({ item: one }, { item: other }) => Date.parse(one.published) - Date.parse(other.published));
}
