import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { anEntry, aSubscription } from './builders.ts';
import { type StoreFixture, startStores } from './fixture.ts';

const membership = { server: 'home', channel: '100', user: '7', isGone: true, dueAt: 5_000 };
const elsewhere = { ...membership, server: 'away', isGone: false };

describe('the memberships', () => {
  let fixture: StoreFixture;
  before(async () => {
    fixture = await startStores();
  });
  beforeEach(() => fixture.empty());
  after(() => fixture.stop());

  it('are kept by server and channel, until they are forgotten', async () => {
    const { store } = fixture;
    assert.equal(await store.membership('home', '100'), null);
    await store.saveMembership(membership);
    await store.saveMembership(elsewhere);
    assert.deepEqual(await store.membership('home', '100'), membership);
    await store.forgetMemberships([membership]);
    await store.forgetMemberships([]);
    assert.deepEqual(await store.memberships(), [elsewhere]);
  });

  it('of a server is forgotten when its person subscribes there by command', async () => {
    const { store } = fixture;
    await store.saveMembership(membership);
    await store.saveMembership(elsewhere);
    await store.saveSubscription(aSubscription('s', { user: '7' }), anEntry({ action: 'subscribe' }));
    assert.deepEqual(await store.memberships(), [elsewhere]);
  });
});
