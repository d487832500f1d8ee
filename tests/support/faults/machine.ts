/** A machine: one real worker process with its own way to Redis, its own folders, and a supervisor that starts it again. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { Role } from '../../../src/app.ts';
import { launch, root } from '../launch.ts';
import { type Ended, recordsOf } from '../program.ts';
import { until } from '../until.ts';
import { openWire, type Wire } from './wire.ts';

const readyMsMax = 120_000; // processes start slowly where many do at once
const stopMsMax = 20_000;
const logLinesMax = 200_000;
const aliveEnoughMs = 10_000;
const firstRestartMs = 100;
const restartMsMax = 60_000;

export interface MachineOptions {
  /** Loaded before the program, in this order: paths. */
  readonly preloads?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The folder of another commit's program; left out: this one's. */
  readonly programDir?: string;
  /** Where its log goes: to a disk that is full, or to a reader that does not read; left out: to the harness. */
  readonly log?: 'full' | 'unread';
  /** Merged into this machine's `watchfloor.yaml`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether somebody starts it again when it ends by itself or is killed; left out: yes. */
  readonly isSupervised?: boolean;
  /** Whether to wait until it has started; left out: yes. */
  readonly awaits?: boolean;
}

export interface LogRecord extends Readonly<Record<string, unknown>> {
  readonly level?: unknown;
  readonly message?: unknown;
}

export interface Machine {
  readonly name: string;
  readonly role: Role | 'all';
  readonly wire: Wire;
  readonly dataDir: string;
  /** Of the process that runs, or ran last. */
  readonly pid: number;
  readonly isRunning: boolean;
  /** How often it was started. */
  readonly starts: number;
  /** How processes of it ended, in order. */
  readonly ends: readonly Ended[];
  /** All it logged, over all starts. */
  readonly records: readonly LogRecord[];
  /** What it wrote besides. */
  readonly said: readonly string[];
  logged(message: string): readonly LogRecord[];
  /** Starts it where it does not run. */
  start(): void;
  /** Resolves when the process that runs now says that it has started. */
  ready(): Promise<void>;
  /** SIGKILL, at once; resolves when the process is gone. Its supervisor starts it again. */
  kill(): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** SIGSTOP and SIGCONT. */
  pause(): void;
  resume(): void;
  /** Asks it to stop, for good; kills it when it does not. */
  stop(): Promise<Ended>;
  close(): Promise<void>;
}

export interface Place {
  readonly name: string;
  readonly role: Role | 'all';
  readonly folder: string;
  readonly configDir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly redisPort: number;
  readonly options: MachineOptions;
}

export async function openMachine(place: Place): Promise<Machine> {
  const { name, role, folder, options } = place;
  const wire = await openWire(place.redisPort);
  const dataDir = join(folder, 'data');
  await mkdir(dataDir, { recursive: true });
  const records: LogRecord[] = [];
  const said: string[] = [];
  const ends: Ended[] = [];
  let child: ChildProcess | null = null;
  let starts = 0;
  let isWanted = true;
  let restartMs = firstRestartMs;
  let readyFrom = 0;

  const start = () => {
    if (isRunning(child)) return;
    isWanted = true;
    starts += 1;
    readyFrom = records.length;
    const startedAt = Date.now();
    let signalledAt: number | null = null;
    const process = launchMachine(place, wire.url, dataDir);
    child = process;
    if (options.log === undefined) hear(process, records, said);
    else process.stderr?.pause();
    onSignal = () => {
      signalledAt ??= Date.now();
    };
    process.once('close', (code, signal) => {
      ends.push({ code, signal, stopMs: signalledAt === null ? 0 : Date.now() - signalledAt });
      if (Date.now() - startedAt > aliveEnoughMs) restartMs = firstRestartMs;
      if (isWanted && options.isSupervised !== false) startLater();
    });
  };
  let onSignal = () => {};
  /** As `restart: unless-stopped` does: soon, and later each time for what does not stay. */
  const startLater = () => {
    const waitMs = restartMs;
    restartMs = Math.min(restartMs * 2, restartMsMax);
    void pause(waitMs, null, { ref: false }).then(() => (isWanted ? start() : undefined));
  };
  const gone = async (process: ChildProcess | null) => {
    if (process !== null && isRunning(process)) await once(process, 'close');
  };
  const signal = (signalName: NodeJS.Signals) => {
    onSignal();
    child?.kill(signalName);
  };
  const seen = () => [...said.slice(-20), ...records.slice(-20).map((record) => JSON.stringify(record))].join('\n');
  const machine: Machine = {
    name,
    role,
    wire,
    dataDir,
    get pid() {
      return child?.pid ?? 0;
    },
    get isRunning() {
      return isRunning(child);
    },
    get starts() {
      return starts;
    },
    ends,
    records,
    said,
    logged: (message) => records.filter((record) => record.message === message),
    start,
    async ready() {
      const isReady = () => records.slice(readyFrom).some(({ message }) => message === 'started');
      await until(`${name} has started`, isReady, readyMsMax, seen);
    },
    async kill() {
      const killed = child;
      killed?.kill('SIGKILL');
      await gone(killed);
    },
    signal,
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    async stop() {
      isWanted = false;
      const stopped = child;
      const killer = setTimeout(() => stopped?.kill('SIGKILL'), stopMsMax);
      signal('SIGTERM');
      await gone(stopped);
      clearTimeout(killer);
      return ends.at(-1) ?? { code: null, signal: null, stopMs: 0 };
    },
    async close() {
      isWanted = false;
      child?.kill('SIGKILL');
      await gone(child);
      await wire.close();
    },
  };
  start();
  if (options.awaits !== false) await machine.ready();
  return machine;
}

function launchMachine({ role, env, options, configDir }: Place, redisUrl: string, dataDir: string): ChildProcess {
  return launch(role, {
    programDir: options.programDir,
    preloads: options.preloads ?? [],
    env: {
      NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled'),
      WATCHFLOOR_CONFIG: configDir,
      WATCHFLOOR_DATA: dataDir,
      REDIS_URL: redisUrl,
      ...env,
      ...options.env,
    },
    stdio: ['ignore', 'pipe', options.log === 'full' ? openSync('/dev/full', 'w') : 'pipe'],
  });
}

const isRunning = (child: ChildProcess | null): boolean =>
  child !== null && child.exitCode === null && child.signalCode === null && existsSync(`/proc/${child.pid}`);

function hear(child: ChildProcess, records: LogRecord[], said: string[]): void {
  if (child.stderr === null || child.stdout === null) return;
  createInterface({ input: child.stdout }).on('line', (line) => void said.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => {
    const [record] = recordsOf(line);
    if (record === undefined) said.push(line);
    else if (records.length < logLinesMax) records.push(record);
  });
}
