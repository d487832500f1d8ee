import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { type StoreFixture, startStores } from './fixture.ts';

describe('timers', () => {
  let fixture: StoreFixture;
  before(async () => {
    fixture = await startStores();
  });
  beforeEach(() => fixture.empty());
  after(() => fixture.stop());

  it('are claimed when they are due, earliest first, and no more than asked for', async () => {
    const { store } = fixture;
    await store.settleTimer('poll:b', 200);
    await store.settleTimer('poll:a', 100);
    await store.settleTimer('poll:c', 300);
    await store.settleTimer('poll:d', 301);
    assert.deepEqual(await store.claimDue(300, 2, 1_000), ['poll:a', 'poll:b']);
    assert.deepEqual(await store.claimDue(300, 10, 1_000), ['poll:c']);
  });

  it('are claimed by one of many stores that race for them', async () => {
    const stores = [...Array.from({ length: 40 }, () => fixture.open({})), fixture.other];
    const names = Array.from({ length: 1_000 }, (_, index) => `poll:${index}`);
    await fixture.store.settleTimers(names.map((name) => [name, 1] as const));
    const racing = Array.from({ length: 30 }, () => stores).flat();
    const claims = await Promise.all(racing.map((store) => store.claimDue(1, 1, 1_000)));
    assert.deepEqual(claims.flat().toSorted(), names.toSorted());
  });

  it('are set many at once as one by one, and one that is leased is not ensured', async () => {
    const { store } = fixture;
    const names = Array.from({ length: 2_500 }, (_, index) => `poll:${index}`);
    await store.settleTimer('poll:0', 50);
    await store.settleTimer('poll:1', 50);
    assert.deepEqual(await store.claimDue(50, 1, 5_000), ['poll:0']);
    await store.ensureTimers(names.map((name) => [name, 100] as const));
    assert.deepEqual((await store.claimDue(100, 3, 5_000)).slice(0, 2), ['poll:1', 'poll:10']);
    await store.settleTimers(names.map((name, index) => [name, index === 7 ? 400 : null] as const));
    assert.deepEqual(await store.nextTimer(), { name: 'poll:7', at: 400 });
    assert.deepEqual(await store.claimDue(9_999, 10, 5_000), ['poll:7']);
  });

  it('are overdue from when they fell due until they are settled, whoever takes them', async () => {
    const { store } = fixture;
    await store.settleTimer('alert:home:i1', 100);
    await store.settleTimer('alert:home:i2', 5_000);
    await store.settleTimer('poll:a', 100);
    assert.deepEqual(await store.overdueTimers('alert:', 100, 9), []);
    assert.deepEqual(await store.overdueTimers('alert:', 101, 9), ['alert:home:i1']);
    await store.claimDue(200, 9, 1_000);
    fixture.real += 1_001;
    await store.claimDue(300, 9, 1_000);
    assert.deepEqual(await store.overdueTimers('alert:', 101, 9), ['alert:home:i1'], 'as late as before');
    await store.restTimer('alert:home:i1', 9_000);
    assert.deepEqual(await store.overdueTimers('alert:', 400, 9), []);
    await store.settleTimer('poll:a', null);
    assert.deepEqual(await store.overdueTimers('', 400, 9), []);
  });

  it('that are to be looked at at once are overdue from when they are taken', async () => {
    const { store } = fixture;
    await store.settleTimer('alert:home:i1', 0);
    assert.deepEqual(await store.overdueTimers('alert:', 9_000, 9), []);
    await store.claimDue(7_000, 9, 1_000);
    assert.deepEqual(await store.overdueTimers('alert:', 7_000, 9), []);
    assert.deepEqual(await store.overdueTimers('alert:', 7_001, 9), ['alert:home:i1']);
  });

  it('come back when their lease ran out on the real clock, not before', async () => {
    await fixture.store.settleTimer('poll:a', 100);
    await fixture.store.claimDue(100, 1, 5_000);
    fixture.real += 4_999;
    assert.deepEqual(await fixture.other.claimDue(9_999_999, 1, 5_000), []);
    fixture.real += 1;
    assert.deepEqual(await fixture.other.claimDue(100, 1, 5_000), ['poll:a']);
  });

  it('come back even where the Clock stands before the time they were due', async () => {
    await fixture.store.settleTimer('poll:a', 100);
    await fixture.store.claimDue(100, 1, 5_000);
    fixture.real += 5_000;
    assert.deepEqual(await fixture.store.claimDue(50, 1, 5_000), ['poll:a']);
  });

  it('are due again at the time that was settled, and forgotten with null', async () => {
    await fixture.store.settleTimer('poll:a', 100);
    await fixture.store.claimDue(100, 1, 5_000);
    await fixture.store.settleTimer('poll:a', 400);
    assert.deepEqual(await fixture.store.nextTimer(), { name: 'poll:a', at: 400 });
    fixture.real += 10_000;
    assert.deepEqual(await fixture.store.claimDue(399, 1, 5_000), []);
    await fixture.store.settleTimer('poll:a', null);
    assert.deepEqual(await fixture.store.claimDue(400, 1, 5_000), []);
    assert.equal(await fixture.store.nextTimer(), null);
  });

  it('are held for longer once somebody else answers for them, and only while they are leased', async () => {
    const { store } = fixture;
    await store.ensureTimers([
      ['alert:home:i-1', 1],
      ['poll:a', 1],
    ]);
    const claim = () => store.claimDue(100, 10, 5_000, 60_000);
    await claim();
    await store.holdTimers(['poll:a', 'poll:unknown'], 60_000);
    fixture.real += 5_000;
    assert.deepEqual(await claim(), ['alert:home:i-1']);
    fixture.real += 55_000;
    assert.deepEqual((await claim()).toSorted(), ['alert:home:i-1', 'poll:a']);
    await store.settleTimer('poll:a', 900);
    await store.holdTimers(['poll:a'], 60_000);
    assert.deepEqual(await store.nextTimer(), { name: 'poll:a', at: 900 });
    assert.deepEqual(await store.claimDue(900, 10, 5_000, 60_000), ['poll:a'], 'it was leased to nobody');
  });

  it('that rest are due when they are told to be, or sooner where that was set meanwhile', async () => {
    const { store } = fixture;
    for (const [touched, next, expected] of [
      [null, 900, 900],
      [300, 900, 300],
      [300, null, 300],
      [null, null, null],
    ] as const) {
      await store.ensureTimer('alert:home:i-1', 100);
      assert.deepEqual(await store.claimDue(100, 10, 60_000), ['alert:home:i-1']);
      if (touched !== null) await fixture.redis.zadd('wf:timers:due', touched, 'alert:home:i-1');
      await store.restTimer('alert:home:i-1', next);
      assert.equal((await store.nextTimer())?.at ?? null, expected);
      await store.settleTimer('alert:home:i-1', null);
    }
  });

  it('are moved by ensureTimer only to an earlier time, and not while leased', async () => {
    const { store } = fixture;
    await store.ensureTimer('poll:a', 300);
    await store.ensureTimer('poll:a', 500);
    assert.deepEqual(await store.nextTimer(), { name: 'poll:a', at: 300 });
    await store.ensureTimer('poll:a', 200);
    assert.deepEqual(await store.nextTimer(), { name: 'poll:a', at: 200 });
    await store.claimDue(200, 1, 5_000);
    await store.ensureTimer('poll:a', 100);
    assert.equal(await store.nextTimer(), null);
  });

  it('lose none and give none twice, in any order of claims, leases that run out and settlements', async () => {
    const step = fc.oneof(
      fc.record({ act: fc.constant('claim' as const), limit: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ act: fc.constant('settle' as const), which: fc.nat(9) }),
      fc.record({ act: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 1_500 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        await fixture.empty();
        const names = Array.from({ length: 6 }, (_, index) => `poll:${index}`);
        for (const name of names) await fixture.store.settleTimer(name, 1);
        const leases = new Map<string, number>();
        for (const each of steps) {
          if (each.act === 'wait') fixture.real += each.ms;
          if (each.act === 'claim')
            for (const name of await fixture.store.claimDue(10, each.limit, 1_000)) {
              assert.ok((leases.get(name) ?? 0) <= fixture.real, `${name} was given while leased`);
              leases.set(name, fixture.real + 1_000);
            }
          if (each.act === 'settle') {
            const name = `poll:${each.which % names.length}`;
            await fixture.store.settleTimer(name, 2);
            leases.delete(name);
          }
        }
        fixture.real += 1_000;
        assert.deepEqual((await fixture.store.claimDue(10, 100, 1_000)).toSorted(), names);
      }),
      { numRuns: 40 },
    );
  });
});
