/** The program as an operator runs it: `npm start` without npm, on a configuration folder of the bench. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Feed } from '../src/model.ts';
import { benchOutlet } from './support.ts';

const root = join(import.meta.dirname, '..');
const exitMsMax = 15_000;
const troublesShownMax = 5;

export interface Program {
  readonly pid: number;
  readonly startedAt: number;
  /** The last log record with this message, as written; null when there was none. */
  logged(message: string): string | null;
  /** Sends SIGINT; resolves with how the process ended. Ends it the hard way when it does not end in time. */
  interrupt(): Promise<{ readonly seconds: number; readonly exitCode: number | null }>;
}

/** The shipped configuration with other feeds, loopback open and any free port, in `folder`/config. */
export async function writeConfig(folder: string, feeds: readonly Feed[]): Promise<void> {
  const config = join(folder, 'config');
  await cp(join(root, 'config'), config, { recursive: true });
  // YAML reads JSON.
  const { id, name, country, tier } = benchOutlet;
  const listed = feeds.map(({ origin: _file, ...feed }) => feed);
  await writeFile(
    join(config, 'feeds.yaml'),
    JSON.stringify({ outlets: [{ id, name, country, tier }], feeds: listed }),
  );
  const settings = { fetch: { allowPrivateNetworks: true, hostSpacingMs: 0, perHostMax: 100 }, web: { port: 0 } };
  await writeFile(join(config, 'watchfloor.yaml'), JSON.stringify(settings));
}

/** Starts it on `folder`/config and `folder`/data, in the terminal's stead of Discord. */
export function startProgram(folder: string): Program {
  const startedAt = performance.now();
  const child = spawn(process.execPath, startArguments(), {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      WATCHFLOOR_CONFIG: join(folder, 'config'),
      WATCHFLOOR_DATA: join(folder, 'data'),
      LOG_LEVEL: 'info',
      REDIS_URL: '',
      DISCORD_TOKEN: '',
      DISCORD_CHANNEL_ID: '',
      WATCHFLOOR_PORT: '',
    },
  });
  const exited = once(child, 'exit');
  const records = recordsOf(child);
  return {
    pid: child.pid ?? Number.NaN,
    startedAt,
    logged: (message) => records.get(message) ?? null,
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

/** What `npm start` runs, as package.json has it. */
function startArguments(): readonly string[] {
  const described: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const command = /"start":"(?:exec )?node ([^"]+)"/.exec(JSON.stringify(described))?.[1];
  if (command === undefined) throw new Error('package.json: expected a script "start" that runs node');
  return command.split(' ');
}

/** Keeps the last record of each message; what is no record, and the first errors, are shown. */
function recordsOf(child: ChildProcess): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  let shown = 0;
  if (child.stderr === null) return records;
  createInterface({ input: child.stderr }).on('line', (line) => {
    const message = /"message":"([^"]*)"/.exec(line)?.[1];
    const isTrouble = message === undefined || line.includes('"level":"error"');
    if (isTrouble && shown < troublesShownMax) process.stderr.write(`${line}\n`);
    if (isTrouble) shown += 1;
    if (message !== undefined) records.set(message, line);
  });
  return records;
}
