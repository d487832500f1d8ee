import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { type OpenQueue, openQueue, type QueueOptions } from '../../../src/adapters/queue/queue.ts';
import { findRedisServer } from '../../../src/adapters/redis-server/find.ts';
import { prepareFolder } from '../../../src/adapters/redis-server/folder.ts';
import { endProcess, launch, type ServerProcess } from '../../../src/adapters/redis-server/server-process.ts';
import type { JobResult, Queue } from '../../../src/ports.ts';
import { unloadedMs } from '../../support/program.ts';
import { deleteFolder, makeFolder } from '../../support/reaper.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { until } from '../../support/until.ts';

const done: JobResult = { status: 'done', reason: 'test' };
const log = { debug() {}, info() {}, warn() {}, error() {} };
let redis: TestRedis;
let client: Redis;
let prefixes = 0;
const open: OpenQueue[] = [];

before(async () => {
  redis = await startRedis();
  client = redis.client();
});
after(async () => {
  for (const queue of open) await queue.close();
  await redis.stop();
});

function aQueue(handlers: QueueOptions['handlers'], more: Partial<QueueOptions> = {}): OpenQueue {
  const queue = openQueue({ connection: client, prefix: `test${prefixes++}`, handlers, log, ...more });
  open.push(queue);
  return queue;
}

const thenDone = (effect: (id: string) => unknown) => async (id: string) => {
  await effect(id);
  return done;
};

/** A job that runs until it is told to end. */
function gate() {
  const started = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const enter = () => {
    started.resolve();
    return finish.promise;
  };
  return { started: started.promise, finish: finish.resolve, enter };
}

test('each id comes to the handler of its queue, whatever characters it holds', async () => {
  const seen: Record<string, string[]> = { poll: [], match: [], deliver: [] };
  const collect = (name: string) => async (id: string) => {
    seen[name]?.push(id);
    return done;
  };
  const queue = aQueue({ poll: collect('poll'), match: collect('match'), deliver: collect('deliver') });
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.string({ unit: 'binary', minLength: 1 }), { maxLength: 20 }), async (ids) => {
      for (const list of Object.values(seen)) list.length = 0;
      const given = [...ids, '17', 'a:b:c', '0'];
      await queue.add('deliver', given);
      await until('an idle queue', () => queue.isIdle());
      assert.deepEqual(new Set(seen.deliver), new Set(given));
      assert.equal(seen.deliver?.length, new Set(given).size);
      assert.deepEqual([seen.poll, seen.match], [[], []]);
    }),
    { numRuns: 20 },
  );
});

test('what is added behind is taken up when nothing else waits, later or put off', async () => {
  const prefix = `test${prefixes++}`;
  const seen: string[] = [];
  const adding = aQueue({}, { prefix });
  await adding.add('deliver', ['edit 1', 'edit 2'], 'behind');
  await adding.add('deliver', ['card 1', 'card 2']);
  await adding.add('deliver', ['edit 1', 'card 2'], 'behind');
  const isFirst = (id: string) => !seen.includes(id);
  const handler = async (id: string): Promise<JobResult> => {
    const result: JobResult = id === 'edit 1' && isFirst(id) ? { status: 'again', delayMs: 0, reason: 'test' } : done;
    seen.push(id);
    return result;
  };
  const working = aQueue({ deliver: handler }, { prefix, concurrency: { deliver: 1 } });
  await until('an idle queue', () => working.isIdle());
  assert.deepEqual(seen.slice(0, 3), ['card 1', 'card 2', 'edit 1']);
  assert.deepEqual(new Set(seen.slice(3)), new Set(['edit 1', 'edit 2']));
});

test('thousands of ids are added at once, in order', async () => {
  const seen: string[] = [];
  const queue = aQueue({ match: thenDone((id) => seen.push(id)) }, { concurrency: { match: 1 } });
  const ids = Array.from({ length: 2_000 }, (_, i) => `article-${i}`);
  await queue.add('match', ids);
  await until('an idle queue', () => queue.isIdle(), 60_000); // two thousand one after the other
  assert.deepEqual(seen, ids);
});

test('an id that waits or runs is no second job', async () => {
  const running = gate();
  let runs = 0;
  const queue = aQueue(
    {
      poll: thenDone(() => {
        runs++;
        return running.enter();
      }),
    },
    { concurrency: { poll: 1 } },
  );
  await queue.add('poll', ['feed', 'other']);
  await running.started;
  await queue.add('poll', ['feed', 'other', 'other']);
  running.finish();
  await until('an idle queue', () => queue.isIdle());
  assert.equal(runs, 2);
});

test('an id whose job has ended runs again when it is added again', async () => {
  let runs = 0;
  const queue = aQueue({ deliver: thenDone(() => runs++) });
  for (let i = 1; i <= 3; i++) {
    await queue.add('deliver', ['row']);
    await until('an idle queue', () => queue.isIdle());
    assert.equal(runs, i);
  }
});

test('a job that says again comes back after its delay, as often as it likes', async () => {
  const times: number[] = [];
  const queue = aQueue({
    deliver: async () => {
      times.push(Date.now());
      return times.length < 9 ? { status: 'again', delayMs: 20, reason: 'wait' } : done;
    },
  });
  await queue.add('deliver', ['row']);
  await until('an idle queue', () => queue.isIdle());
  assert.equal(times.length, 9, 'more often than there are attempts');
  for (const [i, time] of times.entries()) assert.ok(i === 0 || time - (times[i - 1] ?? 0) >= 19);
});

test('a job that is put off is not idle', async () => {
  const queue = aQueue({ deliver: async () => ({ status: 'again', delayMs: 60_000, reason: 'wait' }) });
  await queue.add('deliver', ['row']);
  const delayed = `${`test${prefixes - 1}`}:deliver:delayed`;
  await until('a delayed job', async () => (await client.zcard(delayed)) === 1);
  assert.equal(await queue.isIdle(), false);
});

test('a job that throws is tried again', async () => {
  let runs = 0;
  const queue = aQueue({
    match: async () => {
      runs++;
      if (runs === 1) throw new Error('not yet');
      return done;
    },
  });
  await queue.add('match', ['article']);
  await until('an idle queue', () => queue.isIdle());
  assert.equal(runs, 2);
});

test('a job that was flushed and added again while it ran runs twice, and that is no error', async () => {
  const told: string[] = [];
  const note = (level: string) => (message: string) => void told.push(`${level}: ${message}`);
  const [first, second] = [gate(), gate()];
  const gates = [first, second];
  const prefix = `test${prefixes++}`;
  const again: JobResult = { status: 'again', delayMs: 1, reason: 'test' };
  const poll = async () => {
    const next = gates.shift();
    await next?.enter();
    return next === first ? again : done;
  };
  const queue = aQueue(
    { poll },
    { prefix, concurrency: { poll: 2 }, log: { ...log, warn: note('warn'), error: note('error') } },
  );
  await queue.add('poll', ['feed']);
  await first.started;
  for (const key of await client.keys(`${prefix}:*`)) await client.del(key);
  await queue.add('poll', ['feed']);
  await second.started;
  first.finish();
  await until('it is told', () => told.length > 0);
  second.finish();
  await until('both ended', () => queue.isIdle());
  assert.deepEqual([...new Set(told)], ['warn: a job is no more its worker’s']);
});

test('handlers may add jobs to the next queue, and it is idle only behind the last', async () => {
  const delivered: string[] = [];
  const queue = aQueue((queues: Queue) => ({
    poll: thenDone((id) => queues.add('match', [`${id}.1`, `${id}.2`])),
    match: thenDone((id) => queues.add('deliver', [id])),
    deliver: thenDone((id) => delivered.push(id)),
  }));
  await queue.add('poll', ['a', 'b', 'c']);
  await until('an idle queue', () => queue.isIdle());
  assert.equal(delivered.length, 6);
});

test('a process without handlers adds for others', async () => {
  const seen: string[] = [];
  const adding = aQueue({}, { prefix: 'shared' });
  aQueue({ poll: thenDone((id) => seen.push(id)) }, { prefix: 'shared' });
  await adding.add('poll', ['feed']);
  await until('an idle queue', () => adding.isIdle());
  assert.deepEqual(seen, ['feed']);
});

test('close lets the running job finish and takes no new one', async () => {
  const running = gate();
  const finished: string[] = [];
  const queue = aQueue(
    { match: thenDone((id) => running.enter().then(() => finished.push(id))) },
    { concurrency: { match: 1 }, prefix: 'closing' },
  );
  await queue.add('match', ['first', 'second']);
  await running.started;
  const closed = queue.close();
  running.finish();
  await closed;
  assert.deepEqual(finished, ['first']);

  aQueue({ match: thenDone((id) => finished.push(id)) }, { prefix: 'closing' });
  await until('the waiting job', () => finished.length === 2);
  assert.deepEqual(finished, ['first', 'second']);
});

/** Together, since they mostly wait. */
describe('in its own time', { concurrency: true }, () => {
  test('a job that keeps throwing is given up, said aloud, and may be added again', { timeout: 30_000 }, async () => {
    const errors: string[] = [];
    let runs = 0;
    let isBroken = true;
    const queue = aQueue(
      {
        match: async () => {
          runs++;
          if (isBroken) throw new Error('broken');
          return done;
        },
      },
      { log: { ...log, error: (message) => errors.push(message) } },
    );
    await queue.add('match', ['article']);
    await until('an idle queue', () => queue.isIdle(), 20_000);
    assert.equal(runs, 5);
    await until('it is told', () => errors.length > 0);
    assert.deepEqual(errors, ['job given up, the sweep will bring it again']);
    isBroken = false;
    await queue.add('match', ['article']);
    await until('an idle queue', () => queue.isIdle());
    assert.equal(runs, 6);
  });

  test('close does not wait longer than its limit, and what did not finish runs elsewhere', {
    timeout: 60_000,
  }, async () => {
    const running = gate();
    const queue = aQueue({ match: thenDone(running.enter) }, { prefix: 'hanging', drainMsMax: 200 });
    await queue.add('match', ['article']);
    await running.started;
    const from = Date.now();
    await queue.close();
    assert.ok(Date.now() - from < 1_500);

    let runs = 0;
    aQueue({ match: thenDone(() => runs++) }, { prefix: 'hanging' });
    await until('the job taken over', () => runs === 1, 25_000);
    running.finish();
  });

  test('after an outage of Redis of more than 8 s the next job runs within 3 s', { timeout: 60_000 }, async (t) => {
    const dataDir = await makeFolder('watchfloor-outage');
    const binary = await findRedisServer({ log });
    const folder = await prepareFolder(dataDir);
    const first = await launch(binary, folder);
    const connection = new Redis({ path: folder.socketPath, maxRetriesPerRequest: null, retryStrategy: () => 500 });
    connection.on('error', () => undefined);
    const seen: string[] = [];
    const said: string[] = [];
    const say = (message: string) => said.push(message);
    const handler = thenDone((id) => seen.push(id));
    const queue = openQueue({
      connection,
      prefix: 'outage',
      handlers: { poll: handler, deliver: handler },
      log: { ...log, info: say, warn: say },
    });
    let running: ServerProcess | null = first;
    t.after(async () => {
      await queue.close();
      connection.disconnect();
      if (running !== null) await endProcess(running.pid);
      await deleteFolder(dataDir);
    });
    await queue.add('poll', ['before']);
    await until('the first job', () => seen.length === 1);

    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    running = null;
    const addedMeanwhile = queue.add('deliver', ['meanwhile']);
    await pause(8_500); // the length of the outage is the point
    running = await launch(binary, folder);
    const backAt = Date.now();
    const waitedBefore = unloadedMs(process.pid, backAt);
    await Promise.all([until('the job added meanwhile', () => seen.includes('meanwhile'), 20_000), addedMeanwhile]);
    await queue.add('poll', ['after']);
    await until('the next job', () => seen.includes('after'), 20_000);
    const tookMs = unloadedMs(process.pid, backAt) - waitedBefore;
    assert.ok(tookMs < 3_000, `it took ${tookMs} ms`);
    await until('it is told', () => said.length > 1);
    assert.deepEqual(said, ['the queues lost Redis and keep trying', 'the queues have Redis again']);
  });
});

test('close twice is close once, and close without Redis does not hang', async (t) => {
  const own = await startRedis();
  t.after(() => own.stop());
  const queue = openQueue({ connection: own.client(), prefix: 'gone', handlers: { poll: async () => done }, log });
  assert.equal(await queue.isIdle(), true);
  await own.stop();
  const from = Date.now();
  await Promise.all([queue.close(), queue.close()]);
  assert.ok(Date.now() - from < 1_000);
});

test('who waits for Redis to add a job is let go when the queue closes, and nothing is left unhandled', async () => {
  const rejections: unknown[] = [];
  const note = (reason: unknown) => rejections.push(reason);
  process.on('unhandledRejection', note);
  const own = await startRedis();
  const queue = openQueue({ connection: own.client(), prefix: 'x', handlers: { match: async () => done }, log });
  await queue.add('match', ['a']);
  await own.stop();
  const lost = assert.rejects(queue.add('match', ['b']), /the queue is closed/);
  await queue.close();
  await lost;
  await pause(0); // a turn in which an unhandled rejection would be reported
  process.off('unhandledRejection', note);
  assert.deepEqual(rejections, []);
});

for (const [clock, wrongMs] of [
  ['ahead', 3_600_000],
  ['behind', -3_600_000],
] as const)
  test(`a job that was put off by a clock an hour ${clock} comes back when its wait is over, not an hour late`, async (t) => {
    const { now } = Date;
    t.after(() => {
      Date.now = now;
    });
    let runs = 0;
    const putOff: JobResult = { status: 'again', delayMs: 100, reason: 'test' };
    const queue = aQueue({
      deliver: async () => {
        runs += 1;
        if (runs > 1) return done;
        Date.now = () => now() + Math.max(0, wrongMs);
        return putOff;
      },
    });
    await queue.add('deliver', ['late']);
    const delayed = async () => client.zcard(`test${prefixes - 1}:deliver:delayed`);
    await until('the job waits', async () => (await delayed()) === 1);
    Date.now = () => now() + Math.min(0, wrongMs);
    await until('it came back', () => runs === 2, 10_000);
  });
