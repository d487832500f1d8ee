import { release } from '../../pipeline/hold.ts';
import type { Clock, JobHandler, Log, Queue, Store } from '../../ports.ts';
import { type Audience, readAudience } from '../audience.ts';

interface ReleaseDeps {
  readonly store: Pick<Store, 'heldRows' | 'releaseRows' | 'incident' | 'watches' | 'subscriptions'>;
  readonly queue: Pick<Queue, 'add'>;
  /** Watches and subscriptions of the configuration. */
  readonly filed: Audience;
  /** Who is told must be known, or everybody would seem to have unsubscribed. */
  readonly isAudienceKnown: () => boolean;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly log: Log;
}

const releasedMax = 500; // a round; the rest comes with the next
const audienceWaitMs = 2_000;

/** Makes the job that gives free what was held over quiet hours. Its id means nothing, and it may come at any time. */
export function releaseJob(deps: ReleaseDeps): JobHandler {
  return async () => {
    if (!deps.isAudienceKnown()) return { status: 'again', delayMs: audienceWaitMs, reason: 'audience-unknown' };
    const now = deps.clock.now();
    const rows = await deps.store.heldRows(now, releasedMax);
    if (rows.length === 0) return { status: 'done', reason: 'none-held' };
    const { subscriptions } = await readAudience(deps);
    const channels = new Set(subscriptions.flatMap(({ alerts, channel }) => (alerts ? channel : [])));
    const ids = [...new Set(rows.map(({ incident }) => incident))];
    const incidents = new Map(await Promise.all(ids.map(async (id) => [id, await deps.store.incident(id)] as const)));
    const held = rows.map((row) => ({ row, incident: incidents.get(row.incident) ?? null }));
    const { released, settled } = release(held, { now, realNow: deps.realClock.now(), channels });
    await deps.store.releaseRows(released, settled);
    await deps.queue.add(
      'deliver',
      released.map(({ id }) => id),
    );
    deps.log.info('held rows released', { released: released.length, settled: settled.length });
    return rows.length < releasedMax
      ? { status: 'done', reason: 'released' }
      : { status: 'again', delayMs: 0, reason: 'more-held' };
  };
}
