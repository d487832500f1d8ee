import type { Instant } from '../model.ts';
import type { Health, HealthPart } from './health.ts';

/** What has to be on time for the outside to be told that we watch. */
export const heartbeatParts = ['tick', 'polling', 'matching', 'delivery', 'escalation'] as const;
export type HeartbeatPart = (typeof heartbeatParts)[number];

/** A part that is late, and a sentence for a person. */
export interface Late {
  readonly part: HeartbeatPart;
  readonly why: string;
}

/** How long each may take before it is late. */
export interface HeartbeatLimits {
  /** Behind the time of a timer until somebody takes it. */
  readonly tickMsMax: number;
  /** From an item to the verdict on it. */
  readonly canaryMsMax: number;
  /** A row or letter that could be sent. */
  readonly deliveryMsMax: number;
  /** Behind the time of an alert's timer. */
  readonly escalationMsMax: number;
}

export const heartbeatLimits: HeartbeatLimits = {
  tickMsMax: 30_000,
  canaryMsMax: 60_000,
  deliveryMsMax: 2 * 60_000,
  escalationMsMax: 5 * 60_000,
};

export interface HeartbeatSignals {
  readonly health: Health;
  /** The earliest timer that nobody has taken, on the Clock; null where there is none. */
  readonly nextTimerAt: Instant | null;
  /** How long the canary took; null: too long. */
  readonly canaryMs: number | null;
  /** Channels of what has waited for too long to be sent, each as often as something waits there. */
  readonly waiting: readonly string[];
  /** Channels that take nothing now: they were refused to us, or their limit is reached. */
  readonly blocked: ReadonlySet<string>;
  /** Timers of alerts that fell due long ago and were not dealt with. */
  readonly overdue: readonly string[];
}

/** The parts that are not on time, in their order; empty: all is well. */
export function lateParts(signals: HeartbeatSignals, now: Instant, limits: HeartbeatLimits): readonly Late[] {
  const waiting = signals.waiting.filter((channel) => !signals.blocked.has(channel));
  const behindMs = signals.nextTimerAt === null ? 0 : now - signals.nextTimerAt;
  const isTicking = !isBad(signals.health, 'tick') && behindMs <= limits.tickMsMax;
  const late: readonly (Late | false)[] = [
    !isTicking && { part: 'tick', why: 'what falls due is not taken up' },
    isBad(signals.health, 'feeds') && { part: 'polling', why: 'no feed is read' },
    signals.canaryMs === null && {
      part: 'matching',
      why: `an item was not decided within ${limits.canaryMsMax / 1000} s`,
    },
    waiting.length > 0 && {
      part: 'delivery',
      why: `${waiting.length} messages wait for more than ${limits.deliveryMsMax / 1000} s`,
    },
    signals.overdue.length > 0 && {
      part: 'escalation',
      why: `${signals.overdue.length} alerts wait for more than ${limits.escalationMsMax / 1000} s`,
    },
  ];
  return late.filter((each) => each !== false);
}

function isBad({ parts }: Health, asked: HealthPart): boolean {
  return parts.some(({ part, code }) => part === asked && (code === 'failed-too-long' || code === 'no-signal'));
}
