import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { birthOf, isAlive } from './life.ts';

const takeoverSettleMs = 100;
const takeoversMax = 5;

export interface Lock {
  release(): Promise<void>;
}
export type LockResult =
  | { readonly status: 'taken'; readonly lock: Lock; readonly wasStale: boolean }
  | { readonly status: 'held'; readonly pid: number };

/**
 * Takes a lock file for this process. One whose holder is gone (by its number and the time it began) is taken over; a
 * file that cannot be read as a lock counts as such a one.
 */
export async function takeLock(path: string): Promise<LockResult> {
  const token = `${process.pid} ${birthOf(process.pid) ?? '-'} ${randomUUID()}\n`;
  for (let takeovers = 0; takeovers < takeoversMax; takeovers++) {
    if (await place(path, token)) {
      // Two that take over the same stale lock may displace each other; after a moment exactly one file stands.
      if (takeovers > 0) await pause(takeoverSettleMs);
      if ((await content(path)) === token)
        return { status: 'taken', lock: lockOf(path, token), wasStale: takeovers > 0 };
    }
    const held = await content(path);
    const holder = held === null ? null : liveHolder(held);
    if (holder !== null) return { status: 'held', pid: holder };
    if (held !== null) await removeStale(path, held);
  }
  return { status: 'held', pid: liveHolder((await content(path)) ?? '') ?? 0 };
}

function lockOf(path: string, token: string): Lock {
  return {
    async release() {
      if ((await content(path)) === token) await rm(path, { force: true });
    },
  };
}

/** Creates the file with its content in one step, so that nobody ever reads half a lock. */
async function place(path: string, token: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, token, { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function removeStale(path: string, expected: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
    // Somebody was quicker and what was moved is a live lock: it goes back.
    if ((await content(aside)) !== expected) await link(aside, path).catch(() => undefined);
  } catch {
    // Removed by somebody else meanwhile, which is what was wanted.
  } finally {
    await rm(aside, { force: true });
  }
}

function liveHolder(held: string): number | null {
  const [number, birth] = held.split(' ');
  const pid = Number(number);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return null;
  return birth === (birthOf(pid) ?? '-') ? pid : null;
}

async function content(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}
