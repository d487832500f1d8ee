import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { heartbeatParts, type Late } from '../../pipeline/heartbeat.ts';

const canarySeconds = [0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** What a beat came to, as far as it is counted. */
export interface BeatFigures {
  readonly outcome: 'called' | 'withheld' | 'failed';
  readonly late: readonly Late[];
  readonly canaryMs: number | null;
}

/** Opens the numbers of the dead-man's switch; gives what is to be told of each beat. */
export function heartbeatGauges(registry: Registry): (beat: BeatFigures) => void {
  const registers = [registry];
  const calls = new Counter({
    name: 'watchfloor_heartbeats_total',
    help: 'Beats of the dead-man switch by what they came to',
    labelNames: ['outcome'],
    registers,
  });
  const late = new Gauge({
    name: 'watchfloor_heartbeat_late',
    help: 'Whether a part was late at the last beat, so that the call was withheld',
    labelNames: ['part'],
    registers,
  });
  const canary = new Histogram({
    name: 'watchfloor_canary_seconds',
    help: 'Time from storing an item of our own to the verdict on it',
    buckets: canarySeconds,
    registers,
  });
  return ({ outcome, late: parts, canaryMs }) => {
    calls.inc({ outcome });
    for (const part of heartbeatParts) late.set({ part }, parts.some((each) => each.part === part) ? 1 : 0);
    if (canaryMs !== null) canary.observe(canaryMs / 1000);
  };
}
