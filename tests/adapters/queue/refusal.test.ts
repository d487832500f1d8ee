import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { openQueue } from '../../../src/adapters/queue/queue.ts';
import { redisClient } from '../../../src/app/redis-client.ts';
import type { JobResult } from '../../../src/ports.ts';
import { startFloorRedis } from '../../support/faults/redis.ts';
import { startSentinel } from '../../support/faults/sentinel.ts';
import { deleteFolder, makeFolder } from '../../support/reaper.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { until } from '../../support/until.ts';

const done: JobResult = { status: 'done', reason: 'test' };
const watchedMs = 1_000;
/** Of four idle workers and their queues that may write nothing; in a loop without pause it would be thousands. */
const commandsPerSecondMax = 200;
const afterReturnMsMax = 3_000;
/** Each of four workers and queues may say once what is wrong and once that it is over. */
const saidMax = 16;

let redis: TestRedis;
let client: Redis;

before(async () => {
  redis = await startRedis();
  client = redis.client();
});
after(() => redis.stop());

/** A state in which Redis answers and refuses to write, and the way out of it. */
interface Refusal {
  readonly name: string;
  begin(): Promise<unknown>;
  end(): Promise<unknown>;
}

const refusals: readonly Refusal[] = [
  {
    name: 'OOM',
    begin: () => client.config('SET', 'maxmemory', '1'),
    end: () => client.config('SET', 'maxmemory', '0'),
  },
  {
    name: 'READONLY',
    begin: () => client.replicaof('127.0.0.1', '1'),
    end: () => client.replicaof('NO', 'ONE'),
  },
  {
    name: 'NOREPLICAS',
    begin: () => client.config('SET', 'min-replicas-to-write', '1'),
    end: () => client.config('SET', 'min-replicas-to-write', '0'),
  },
];

for (const refusal of refusals) {
  test(`while Redis refuses to write (${refusal.name}) nobody runs in circles or fills the log, and after it work goes on at once`, {
    timeout: 30_000,
  }, async (t) => {
    const said: string[] = [];
    const note = (message: string, fields?: object) => void said.push(`${message} ${JSON.stringify(fields)}`);
    const seen: string[] = [];
    const [begun, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const handler = async (id: string) => {
      if (id === 'held') {
        begun.resolve();
        await held.promise;
      }
      seen.push(id);
      return done;
    };
    const queue = openQueue({
      connection: client,
      prefix: refusal.name.toLowerCase(),
      concurrency: { deliver: 1 },
      handlers: { poll: handler, match: handler, deliver: handler, escalate: handler },
      log: { debug() {}, info: note, warn: note, error: note },
    });
    t.after(async () => {
      await refusal.end();
      await queue.close();
    });
    await queue.add('deliver', ['held', 'waiting', 'waiting too']);
    await begun.promise;
    await refusal.begin();
    held.resolve();
    await assert.rejects(queue.add('deliver', ['refused']));
    const from = await handled(client);
    await pause(watchedMs); // what happens in a stretch of time is the point
    const perSecond = ((await handled(client)) - from) / (watchedMs / 1_000);
    await refusal.end();
    const endedAt = Date.now();
    while (!seen.includes('waiting too')) {
      assert.ok(Date.now() - endedAt < afterReturnMsMax, `the first jobs within ${afterReturnMsMax} ms`);
      await pause(10);
    }
    assert.ok(perSecond < commandsPerSecondMax, `${perSecond} commands a second, expected < ${commandsPerSecondMax}`);
    assert.ok(said.length <= saidMax, said.join('\n'));
  });
}

/** Commands that Redis handled or refused so far. */
async function handled(asking: Redis): Promise<number> {
  const stats = await asking.info('commandstats');
  return [...stats.matchAll(/(?<!failed_)calls=(\d+)/g), ...stats.matchAll(/rejected_calls=(\d+)/g)].reduce(
    (sum, [, calls]) => sum + Number(calls),
    0,
  );
}

test('sentinels that name a server which is gone are no trouble of each queue, but one outage', async (t) => {
  const folder = await makeFolder('watchfloor-outage');
  const primary = await startFloorRedis({ dir: folder });
  const sentinel = await startSentinel(folder, primary.port);
  const base = redisClient(`redis+sentinel://127.0.0.1:${sentinel.port}/floor`, null);
  base.on('error', () => undefined);
  const said: string[] = [];
  const note = (message: string) => void said.push(message);
  const seen: string[] = [];
  const handler = async (id: string) => {
    seen.push(id);
    return done;
  };
  const queue = openQueue({
    connection: base,
    prefix: 'outage',
    handlers: { poll: handler, match: handler, deliver: handler, escalate: handler },
    log: { debug() {}, info: note, warn: note, error: note },
  });
  t.after(async () => {
    await queue.close();
    base.disconnect();
    await Promise.all([sentinel.close(), primary.close()]);
    await deleteFolder(folder);
  });
  await queue.add('deliver', ['before']);
  await until('the queue works', () => seen.length === 1);
  said.length = 0;
  await primary.away(watchedMs);
  await queue.add('deliver', ['after']);
  await until('it works again', () => seen.includes('after'), 30_000);
  await until('that is told', () => said.length >= 2);
  assert.deepEqual(said, ['the queues lost Redis and keep trying', 'the queues have Redis again']);
});
