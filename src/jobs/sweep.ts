import type { Clock, Log, Queue, Store } from '../ports.ts';

export interface SweepDeps {
  readonly store: Pick<Store, 'pendingBefore' | 'unsettledRows' | 'retain' | 'ensureTimer' | 'settleTimer'>;
  readonly queue: Pick<Queue, 'add'>;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly log: Log;
  /** Work that waited longer than this on the real clock is added to its queue again. */
  readonly sweepAfterMs: number;
  readonly sweepEveryMs: number;
}

/** The names of the two timers, for the tick. */
export const sweepTimer = 'sweep';
export const retentionTimer = 'retention';
const retentionEveryMs = 24 * 3_600_000;
const sweptMax = 1_000; // a sweep; the rest comes with the next

/** Sees to it that both timers exist. */
export async function ensureHousekeeping({ store, clock, sweepEveryMs }: SweepDeps): Promise<void> {
  await store.ensureTimer(sweepTimer, clock.now() + sweepEveryMs);
  await store.ensureTimer(retentionTimer, clock.now() + retentionEveryMs);
}

/** Brings back articles and rows whose job stalled, failed for good or was lost with the queue; sets the next sweep. */
export async function sweep({ store, queue, clock, realClock, log, ...limits }: SweepDeps): Promise<void> {
  const before = realClock.now() - limits.sweepAfterMs;
  const articles = await store.pendingBefore(before, sweptMax);
  const rows = await store.unsettledRows(before, sweptMax);
  if (articles.length > 0) await queue.add('match', articles);
  if (rows.length > 0) {
    await queue.add(
      'deliver',
      rows.map(({ id }) => id),
    );
  }
  if (articles.length + rows.length > 0) log.info('swept', { articles: articles.length, rows: rows.length });
  await store.settleTimer(sweepTimer, clock.now() + limits.sweepEveryMs);
}

/** Deletes what is older than its keeping time; sets the next day's. */
export async function retention({ store, clock }: SweepDeps): Promise<void> {
  await store.retain(clock.now());
  await store.settleTimer(retentionTimer, clock.now() + retentionEveryMs);
}
