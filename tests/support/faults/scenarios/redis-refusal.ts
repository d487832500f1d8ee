/** A Redis that is there and refuses: memory or disk full, a script that runs for long, queues that were deleted. */
import { execFileSync } from 'node:child_process';
import { ordeal } from '../ordeal.ts';

const firstJobMsMax = 3_000;
const refused = /(?:OOM command not allowed|MISCONF|BUSY Redis is busy)/;

export const redisFullMemory = ordeal({
  name: 'redis-full-memory',
  claim: 'while the memory of Redis is full nobody runs in circles, and work goes on when there is room again',
  ms: { short: 2_500, long: 20_000 },
  firstJobMsMax,
  errors: [refused],
  begin: ({ client }) => client.config('SET', 'maxmemory', '1'),
  end: async ({ client }) => void (await client.config('SET', 'maxmemory', '0')),
});

export const redisFullDisk = ordeal({
  name: 'redis-full-disk',
  claim: 'while the disk of Redis is full nobody runs in circles, and work goes on when there is room again',
  ms: { short: 2_500, long: 20_000 },
  firstJobMsMax,
  errors: [refused],
  begin: ({ redis }) => limitFiles(redis.pid, '1'),
  end: ({ redis }) => void limitFiles(redis.pid, 'unlimited'),
});

/** A file that may grow no longer is what a full disk is to its writer. */
function limitFiles(pid: number, bytes: string): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
}

export const redisBusy = ordeal({
  name: 'redis-busy',
  claim: 'while a script keeps Redis busy nobody runs in circles, and work goes on when it ends',
  floor: { redis: ['--busy-reply-threshold', '50'] },
  ms: { short: 2_500, long: 20_000 },
  firstJobMsMax,
  errors: [refused],
  begin({ redis }) {
    const other = redis.client();
    void other.eval('while true do end', 0).catch(() => undefined); // it is killed in the end
  },
  end: async ({ client }) => void (await client.script('KILL')),
});

export const redisQueuesDeleted = ordeal({
  name: 'redis-queues-deleted',
  claim: 'every key of the queues may be deleted while jobs run: what they held is found again',
  ms: { short: 100, long: 100 },
  firstJobMsMax,
  async begin({ client }) {
    for (const key of await client.keys('watchfloor-queue:*')) await client.del(key);
  },
  end: () => undefined,
});
