import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseStreamItem, type StreamItem } from '../adapters/stream/items.ts';

/** There is no stream, or nothing in it; says where and what was expected. */
export class StreamError extends Error {
  override readonly name = 'StreamError';
}

/**
 * The items of `FOLDER/items.jsonl` in order of publication; a line that cannot be read is told on standard error. Throws
 * StreamError.
 */
export function readStream(folder: string): readonly StreamItem[] {
  const file = join(folder, 'items.jsonl');
  if (!existsSync(file))
    throw new StreamError(`${file}: expected a stream of items, one JSON object a line; there is no such file`);
  const items: StreamItem[] = [];
  for (const [at, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      items.push(parseStreamItem(line, at + 1, file));
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}; the item is left out\n`);
    }
  }
  if (items.length === 0) throw new StreamError(`${file}: expected at least one item; there is nothing to replay`);
  return items.toSorted((one, other) => Date.parse(one.published) - Date.parse(other.published));
}
