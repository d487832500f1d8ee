import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { FoldMessage } from '../../src/model.ts';
import { type StoreFixture, startStores } from './fixture.ts';

const hourMs = 3_600_000;
const now = 50 * hourMs;
const aFold = { id: '100.50', server: 'home', channel: '100', language: 'ar', isDirect: false, hour: now } as const;
const message: FoldMessage = {
  from: 0,
  count: 1,
  messageId: '9',
  attemptedAt: null,
  editedAt: null,
  gone: false,
  shown: 'x',
};

describe('the folds', () => {
  let fixture: StoreFixture;
  before(async () => {
    fixture = await startStores();
  });
  beforeEach(() => fixture.empty());
  after(() => fixture.stop());

  const take = (incident: string, at: number, max: number | null = 3) =>
    fixture.store.takePlace({ channel: '100', incident, now: at, max });

  it('gives so many places an hour to those that race for them, and no more', async () => {
    const taken = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        (at % 2 ? fixture.store : fixture.other).takePlace({ channel: '100', incident: `i${at}`, now, max: 7 }),
      ),
    );
    assert.equal(taken.filter(Boolean).length, 7);
    assert.equal(await fixture.store.takePlace({ channel: '200', incident: 'i', now, max: 7 }), true);
  });

  it('lets an incident keep its place, and gives one to whom it is owed in any case', async () => {
    for (const id of ['a', 'b', 'c']) assert.equal(await take(id, now), true);
    assert.equal(await take('d', now), false);
    assert.equal(await take('a', now), true);
    assert.equal(await take('critical', now, null), true);
    assert.equal(await take('d', now), false);
    await fixture.store.leavePlace({ channel: '200', incident: 'a' });
    await fixture.store.leavePlace({ channel: '100', incident: 'nobody' });
    await fixture.store.leavePlace({ channel: '100', incident: 'critical' });
    assert.equal(await take('d', now), false);
    await fixture.store.leavePlace({ channel: '100', incident: 'a' });
    assert.equal(await take('d', now), true);
  });

  it('frees a place an hour later, and those of a clock that was put back', async () => {
    for (const id of ['a', 'b', 'c']) await take(id, now + Number(id === 'c') * 60_000);
    assert.equal(await take('d', now + hourMs - 1), false);
    assert.equal(await take('d', now + hourMs), true);
    assert.equal(await take('e', now - 5 * hourMs), true);
  });

  it('keeps what is folded in its order, once each, and has it told again by whoever joins', async () => {
    const { store } = fixture;
    assert.equal(await store.fold(aFold.id), null);
    assert.equal(await store.claimFold(aFold.id, 'me', 1_000), null);
    await store.joinFold(aFold, 'z');
    await store.joinFold(aFold, 'a');
    await store.joinFold(aFold, 'z');
    assert.deepEqual(await store.fold(aFold.id), { ...aFold, incidents: ['z', 'a'], revision: 3, messages: [] });
    assert.deepEqual(await store.waitingFolds(fixture.real, 10), []);
    assert.deepEqual(await store.waitingFolds(fixture.real + 1, 10), [aFold.id]);
  });

  it('ends the waiting of a fold that is told as it is, and not of one that grew meanwhile', async () => {
    const { store, other } = fixture;
    await store.joinFold(aFold, 'a');
    const held = await store.claimFold(aFold.id, 'me', 1_000);
    assert.equal(await other.claimFold(aFold.id, 'you', 1_000), null);
    await other.joinFold(aFold, 'b');
    assert.equal(await store.saveFold(aFold.id, [message], 'me', held?.revision ?? null), true);
    assert.deepEqual(await store.waitingFolds(fixture.real + 1, 10), [aFold.id]);
    assert.deepEqual((await store.fold(aFold.id))?.messages, [message]);
    assert.equal(await store.saveFold(aFold.id, [message], 'me', 2), true);
    assert.deepEqual(await store.waitingFolds(fixture.real + 1, 10), []);
    await store.releaseFold(aFold.id, 'me');
    assert.notEqual(await other.claimFold(aFold.id, 'you', 1_000), null);
    assert.equal(await store.saveFold(aFold.id, [], 'me', null), false);
  });

  it('forgets a fold when its incidents are forgotten, with all that belongs to it', async () => {
    const store = fixture.open({ keep: { incidentsMs: hourMs } });
    await store.joinFold(aFold, 'a');
    await store.claimFold(aFold.id, 'me', 1_000);
    await store.saveFold(aFold.id, [message], 'me', null);
    await store.releaseFold(aFold.id, 'me');
    await store.retain(now + hourMs);
    assert.notEqual(await store.fold(aFold.id), null);
    await store.retain(now + hourMs + 1);
    assert.equal(await store.fold(aFold.id), null);
    assert.deepEqual(await fixture.redis.keys('wf:fold*'), []);
  });
});
