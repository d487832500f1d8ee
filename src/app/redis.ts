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
  const redis = new Redis(address, {
    // Commands wait for Redis as long as it is away; jobs that wait are taken up by nobody else meanwhile.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(times * reconnectDelayMsStep, reconnectDelayMsMax),
  });
  tellOutages(redis, log);
  opened.add('redis', async () => redis.disconnect());
  // A command that waits for Redis to come back is never given up by the client, not even when it is closed.
  await unlessAborted(agreeOnSchema(redis, prefixOf(settings)), opened.closing);
  return redis;
}

/** What stands before every key of the store. */
export function prefixOf(settings: Settings): string {
  return `${settings.keyPrefix}:`;
}

async function ownRedis({ settings, cacheDir, env }: Config, opened: Opened, log: Log): Promise<string> {
  const server = await startRedisServer({ dataDir: join(settings.dataDir, 'redis'), cacheDir, env, log });
  opened.add('redis-server', () => server.stop());
  return server.socketPath;
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
