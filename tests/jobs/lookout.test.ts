import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { bulletinsJob } from '../../src/jobs/deliver/bulletin.ts';
import { lookOut } from '../../src/jobs/lookout.ts';
import type { Feed, FeedState, Outlet } from '../../src/model.ts';
import { neverPolled } from '../../src/pipeline/schedule/state.ts';
import type { Store } from '../../src/ports.ts';
import { type StoreFixture, startStores } from '../contracts/fixture.ts';
import { aRoster, hourMs, noon, scheduleLimits } from '../support/builders.ts';
import { quiet } from './support/builders.ts';
import { type PlannedMessenger, plannedMessenger } from './support/messenger.ts';

const minuteMs = 60_000;
const nonceWindowMs = 120_000;
const feedsCount = 120;
const pollEveryMinutes = 10;
let redis: StoreFixture;
let messenger: PlannedMessenger;
/** Time of the news and of the wall. */
let now: number;
before(async () => {
  redis = await startStores();
});
after(() => redis.stop());
beforeEach(async () => {
  await redis.empty();
  now = noon;
  redis.real = now;
  messenger = plannedMessenger(() => redis.real, nonceWindowMs);
});

const ids = Array.from({ length: feedsCount }, (_, at) => `feed-${at}`);
const feeds = new Map(
  ids.map((id): [string, Feed] => [
    id,
    {
      id,
      url: `https://${id}.example/rss`,
      outlet: id,
      language: 'en',
      status: 'active',
      intervalMinutes: 10,
      origin: 'file',
    },
  ]),
);
const outlets = ids.map((id): Outlet => ({ id, name: id, family: id, country: 'IR', stateAffiliated: false, tier: 1 }));

async function polled(id: string, said: Partial<FeedState>): Promise<void> {
  const url = `https://${id}.example/rss`;
  const state = { ...neverPolled, feed: id, url, firstReadAt: noon, lastReadAt: noon, lastPolledAt: now, ...said };
  const nothing = { present: [], items: [], articles: [], audit: [] };
  await redis.store.commitPoll({
    state,
    ...nothing,
    timer: `poll:${id}`,
    nextDue: null,
    polledAt: now,
    fetchedAtReal: now,
  });
}
const well = (id: string) => polled(id, { lastStatus: 'ok', lastSuccessAt: now });
const failing = (id: string, sinceMs: number, problem = 'No answer within 10 s.') =>
  polled(id, {
    lastStatus: 'timeout',
    lastProblem: problem,
    failures: 5,
    failingSince: now - sinceMs,
    lastSuccessAt: now - sinceMs,
  });
const allOf = (poll: (id: string) => Promise<void>) => Promise.all(ids.map(poll));

/** A process: a store, and a look with it; what it would wake is done by `deliver`. */
const looks = (store: Store) =>
  lookOut({
    roster: aRoster(feeds, outlets),
    store,
    queue: { add: async () => {} },
    clock: { now: () => now },
    realClock: { now: () => redis.real },
    log: quiet,
    limits: {
      coverageMin: 0.6,
      feedFailingMs: hourMs,
      feedsMsMax: 30 * minuteMs,
      watchedSince: noon,
      schedule: scheduleLimits,
    },
  });
const deliver = (owner: string, store = redis.store) =>
  bulletinsJob({
    store,
    messenger,
    operators: { channel: 'operators', pingRole: 'watch' },
    announce: () => {},
    realClock: { now: () => redis.real },
    log: quiet,
    owner,
    leaseMs: 30_000,
    nonceWindowMs,
  })('bulletins');
/** Polls now and then, looks each minute from two processes, and tells what is to be told. */
async function pass(minutes: number, poll?: () => Promise<unknown>): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    if (minute % pollEveryMinutes === 0) await poll?.();
    await Promise.all([looks(redis.store), looks(redis.other)]);
    await deliver('d');
    now += minuteMs;
    redis.real = now;
  }
}
const told = () => messenger.notices().map(({ text }) => text);

test('when the network goes the operators hear it in one message, and in one when it is back', async () => {
  await allOf(well);
  await pass(2);
  const lostAt = now;
  await allOf((id) => failing(id, minuteMs));
  await pass(20);
  assert.equal(told().length, 1, told().join('\n---\n'));
  assert.match(told()[0] ?? '', /^Blind: none of the 120 feeds tried so far can be read/);
  assert.equal(messenger.notices()[0]?.pinged, 'watch');
  await well('feed-7');
  await pass(1);
  assert.equal(told()[1], 'Feeds answer again.');
  // The others wait for their next try, which finds them well: nothing is said of what they failed meanwhile.
  for (const id of ids) if (id !== 'feed-7') await failing(id, now - lostAt);
  await pass(5, () => well('feed-7'));
  await allOf(well);
  await pass(120, () => allOf(well));
  assert.equal(told().length, 2, told().join('\n---\n'));
});

test('many that fail for long are one message that names a few, and their return is one', async () => {
  await allOf(well);
  await pass(15);
  const broken = ids.slice(0, 40);
  const others = ids.slice(40);
  const begun = now;
  const inTrouble = async () => {
    for (const id of broken) await failing(id, now - begun, 'HTTP 503 @everyone \u202e*bold*');
    for (const id of others) await well(id);
  };
  await pass(90, inTrouble);
  assert.equal(told().length, 1, told().join('\n---\n'));
  assert.match(told()[0] ?? '', /^40 feeds fail: feed-0 \(HTTP 503 .* and 35 more\.$/);
  assert.ok((told()[0]?.length ?? 0) < 900 && !told()[0]?.includes('\u202e'));
  await pass(60, () => allOf(well));
  assert.equal(told().length, 2);
  assert.match(told()[1] ?? '', /^Well again: feed-0, .* and 35 more\.$/);
});

test('a timeout of an hour ago is no news, nor one that comes and goes', async () => {
  await allOf(well);
  const timesOut = async () => {
    await polled('feed-3', { failures: 2, failingSince: now - 30 * minuteMs, lastSuccessAt: now - hourMs });
    await well('feed-0');
  };
  for (let hour = 0; hour < 6; hour++) {
    await pass(40, timesOut);
    await pass(2, () => allOf(well));
  }
  assert.deepEqual(told(), []);
});

test('coverage that falls below the set share is told with the share of each group, and when it is back', async () => {
  await allOf(well);
  await pass(2);
  const lost = async () => {
    for (const [at, id] of ids.entries()) await (at < 60 ? polled(id, { failures: 2, failingSince: now }) : well(id));
  };
  await pass(30, lost);
  assert.equal(told().length, 1, told().join('\n---\n'));
  assert.match(
    told()[0] ?? '',
    /^Coverage is low: all outlets 50 % \(60 of 120\), English feeds 50 % .*Iranian outlets 50 %/,
  );
  await pass(40, () => allOf(well));
  assert.equal(told().length, 2);
  assert.match(told()[1] ?? '', /^Coverage is back: all outlets 100 %/);
});

test('a feed that is paused or has moved for good is told, and hostile addresses are cut', async () => {
  await allOf(well);
  await polled('feed-1', { paused: 'gone', failures: 1, lastSuccessAt: now });
  await polled('feed-2', { lastSuccessAt: now, movedTo: `https://new.example/${'x'.repeat(3_000)}` });
  await pass(30);
  const all = told().join('\n');
  assert.match(all, /1 feed is paused, gone for good: feed-1 \(its server says/);
  assert.equal(all.match(/Moved for good, and read there: feed-2 to https:\/\/new\.example\/x+…/g)?.length, 1);
  assert.ok(told().every((text) => text.length <= 900));
  assert.ok(told().length <= 2);
});

test('feeds that nobody asks are told though none of them fails, and lower coverage', async () => {
  await allOf(well);
  await pass(90, () => Promise.all(ids.slice(60).map(well)));
  assert.match(told().join('\n'), /^60 feeds are not asked: feed-0 \(last asked \d+ min ago, though it was due\)/m);
  assert.match(told().join('\n'), /^Coverage is low: all outlets 50 %/m);
  await pass(60, () => allOf(well));
  assert.match(told().join('\n'), /^Well again: feed-0/m);
});

test('a process that is killed before, in or after the sending leaves one message', async () => {
  for (const fault of [{ status: 'crash' } as const, { status: 'accepted-unheard' } as const]) {
    for (const laterMs of [nonceWindowMs / 2, nonceWindowMs * 2]) {
      await redis.empty();
      redis.real = now;
      messenger = plannedMessenger(() => redis.real, nonceWindowMs);
      await allOf((id) => failing(id, minuteMs));
      await looks(redis.store);
      messenger.plan('postNotice', fault);
      await deliver('killed').catch(() => undefined);
      redis.real += laterMs;
      await looks(redis.other);
      await deliver('next', redis.other);
      assert.equal(messenger.notices().length, 1, `${fault.status}, ${laterMs} ms later`);
      assert.deepEqual(await redis.store.waitingBulletins(10), []);
      await deliver('again');
      assert.equal(messenger.notices().length, 1);
    }
  }
});

test('two that tell at once post it once, and what the channel refuses is said at the terminal', async () => {
  await allOf((id) => failing(id, minuteMs));
  await looks(redis.store);
  await Promise.all([deliver('a'), deliver('b', redis.other), deliver('c')]);
  assert.equal(messenger.notices().length, 1);
  await well('feed-0');
  await looks(redis.store);
  messenger.plan('postNotice', { status: 'refused', problem: 'Missing Access' });
  const said: string[] = [];
  await bulletinsJob({
    store: redis.store,
    messenger,
    operators: { channel: 'operators', pingRole: null },
    announce: (text) => said.push(text),
    realClock: { now: () => redis.real },
    log: quiet,
    owner: 'd',
    leaseMs: 30_000,
    nonceWindowMs,
  })('bulletins');
  assert.deepEqual(said, ['Feeds answer again.']);
  assert.deepEqual(await redis.store.waitingBulletins(10), []);
});

test('nothing read for long is blindness too, though feeds that are asked seldom look well', async () => {
  await allOf(well);
  await pass(2);
  for (const id of ids.slice(0, 20)) await failing(id, minuteMs);
  await pass(35);
  assert.equal(told().length, 1, told().join('\n---\n'));
  assert.match(told()[0] ?? '', /^Blind: no feed could be read for 31 minutes, though \d+ were due \(No answer/);
});
