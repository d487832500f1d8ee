/** A real sentinel that watches one Redis, and promotes its replica within seconds. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findRedisServer } from '../../../src/adapters/redis-server/find.ts';
import { freePort } from '../free-port.ts';
import { endServer, spawnServer } from '../redis.ts';
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
  const server = spawnServer(found, dir, [path, '--sentinel']);
  await until('the sentinel answers', () => answers(port));
  return { port, close: () => endServer(server) };
}
