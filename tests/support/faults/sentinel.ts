/** A real sentinel that watches one Redis, and promotes its replica within seconds. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findRedisServer, serverEnvironment } from '../../../src/adapters/redis-server/find.ts';
import { freePort } from '../free-port.ts';
import { reap } from '../reaper.ts';
import { endServer } from '../redis.ts';
import { until } from '../until.ts';
import { answers } from './redis.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

export interface Sentinel {
  readonly port: number;
  close(): Promise<void>;
}

/** Of the primary on a port of this machine, which it calls `floor`. `dir` is there. */
export async function startSentinel(dir: string, primaryPort: number): Promise<Sentinel> {
  const found = await findRedisServer({ log: quiet });
  const port = await freePort();
  const path = join(dir, 'sentinel.conf');
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `sentinel monitor floor 127.0.0.1 ${primaryPort} 1`,
    'sentinel down-after-milliseconds floor 500',
    'sentinel failover-timeout floor 3000',
  ];
  await writeFile(path, `${lines.join('\n')}\n`);
  const server = spawn(found.binary, [path, '--sentinel'], {
    cwd: dir,
    env: { PATH: '/usr/bin:/bin', ...serverEnvironment(found) },
    stdio: 'ignore',
  });
  await once(server, 'spawn');
  reap(server);
  await until('the sentinel answers', () => answers(port));
  return { port, close: () => endServer(server) };
}
