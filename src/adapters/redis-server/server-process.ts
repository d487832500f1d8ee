import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { type RedisBinary, serverEnvironment } from './find.ts';
import type { ServerFolder } from './folder.ts';
import { isAlive, isRedisIn } from './life.ts';

const answerTimeoutMs = 20_000;
const loadTimeoutMs = 600_000;
const readyCheckMs = 10;
const adoptedCheckMs = 250;
const endCheckMs = 10;
const terminateMsMax = 3_000;
const killMsMax = 1_000;
const logBytesMax = 1_000_000;
const lastWordsLengthMax = 2_000;

export interface ServerProcess {
  readonly pid: number;
  readonly adopted: boolean;
  /** What it wrote to its log while it started; empty where it was found running. */
  readonly said: string;
  /** Fulfilled when the process is gone, for whatever reason. */
  readonly exited: Promise<void>;
}

/** The server ended before it answered. */
export class RedisStartError extends Error {
  override readonly name = 'RedisStartError';
  readonly lastWords: string;
  constructor(message: string, lastWords: string) {
    super(message);
    this.lastWords = lastWords;
  }
}

/** Starts a server in a process group of its own and waits until it has loaded its data. Throws RedisStartError. */
export async function launch(server: RedisBinary, folder: ServerFolder): Promise<ServerProcess> {
  const logFrom = await trimLog(folder.logPath);
  await rm(folder.socketPath, { force: true }); // of a server that is dead; the caller holds the lock
  const logFile = openSync(folder.logPath, 'a', 0o600);
  const child = withoutOthers(() =>
    spawn(server.binary, serverArguments(folder), {
      env: serverEnvironment(server),
      // Ctrl-C in the terminal must not reach it: jobs still need it while they finish.
      detached: true,
      stdio: ['ignore', logFile, logFile],
    }),
  );
  closeSync(logFile);
  child.unref();
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve()); // could not be started at all
  });
  let isGone = false;
  void exited.then(() => {
    isGone = true;
  });
  const said = async () => (await readFile(folder.logPath)).subarray(logFrom).toString('utf8');
  if (await isReady(folder.socketPath, () => isGone))
    return { pid: child.pid ?? 0, adopted: false, said: await said(), exited };
  if (child.pid !== undefined) await endProcess(child.pid);
  const lastWords = (await said()).slice(-lastWordsLengthMax);
  const line = lastWords.trim().split('\n').at(-1) ?? 'nothing';
  throw new RedisStartError(`Redis did not start in ${folder.dataDir}; its last words: ${line}`, lastWords);
}

/** What a process that is begun in `begin` writes is readable by its owner alone; it inherits the mask as it begins. */
function withoutOthers<T>(begin: () => T): T {
  const mask = process.umask(0o077);
  try {
    return begin();
  } finally {
    process.umask(mask);
  }
}

/**
 * Finds the server that an earlier process of ours left behind on this folder. One that answers is taken over, one that
 * does not is ended, for two servers on one folder would both write its files.
 */
export async function adoptOrphan(folder: ServerFolder): Promise<ServerProcess | null> {
  const pid = Number(await readFile(folder.pidPath, 'utf8').catch(() => '0'));
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid) || !isRedisIn(pid, folder.dataDir)) return null;
  if ((await ask(folder.socketPath)) !== 'silent' && (await isReady(folder.socketPath, () => !isAlive(pid)))) {
    return { pid, adopted: true, said: '', exited: whenGone(pid) };
  }
  await endProcess(pid);
  return null;
}

/** Asks a server to write what it has and go, and kills it when it does not. */
export async function endProcess(pid: number): Promise<void> {
  signal(pid, 'SIGTERM');
  if (await isGoneWithin(pid, terminateMsMax)) return;
  signal(pid, 'SIGKILL');
  await isGoneWithin(pid, killMsMax);
}

function serverArguments(folder: ServerFolder): string[] {
  const options: Record<string, string> = {
    port: '0',
    unixsocket: folder.socketPath,
    unixsocketperm: '700',
    dir: folder.dataDir,
    pidfile: folder.pidPath,
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '',
    'maxmemory-policy': 'noeviction',
  };
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
}

async function isReady(socketPath: string, isGone: () => boolean): Promise<boolean> {
  const startedAt = Date.now();
  for (;;) {
    const answer = await ask(socketPath);
    if (answer === 'ready') return true;
    const waitedMs = Date.now() - startedAt;
    if (isGone() || waitedMs > (answer === 'loading' ? loadTimeoutMs : answerTimeoutMs)) return false;
    await pause(readyCheckMs);
  }
}

async function ask(socketPath: string): Promise<'ready' | 'loading' | 'silent'> {
  const client = new Redis({
    path: socketPath,
    lazyConnect: true,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    retryStrategy: () => null,
    connectTimeout: 2_000,
    commandTimeout: 2_000,
  });
  client.on('error', () => undefined); // the answer says it
  try {
    await client.connect();
    await client.ping();
    return 'ready';
  } catch (error) {
    return error instanceof Error && error.message.startsWith('LOADING') ? 'loading' : 'silent';
  } finally {
    client.disconnect();
  }
}

async function whenGone(pid: number): Promise<void> {
  while (isAlive(pid)) await pause(adoptedCheckMs, undefined, { ref: false });
}

async function isGoneWithin(pid: number, limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await pause(endCheckMs);
  }
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Already gone.
  }
}

/** Gives the length of the log so far, after starting it anew when it has grown too long. */
async function trimLog(path: string): Promise<number> {
  const length = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (length <= logBytesMax) return length;
  await rm(path, { force: true });
  return 0;
}
