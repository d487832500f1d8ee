import { openCaller } from '../adapters/http/caller.ts';
import type { Metrics } from '../adapters/web/metrics.ts';
import { type Beat, beat } from '../jobs/heartbeat.ts';
import type { Health } from '../pipeline/health.ts';
import { heartbeatLimits } from '../pipeline/heartbeat.ts';
import type { Log, Queue } from '../ports.ts';
import { beatEndMsMax, type Opened } from './opened.ts';
import type { Shared } from './shared.ts';

/** The dead-man's switch of a process that ticks. */
export interface Heart {
  readonly everyMs: number;
  /** Begins a beat and does not wait for it; one that goes on still is left to end. */
  begin(): void;
  /** The last one; null before the first. */
  last(): Beat | null;
  /** By what the process judges itself; without it no beat is begun. */
  judgeBy(health: () => Health): void;
}

/** Opens it where an address is set; null where none is. */
export function openHeart(shared: Shared, queue: Queue, metrics: Metrics, opened: Opened): Heart | null {
  const { url, everySeconds } = shared.config.settings.heartbeat;
  if (url === null) return null;
  const { call, close } = openCaller(url);
  const stop = new AbortController();
  const tellOnce = teller(shared.log);
  const limits = { ...heartbeatLimits, tickMsMax: shared.config.settings.health.tickSecondsMax * 1000 };
  let health: (() => Health) | null = null;
  let last: Beat | null = null;
  let running: Promise<void> | null = null;
  const beatOnce = async (judged: () => Health) => {
    last = await beat({ ...shared, queue, limits, call, health: judged, stop: stop.signal });
    metrics.heartbeat(last);
    tellOnce(last);
  };
  opened.add('heartbeat', async () => {
    stop.abort();
    await Promise.race([running, new Promise((resolve) => setTimeout(resolve, beatEndMsMax).unref())]);
    await close();
  });
  return {
    everyMs: everySeconds * 1000,
    last: () => last,
    judgeBy: (given) => {
      health = given;
    },
    begin() {
      if (health === null || running !== null) return;
      running = beatOnce(health)
        .catch((error: unknown) => {
          if (!stop.signal.aborted) shared.log.error('heartbeat failed', { error });
        })
        .finally(() => {
          running = null;
        });
    },
  };
}

/** Says what changed since the last beat: a switch that is withheld for a night fills no log. */
function teller(log: Log): (beat: Beat) => void {
  let told = 'called';
  return ({ outcome, late, problem }) => {
    const now = [outcome, ...late.map(({ part }) => part), problem ?? ''].join(' ').trim();
    if (now === told) return;
    told = now;
    if (outcome === 'withheld')
      log.warn('heartbeat withheld', { late: late.map(({ part, why }) => `${part}: ${why}`) });
    else if (outcome === 'failed') log.warn('heartbeat could not be told outside', { problem });
    else log.info('heartbeat goes out again');
  };
}
