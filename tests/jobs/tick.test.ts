import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { openStore } from '../../src/adapters/redis/store.ts';
import {
  type Awaited,
  ensureTimers,
  type Recurring,
  spreadOverdue,
  type TickDependencies,
  tick,
} from '../../src/jobs/tick.ts';
import type { Feed, Outlet } from '../../src/model.ts';
import { schedule } from '../../src/pipeline/schedule.ts';
import type { Store } from '../../src/ports.ts';
import { aPoll } from '../contracts/builders.ts';
import { failed, unchanged } from '../pipeline/schedule/builders.ts';
import { anOutlet, aRoster, scheduleLimits as limits } from '../support/builders.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

const start = Date.parse('2020-01-03T12:00:00Z');

describe('the tick', () => {
  let redis: TestRedis;
  let store: Store;
  let run = 0;
  let now = start;
  let real = start;
  let feeds: Map<string, Feed>;
  let outlets: Outlet[];
  let queued: string[];
  let warned: string[];
  let recurring: Record<string, Recurring>;
  let awaited: Record<string, Awaited>;

  before(async () => {
    redis = await startRedis();
  });
  after(() => redis.stop());
  beforeEach(() => {
    run += 1;
    now = start;
    real = start;
    store = openStore(redis.client(), { prefix: `tick${run}`, realNow: () => real });
    feeds = new Map(['a', 'b', 'c'].map((id) => [id, aFeed(id)]));
    outlets = [];
    queued = [];
    warned = [];
    recurring = {};
    awaited = {};
  });

  const aFeed = (id: string, said: Partial<Feed> = {}): Feed => ({
    id,
    url: `https://news.example/${id}`,
    outlet: id,
    language: 'en',
    status: 'active',
    intervalMinutes: 10,
    origin: 'file',
    ...said,
  });
  const deps = (): TickDependencies => ({
    roster: aRoster(feeds, outlets),
    store,
    queue: { add: async (_queue, ids) => void queued.push(...ids) },
    clock: { now: () => now },
    log: {
      debug() {},
      info() {},
      warn: (message) => void warned.push(message),
      error: (message) => void warned.push(message),
    },
    schedule: limits,
    recurring,
    awaited,
  });
  const later = (ms: number) => {
    now += ms;
    real += ms;
  };
  /** What the poll job does to the store. */
  const polled = async (id: string, status: 'not-modified' | 'not-found') => {
    const feed = feeds.get(id) ?? aFeed(id);
    const outcome = status === 'not-modified' ? unchanged() : failed(status);
    const { state, nextDue } = schedule({ feed, tier: 1, before: null, outcome, outage: false, now }, limits);
    await store.commitPoll({
      state,
      present: [],
      items: [],
      articles: [],
      timer: `poll:${id}`,
      nextDue,
      polledAt: now,
      fetchedAtReal: real,
      audit: [],
    });
  };

  it('polls the first feed at once on a new store and the others right after', async () => {
    await tick(deps());
    await tick(deps());
    assert.equal(queued.length, 1);
    later(1_000);
    await tick(deps());
    assert.deepEqual(queued.toSorted(), ['a', 'b', 'c']);
  });

  it('hands a feed on again within seconds where it died before the feed was queued', async () => {
    await ensureTimers(deps());
    later(10 * 60_000);
    const dying = { ...deps(), queue: { add: () => Promise.reject(new Error('killed')) } };
    await assert.rejects(tick(dying));
    later(9_999);
    await tick(deps());
    assert.deepEqual(queued, []);
    later(1);
    await tick(deps());
    assert.deepEqual(queued.toSorted(), ['a', 'b', 'c']);
  });

  it('hands a feed on once while it is being polled, and again when its lease has run out', async () => {
    await ensureTimers(deps());
    later(1_000);
    await tick(deps());
    await tick(deps());
    assert.equal(queued.length, 3);
    later(121_000);
    await tick(deps());
    assert.equal(queued.length, 6);
  });

  it('hands an alert that is due to be looked at on, and again within seconds where its job was lost', async () => {
    feeds.clear();
    const timer = 'alert:home:known:i-1';
    await store.ensureTimer(timer, now);
    await tick(deps());
    await tick(deps());
    assert.deepEqual(queued, [timer]);
    later(10_000);
    await tick(deps());
    assert.deepEqual(queued, [timer, timer]);
    assert.deepEqual(warned, []);
  });

  it('polls on time while a storm of alerts is due', async () => {
    await ensureTimers(deps());
    const storm = Array.from({ length: 500 }, (_, at) => [`alert:home:i-${at}`, now + at] as const);
    await store.ensureTimers(storm);
    later(1_000);
    await tick(deps());
    await tick(deps());
    await tick(deps());
    assert.deepEqual(queued.filter((id) => !id.startsWith('alert:')).toSorted(), ['a', 'b', 'c']);
    assert.equal(queued.length, 503);
  });

  it('leaves due times that stand as they are at a restart', async () => {
    await ensureTimers(deps());
    later(1_000);
    await tick(deps());
    for (const id of feeds.keys()) await polled(id, 'not-modified');
    const due = await store.nextTimer();
    queued = [];
    await ensureTimers(deps());
    await tick(deps());
    assert.deepEqual(await store.nextTimer(), due);
    assert.deepEqual(queued, []);
  });

  it('gives a feed whose timer was lost one again, and a new feed a first poll', async () => {
    await polled('a', 'not-modified');
    await store.settleTimer('poll:a', null);
    feeds = new Map([
      ['a', aFeed('a')],
      ['new', aFeed('new')],
    ]);
    await ensureTimers(deps());
    await tick(deps());
    assert.deepEqual(queued, ['new']);
    later(5 * 3_600_000);
    await tick(deps());
    assert.ok(queued.includes('a'));
  });

  it('takes the timer from removed and paused feeds', async () => {
    for (const id of ['a', 'b', 'c']) await polled(id, 'not-modified');
    feeds = new Map([['b', aFeed('b', { status: 'paused' })]]);
    await ensureTimers(deps());
    assert.equal(await store.nextTimer(), null);
  });

  it('drops a removed feed that falls due before anybody looked', async () => {
    await store.ensureTimer('poll:gone', now);
    await tick(deps());
    assert.equal(queued.length, 0);
    later(1_000_000);
    await tick(deps());
    assert.equal(queued.includes('gone'), false);
  });

  it('wakes a paused feed when its address changes, not before', async () => {
    feeds = new Map([['a', aFeed('a', { status: 'unverified' })]]);
    await polled('a', 'not-found');
    await ensureTimers(deps());
    assert.ok(((await store.nextTimer())?.at ?? 0) > now + 6 * 24 * 3_600_000);
    feeds = new Map([['a', aFeed('a', { status: 'unverified', url: 'https://news.example/other' })]]);
    await ensureTimers(deps());
    assert.deepEqual(await store.nextTimer(), { name: 'poll:a', at: now });
  });

  it('runs awaited work when the store says so, asks again when its timer is free, and rests while there is none', async () => {
    const ran: number[] = [];
    let due: number | null = now + 1_000;
    awaited = { release: { nextAt: async () => due, run: async (at) => ran.push(at) } };
    await ensureTimers(deps());
    await tick(deps());
    assert.deepEqual(ran, []);
    later(1_000);
    await tick(deps());
    await tick(deps());
    assert.deepEqual(ran, [now, now], 'what is still awaited comes again with the next beat');
    due = null;
    await tick(deps());
    later(60_000);
    await tick(deps());
    assert.equal(ran.length, 3, 'one beat sees that nothing is awaited any more');
  });

  it('runs recurring work when it is due and sets its next time, also when it fails', async () => {
    let runs = 0;
    feeds = new Map();
    recurring = {
      sweep: { everyMs: 10_000, run: async () => runs++ },
      retention: { everyMs: 60_000, run: () => Promise.reject(new Error('no')) },
    };
    await tick(deps());
    for (let second = 0; second < 61; second += 1) {
      later(1_000);
      await tick(deps());
    }
    assert.equal(runs, 6);
    assert.deepEqual(warned, ['recurring work failed']);
    assert.ok(((await store.nextTimer())?.at ?? 0) > now);
  });

  it('drops a timer that nobody knows, with a warning', async () => {
    await store.ensureTimer('mystery', now);
    await tick(deps());
    assert.deepEqual(warned, ['unknown timer dropped']);
  });

  it('shares out what fell due while nobody polled, tier 1 first, at a start and after a standstill', async () => {
    feeds = new Map(
      Array.from({ length: 900 }, (_, at) => [`f${at}`, aFeed(`f${at}`, { outlet: at % 3 === 0 ? 'wire' : 'daily' })]),
    );
    outlets = [anOutlet({ id: 'wire', tier: 1 }), anOutlet({ id: 'daily', tier: 2 })];
    for (const standstill of [spreadOverdue, tick]) {
      queued = [];
      await ensureTimers(deps());
      for (const id of feeds.keys()) await store.settleTimer(`poll:${id}`, now);
      later(3_600_000);
      await standstill(deps());
      assert.deepEqual(queued, []);
      const polls = [];
      for (let second = 0; second < 230; second += 1) {
        const before = queued.length;
        polls.push((await tick(deps())).polls);
        await store.settleTimers(queued.slice(before).map((id) => [`poll:${id}`, now + 3_600_000] as const));
        later(1_000);
      }
      assert.ok(Math.max(...polls) <= 5, `${Math.max(...polls)} in a second`);
      assert.equal(new Set(queued).size, 900);
      assert.ok(queued.slice(0, 300).every((id) => feeds.get(id)?.outlet === 'wire'));
    }
  });

  it('takes what falls due together by chance at once', async () => {
    feeds = new Map(Array.from({ length: 150 }, (_, at) => [`f${at}`, aFeed(`f${at}`)]));
    for (const id of feeds.keys()) await store.settleTimer(`poll:${id}`, now);
    assert.equal((await tick(deps())).polls, 150);
  });

  it('goes on asking a feed that is failing, gone or was never found', async () => {
    const week = 7 * 24 * 3_600_000;
    for (const [id, paused] of [
      ['a', 'failing'],
      ['b', 'gone'],
      ['c', 'never-found'],
    ] as const) {
      feeds.set(id, aFeed(id, { status: 'unverified' }));
      await polled(id, 'not-found');
      const state = (await store.feedState(id)) ?? assert.fail();
      await store.commitPoll(aPoll([], { state: { ...state, paused }, timer: `poll:${id}`, nextDue: null }));
    }
    await ensureTimers(deps());
    later(25 * 3_600_000 * 1.1);
    await tick(deps());
    assert.deepEqual(queued, ['a']);
    later(week * 1.1);
    await tick(deps());
    assert.deepEqual(new Set(queued), new Set(['a', 'b', 'c']));
  });

  it('polls again after a clock that was years ahead was set right', async () => {
    await ensureTimers(deps());
    const yearsMs = 5 * 365 * 86_400_000;
    later(yearsMs);
    await tick(deps());
    await polled('a', 'not-modified'); // b and c stay leased
    later(-yearsMs);
    queued = [];
    await ensureTimers(deps());
    for (let hour = 0; hour < 9; hour += 1) {
      later(3_600_000);
      await tick(deps());
    }
    assert.deepEqual(new Set(queued), new Set(['a', 'b', 'c']));
  });

  it('polls within two intervals when the clock was put back an hour, and not before its time when by a second', async () => {
    await ensureTimers(deps());
    later(1_000);
    let { at } = await tick(deps());
    for (const id of feeds.keys()) await polled(id, 'not-modified');
    queued = [];
    for (const [backMs, polls] of [
      [1_000, []],
      [3_600_000, ['a', 'b', 'c']],
    ] as const) {
      now -= backMs;
      const due = await store.nextTimer();
      at = (await tick(deps(), at)).at;
      if (backMs === 1_000) assert.deepEqual(await store.nextTimer(), due);
      else
        for (let minute = 0; minute < 22; minute += 1) {
          later(60_000);
          at = (await tick(deps(), at)).at;
        }
      assert.deepEqual(queued.toSorted(), polls);
    }
    assert.equal(warned.length, 1);
  });

  it('drops a feed that an operator paused when it falls due', async () => {
    feeds = new Map([['a', aFeed('a', { status: 'paused' })]]);
    await store.ensureTimer('poll:a', now);
    await tick(deps());
    later(1_000_000);
    await tick(deps());
    assert.deepEqual(queued, []);
    assert.equal(await store.nextTimer(), null);
  });

  it('shares out what fell due while nobody polled of more feeds than a claim could take in a minute', async () => {
    feeds = new Map(Array.from({ length: 60_001 }, (_, at) => [`f${at}`, aFeed(`f${at}`)]));
    const names = [...feeds.keys()].slice(0, 1_500).map((id) => `poll:${id}`);
    await store.settleTimers(names.map((name) => [name, now] as const));
    assert.equal((await tick(deps())).polls, 0);
    later(1_000);
    const { polls } = await tick(deps());
    assert.ok(polls > 0 && polls <= 5, `${polls} in a second`);
  });
});
