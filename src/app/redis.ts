import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { refuseUnfinished } from '../adapters/redis/backup-write.ts';
import { openServerClock } from '../adapters/redis/clock.ts';
import { connectionName } from '../adapters/redis/connected.ts';
import { agreeOnSchema, whenSuperseded } from '../adapters/redis/schema.ts';
import { tellOutages } from '../adapters/redis-outage.ts';
import { DataFolderBusyError, startRedisServer } from '../adapters/redis-server/start.ts';
import type { Config } from '../config/load.ts';
import type { Settings } from '../config/settings.ts';
import type { Clock, Log } from '../ports.ts';
import { type Opened, unlessAborted } from './opened.ts';
import { redisClient } from './redis-client.ts';
import { answersPlainly } from './redis-plain.ts';
import { PlainRedisError, whyRefused } from './redis-refusal.ts';

/** Who runs waits for a Redis that is away; a person who gave a command, or what gives it each night, is told. */
const commandPatienceMs = 10_000;
/** After it a server that said nothing over TLS is asked without. */
const tlsGreetingMs = 1_000;
const refusedFolder = ['EACCES', 'EROFS', 'ENOTDIR', 'EPERM'];

/** Connects to the Redis that was named, or runs one as a child of ours, and agrees with it on the schema. */
export async function openRedis(config: Config, opened: Opened, log: Log): Promise<Redis> {
  return connected(await ownAddress(config, opened, log), { config, opened, log, purpose: 'run' });
}

/** The same, for who only reads: where a running Watchfloor has the data folder, its Redis serves both. */
export async function openRedisBeside(config: Config, opened: Opened, log: Log): Promise<Redis> {
  return connected(await addressBeside(config, opened, log), { config, opened, log, purpose: 'read' });
}

/** The same, for who copies what is stored without understanding it: whatever its schema is, but whole. */
export async function openRedisToCopy(
  config: Config,
  opened: Opened,
  log: Log,
  patienceMs = commandPatienceMs,
): Promise<Redis> {
  return connected(await addressBeside(config, opened, log), { config, opened, log, purpose: 'copy', patienceMs });
}

/** The same, for who replaces what is stored: no running Watchfloor may have the data folder. */
export async function openRedisToReplace(config: Config, opened: Opened, log: Log): Promise<Redis> {
  return connected(await ownAddress(config, opened, log), { config, opened, log, purpose: 'replace' });
}

async function ownAddress(config: Config, opened: Opened, log: Log): Promise<string> {
  return config.settings.redisUrl ?? (await ownRedis(config, opened, log));
}

async function addressBeside(config: Config, opened: Opened, log: Log): Promise<string> {
  try {
    return await ownAddress(config, opened, log);
  } catch (error) {
    if (!(error instanceof DataFolderBusyError)) throw error;
    return error.socketPath;
  }
}

interface Connecting {
  readonly config: Config;
  readonly opened: Opened;
  readonly log: Log;
  /** Who replaces what is stored must see that somebody runs on it. */
  readonly purpose: 'run' | 'read' | 'copy' | 'replace';
  readonly patienceMs?: number;
}

async function connected(address: string, connecting: Connecting): Promise<Redis> {
  const { config, opened, log, purpose, patienceMs = commandPatienceMs } = connecting;
  const { settings, redisTls } = config;
  const redis = redisClient(address, redisTls, purpose === 'run' ? connectionName(prefixOf(settings)) : undefined);
  const refused = refusal(redis, purpose === 'run' ? Number.POSITIVE_INFINITY : patienceMs);
  tellOutages(redis, log, { lost: 'redis cannot be reached; trying again', back: 'redis is back' });
  opened.add('redis', async () => redis.disconnect());
  // A command that waits for Redis to come back is never given up by the client, not even when it is closed.
  const agreed = Promise.race([agree(redis, { settings, purpose, log }), refused]);
  await unlessAborted(agreed, opened.closing).catch((cause: unknown) => {
    const sentence = cause instanceof Error ? whyRefused(cause) : null;
    if (sentence === null) throw cause;
    throw new Error(sentence, { cause });
  });
  return redis;
}

interface Agreeing extends Pick<Connecting, 'purpose'> {
  readonly settings: Settings;
  readonly log: Log;
}

/** Whether what is stored is whole, and of a form that this program reads. */
async function agree(redis: Redis, { settings, purpose, log }: Agreeing): Promise<void> {
  const prefix = prefixOf(settings);
  // Where there is no such database the client goes on in the first one, which is somebody else's.
  await redis.select(redis.options.db ?? 0);
  await tryRights(redis, settings);
  if (purpose === 'replace') return;
  await refuseUnfinished(redis, prefix);
  if (purpose !== 'copy') await agreeOnSchema(redis, { prefix, log });
}

/** Tries what a user with rights of his own is found to lack most often, so that it is told now and not by each job. */
async function tryRights(redis: Redis, { keyPrefix }: Settings): Promise<void> {
  await Promise.all([
    redis.exists(`${prefixOf({ keyPrefix })}schema`, `${queuePrefixOf({ keyPrefix })}:none`),
    redis.eval('return 1', 0),
    redis.info('server'), // BullMQ asks for the version
  ]);
}

/**
 * Fails with the first reason why it will not take us, since nobody waits for that to change until it was reached once, and
 * where it is away for longer than anybody has patience.
 */
function refusal(redis: Redis, patienceMs: number): Promise<never> {
  const refused = Promise.withResolvers<never>();
  refused.promise.catch(() => undefined); // who opens hears of it; later ones are told as outages
  const since = performance.now();
  let last = new Error('it closes each connection'); // which is no error by itself
  whenMuteOverTls(redis, () => refused.reject(new PlainRedisError('it answers without TLS')));
  redis.on('error', (error: Error) => {
    last = error;
    if (whyRefused(error) !== null) refused.reject(error);
  });
  redis.on('close', () => {
    if (performance.now() - since < patienceMs) return;
    const told = `Redis cannot be reached (${last.message}): expected it to run there, or REDIS_URL with where it runs`;
    refused.reject(new Error(told, { cause: last }));
  });
  return refused.promise;
}

/** A server that takes a greeting of TLS for the beginning of a command waits for its end. */
function whenMuteOverTls(redis: Redis, tell: () => void): void {
  const { tls, host, port } = redis.options;
  if (tls === undefined || host === undefined || port === undefined) return;
  const timer = setTimeout(async () => {
    if (redis.status === 'connecting' && (await answersPlainly(host, port))) tell();
  }, tlsGreetingMs);
  timer.unref();
  redis.once('close', () => clearTimeout(timer));
}

/** The clock that all processes on this Redis share. */
export async function openClock(redis: Redis, opened: Opened, log: Log): Promise<Clock> {
  const clock = await unlessAborted(openServerClock(redis, log), opened.closing);
  opened.add('clock', async () => clock.close());
  return clock;
}

/** Rejects when a newer program has taken the data over while this one runs. */
export function openSuperseded(redis: Redis, { settings }: Config, opened: Opened): Promise<never> {
  const { superseded, end } = whenSuperseded(redis, prefixOf(settings));
  opened.add('schema', async () => end());
  return superseded;
}

/** What stands before every key of the store. */
export function prefixOf(settings: Pick<Settings, 'keyPrefix'>): string {
  return `${settings.keyPrefix}:`;
}

/** What stands before every key of the queues. */
export function transportPrefixOf(settings: Settings): string {
  return `${queuePrefixOf(settings)}:`;
}

/** By what the queues name themselves. */
export function queuePrefixOf({ keyPrefix }: Pick<Settings, 'keyPrefix'>): string {
  return `${keyPrefix}-queue`;
}

async function ownRedis({ settings, cacheDir, env }: Config, opened: Opened, log: Log): Promise<string> {
  const dataDir = join(settings.dataDir, 'redis');
  const otherCacheDir = join(settings.dataDir, 'cache');
  const server = await startRedisServer({ dataDir, cacheDir, otherCacheDir, env, log }).catch((cause: unknown) => {
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
