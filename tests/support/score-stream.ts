/** A labelled stream as the scorer reads it: `items.jsonl` with labels, and the tables of names beside it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseStreamItem, type StreamItem } from '../../src/adapters/stream/items.ts';

const roles = ['first', 'followup', 'repeat', 'background', 'none'] as const;
export type Role = (typeof roles)[number];

export interface Labels {
  readonly role: Role;
  readonly incident: string | null;
  readonly subEvent: string | null;
  readonly place: string | null;
  readonly eventDate: string | null;
  readonly actors: readonly string[];
  readonly killed: number | null;
  readonly wounded: number | null;
}

/** An actor or a place, and the names it goes by. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly lat?: number;
  readonly lon?: number;
}

export interface LabelledStream {
  /** In order of publication. */
  readonly items: readonly { readonly item: StreamItem; readonly labels: Labels }[];
  readonly actors: readonly Named[];
  readonly places: readonly Named[];
}

/** Reads a labelled stream; throws where a line is not what it should be. */
export function readLabelledStream(folder: string): LabelledStream {
  const file = join(folder, 'items.jsonl');
  const items = lines(file).map((line, at) => ({
    item: parseStreamItem(line, at + 1, file),
    labels: labelsOf(JSON.parse(line), `${file}:${at + 1}`),
  }));
  const table = (name: string) => lines(join(folder, name)).map((line): Named => JSON.parse(line));
  return {
    items: items.toSorted((one, other) => Date.parse(one.item.published) - Date.parse(other.item.published)),
    actors: table('actors.jsonl'),
    places: table('places.jsonl'),
  };
}

/** The stream with those items alone that are in one of these languages. */
export function inLanguages(stream: LabelledStream, languages: readonly string[]): LabelledStream {
  return { ...stream, items: stream.items.filter(({ item }) => languages.includes(item.lang)) };
}

function labelsOf({ labels }: { readonly labels?: Labels }, where: string): Labels {
  if (labels === undefined || !roles.includes(labels.role))
    throw new Error(`${where}: labels: expected a role, one of ${roles.join(', ')}, got ${JSON.stringify(labels)}`);
  return labels;
}

function lines(file: string): readonly string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
}
