import { join } from 'node:path';
import { Redis } from 'ioredis';
import { agreeOnSchema } from '../adapters/redis/schema.ts';
import { DataFolderBusyError, startRedisServer } from '../adapters/redis-server/start.ts';
import type { Config } from '../config/load.ts';
import type { Settings } from '../config/settings.ts';
import type { Log } from '../ports.ts';
import { type Opened, unlessAborted } from './opened.ts';

const reconnectDelayMsStep = 50;
const reconnectDelayMsMax = 1_000;
const refusedLogin = /^(WRONGPASS|NOAUTH|NOPERM)\b/;
const refusedFolder = ['EACCES', 'EROFS', 'ENOTDIR', 'EPERM'];

/** Connects to the Redis that was named, or runs one as a child of ours, and agrees with it on the schema. */
export async function openRedis(config: Config, opened: Opened, log: Log): Promise<Redis> {
  return connected(config.settings.redisUrl ?? (await ownRedis(config, opened, log)), config, opened, log);
}

/** The same, for who only reads: where a running Watchfloor has the data folder, its Redis serves both. */
export async function openRedisBeside(config: Config, opened: Opened, log: Log): Promise<Redis> {
  try {
    return await openRedis(config, opened, log);
  } catch (error) {
    if (!(error instanceof DataFolderBusyError)) throw error;
    return connected(error.socketPath, config, opened, log);
  }
}

async function connected(address: string, { settings }: Config, opened: Opened, log: Log): Promise<Redis> {
  const redis = new Redis(address.replace(/^unix:(?:\/\/)?/, ''), {
    // Commands wait for Redis as long as it is away; jobs that wait are taken up by nobody else meanwhile.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(times * reconnectDelayMsStep, reconnectDelayMsMax),
  });
  tellOutages(redis, log);
  opened.add('redis', async () => redis.disconnect());
  // A command that waits for Redis to come back is never given up by the client, not even when it is closed.
  await unlessAborted(agreeOnSchema(redis, prefixOf(settings)), opened.closing).catch((cause: unknown) => {
    const problem = cause instanceof Error ? cause.message : String(cause);
    if (!refusedLogin.test(problem)) throw cause;
    throw new Error(
      `Redis refuses the login (${problem.split(' ', 1)}): expected REDIS_URL as redis://user:password@host`,
      {
        cause,
      },
    );
  });
  return redis;
}

/** What stands before every key of the store. */
export function prefixOf(settings: Settings): string {
  return `${settings.keyPrefix}:`;
}

async function ownRedis({ settings, cacheDir, env }: Config, opened: Opened, log: Log): Promise<string> {
  const dataDir = join(settings.dataDir, 'redis');
  const server = await startRedisServer({ dataDir, cacheDir, env, log }).catch((cause: unknown) => {
    if (!isRefusedFolder(cause)) throw cause;
    const told = `The data folder ${dataDir} cannot be written (${cause.code})`;
    throw new Error(`${told}: give another one by WATCHFLOOR_DATA, or dataDir in watchfloor.yaml`, { cause });
  });
  opened.add('redis-server', () => server.stop());
  return server.socketPath;
}

function isRefusedFolder(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && refusedFolder.includes(String(error.code));
}

function tellOutages(redis: Redis, log: Log): void {
  let downSince: number | null = null;
  redis.on('error', (error: Error) => {
    if (downSince !== null) return; // an outage is told once, not at each try
    downSince = Date.now();
    log.warn('redis cannot be reached; trying again', { problem: error.message });
  });
  redis.on('ready', () => {
    if (downSince !== null) log.info('redis is back', { afterMs: Date.now() - downSince });
    downSince = null;
  });
}
