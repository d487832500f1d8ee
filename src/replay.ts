/** The whole system on a recorded stream: real polling over loopback, real Redis, queues and messenger, a virtual clock. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { VirtualClock } from './adapters/clock.ts';
import type { StreamItem } from './adapters/stream/items.ts';
import { type StreamServer, serveStream } from './adapters/stream/server.ts';
import { type App, openApp } from './app.ts';
import type { Config } from './config/load.ts';
import { pollTimer } from './pipeline/schedule.ts';
import type { Log, Messenger } from './ports.ts';
import { replayConfig } from './replay/config.ts';
import { type Driven, driveAtSpeed, driveByJumps } from './replay/drive.ts';
import type { Narrator } from './replay/narrate.ts';
import { counting, type Tally, tally } from './replay/tally.ts';

const leadMs = 60_000; // the first, empty poll lies before the first item, so that no item is backlog
const idleLookMs = 1;
const idleMsMax = 120_000;

export interface ReplayOptions {
  readonly items: readonly StreamItem[];
  readonly config: Config;
  readonly log: Log;
  /** Ends it half-way when it is aborted; all that was opened is closed and deleted then, too. */
  readonly stop?: AbortSignal;
  /** Takes the place of Discord and the terminal. */
  readonly messenger?: Messenger;
  /** Follows the replay, for who watches it. */
  readonly narrator?: Narrator;
  /** Goes with the replay, for who must know its time. */
  readonly clock?: VirtualClock;
  /** Virtual time over real time; null jumps from event to event. */
  readonly speed: number | null;
}

/** Runs a stream, in order of publication, through the system. Everything it opened is closed and deleted in the end. */
export async function replay(options: ReplayOptions): Promise<Tally> {
  const first = options.items[0];
  if (!first) throw new Error('The stream has no items: there is nothing to replay.');
  const server = await serveStream(new Map(options.items.map(({ feed, feedTitle }) => [feed, feedTitle])));
  const dataDir = await mkdtemp(join(tmpdir(), 'watchfloor-replay-'));
  try {
    return await replayFrom(options, Date.parse(first.published), server, dataDir);
  } finally {
    await server.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function replayFrom(
  options: ReplayOptions,
  start: number,
  server: StreamServer,
  dataDir: string,
): Promise<Tally> {
  const { items, log, messenger, narrator, speed, stop } = options;
  const config = replayConfig(options.config, items, { urlOf: server.urlOf, dataDir });
  const clock = options.clock ?? new VirtualClock(0);
  clock.advance(start - leadMs);
  const counted = counting();
  const app = await openApp({
    config,
    roles: ['scheduler', 'poll', 'match', 'deliver', 'escalate'],
    clock,
    keepsAll: true,
    log,
    meter: { ...counted.meter, ...(narrator ? { decided: narrator.onDecided } : {}) },
    ...(messenger ? { messenger } : {}),
    ...(stop ? { stop } : {}),
  });
  try {
    const driven = drivenBy({ app, clock, server, narrator, stop });
    await app.prepare();
    // What was told is counted in the end, also where the stream is longer than the keeping time.
    await app.store.settleTimer('retention', null);
    await driven.tick();
    await driven.idle();
    if (speed === null) await driveByJumps(items, driven);
    else await driveAtSpeed(items, driven, { speed, sleep: pause, realNow: Date.now });
    return await tally(app.store, config.pack, items, counted);
  } finally {
    await app.close();
  }
}

interface Parts {
  readonly app: App;
  readonly clock: VirtualClock;
  readonly server: StreamServer;
  readonly narrator: Narrator | undefined;
  readonly stop: AbortSignal | undefined;
}

function drivenBy({ app, clock, server, narrator, stop }: Parts): Driven {
  return {
    advance: (to) => clock.advance(to),
    async publish(item) {
      await narrator?.beforeItem(item);
      server.publish(item);
      await app.store.ensureTimer(pollTimer(item.feed), clock.now());
    },
    async tick() {
      stop?.throwIfAborted();
      await app.tick();
    },
    nextTimer: async () => (await app.store.nextTimer())?.at ?? null,
    idle: () => untilIdle(app, stop),
  };
}

async function untilIdle(app: App, stop: AbortSignal | undefined): Promise<void> {
  const deadline = Date.now() + idleMsMax;
  while (!(await app.queue.isIdle())) {
    stop?.throwIfAborted();
    if (Date.now() > deadline) throw new Error(`The queues did not fall idle within ${idleMsMax / 1000} s.`);
    await pause(idleLookMs);
  }
}
