import { setTimeout as pause } from 'node:timers/promises';
import type { IncidentStore } from '../../ports.ts';

interface WriterDeps {
  readonly store: Pick<IncidentStore, 'claimWriter' | 'releaseWriter'>;
  /** Unique to this process. */
  readonly owner: string;
  readonly writerLeaseMs: number;
}

const claimWaitMaxMs = 2_000; // then it goes on without: the revision of the commit keeps it right
const claimPauseMs = 10;

/** Lets one task of this process, and as a rule of all processes, run at a time. */
export function oneWriterAtATime({
  store,
  owner,
  writerLeaseMs,
}: WriterDeps): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  const claim = async () => {
    for (let waited = 0; waited < Math.min(writerLeaseMs, claimWaitMaxMs); ) {
      if (await store.claimWriter(owner, writerLeaseMs)) return true;
      const waitMs = claimPauseMs * (1 + Math.random());
      await pause(waitMs);
      waited += waitMs;
    }
    return false;
  };
  const run = async <T>(task: () => Promise<T>): Promise<T> => {
    const isOurs = await claim();
    try {
      return await task();
    } finally {
      if (isOurs) await store.releaseWriter(owner);
    }
  };
  return <T>(task: () => Promise<T>): Promise<T> => {
    const turn = last.then(() => run(task));
    last = turn.catch(() => undefined);
    return turn;
  };
}
