import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mending } from '../../model.ts';

/** A file each in the data folder, so that one is forgotten without the others. */
const noteName = /^mended\..+\.json$/u;

/** Keeps beside the data what was mended of it, until its owners were told: who mends may be a command, or be killed. */
export async function noteMending(dataDir: string, mended: Omit<Mending, 'id'>): Promise<void> {
  const id = `mended.${mended.at}.${mended.what}`;
  await writeFile(join(dataDir, `${id}.json`), JSON.stringify({ ...mended, id }), { mode: 0o600 });
}

/** What was mended and not told yet, oldest first. */
export async function mendingsIn(dataDir: string): Promise<readonly Mending[]> {
  const names = (await readdir(dataDir)).filter((name) => noteName.test(name));
  const read = await Promise.all(names.map(async (name) => readMending(await readFile(join(dataDir, name), 'utf8'))));
  return read.filter((mending) => mending !== null).toSorted((one, other) => one.at - other.at);
}

/** To be called when its owners are sure to be told. */
export async function forgetMending(dataDir: string, { id }: Mending): Promise<void> {
  await rm(join(dataDir, `${id}.json`), { force: true });
}

/** Null where a full disk left half of it. */
function readMending(text: string): Mending | null {
  try {
    const { id, at, what, copy, lostBytes } = JSON.parse(text);
    const kind = mendings.find((each) => each === what);
    if (typeof id !== 'string' || typeof at !== 'number' || kind === undefined) return null;
    const lost = typeof lostBytes === 'number' ? lostBytes : null;
    return { id, at, what: kind, copy: typeof copy === 'string' ? copy : null, lostBytes: lost };
  } catch {
    return null;
  }
}

const mendings = ['repaired', 'truncated', 'relisted'] as const;
