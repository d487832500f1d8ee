import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, realpath, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const socketPathBytesMax = 103; // sun_path holds 108 bytes on Linux and 104 on macOS, the closing zero included

/** Where a server keeps what it has. */
export interface ServerFolder {
  /** Absolute and without symbolic links. */
  readonly dataDir: string;
  readonly socketPath: string;
  readonly lockPath: string;
  readonly logPath: string;
  readonly pidPath: string;
}

/**
 * Makes the folders, or closes those that are there, so that they are open to their owner alone. Throws where the short
 * folder for the socket is somebody else's.
 */
export async function prepareFolder(dataDir: string): Promise<ServerFolder> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const folder = await realpath(dataDir);
  // Of a folder that is somebody else's and lets us write (a volume of a container) its owner decides.
  if ((await stat(folder)).uid === process.getuid?.()) await chmod(folder, 0o700);
  return {
    dataDir: folder,
    socketPath: await socketPathFor(folder),
    lockPath: join(folder, 'redis.lock'),
    logPath: join(folder, 'redis.log'),
    pidPath: join(folder, 'redis.pid'),
  };
}

async function socketPathFor(folder: string): Promise<string> {
  const direct = join(folder, 'redis.sock');
  if (Buffer.byteLength(direct) <= socketPathBytesMax) return direct;
  const name = `watchfloor-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`;
  const base = Buffer.byteLength(join(tmpdir(), name, 'redis.sock')) <= socketPathBytesMax ? tmpdir() : '/tmp';
  const short = join(base, name);
  await mkdir(short, { recursive: true, mode: 0o700 });
  // The folder lies where everybody writes: one that another user prepared would hand them our data.
  const found = await lstat(short);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw new Error(`${short} should be a folder of this user, for the socket of Redis, and is not: remove it.`);
  }
  await chmod(short, 0o700);
  return join(short, 'redis.sock');
}
