import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../ports.ts';
import { type FindOptions, findRedisServer, type RedisBinary } from './find.ts';
import { prepareFolder, type ServerFolder } from './folder.ts';
import { takeLock } from './lock.ts';
import { isDamaged, mendManifest, repairAppendOnlyFile, tellTruncated } from './repair.ts';
import { adoptOrphan, endProcess, launch, RedisStartError, type ServerProcess } from './server-process.ts';

const restartDelayMsMin = 100;
const restartDelayMsMax = 10_000;
const steadyMs = 60_000;
const aliveMs = 1_000;

export interface StartOptions extends FindOptions {
  /** Its append-only file, socket, log and lock are kept here, open to the owner alone. */
  readonly dataDir: string;
}

export interface RedisServer {
  /** Stays the same while it is restarted: clients that reconnect find it again. */
  readonly socketPath: string;
  /** The present process; null between an unexpected end and the restart. */
  pid(): number | null;
  /** Whether it was found running, left behind by a process that was killed. */
  readonly adopted: boolean;
  /** Ends it within 4 s with all its data on disk, and frees the folder. */
  stop(): Promise<void>;
}

/** The folder belongs to another running process. */
export class DataFolderBusyError extends Error {
  override readonly name = 'DataFolderBusyError';
  /** Where its Redis listens. */
  readonly socketPath: string;

  constructor(message: string, socketPath: string) {
    super(message);
    this.socketPath = socketPath;
  }
}

/**
 * Runs a Redis of our own on `dataDir`, for as long as `stop` is not called: found or brought, started again when it
 * ends unexpectedly. Throws RedisNotFoundError, DataFolderBusyError or RedisStartError, each with what to do.
 */
export async function startRedisServer(options: StartOptions): Promise<RedisServer> {
  const folder = await prepareFolder(options.dataDir);
  const taken = await takeLock(folder.lockPath);
  if (taken.status === 'held') {
    throw new DataFolderBusyError(
      `Another Watchfloor (process ${taken.pid}) is running on the data folder ${folder.dataDir}: stop it first, or give this one a folder of its own.`,
      folder.socketPath,
    );
  }
  try {
    const first = await adoptOrLaunch(options, folder);
    const keeper = keepRunning(first, options, folder);
    const stop = async () => {
      await keeper.stop();
      await taken.lock.release();
    };
    return { socketPath: folder.socketPath, pid: keeper.pid, adopted: first.adopted, stop };
  } catch (error) {
    await taken.lock.release();
    throw error;
  }
}

async function adoptOrLaunch(options: StartOptions, folder: ServerFolder): Promise<ServerProcess> {
  const orphan = await adoptOrphan(folder);
  if (orphan !== null) {
    options.log.info('a Redis left behind by an earlier run is still up: taken over', { pid: orphan.pid });
    return orphan;
  }
  return launchOrRepair(await findRedisServer(options), folder, options.log);
}

async function launchOrRepair(server: RedisBinary, folder: ServerFolder, log: Log): Promise<ServerProcess> {
  const { dataDir } = folder;
  await mendManifest(dataDir, log);
  try {
    const launched = await launch(server, folder);
    await tellTruncated(dataDir, launched.said, log);
    return launched;
  } catch (error) {
    if (!(error instanceof RedisStartError) || !isDamaged(error.lastWords)) throw error;
    const repair = await repairAppendOnlyFile(dataDir, server, log);
    if (repair.status === 'repaired') return launch(server, folder);
    const copy = repair.backup === null ? '' : ` (a copy stands in ${repair.backup})`;
    throw new RedisStartError(
      `What Redis keeps in ${dataDir} is damaged and could not be repaired${copy}: ${repair.problem}. ` +
        'Move the folder away, and put a backup in its place: npm run restore -- FILE',
      error.lastWords,
    );
  }
}

/** Watches a server and starts it again, with a growing delay while it does not stay up. */
function keepRunning(first: ServerProcess, options: StartOptions, folder: ServerFolder) {
  const stopping = new AbortController();
  let present: ServerProcess | null = first;

  const watch = async () => {
    let delayMs = restartDelayMsMin;
    while (!stopping.signal.aborted) {
      const since = Date.now();
      await present?.exited;
      present = null;
      if (stopping.signal.aborted) return;
      if (Date.now() - since > steadyMs) delayMs = restartDelayMsMin;
      options.log.error('Redis ended unexpectedly, starting it again', { delayMs, log: folder.logPath });
      await pause(delayMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      delayMs = Math.min(delayMs * 2, restartDelayMsMax);
      if (!stopping.signal.aborted) present = await restart();
    }
  };
  const restart = async () => {
    try {
      return await adoptOrLaunch(options, folder);
    } catch (error) {
      options.log.error('Redis could not be started again', { problem: error instanceof Error ? error.message : '' });
      return null;
    }
  };
  const watching = watch();

  return {
    pid: () => present?.pid ?? null,
    async stop() {
      // The server does not keep our process alive, so the process could be over before the server's end is seen.
      const alive = setInterval(() => undefined, aliveMs);
      stopping.abort();
      if (present !== null) await endProcess(present.pid);
      await watching;
      // A restart that was under way when we were told to stop ends here.
      if (present !== null) await endProcess(present.pid);
      clearInterval(alive);
    },
  };
}
