import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Bar } from '../../src/model.ts';
import { anEntry, aSubscription } from './builders.ts';
import { type StoreFixture, startStores } from './fixture.ts';

const aBar = (said: Partial<Bar> = {}): Bar => ({
  channel: '100',
  server: 'home',
  why: 'forbidden',
  problem: '403',
  since: 1_000,
  triedAt: 2_000,
  endedAt: null,
  ...said,
});
const ended = aBar({ endedAt: 3_000 });
const audit = anEntry({ action: 'subscriptions-ended', server: 'home' });
const bulletin = { id: 'b1', text: 'Ended', pings: false, createdAt: 3_000 };
const letter = {
  id: 'l1',
  server: 'home',
  channel: '900',
  language: 'en',
  body: { kind: 'text', text: 'Ended' },
  createdAt: 3_000,
} as const;

describe('the bars', () => {
  let fixture: StoreFixture;
  before(async () => {
    fixture = await startStores();
  });
  beforeEach(() => fixture.empty());
  after(() => fixture.stop());

  it('remembers for as long as it lasts that the limit of a channel is reached', async () => {
    const { store } = fixture;
    await store.noteLimit('100', 5_000);
    await store.noteLimit('200', 9_000);
    assert.deepEqual(await store.limitedChannels(4_999), new Set(['100', '200']));
    assert.deepEqual(await store.limitedChannels(5_000), new Set(['200']));
  });

  it('remembers which channels refuse, until they take messages again', async () => {
    const { store } = fixture;
    assert.equal(await store.bar('100'), null);
    await store.saveBar(aBar());
    await store.saveBar(aBar({ channel: '200', triedAt: 9 }));
    assert.deepEqual(await store.bar('100'), aBar());
    assert.equal((await store.bars()).length, 2);
    await store.liftBar('100');
    assert.equal(await store.bar('100'), null);
  });

  it('lets one of many try a channel again, and the next a try later', async () => {
    const { store, other } = fixture;
    await store.saveBar(aBar({ triedAt: 1_000 }));
    const tries = [store, other, store, other].map((each) => each.takeTry(aBar({ triedAt: 1_000 }), 61_000));
    assert.deepEqual((await Promise.all(tries)).filter(Boolean), [true]);
    assert.equal((await store.bar('100'))?.triedAt, 61_000);
    assert.equal(await other.takeTry(aBar({ triedAt: 61_000 }), 121_000), true);
    await store.liftBar('100');
    assert.equal(await store.takeTry(aBar({ triedAt: 121_000 }), 181_000), true, 'who may write again may write');
  });

  it('ends a channel once, with its subscriptions made by command and all that tells of it', async () => {
    const { store, other } = fixture;
    await store.saveBar(aBar());
    await store.saveSubscription(aSubscription('a', { channel: '200' }), anEntry());
    await store.saveSubscription(aSubscription('b', { channel: '300' }), anEntry());
    const ends = [store, other, store, other].map((each) =>
      each.endChannel({ bar: aBar({ channel: '200', endedAt: 3_000 }), audit, bulletin, letter }),
    );
    assert.deepEqual((await Promise.all(ends)).filter(Boolean), [true]);
    assert.equal(
      await store.endChannel({ bar: aBar({ channel: '200', endedAt: 4_000 }), audit, bulletin, letter }),
      false,
    );
    assert.deepEqual(
      (await store.subscriptions()).map(({ id }) => id),
      ['b'],
    );
    assert.equal((await store.recentAudit(10)).filter(({ action }) => action === 'subscriptions-ended').length, 1);
    assert.deepEqual(await store.waitingBulletins(10), [bulletin]);
    assert.deepEqual(await store.letter('l1'), letter);
    assert.equal((await store.bar('200'))?.endedAt, 3_000);
  });

  it('ends one that was barred before, with nobody to tell', async () => {
    const { store } = fixture;
    await store.saveBar(aBar());
    assert.equal(await store.endChannel({ bar: ended, audit, bulletin: null, letter: null }), true);
    assert.deepEqual(await store.bar('100'), ended);
    assert.deepEqual(await store.waitingBulletins(10), []);
  });

  it('lifts the bar of a channel that somebody subscribes to by command', async () => {
    const { store } = fixture;
    await store.endChannel({ bar: ended, audit, bulletin: null, letter: null });
    await store.saveSubscription(aSubscription('a', { channel: '200' }), anEntry());
    assert.notEqual(await store.bar('100'), null);
    await store.saveSubscription(aSubscription('b', { channel: '100' }), anEntry());
    assert.equal(await store.bar('100'), null);
  });
});
