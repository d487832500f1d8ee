import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { findRedisServer, type RedisBinary, serverEnvironment } from '../../src/adapters/redis-server/find.ts';
import { deleteFolder, makeFolder, reap } from './reaper.ts';
import { until } from './until.ts';

const readyMsMax = 20_000;
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

/** A real Redis for one test file, found or brought as in production; empty, on a socket of its own, kept nowhere. */
export async function startRedis(): Promise<TestRedis> {
  const found = await findRedisServer({ log: quiet });
  const folder = await makeFolder('watchfloor-redis');
  const path = join(folder, 'redis.sock');
  const where = ['--port', '0', '--unixsocket', path, '--unixsocketperm', '700', '--dir', folder];
  const server = spawnServer(found, folder, [...where, '--save', '', '--appendonly', 'no']);
  const clients: Redis[] = [];
  const client = () => {
    const made = new Redis({ path, maxRetriesPerRequest: null });
    made.on('error', () => undefined);
    clients.push(made);
    return made;
  };
  const stop = async () => {
    for (const each of clients) each.disconnect();
    await endServer(server);
    await deleteFolder(folder);
  };
  try {
    await until(`the test's Redis opens ${path}`, () => existsSync(path), readyMsMax);
  } catch (error) {
    await stop();
    throw error;
  }
  return { path, url: `unix://${path}`, client, stop };
}

/** Starts it with these arguments; it keeps nobody from ending, and what it says is in `log` of the folder. */
export function spawnServer(found: RedisBinary, folder: string, args: readonly string[]): ChildProcess {
  const log = openSync(join(folder, 'log'), 'a');
  const server = spawn(found.binary, args, {
    env: { PATH: process.env.PATH, ...serverEnvironment(found) },
    stdio: ['ignore', log, log],
    detached: true, // Ctrl-C must not reach it before those that need it
  });
  closeSync(log);
  server.unref();
  return reap(server);
}

/** SIGKILL: nothing of it is needed any more. Resolves when it is gone. */
export async function endServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.ref(); // its end is waited for
  const gone = once(server, 'exit');
  server.kill('SIGKILL');
  await gone;
}
