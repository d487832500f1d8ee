/** A real redis-server over TCP that can be killed, started again, stopped in its tracks and continued. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { findRedisServer, type RedisBinary, serverEnvironment } from '../../../src/adapters/redis-server/find.ts';
import { freePort } from '../free-port.ts';
import { reap } from '../reaper.ts';
import { endServer } from '../redis.ts';
import { until } from '../until.ts';

const startMsMax = 20_000;
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

export interface FloorRedis {
  readonly port: number;
  readonly url: string;
  readonly dir: string;
  readonly pid: number;
  /** A connection of the harness's own, which no fault of a machine's wire strikes; `close` closes it. */
  client(): Redis;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** Starts it on the same port and folder; further arguments take the place of those given before. */
  start(args?: readonly string[]): Promise<void>;
  /** Kills it and starts it again so long after. */
  away(ms: number): Promise<void>;
  /** SIGSTOP and SIGCONT. */
  pause(): void;
  resume(): void;
  close(): Promise<void>;
}

export interface RedisOptions {
  readonly dir: string;
  /** Arguments of redis-server beside those of production. */
  readonly args?: readonly string[];
}

/** As production runs it: append-only file each second, nothing evicted. */
export async function startFloorRedis({ dir, args = [] }: RedisOptions): Promise<FloorRedis> {
  const found = await findRedisServer({ log: quiet });
  await mkdir(dir, { recursive: true });
  const port = await freePort();
  const clients: Redis[] = [];
  let further = args;
  let server: ChildProcess | null = null;
  const start: FloorRedis['start'] = async (given = further) => {
    further = given;
    const kept = ['--dir', dir, '--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''];
    const where = ['--port', String(port), '--bind', '127.0.0.1', '--maxmemory-policy', 'noeviction'];
    server = spawnQuietly(found, [...where, ...kept, ...further]);
    await once(server, 'spawn');
    reap(server);
    await until('Redis answers', () => answers(port), startMsMax);
  };
  const kill = async () => {
    if (server !== null) await endServer(server);
  };
  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    dir,
    get pid() {
      return server?.pid ?? 0;
    },
    client() {
      const made = new Redis({ port, host: '127.0.0.1', maxRetriesPerRequest: null, retryStrategy: () => 100 });
      made.on('error', () => undefined);
      clients.push(made);
      return made;
    },
    kill,
    start,
    async away(ms) {
      await kill();
      await pause(ms);
      await start();
    },
    pause: () => void server?.kill('SIGSTOP'),
    resume: () => void server?.kill('SIGCONT'),
    async close() {
      for (const client of clients) client.disconnect();
      await kill();
    },
  };
}

/** Whoever may write no longer than so far is told by a signal, which ends a server that does not ignore it. */
function spawnQuietly(found: RedisBinary, args: readonly string[]): ChildProcess {
  return spawn('sh', ['-c', 'trap "" XFSZ; exec "$@"', 'sh', found.binary, ...args], {
    env: { PATH: process.env.PATH, ...serverEnvironment(found) },
    stdio: 'ignore',
    detached: true,
  });
}

/** Whether a server listens there and speaks, be it that it still loads. */
export async function answers(port: number): Promise<boolean> {
  const probe = new Redis({
    port,
    host: '127.0.0.1',
    retryStrategy: () => null,
    lazyConnect: true,
    enableReadyCheck: false,
  });
  probe.on('error', () => undefined);
  try {
    await probe.connect();
    await probe.ping().catch((error: Error) => {
      if (!/^(?:LOADING|NOAUTH|MISCONF|BUSY)/u.test(error.message)) throw error;
    });
    return true;
  } catch {
    return false;
  } finally {
    probe.disconnect();
  }
}
