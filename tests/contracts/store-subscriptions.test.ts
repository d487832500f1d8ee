import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { anEntry, aSubscription, aWatch } from './builders.ts';
import { type StoreFixture, startStores } from './fixture.ts';

describe('watches, subscriptions and the audit log', () => {
  let fixture: StoreFixture;
  before(async () => {
    fixture = await startStores();
  });
  beforeEach(() => fixture.empty());
  after(() => fixture.stop());

  it('keep what is made by command, the newest form of each id', async () => {
    const { store, other } = fixture;
    await store.saveWatch(aWatch('bases'), anEntry());
    await store.saveWatch(aWatch('bases', { keywords: ['rocket'] }), anEntry());
    await store.saveSubscription(aSubscription('s'), anEntry());
    assert.deepEqual(await other.watches(), [aWatch('bases', { keywords: ['rocket'] })]);
    assert.deepEqual(await other.subscriptions(), [aSubscription('s')]);
  });

  it('remove a subscription once, and say whether there was one', async () => {
    const { store, other } = fixture;
    await store.saveSubscription(aSubscription('s'), anEntry({ action: 'subscribe' }));
    const remove = (on: typeof store) => on.removeSubscription('s', anEntry({ action: 'unsubscribe' }));
    assert.deepEqual((await Promise.all([remove(store), remove(other)])).toSorted(), [false, true]);
    assert.deepEqual(await store.subscriptions(), []);
    const actions = (await store.recentAudit(10)).map(({ action }) => action);
    assert.deepEqual(actions, ['unsubscribe', 'subscribe']);
  });

  it('write each entry down in its order, also within one millisecond, the newest first', async () => {
    const { store } = fixture;
    const entries = ['one', 'two', 'two', 'three'].map((action) => anEntry({ action, incident: 'i' }));
    for (const entry of entries) await store.record(entry);
    await store.record(anEntry({ action: 'four' }));
    assert.deepEqual(await store.auditOf('i', 10), entries.toReversed());
    assert.deepEqual(
      (await store.recentAudit(2)).map(({ action }) => action),
      ['four', 'three'],
    );
    assert.deepEqual(await store.recentAudit(0), []);
    assert.deepEqual(await store.auditOf('j', 10), []);
  });

  it('read past an entry that is corrupt', async () => {
    const { store, redis, reported } = fixture;
    await store.record(anEntry({ action: 'one' }));
    await redis.xadd('wf:audit', '*', 'e', '{"at":"noon"}');
    assert.deepEqual(
      (await store.recentAudit(10)).map(({ action }) => action),
      ['one'],
    );
    assert.equal(reported.length, 1);
  });
});
