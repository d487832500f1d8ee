import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseStreamItem, type StreamItem } from '../adapters/stream/items.ts';

/** The stream has a line that cannot be read, or is not there; says which and what was expected. */
export class StreamError extends Error {
  override readonly name = 'StreamError';
}

/** The items of `FOLDER/items.jsonl` in order of publication. Throws StreamError. */
export function readStream(folder: string): readonly StreamItem[] {
  const file = join(folder, 'items.jsonl');
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    const items = lines.flatMap((line, at) => (line.trim() === '' ? [] : [parseStreamItem(line, at + 1, file)]));
    return items.toSorted((one, other) => Date.parse(one.published) - Date.parse(other.published));
  } catch (cause) {
    throw new StreamError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
