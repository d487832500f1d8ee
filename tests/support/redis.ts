import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { findRedisServer, serverEnvironment } from '../../src/adapters/redis-server/find.ts';

const readyTimeoutMs = 20_000;
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

export interface TestRedis {
  /** The unix socket, for ioredis and BullMQ: `{ path }`. */
  readonly path: string;
  readonly url: string;
  /** A connection that `stop` closes. */
  client(): Redis;
  /** Ends the server and deletes its folder. */
  stop(): Promise<void>;
}

/**
 * A shell that holds a server, given its folder and command: it waits on a pipe from the test's process, and when that process
 * is gone, in whatever way, the pipe closes, and server and folder go too. What the server says is in `log` of the folder.
 */
export const watchdog =
  'trap "" INT TERM HUP; dir=$1; shift; "$@" >"$dir/log" 2>&1 </dev/null & pid=$!; cat >/dev/null; kill -9 $pid; wait; rm -rf "$dir"';

/** A real Redis for one test file, found or brought as in production; empty, on a socket of its own, kept nowhere. */
export async function startRedis(): Promise<TestRedis> {
  const found = await findRedisServer({ log: quiet });
  const folder = await mkdtemp(join(tmpdir(), 'watchfloor-redis-'));
  const path = join(folder, 'redis.sock');
  const args = ['--port', '0', '--unixsocket', path, '--unixsocketperm', '700', '--dir', folder, '--save', ''];
  const shell = spawn('sh', ['-c', watchdog, 'sh', folder, found.binary, ...args, '--appendonly', 'no'], {
    env: { PATH: process.env.PATH, ...serverEnvironment(found) },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.unref();
  const clients: Redis[] = [];
  const client = () => {
    const made = new Redis({ path, maxRetriesPerRequest: null });
    made.on('error', () => undefined);
    clients.push(made);
    return made;
  };
  const stop = async () => {
    for (const each of clients) each.disconnect();
    await endShell(shell);
    await rm(folder, { recursive: true, force: true });
  };
  await answers(path, stop);
  return { path, url: `unix://${path}`, client, stop };
}

async function answers(path: string, stop: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + readyTimeoutMs;
  while (!existsSync(path)) {
    if (Date.now() > deadline) {
      await stop();
      throw new Error(`the test's Redis did not open ${path} within ${readyTimeoutMs} ms`);
    }
    await pause(5);
  }
}

/** Ends a shell that holds a server, with its server. */
export function endShell(shell: ChildProcess): Promise<void> {
  if (shell.exitCode !== null || shell.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    shell.ref(); // its end is waited for
    shell.once('close', () => resolve());
    shell.stdin?.end();
  });
}
