import { setTimeout as pause } from 'node:timers/promises';
import type { Letter } from '../model.ts';
import { canaryAt } from '../pipeline/canary.ts';
import type { Health } from '../pipeline/health.ts';
import { type HeartbeatLimits, type Late, lateParts } from '../pipeline/heartbeat.ts';
import type { CallOutcome, Clock, Queue, Store } from '../ports.ts';

/** The timer of it in the due set: however many schedulers run, one of them takes it. */
export const heartbeatTimer = 'heartbeat';

export interface HeartbeatDeps {
  readonly store: Pick<
    Store,
    | 'plantCanary'
    | 'articleRecord'
    | 'unsettledRows'
    | 'waitingLetters'
    | 'bars'
    | 'limitedChannels'
    | 'nextTimer'
    | 'overdueTimers'
  >;
  readonly queue: Pick<Queue, 'add'>;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly limits: HeartbeatLimits;
  /** Calls the outside. */
  readonly call: () => Promise<CallOutcome>;
  readonly health: () => Health;
  /** Aborted when the process is to stop. */
  readonly stop: AbortSignal;
}

/** What a beat came to. */
export interface Beat {
  /** On the real clock. */
  readonly at: number;
  /** `withheld`: something is late. `failed`: nobody answered outside. */
  readonly outcome: 'called' | 'withheld' | 'failed';
  readonly late: readonly Late[];
  /** Why the call failed; never with its address. */
  readonly problem: string | null;
  /** How long an item took from being stored to its verdict; null: too long. */
  readonly canaryMs: number | null;
}

/** Looks that are taken are enough: more of them waiting says no more. */
const lookedAtMax = 200;
const alertPrefix = 'alert:';
const lookMsMin = 20;
const lookMsMax = 500;
let planted = 0;

/** Sends a canary through the matching, looks whether everything is on time, and tells the outside only if it is. */
export async function beat(deps: HeartbeatDeps): Promise<Beat> {
  const { realClock, clock, limits } = deps;
  const canaryMs = await sendCanary(deps);
  const [timer, overdue, blocked, waiting] = await Promise.all([
    deps.store.nextTimer(),
    deps.store.overdueTimers(alertPrefix, clock.now() - limits.escalationMsMax, lookedAtMax),
    blockedChannels(deps),
    waitingChannels(deps),
  ]);
  const signals = { health: deps.health(), canaryMs, nextTimerAt: timer?.at ?? null, overdue, blocked, waiting };
  const late = lateParts(signals, clock.now(), limits);
  if (late.length > 0) return { at: realClock.now(), outcome: 'withheld', late, problem: null, canaryMs };
  const called = await deps.call();
  const problem = called.ok ? null : called.problem;
  return { at: realClock.now(), outcome: called.ok ? 'called' : 'failed', late, problem, canaryMs };
}

/** From the pending set to the verdict, as any article goes; what a lost queue costs is part of it. */
async function sendCanary({ store, queue, clock, limits, stop }: HeartbeatDeps): Promise<number | null> {
  planted += 1;
  const canary = canaryAt(clock.now(), planted);
  const startedAt = performance.now();
  await store.plantCanary(canary);
  await queue.add('match', [canary.id]);
  for (let waitMs = lookMsMin; ; waitMs = Math.min(lookMsMax, waitMs * 2)) {
    const tookMs = performance.now() - startedAt;
    if ((await store.articleRecord(canary.id)) !== null) return tookMs;
    if (tookMs > limits.canaryMsMax) return null;
    await pause(waitMs, null, { signal: stop });
  }
}

async function waitingChannels({ store, realClock, limits }: HeartbeatDeps): Promise<readonly string[]> {
  const before = realClock.now() - limits.deliveryMsMax;
  const rows = await store.unsettledRows(before, lookedAtMax);
  const letters = (await store.waitingLetters(before, lookedAtMax)).filter((letter) => !isCallOut(letter));
  return [...rows, ...letters].map(({ channel }) => channel);
}

/** A system of somebody else that does not answer is not ours to be late with. */
function isCallOut({ body }: Letter): boolean {
  return body.kind === 'page' && body.page.to.kind === 'webhook';
}

async function blockedChannels({ store, realClock }: HeartbeatDeps): Promise<ReadonlySet<string>> {
  const limited = await store.limitedChannels(realClock.now());
  return new Set([...(await store.bars()).map(({ channel }) => channel), ...limited]);
}
