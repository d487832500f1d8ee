import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonObject, type StreamItem } from '../adapters/stream/items.ts';
import { readStream, StreamError } from './stream.ts';

/** An item and the incident that its labels say it is about; null for none. */
export interface LabelledItem {
  readonly item: StreamItem;
  readonly incident: string | null;
}

/** The items of a labelled stream in order of publication. Throws StreamError, also where an item has no labels. */
export function readLabelled(folder: string): readonly LabelledItem[] {
  const items = readStream(folder);
  const labels = readLabels(join(folder, 'items.jsonl'));
  return items.map((item) => ({ item, incident: labels.get(item.id) ?? null }));
}

function readLabels(file: string): ReadonlyMap<unknown, string | null> {
  const labels = new Map<unknown, string | null>();
  for (const [at, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line.trim() === '') continue;
    const where = `${file}:${at + 1}`;
    const { id, labels: said } = jsonObject(line, where);
    if (typeof said !== 'object' || said === null)
      throw new StreamError(`${where}: labels: expected a map with the item's incident, got ${told(said)}`);
    const incident: unknown = Reflect.get(said, 'incident');
    if (incident !== null && typeof incident !== 'string')
      throw new StreamError(`${where}: labels.incident: expected an id or null, got ${told(incident)}`);
    labels.set(id, incident);
  }
  return labels;
}

function told(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
