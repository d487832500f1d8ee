import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openQueue, type QueueOptions } from '../../../src/adapters/queue/queue.ts';
import { redisClient } from '../../../src/app/redis-client.ts';
import type { JobResult } from '../../../src/ports.ts';
import { drawFrom } from '../../support/faults/draw.ts';
import { bull } from '../../support/faults/points.ts';
import { type FloorRedis, startFloorRedis } from '../../support/faults/redis.ts';
import { openWire, type Point, type Wire } from '../../support/faults/wire.ts';
import { unloadedMs } from '../../support/program.ts';
import { deleteFolder, makeFolder } from '../../support/reaper.ts';
import { until } from '../../support/until.ts';

const done: JobResult = { status: 'done', reason: 'test' };
const log = { debug() {}, info() {}, warn() {}, error() {} };
const prefix = 'watchfloor-queue';
/** A job that nobody works on would come back when its lock of five seconds ends, and is looked for only then. */
const backMsMax = 3_000;
/** A worker that was not told looks by itself so long after its connection is back. */
const blockMs = 1_000;
const waitMsMax = 20_000;
let folder: string;
let redis: FloorRedis;
const ends: (() => Promise<unknown> | unknown)[] = [];

before(async () => {
  folder = await makeFolder('watchfloor-lost');
  redis = await startFloorRedis({ dir: join(folder, 'redis') });
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await redis.client().flushall();
});
after(async () => {
  await redis.close();
  await deleteFolder(folder);
});

async function aQueue(handlers: QueueOptions['handlers'], concurrency = 4) {
  const wire = await openWire(redis.port);
  const connection = redisClient(wire.url, null);
  connection.on('error', () => undefined);
  const queue = openQueue({ connection, prefix, handlers, concurrency: { deliver: concurrency }, log });
  ends.push(async () => {
    await queue.close();
    connection.disconnect();
    await wire.close();
  });
  return { queue, wire };
}

/** Cuts the connection in the middle of the reply to the so-manieth of these commands. */
function cutIn(wire: Wire, matches: Point['matches'], place = 1) {
  let met = 0;
  const isMet: Point['matches'] = (command) => matches(command) && ++met === place;
  return wire.arm({ name: 'a reply', when: 'after', matches: isMet }, () => 'cut-in-reply');
}

test('a job that Redis gave out by a reply that was lost runs at once, and not when its lock ends', async () => {
  const ran = new Map<string, number>();
  const { queue, wire } = await aQueue({
    deliver: async (id) => {
      ran.set(id, (ran.get(id) ?? 0) + 1);
      return done;
    },
  });
  await queue.add('deliver', ['first']);
  await until('the queue works', () => ran.size === 1, waitMsMax);
  const cut = cutIn(wire, bull('moveToActive', 'deliver'));
  await queue.add('deliver', ['lost']);
  await cut.first;
  const from = performance.now();
  await until('the job has run', () => ran.has('lost'), waitMsMax);
  assert.ok(performance.now() - from < backMsMax, `${performance.now() - from} ms`);
});

test('nor does one wait that was given out with the end of another', async () => {
  const ran = new Set<string>();
  const hold = Promise.withResolvers<void>();
  const { queue, wire } = await aQueue(
    {
      deliver: async (id) => {
        await hold.promise;
        ran.add(id);
        return done;
      },
    },
    1,
  );
  await queue.add('deliver', ['first', 'lost']);
  const cut = cutIn(wire, bull('moveToFinished', 'deliver'));
  hold.resolve();
  await cut.first;
  const from = performance.now();
  await until('both have run', () => ran.size === 2, waitMsMax);
  assert.ok(performance.now() - from < backMsMax, `${performance.now() - from} ms`);
});

test('nor does one wait because the word that it is there was lost', async () => {
  const ran = new Set<string>();
  const { queue, wire } = await aQueue({
    deliver: async (id) => {
      ran.add(id);
      return done;
    },
  });
  let isLosing = false;
  const cut = cutIn(wire, ({ name }) => isLosing && name === 'BZPOPMIN');
  await queue.add('deliver', ['first']);
  const marker = `${prefix}:deliver:marker`;
  const looker = redis.client();
  await until('the worker waits', async () => (await queue.isIdle()) && !(await looker.exists(marker)), waitMsMax);
  isLosing = true;
  await queue.add('deliver', ['lost']);
  await cut.first;
  const from = Date.now();
  const waitedBefore = unloadedMs(process.pid, from);
  await until('the job has run', () => ran.has('lost'), waitMsMax);
  const tookMs = unloadedMs(process.pid, from) - waitedBefore;
  assert.ok(tookMs < blockMs, `${tookMs} ms`);
});

test('jobs are added though the connection breaks between the answers', async () => {
  const { queue, wire } = await aQueue({});
  await queue.add('deliver', ['a']);
  const cut = cutIn(wire, bull('addStandardJob', 'deliver'), 2);
  await queue.add('deliver', ['b', 'c', 'd']);
  assert.equal(cut.struck, 1);
  assert.equal(await redis.client().llen(`${prefix}:deliver:wait`), 4);
});

test('wherever connections break, each job runs, and none that runs is given to another', async () => {
  const draw = drawFrom(7);
  const ran = new Map<string, number>();
  const handlers: QueueOptions['handlers'] = {
    deliver: async (id) => {
      ran.set(id, (ran.get(id) ?? 0) + 1);
      await pause(draw.whole(0, 40));
      return done;
    },
  };
  const places = [await aQueue(handlers), await aQueue(handlers)];
  const { queue } = await aQueue({});
  for (const { wire } of places)
    wire.arm({ name: 'any reply', when: 'after', matches: () => draw.chance() < 0.05 }, () => 'cut-in-reply', 10);
  const ids = Array.from({ length: 150 }, (_, index) => `job-${index}`);
  await queue.add('deliver', ids);
  await until('all have run', async () => ran.size === ids.length && (await queue.isIdle()), waitMsMax);
  assert.deepEqual(
    [...ran].filter(([, times]) => times !== 1),
    [],
  );
});
