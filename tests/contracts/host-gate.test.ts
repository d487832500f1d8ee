import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { type HostGateOptions, openHostGate } from '../../src/adapters/redis/hosts.ts';
import type { HostGate } from '../../src/ports.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { startLossySocket } from './lossy-socket.ts';

const host = 'news.example';
const start = 1_600_000_000_000;

describe('the gate to a host', () => {
  let server: TestRedis;
  let redis: Redis;
  let now = start;
  let prefix = '';
  let run = 0;
  const open = (said: Partial<HostGateOptions> = {}, on = redis): HostGate =>
    openHostGate(on, {
      prefix,
      process: 'one',
      perHostMax: 2,
      hostSpacingMs: 1_000,
      leaseMs: 25_000,
      realNow: () => now,
      ...said,
    });

  before(async () => {
    server = await startRedis();
    redis = server.client();
  });
  beforeEach(() => {
    run += 1;
    prefix = `gate${run}:`;
    now = start;
  });
  after(() => server.stop());

  it('lets two in, a spacing apart, and a third when one has left', async () => {
    const gate = open();
    assert.equal(await gate.enter(host, 'a'), null);
    assert.equal(await gate.enter(host, 'b'), 1_000);
    now += 1_000;
    assert.equal(await gate.enter(host, 'b'), null);
    now += 1_000;
    assert.equal(await gate.enter(host, 'c'), 1_000);
    now += 1_000;
    await gate.leave(host, 'a');
    assert.equal(await gate.enter(host, 'c'), null);
  });

  it('keeps no other host waiting', async () => {
    const gate = open();
    assert.equal(await gate.enter(host, 'a'), null);
    assert.equal(await gate.enter('other.example', 'a'), null);
  });

  it('is one gate for all processes, and a place in the line is kept in each', async () => {
    const [one, two] = [open(), open({ process: 'two' })];
    assert.equal(await one.enter(host, 'a'), null);
    assert.equal(await two.enter(host, 'b'), 1_000);
    assert.equal(await one.enter(host, 'c'), 2_000);
    assert.equal(await one.enter(host, 'b'), 1_000);
    assert.equal(await two.enter(host, 'c'), 2_000);
  });

  it('gives away the place of a process that died', async () => {
    const gate = open();
    await gate.enter(host, 'a');
    now += 1_000;
    await gate.enter(host, 'b');
    now += 23_000;
    assert.ok((await gate.enter(host, 'c')) !== null);
    now += 1_000; // a's 25 s are over
    assert.equal(await gate.enter(host, 'c'), null);
  });

  it('lets nobody in before the host has rested, and then one after the other', async () => {
    const gate = open();
    await gate.enter(host, 'a');
    assert.equal(await gate.enter(host, 'b'), 1_000);
    await gate.rest(host, 600_000);
    await gate.rest(host, 5_000); // The longer rest counts.
    await gate.leave(host, 'a');
    assert.equal(await gate.enter(host, 'c'), 600_000);
    now += 1_000;
    assert.equal(await gate.enter(host, 'b'), 600_000);
    now = start + 600_000;
    assert.equal(await gate.enter(host, 'c'), null);
    assert.equal(await gate.enter(host, 'b'), 1_000);
  });

  it('rests no longer than a day', async () => {
    const gate = open();
    await gate.rest(host, 1e12);
    assert.equal(await gate.enter(host, 'a'), 24 * 3_600_000);
  });

  it('believes nothing that a clock left behind which was days ahead', async () => {
    const gate = open();
    now = start + 10 * 86_400_000;
    for (const owner of ['a', 'b', 'c', 'd']) await gate.enter(host, owner);
    await gate.rest(host, 3_600_000);
    now = start;
    assert.equal(await gate.enter(host, 'e'), null);
    assert.equal(await gate.enter(host, 'f'), 1_000);
  });

  it('keeps keys that end by themselves alone', async () => {
    const gate = open();
    for (const owner of ['a', 'b']) await gate.enter(host, owner);
    await gate.rest(host, 5_000);
    const keys = await redis.keys(`${prefix}*`);
    assert.deepEqual(keys.map((key) => key.slice(prefix.length)).toSorted(), [
      `host-inside:${host}`,
      `host-line:${host}`,
      `host:${host}`,
    ]);
    for (const key of keys) assert.ok((await redis.pttl(key)) > 0, key);
  });

  it('takes a request that is sent again because its reply was lost for the same', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gate-'));
    const socket = await startLossySocket(join(folder, 'lossy.sock'), server.path);
    const lossy = new Redis(socket.path, { maxRetriesPerRequest: null, retryStrategy: () => 1 });
    const gate = open({}, lossy);
    await gate.enter(host, 'warm');
    await gate.leave(host, 'warm');
    now += 1_000;
    socket.loseNextReply();
    assert.equal(await gate.enter(host, 'a'), null);
    assert.equal(await redis.zcard(`${prefix}host-inside:${host}`), 1);
    socket.loseNextReply();
    assert.equal(await gate.enter(host, 'b'), 1_000);
    assert.equal(socket.lost, 2);
    lossy.disconnect();
    await socket.close();
    await rm(folder, { recursive: true });
  });

  /** Feeds that come, ask until they are in, stay and leave; time passes from one such moment to the next. */
  async function play(gates: readonly HostGate[], visits: readonly { at: number; stayMs: number; leaves: boolean }[]) {
    const moments = visits.map(({ at }, feed) => ({ at: start + at, feed, leaves: false }));
    const starts: { feed: number; at: number; until: number }[] = [];
    let asks = 0;
    while (moments.length > 0) {
      moments.sort((one, other) => one.at - other.at);
      const moment = moments.shift();
      const visit = moment && visits[moment.feed];
      const gate = gates[asks % gates.length];
      if (!moment || !visit || !gate) break;
      now = moment.at;
      const owner = `feed-${moment.feed}`;
      if (moment.leaves) {
        for (const each of gates) await each.leave(host, owner);
        continue;
      }
      asks += 1;
      const waitMs = await gate.enter(host, owner);
      if (waitMs !== null) moments.push({ ...moment, at: now + waitMs });
      else {
        starts.push({ feed: moment.feed, at: now, until: now + (visit.leaves ? visit.stayMs : 25_000) });
        if (visit.leaves) moments.push({ ...moment, at: now + visit.stayMs, leaves: true });
      }
    }
    return { starts, asks };
  }

  it('lets fifty feeds of one host in as they came, a spacing apart, at two questions a feed', async () => {
    const visits = Array.from({ length: 50 }, () => ({ at: 0, stayMs: 300, leaves: true }));
    const { starts, asks } = await play([open(), open({ process: 'two' })], visits);
    assert.deepEqual(
      starts.map(({ feed }) => feed),
      visits.map((_, feed) => feed),
    );
    assert.deepEqual(
      starts.map(({ at }) => at - start),
      visits.map((_, feed) => feed * 1_000),
    );
    assert.ok(asks <= 100, `${asks} questions`);
  });

  it('is asked by no more than one feed a spacing while slow visits fill the host', async () => {
    const visits = Array.from({ length: 20 }, () => ({ at: 0, stayMs: 10_000, leaves: true }));
    const { starts, asks } = await play([open()], visits);
    assert.equal(starts.length, 20);
    const tookMs = (starts.at(-1)?.at ?? 0) - start;
    assert.ok(tookMs <= 110_000, `${tookMs} ms`); // Two at a time, ten seconds each, is 90 s at best.
    assert.ok(asks <= 20 + tookMs / 1_000 + 1, `${asks} questions`);
  });

  it('never lets in more than two at once or two within a spacing, and everybody in the end', async () => {
    const visit = fc.record({
      at: fc.nat(5_000),
      stayMs: fc.integer({ min: 1, max: 6_000 }),
      leaves: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(visit, { minLength: 1, maxLength: 12 }), async (visits) => {
        run += 1;
        prefix = `gate${run}:`;
        const { starts } = await play([open(), open({ process: 'two' })], visits);
        assert.equal(starts.length, visits.length);
        for (const [index, { at }] of starts.entries()) {
          const before = starts.slice(0, index);
          assert.ok(before.every((other) => at - other.at >= 1_000));
          assert.ok(before.filter((other) => other.until > at).length < 2);
        }
      }),
      { numRuns: 60 },
    );
  });
});
