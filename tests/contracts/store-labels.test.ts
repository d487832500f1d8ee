import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { aLabel, noon } from '../support/builders.ts';
import { anEntry } from './builders.ts';
import { type StoreFixture, startStores } from './fixture.ts';

describe('labels', () => {
  let fixture: StoreFixture;
  before(async () => {
    fixture = await startStores();
  });
  beforeEach(() => fixture.empty());
  after(() => fixture.stop());

  it('are kept as they were given, the newest first, and lessons are those that teach and hold', async () => {
    const { store, other } = fixture;
    const elsewhere = aLabel({ id: 'l-elsewhere', at: noon + 1, isTeaching: false });
    const revoked = aLabel({ id: 'l-revoked', at: noon + 2, revokedAt: noon + 3 });
    await store.saveLabels([aLabel(), elsewhere, revoked], anEntry());
    assert.deepEqual(await other.labels(10), [revoked, elsewhere, aLabel()]);
    assert.deepEqual(await other.labels(1), [revoked]);
    assert.deepEqual((await other.lessons()).labels, [aLabel()]);
  });

  it('are read again only where any changed since', async () => {
    const { store, other } = fixture;
    const none = await other.lessons();
    assert.deepEqual([none.revision, none.labels], [0, []]);
    assert.equal((await other.lessons(0)).labels, null);
    await store.saveLabels([aLabel()], anEntry());
    const one = await other.lessons(none.revision);
    assert.equal(one.labels?.length, 1);
    assert.equal((await other.lessons(one.revision)).labels, null);
    await store.revokeLabel(aLabel().id, noon, anEntry());
    assert.deepEqual((await other.lessons(one.revision)).labels, []);
  });

  it('are taken back once, whoever is first', async () => {
    const { store, other } = fixture;
    await store.saveLabels([aLabel()], anEntry());
    const both = [store, other].map((on) => on.revokeLabel(aLabel().id, noon, anEntry({ action: 'lesson-revoke' })));
    assert.deepEqual((await Promise.all(both)).toSorted(), [false, true]);
    assert.equal(await store.revokeLabel('l-none', noon, anEntry()), false);
    assert.equal((await store.recentAudit(10)).filter(({ action }) => action === 'lesson-revoke').length, 1);
  });

  it('of an older program lack what they look like, and are read all the same', async () => {
    const { store, redis } = fixture;
    const says = { what: 'false-alarm', reason: 'other' };
    const older = { id: 'l-old', at: noon, server: 'home', incident: 'i', says, by: { id: '1', name: 'Amal' } };
    await redis.hset('wf:labels', 'l-old', JSON.stringify({ ...older, isTeaching: true }));
    const [label] = (await store.lessons()).labels ?? [];
    assert.deepEqual([label?.examples, label?.besides, label?.articles], [[], [], []]);
  });

  it('count what they held back, and know the last of it', async () => {
    const { store } = fixture;
    const counts = await store.heldBackBy(['l-none']);
    assert.deepEqual(counts.get('l-none'), { count: 0, last: null });
    assert.equal((await store.heldBackBy([])).size, 0);
  });
});
