/** What several benchmarks need: the shipped configuration on loopback feeds, folders that go again, figures. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Config, loadConfig } from '../src/config/load.ts';
import type { Feed, Outlet } from '../src/model.ts';
import type { Log, Meter } from '../src/ports.ts';
import { deleteFolder, makeFolder, reap } from '../tests/support/reaper.ts';
import type { Target } from './targets.ts';

/** What a benchmark measured, and what it was to reach. */
export interface Measured {
  readonly figures: Readonly<Record<string, unknown>>;
  readonly target: Target;
}

export const benchOutlet: Outlet = {
  id: 'bench',
  name: 'Bench',
  family: 'bench',
  country: 'ZZ',
  stateAffiliated: false,
  tier: 2,
};

/** The shipped configuration with these feeds in place of its own, a Redis of its own, and loopback open. */
export function configOf(dataDir: string, feeds: readonly Feed[]): Config {
  const config = loadConfig();
  const { pack, settings } = config;
  return {
    ...config,
    pack: { ...pack, feeds, outlets: [...pack.outlets, benchOutlet] },
    settings: {
      ...settings,
      dataDir,
      redisUrl: null, // what is measured must never write into the state of production
      fetch: { ...settings.fetch, allowPrivateNetworks: true, hostSpacingMs: 0, perHostMax: 100 },
      deliver: { ...settings.deliver, cardsPerHourMax: Number.MAX_SAFE_INTEGER, editEveryMs: 0 }, // each message is measured
    },
  };
}

/** Feeds of the bench, one an address. */
export function feedsAt(addresses: readonly string[], intervalMinutes: number): readonly Feed[] {
  return addresses.map((url, index) => ({
    id: `bench-${index}`,
    url,
    outlet: benchOutlet.id,
    language: 'en',
    status: 'active',
    origin: 'file',
    intervalMinutes,
  }));
}

/** Gives `work` a folder that is deleted whatever becomes of it, and of this process. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await makeFolder('watchfloor-bench');
  try {
    return await work(folder);
  } finally {
    await deleteFolder(folder);
  }
}

const serverMsMax = 20_000;

/** Warnings and errors to standard error: what is slow because it fails must not pass for a figure. */
export const benchLog: Log = {
  debug() {},
  info() {},
  warn: (message, fields) => void process.stderr.write(`${message} ${JSON.stringify(fields ?? {})}\n`),
  error: (message, fields) => void process.stderr.write(`${message} ${JSON.stringify(fields ?? {})}\n`),
};

/** A meter that hears nothing but what it is given for. */
export function meterOf(heard: Partial<Meter>): Meter {
  return { polled() {}, decided() {}, delivered() {}, paged() {}, ...heard };
}

/** To three significant digits at most: more is noise. */
export function rounded(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

/** The value below which `share` of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Gives `work` the origins of a feed server in a process of its own, which is ended whatever becomes of it. */
export async function withFeedServer<T>(work: (origins: readonly string[]) => Promise<T>): Promise<T> {
  const path = join(import.meta.dirname, 'feed-server.ts');
  const child = reap(fork(path, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }));
  const exited = once(child, 'exit');
  try {
    const [origins]: unknown[] = await once(child, 'message', { signal: AbortSignal.timeout(serverMsMax) });
    if (!Array.isArray(origins)) throw new Error('the feed server did not send its origins');
    return await work(origins.map(String));
  } finally {
    child.kill();
    await exited;
  }
}

/** Addresses of `count` feeds, spread over the origins. */
export function addressesOf(origins: readonly string[], path: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, feed) => `${origins[feed % origins.length]}/${path}/${feed}.xml`);
}
