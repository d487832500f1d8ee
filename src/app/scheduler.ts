import { startCron } from '../adapters/cron.ts';
import { heartbeatTimer } from '../jobs/heartbeat.ts';
import { sweep } from '../jobs/sweep.ts';
import { alertTimersEveryMs, ensureAlertTimers } from '../jobs/tick/alert-timers.ts';
import { ensureTimers, spreadOverdue, type TickDependencies, tick } from '../jobs/tick.ts';
import type { Instant } from '../model.ts';
import { releaseJobId, releaseTimer } from '../pipeline/hold.ts';
import { membersEveryMs, membersJobId, membersTimer } from '../pipeline/membership.ts';
import type { Queue } from '../ports.ts';
import type { Heart } from './heart.ts';
import { beatEndMsMax, type Opened } from './opened.ts';
import type { Shared } from './shared.ts';

const tickEvery = '* * * * * *';
/** The sweep minds leases and queues, which are real: it goes by the real clock and is no timer of the due set. */
const sweepEvery = '*/5 * * * * *';
const retentionEveryMs = 24 * 3_600_000;
const timersEveryMs = 3_600_000;

/** The beat of the system. */
export interface Scheduler {
  /** Gives every feed its timer, and shares out what fell due while nobody polled. */
  prepare(): Promise<void>;
  tick(): Promise<void>;
  /** Ticks each second from now on. */
  start(): void;
  /** End of the last tick that succeeded, on the real clock. */
  tickedAt(): Instant | null;
}

/** The scheduler of a process that has this role. */
export function schedulerOf(shared: Shared, queue: Queue, opened: Opened, heart: Heart | null = null): Scheduler {
  const { store, log, realClock, config } = shared;
  const deps: TickDependencies = {
    ...shared,
    queue,
    schedule: config.settings.poll,
    awaited: { [releaseTimer]: { nextAt: () => store.nextHeld(), run: () => queue.add('deliver', [releaseJobId]) } },
    recurring: shared.keepsAll
      ? {}
      : {
          retention: { everyMs: retentionEveryMs, run: (now: Instant) => store.retain(now) },
          // However a timer came to be lost, its feed is polled again.
          timers: { everyMs: timersEveryMs, run: () => ensureTimers(deps) },
          alerts: { everyMs: alertTimersEveryMs, run: () => ensureAlertTimers(shared) },
          ...(heart === null ? {} : { [heartbeatTimer]: { everyMs: heart.everyMs, run: async () => heart.begin() } }),
          // Whoever delivers can ask Discord; at a terminal there is nobody to ask for.
          ...(config.discord === null
            ? {}
            : { [membersTimer]: { everyMs: membersEveryMs, run: () => queue.add('deliver', [membersJobId]) } }),
        },
  };
  let tickedAt: Instant | null = null;
  /** On the Clock, which may be put back. */
  let beatAt: Instant | null = null;
  let timed = shared.roster.feeds();
  /** Feeds that were made, removed, paused or resumed by command get their timer, or lose it. */
  const followRoster = async (): Promise<void> => {
    await shared.roster.refresh();
    const feeds = shared.roster.feeds();
    if (feeds === timed) return;
    await ensureTimers(deps);
    timed = feeds;
  };
  const beat = async (): Promise<void> => {
    await followRoster();
    beatAt = (await tick(deps, beatAt)).at;
    tickedAt = realClock.now();
  };
  const sweepNow = () => sweep({ store, queue, realClock, log, sweepAfterMs: config.settings.deliver.sweepAfterMs });
  return {
    tick: beat,
    tickedAt: () => tickedAt,
    async prepare() {
      await spreadOverdue(deps);
      await ensureTimers(deps);
      await ensureAlertTimers(shared);
    },
    start() {
      const ticking = startCron(tickEvery, beat, log);
      opened.add('tick', () => ticking.stop(beatEndMsMax));
      const sweeping = startCron(sweepEvery, sweepNow, log);
      opened.add('sweep', () => sweeping.stop(beatEndMsMax));
    },
  };
}
