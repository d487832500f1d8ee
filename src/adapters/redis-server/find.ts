import { constants } from 'node:fs';
import { access, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../ports.ts';
import { bringFromDebian, libraryPathOf } from './bring.ts';
import { runCommand } from './command.ts';
import { takeLock } from './lock.ts';

const ownCacheDir = join(import.meta.dirname, '../../../.cache');
const versionTimeoutMs = 10_000;
const oldestVersion = 602; // 6.2; BullMQ advises against older ones
const othersBringMsMax = 300_000;
const othersBringCheckMs = 100;

export interface FindOptions {
  /** What is brought is kept below it, one folder a machine type; the project's own `.cache` when left out. */
  readonly cacheDir?: string;
  /** In its place where that may not be written, as where the program's folder is read-only; left out: none. */
  readonly otherCacheDir?: string;
  /** Where PATH and the proxy settings for apt stand; this process's own when left out. */
  readonly env?: NodeJS.ProcessEnv;
  readonly log: Log;
}

export interface RedisBinary {
  readonly binary: string;
  /** For LD_LIBRARY_PATH; empty where the system's own libraries serve. */
  readonly libraryPath: string;
}

/** No Redis is here and none can be brought; the message says what to do. */
export class RedisNotFoundError extends Error {
  override readonly name = 'RedisNotFoundError';
}

/**
 * Finds a Redis server: on PATH, else in the cache, else brings Debian's into the cache without root and without
 * changing the host. Safe to call from many processes at once. Throws RedisNotFoundError with the command to run.
 */
export async function findRedisServer(options: FindOptions): Promise<RedisBinary> {
  return (await onPath(options.env)) ?? (await inCaches(options)) ?? (await bring(options));
}

async function inCaches(options: FindOptions): Promise<RedisBinary | null> {
  for (const cacheDir of cacheDirsOf(options)) {
    const found = await inCache(cacheDir);
    if (found !== null) return found;
  }
  return null;
}

async function onPath(env: NodeJS.ProcessEnv | undefined): Promise<RedisBinary | null> {
  for (const name of ['redis-server', 'valkey-server']) {
    const answer = await runCommand('sh', ['-c', `command -v ${name}`], { env, timeoutMs: versionTimeoutMs });
    const found: RedisBinary = { binary: answer.output.trim(), libraryPath: '' };
    if (answer.code === 0 && (await works(found))) return found;
  }
  return null;
}

async function inCache(cacheDir: string): Promise<RedisBinary | null> {
  const root = cacheFolder(cacheDir);
  const cached: RedisBinary = { binary: join(root, 'usr/bin/redis-server'), libraryPath: await libraryPathOf(root) };
  return (await works(cached)) ? cached : null;
}

async function works(found: RedisBinary): Promise<boolean> {
  try {
    await access(found.binary, constants.X_OK);
  } catch {
    return false;
  }
  const env = serverEnvironment(found);
  const { code, output } = await runCommand(found.binary, ['--version'], { env, timeoutMs: versionTimeoutMs });
  const [, major, minor] = /v=(\d+)\.(\d+)/.exec(output) ?? [];
  return code === 0 && Number(major) * 100 + Number(minor) >= oldestVersion;
}

/** What the server's process needs of an environment: its libraries, and nothing of ours. */
export function serverEnvironment(found: RedisBinary): NodeJS.ProcessEnv {
  return found.libraryPath === '' ? {} : { LD_LIBRARY_PATH: found.libraryPath };
}

async function bring(options: FindOptions): Promise<RedisBinary> {
  if (process.platform !== 'linux' || !(await hasApt(options.env))) throw new RedisNotFoundError(adviceFor());
  const cacheDir = await writableOf(cacheDirsOf(options));
  const root = cacheFolder(cacheDir);
  const lock = await lockOrWait(`${root}.lock`);
  try {
    const meanwhile = await inCache(cacheDir);
    if (meanwhile !== null) return meanwhile;
    options.log.info('no Redis on this machine: bringing one from Debian into the cache', { folder: root });
    await rm(root, { recursive: true, force: true }); // there, but it does not run
    const result = await bringFromDebian(root, options.env);
    const brought = await inCache(cacheDir);
    if (brought !== null) return brought;
    const problem = result.status === 'failed' ? result.problem : 'what was downloaded does not run here';
    throw new RedisNotFoundError(`${adviceFor()} (Bringing one with apt-get failed: ${problem})`);
  } finally {
    await lock?.release();
  }
}

/** Waits for another process that is bringing one; null after a long while, then both bring, which is safe too. */
async function lockOrWait(path: string): Promise<{ release(): Promise<void> } | null> {
  const deadline = Date.now() + othersBringMsMax;
  while (Date.now() < deadline) {
    const result = await takeLock(path);
    if (result.status === 'taken') return result.lock;
    await pause(othersBringCheckMs);
  }
  return null;
}

async function hasApt(env: NodeJS.ProcessEnv | undefined): Promise<boolean> {
  return (await runCommand('apt-get', ['--version'], { env, timeoutMs: versionTimeoutMs })).code === 0;
}

/** The first in which something can be kept. */
async function writableOf(cacheDirs: readonly string[]): Promise<string> {
  for (const cacheDir of cacheDirs) {
    const folder = join(cacheFolder(cacheDir), '..');
    const isMade = await mkdir(folder, { recursive: true }).then(
      () =>
        access(folder, constants.W_OK).then(
          () => true,
          () => false,
        ),
      () => false,
    );
    if (isMade) return cacheDir;
  }
  throw new RedisNotFoundError(`${adviceFor()} (One cannot be brought: ${cacheDirs.join(' and ')} cannot be written.)`);
}

function cacheDirsOf({ cacheDir = ownCacheDir, otherCacheDir }: FindOptions): readonly string[] {
  return otherCacheDir === undefined ? [cacheDir] : [cacheDir, otherCacheDir];
}

function cacheFolder(cacheDir: string): string {
  return join(cacheDir, 'redis', `${process.platform}-${process.arch}`);
}

function adviceFor(): string {
  const commands: Partial<Record<NodeJS.Platform, string>> = {
    darwin: 'install one with `brew install redis`',
    win32: 'run one elsewhere (for example `docker run -p 6379:6379 redis:7`) and set REDIS_URL',
  };
  const otherwise = 'install one (`apt-get install redis-server`, `dnf install redis`, `apk add redis`)';
  return `Watchfloor needs a Redis server and found none on PATH: ${commands[process.platform] ?? otherwise}, or set REDIS_URL.`;
}
