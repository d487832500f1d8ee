/** The program as an operator runs it: `npm start` without npm, on a configuration folder of the bench. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Feed } from '../src/model.ts';
import { benchOutlet } from './support.ts';

const root = join(import.meta.dirname, '..');
const exitMsMax = 15_000;

export interface Program {
  readonly pid: number;
  readonly startedAt: number;
  /** Log records so far with this message. */
  logged(message: string): number;
  /** Sends SIGINT; resolves with how the process ended. Ends it the hard way when it does not end in time. */
  interrupt(): Promise<{ readonly seconds: number; readonly exitCode: number | null }>;
}

/** The shipped configuration with other feeds, loopback open and any free port, in `folder`/config. */
export async function writeConfig(folder: string, feeds: readonly Feed[]): Promise<void> {
  const config = join(folder, 'config');
  await cp(join(root, 'config'), config, { recursive: true });
  // YAML reads JSON.
  const { id, name, country, tier } = benchOutlet;
  await writeFile(join(config, 'feeds.yaml'), JSON.stringify({ outlets: [{ id, name, country, tier }], feeds }));
  const settings = { fetch: { allowPrivateNetworks: true }, web: { port: 0 } };
  await writeFile(join(config, 'watchfloor.yaml'), JSON.stringify(settings));
}

/** Starts it on `folder`/config and `folder`/data, in the terminal's stead of Discord. */
export function startProgram(folder: string): Program {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--import', './require-node.mjs', 'workers/all.ts'], {
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
  const counts = countedRecords(child);
  return {
    pid: child.pid ?? Number.NaN,
    startedAt,
    logged: (message) => counts.get(message) ?? 0,
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

/** Counts what the child logs, by message; what is no record, or an error, is shown. */
function countedRecords(child: ChildProcess): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  if (child.stderr === null) return counts;
  createInterface({ input: child.stderr }).on('line', (line) => {
    const message = /"message":"([^"]*)"/.exec(line)?.[1];
    if (message === undefined || line.includes('"level":"error"')) process.stderr.write(`${line}\n`);
    if (message !== undefined) counts.set(message, (counts.get(message) ?? 0) + 1);
  });
  return counts;
}
