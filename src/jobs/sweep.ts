import { releaseTimer } from '../pipeline/hold.ts';
import type { Clock, Log, Queue, Store } from '../ports.ts';
import { letterJobId } from './deliver/letter.ts';
import { bulletinsJobId } from './lookout.ts';

interface SweepDeps {
  readonly store: Pick<
    Store,
    'pendingBefore' | 'unsettledRows' | 'waitingBulletins' | 'waitingLetters' | 'nextHeld' | 'ensureTimer'
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

/** Brings back articles, rows, letters and bulletins whose job stalled, failed for good or was lost with the queue. */
export async function sweep({ store, queue, realClock, log, sweepAfterMs }: SweepDeps): Promise<Swept> {
  const before = realClock.now() - sweepAfterMs;
  const articles = await store.pendingBefore(before, sweptMax);
  const rows = await store.unsettledRows(before, sweptMax);
  if (articles.length > 0) await queue.add('match', articles);
  if (rows.length > 0) {
    await queue.add(
      'deliver',
      rows.map(({ id }) => id),
    );
  }
  const letters = await store.waitingLetters(before, sweptMax);
  if (letters.length > 0) {
    await queue.add(
      'deliver',
      letters.map(({ id }) => letterJobId(id)),
    );
  }
  const [bulletin] = await store.waitingBulletins(1);
  if (bulletin !== undefined && bulletin.createdAt < before) await queue.add('deliver', [bulletinsJobId]);
  const heldUntil = await store.nextHeld();
  // Whoever was to set the timer again may have died.
  if (heldUntil !== null) await store.ensureTimer(releaseTimer, heldUntil);
  const swept = { articles: articles.length, rows: rows.length };
  if (swept.articles + swept.rows > 0) log.info('swept', { ...swept });
  return swept;
}
