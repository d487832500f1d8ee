/** What no file can say alone: that ids are used once, that references lead somewhere, and in no circle. */
import { didYouMean, mistakeAt } from './expectations.ts';
import type { Mistake } from './mistakes.ts';
import type { Path, YamlFile } from './yaml-file.ts';

/** A list of entries with ids and the file and key it stands under. */
export interface Section<Entry> {
  readonly file: YamlFile;
  readonly key: string;
  readonly entries: readonly Entry[];
}

interface Identified {
  readonly id: string;
}

/** Entries whose `keyOf` was met before: by default their id. */
export function repeated<Entry>(
  section: Section<Entry>,
  field: keyof Entry & string,
  what: string,
  keyOf: (entry: Entry) => string = (entry) => String(entry[field]),
): readonly Mistake[] {
  const first = new Map<string, number>();
  return section.entries.flatMap((entry, index) => {
    const key = keyOf(entry);
    const before = first.get(key);
    if (before === undefined) first.set(key, index);
    if (before === undefined) return [];
    const line = section.file.locate([section.key, before, field]).line;
    const told = `expected ${what} of its own, got "${key}" as in line ${line}`;
    return [mistakeAt(section.file, [section.key, index, field], told)];
  });
}

/** References that lead nowhere. `refsOf` gives each reference with its path below the entry. */
export function dangling<Entry>(
  section: Section<Entry>,
  refsOf: (entry: Entry) => readonly { readonly path: Path; readonly id: string | null }[],
  what: string,
  target: readonly Identified[] | null,
): readonly Mistake[] {
  // The file that is referred to is wrong itself: its own mistakes say enough.
  if (target === null) return [];
  const known = new Set(target.map((entry) => entry.id));
  return section.entries.flatMap((entry, index) =>
    refsOf(entry).flatMap(({ path, id }) => {
      if (id === null || known.has(id)) return [];
      const told = `expected the id of ${what}, got "${id}"${didYouMean(id, known)}`;
      return [mistakeAt(section.file, [section.key, index, ...path], told)];
    }),
  );
}

/** Entries that contain themselves by way of others; each circle once. */
export function circles<Entry extends Identified>(
  section: Section<Entry>,
  field: keyof Entry & string,
  parentsOf: (entry: Entry) => readonly string[],
): readonly Mistake[] {
  const parents = new Map(section.entries.map((entry) => [entry.id, parentsOf(entry)]));
  const told = new Set<string>();
  return section.entries.flatMap((entry, index) => {
    const way = told.has(entry.id) ? null : wayBack(entry.id, parents);
    if (way === null) return [];
    for (const id of way) told.add(id);
    const problem = `expected no circle, got ${[entry.id, ...way].join(' → ')}`;
    return [mistakeAt(section.file, [section.key, index, field], problem)];
  });
}

/** The steps from an id back to itself; null when there are none. */
function wayBack(id: string, parents: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const seen = new Set<string>();
  const open: (readonly string[])[] = [[]];
  for (let way = open.pop(); way !== undefined; way = open.pop()) {
    for (const parent of parents.get(way.at(-1) ?? id) ?? []) {
      if (parent === id) return [...way, parent];
      if (seen.has(parent)) continue;
      seen.add(parent);
      open.push([...way, parent]);
    }
  }
  return null;
}
