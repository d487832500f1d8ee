/** A machine: one real worker process with its own way to Redis, its own folders, and a supervisor that starts it again. */
import type { ChildProcess } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Role } from '../../../src/app.ts';
import { launch, root } from '../launch.ts';
import { type Ended, recordsOf } from '../program.ts';
import { until } from '../until.ts';
import { Supervisor } from './supervisor.ts';
import { openWire, type Wire } from './wire.ts';

const readyMsMax = 120_000; // processes start slowly where many do at once
const logLinesMax = 200_000;

/** How a machine differs from one on a good day. */
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

/** A line of a log. */
export interface LogRecord extends Readonly<Record<string, unknown>> {
  readonly level?: unknown;
  readonly message?: unknown;
}

/** What a machine can be asked, and what it did so far. */
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

/** What a floor gives to a machine of its. */
export interface Place {
  readonly name: string;
  readonly role: Role | 'all';
  readonly folder: string;
  readonly configDir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly redisPort: number;
  readonly options: MachineOptions;
}

/** Opens its way to Redis and its folders, and starts it. */
export async function openMachine(place: Place): Promise<Machine> {
  const { name, role, folder, options } = place;
  const wire = await openWire(place.redisPort);
  const dataDir = join(folder, 'data');
  await mkdir(dataDir, { recursive: true });
  const records: LogRecord[] = [];
  const said: string[] = [];
  let readyFrom = 0;
  const launched = () => {
    readyFrom = records.length;
    const child = launchMachine(place, wire.url, dataDir);
    if (options.log === undefined) hear(child, records, said);
    else child.stderr?.pause();
    return child;
  };
  const runs = new Supervisor(launched, options.isSupervised !== false);
  const seen = () => [...said.slice(-20), ...records.slice(-20).map((record) => JSON.stringify(record))].join('\n');
  const machine: Machine = {
    ...{ name, role, wire, dataDir, records, said, ends: runs.ends },
    get pid() {
      return runs.pid;
    },
    get isRunning() {
      return runs.isRunning;
    },
    get starts() {
      return runs.starts;
    },
    logged: (message) => records.filter((record) => record.message === message),
    start: () => runs.start(),
    async ready() {
      const isReady = () => records.slice(readyFrom).some(({ message }) => message === 'started');
      await until(`${name} has started`, isReady, readyMsMax, seen);
    },
    kill: () => runs.kill(),
    signal: (signal) => runs.signal(signal),
    pause: () => runs.pause(),
    resume: () => runs.resume(),
    stop: () => runs.stop(),
    close: () => runs.abandon().then(() => wire.close()),
  };
  machine.start();
  if (options.awaits !== false) await machine.ready();
  return machine;
}

/** What its options say beside the command and environment of package.json. */
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

function hear(child: ChildProcess, records: LogRecord[], said: string[]): void {
  if (child.stderr === null || child.stdout === null) return;
  createInterface({ input: child.stdout }).on('line', (line) => void said.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => {
    const [record] = recordsOf(line);
    if (record === undefined) said.push(line);
    else if (records.length < logLinesMax) records.push(record);
  });
}
