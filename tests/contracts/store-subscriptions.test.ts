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

  it('change a watch only where it is still what was read', async () => {
    const { store, other } = fixture;
    const [bases, grown] = [aWatch('bases'), aWatch('bases', { keywords: ['rocket'] })];
    const change = (on: typeof store, before: typeof bases | null, after: typeof bases) =>
      on.changeWatch({ before, after, audit: anEntry({ action: 'watch-edit' }) });
    assert.deepEqual((await Promise.all([change(store, null, bases), change(other, null, bases)])).toSorted(), [
      'committed',
      'stale',
    ]);
    assert.equal(await change(store, bases, grown), 'committed');
    assert.equal(await change(other, bases, aWatch('bases', { keywords: ['drone'] })), 'stale');
    assert.equal(await change(other, null, bases), 'stale');
    assert.deepEqual(await store.watches(), [grown]);
    assert.equal((await store.recentAudit(10)).length, 2);
  });

  it('change a watch that an older program wrote', async () => {
    const { store, redis } = fixture;
    await redis.hset('wf:watches', 'old', '{"id":"old","name":"Old","severityFloor":"info"}');
    const [before] = await store.watches();
    assert.ok(before);
    const after = { ...before, keywords: ['rocket'] };
    assert.equal(await store.changeWatch({ before, after, audit: anEntry() }), 'committed');
    assert.deepEqual(await store.watches(), [after]);
  });

  it('keep what the keywords of an older program found, who did not read them as queries', async () => {
    const { store, redis } = fixture;
    const older = { ...aWatch('old'), keywords: ['-minus', 'rocket', 'drone OR rocket', '!'] };
    await redis.hset('wf:watches', 'old', JSON.stringify(older));
    const [before] = await store.watches();
    assert.deepEqual(before, { ...older, keywords: ['minus', 'rocket', '"drone or rocket"'] });
    const after = { ...older, keywords: ['rocket', 'drone OR -minus'] };
    assert.equal(await store.changeWatch({ before, after, audit: anEntry() }), 'committed');
    assert.deepEqual(await store.watches(), [after]);
    await store.saveWatch({ ...after, name: 'Named anew' }, anEntry());
    assert.deepEqual(await store.watches(), [{ ...after, name: 'Named anew' }]);
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

  it('are the same objects where they did not change, and the same list where nothing did', async () => {
    const { store, other } = fixture;
    await store.saveWatch(aWatch('one'), anEntry());
    await store.saveWatch(aWatch('two'), anEntry());
    const before = await store.watches();
    assert.equal(await store.watches(), before);
    const renamed = aWatch('two', { name: 'Renamed' });
    await other.saveWatch(renamed, anEntry());
    const after = await store.watches();
    assert.deepEqual(new Set(after), new Set([aWatch('one'), renamed]));
    const one = (watches: typeof before) => watches.find(({ id }) => id === 'one');
    assert.equal(one(after), one(before));
  });
});
