import { foldJobId } from '../pipeline/fold.ts';
import { releaseTimer } from '../pipeline/hold.ts';
import type { Clock, Log, Queue, QueueName, Store } from '../ports.ts';
import { letterJobId } from './deliver/letter-job.ts';
import { bulletinsJobId } from './lookout.ts';

interface SweepDeps {
  readonly store: Pick<
    Store,
    | 'pendingBefore'
    | 'unsettledRows'
    | 'waitingBulletins'
    | 'waitingLetters'
    | 'waitingFolds'
    | 'nextHeld'
    | 'ensureTimer'
  >;
  readonly queue: Pick<Queue, 'add'>;
  readonly realClock: Clock;
  readonly log: Log;
  /** Work that waited longer than this on the real clock is added to its queue again. */
  readonly sweepAfterMs: number;
}

interface Swept {
  readonly articles: number;
  readonly rows: number;
}

const sweptMax = 1_000; // a sweep; the rest comes with the next

/** Brings back articles, rows, letters, summaries and bulletins whose job stalled, failed for good or was lost with the queue. */
export async function sweep(deps: SweepDeps): Promise<Swept> {
  const { store, realClock, log, sweepAfterMs } = deps;
  const before = realClock.now() - sweepAfterMs;
  const articles = await store.pendingBefore(before, sweptMax);
  const rows = (await store.unsettledRows(before, sweptMax)).map(({ id }) => id);
  const letters = (await store.waitingLetters(before, sweptMax)).map(({ id }) => letterJobId(id));
  const folds = (await store.waitingFolds(before, sweptMax)).map(foldJobId);
  await bringBack(deps, 'match', articles);
  await bringBack(deps, 'deliver', [...rows, ...letters, ...folds]);
  const [bulletin] = await store.waitingBulletins(1);
  if (bulletin !== undefined && bulletin.createdAt < before) await bringBack(deps, 'deliver', [bulletinsJobId]);
  const heldUntil = await store.nextHeld();
  // Whoever was to set the timer again may have died.
  if (heldUntil !== null) await store.ensureTimer(releaseTimer, heldUntil);
  const swept = { articles: articles.length, rows: rows.length };
  if (swept.articles + swept.rows > 0) log.info('swept', { ...swept });
  return swept;
}

async function bringBack({ queue }: SweepDeps, name: QueueName, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await queue.add(name, ids);
}
