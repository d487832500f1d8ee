import { jsonObject, type StreamItem } from '../adapters/stream/items.ts';
import { readStreamLines, StreamError, type StreamLine } from './stream.ts';

/** An item and the incident that its labels say it is about; null for none. */
export interface LabelledItem {
  readonly item: StreamItem;
  readonly incident: string | null;
}

/** The items of a labelled stream in order of publication. Throws StreamError, also where an item has no labels. */
export function readLabelled(folder: string): readonly LabelledItem[] {
  return readStreamLines(folder).map((line) => ({ item: line.item, incident: incidentOf(line) }));
}

function incidentOf({ line, where }: StreamLine): string | null {
  const { labels: said } = jsonObject(line, where);
  if (typeof said !== 'object' || said === null)
    throw new StreamError(`${where}: labels: expected a map with the item's incident, got ${told(said)}`);
  const incident: unknown = Reflect.get(said, 'incident');
  if (incident !== null && typeof incident !== 'string')
    throw new StreamError(`${where}: labels.incident: expected an id or null, got ${told(incident)}`);
  return incident;
}

function told(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
