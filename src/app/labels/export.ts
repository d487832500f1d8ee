import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Incident, Label, Pack } from '../../model.ts';
import { articlesNamed, streamOf } from '../../pipeline/label/stream.ts';
import type { ArticleRecord, Store } from '../../ports.ts';
import { LabelsError } from './arguments.ts';

/** Its presence says that the folder is an export of ours, and may be written again. */
const marker = 'labels.jsonl';
const readsAtOnce = 100;

interface Exporting {
  readonly store: Pick<Store, 'articleRecord' | 'incident'>;
  readonly pack: Pack;
  readonly say: (text: string) => void;
}

/** Writes labels as a stream into a folder. Throws LabelsError where another stream is there, or it cannot be written. */
export async function exportLabels(
  { store, pack, say }: Exporting,
  labels: readonly Label[],
  folder: string,
): Promise<'done'> {
  const holding = labels.filter(({ revokedAt }) => revokedAt === null);
  const records = await readAll([...articlesNamed(holding)], (id) => store.articleRecord(id));
  const named = holding.flatMap(({ incident, says }) =>
    says.what === 'false-alarm' ? [incident] : [incident, says.incident],
  );
  const incidents = await readAll<Incident>([...new Set(named)], (id) => store.incident(id));
  const { items, left, ...described } = streamOf(holding, { records, incidents, pack });
  write(folder, { items, ...described, labels: holding });
  say(`${items.length} articles of ${holding.length} labels are in ${folder}.\n`);
  if (left.unsaid > 0) say(`${left.unsaid} labels do not say what their articles are instead, and are left out.\n`);
  if (left.gone > 0) say(`${left.gone} articles are no longer kept (see news.keepDays).\n`);
  return 'done';
}

async function readAll<T = ArticleRecord>(
  ids: readonly string[],
  find: (id: string) => Promise<T | null>,
): Promise<ReadonlyMap<string, T>> {
  const found = new Map<string, T>();
  for (let from = 0; from < ids.length; from += readsAtOnce) {
    const some = ids.slice(from, from + readsAtOnce);
    for (const [at, each] of (await Promise.all(some.map(find))).entries())
      if (each !== null) found.set(some[at] ?? '', each);
  }
  return found;
}

function write(folder: string, files: Readonly<Record<string, readonly unknown[]>>): void {
  if (existsSync(join(folder, 'items.jsonl')) && !existsSync(join(folder, marker)))
    throw new LabelsError(
      `${folder}: expected a new folder or one that labels were exported to before; another stream is there`,
    );
  try {
    mkdirSync(folder, { recursive: true });
    for (const [name, lines] of Object.entries(files))
      writeFileSync(join(folder, `${name}.jsonl`), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new LabelsError(`${folder}: expected a folder that can be written: ${why}`, { cause });
  }
}
