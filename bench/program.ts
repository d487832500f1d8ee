/** The program as an operator runs it: `npm start` without npm, on a configuration folder of the bench. */
import { type ChildProcess, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stringify } from 'yaml';
import type { Feed } from '../src/model.ts';
import { launch, root } from '../tests/support/launch.ts';
import { benchOutlet, rounded } from './support.ts';

const exitMsMax = 15_000;
const troublesShownMax = 5;
/** What Node writes of its inspector. */
const ofInspector = /^(?:Debugger (?:listening|attached|ending)|For help, see: )/;

export interface Program {
  readonly pid: number;
  readonly startedAt: number;
  /** The last log record with this message, as written; null when there was none. */
  logged(message: string): string | null;
  /** Where its inspector listens; null where it was not started with `inspectable`. */
  inspector(): string | null;
  /** Sends SIGINT; resolves with how the process ended. Ends it the hard way when it does not end in time. */
  interrupt(): Promise<{ readonly seconds: number; readonly exitCode: number | null }>;
}

/**
 * The shipped configuration with other feeds, loopback open and any free port, in `folder`/config. Where the feeds have few
 * hosts, politeness to them is left out of what is measured.
 */
export async function writeConfig(folder: string, feeds: readonly Feed[], isPolite = false): Promise<void> {
  const config = join(folder, 'config');
  await cp(join(root, 'config'), config, { recursive: true });
  const { id, name, country, tier } = benchOutlet;
  const listed = feeds.map(({ origin: _file, ...feed }) => feed);
  await writeFile(join(config, 'feeds.yaml'), stringify({ outlets: [{ id, name, country, tier }], feeds: listed }));
  const politeness = isPolite ? {} : { hostSpacingMs: 0, perHostMax: 100 };
  const settings = { fetch: { allowPrivateNetworks: true, ...politeness }, web: { port: 0 } };
  await writeFile(join(config, 'watchfloor.yaml'), stringify(settings));
}

/** All of the program with a Redis of its own; or one role of it, on a Redis that is there. */
export interface Part {
  readonly role: string;
  readonly redisUrl: string;
}

/**
 * Starts it on `folder`/config and `folder`/data, in the terminal's stead of Discord unless the environment says more;
 * `hear` is given each line of its log.
 */
export function startProgram(
  folder: string,
  part: Part | null = null,
  environment: Readonly<Record<string, string>> = {},
  hear?: (line: string) => void,
): Program {
  const startedAt = performance.now();
  const child = launch(part?.role ?? 'all', {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      WATCHFLOOR_CONFIG: join(folder, 'config'),
      WATCHFLOOR_DATA: join(folder, 'data'),
      LOG_LEVEL: 'info',
      REDIS_URL: part?.redisUrl,
      ...environment,
    },
  });
  const exited = once(child, 'exit');
  const heard = hearkenTo(child, hear);
  return {
    pid: child.pid ?? Number.NaN,
    startedAt,
    logged: (message) => heard.records.get(message) ?? null,
    inspector: () => heard.inspector,
    async interrupt() {
      const askedAt = performance.now();
      child.kill('SIGINT');
      const killer = setTimeout(() => child.kill('SIGKILL'), exitMsMax);
      await exited;
      clearTimeout(killer);
      return { seconds: (performance.now() - askedAt) / 1000, exitCode: child.exitCode };
    },
  };
}

interface Heard {
  /** The last record of each message. */
  readonly records: Map<string, string>;
  inspector: string | null;
}

/** What is neither a record nor of the inspector, and the first errors, are shown. */
function hearkenTo(child: ChildProcess, hear?: (line: string) => void): Heard {
  const heard: Heard = { records: new Map(), inspector: null };
  let shown = 0;
  if (child.stderr === null) return heard;
  createInterface({ input: child.stderr }).on('line', (line) => {
    hear?.(line);
    heard.inspector ??= /^Debugger listening on (ws:\S+)/.exec(line)?.[1] ?? null;
    const message = /"message":"([^"]*)"/.exec(line)?.[1];
    const isTrouble = message === undefined ? !ofInspector.test(line) : line.includes('"level":"error"');
    if (isTrouble && shown < troublesShownMax) process.stderr.write(`${line}\n`);
    if (isTrouble) shown += 1;
    if (message !== undefined) heard.records.set(message, line);
  });
  return heard;
}

/** The most resident memory that a process ever had; null where the system does not tell. */
export function highestMb(pid: number): number | null {
  return statusMb(pid, 'VmHWM');
}

/** The resident memory of a process. */
export function residentMb(pid: number): number {
  return statusMb(pid, 'VmRSS') ?? rounded(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)])) / 1024);
}

function statusMb(pid: number, name: string): number | null {
  if (process.platform !== 'linux') return null;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1];
  return kilobytes === undefined ? null : rounded(Number(kilobytes) / 1024);
}
