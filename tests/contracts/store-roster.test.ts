import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Feed, Outlet } from '../../src/model.ts';
import { anArticle } from '../support/builders.ts';
import { aFeedState, anEntry, aPoll } from './builders.ts';
import { type StoreFixture, startStores } from './fixture.ts';

const outlet: Outlet = { id: 'paper', name: 'Paper', family: 'paper', country: 'ZZ', stateAffiliated: true, tier: 2 };
function aFeed(id: string, said: Partial<Feed> = {}): Feed {
  const fixed = {
    outlet: 'paper',
    language: 'en',
    status: 'active',
    intervalMinutes: null,
    origin: 'command',
  } as const;
  return { id, url: `https://${id}.example/rss`, ...fixed, ...said };
}

describe('the roster', () => {
  let fixture: StoreFixture;
  before(async () => {
    fixture = await startStores();
  });
  beforeEach(() => fixture.empty());
  after(() => fixture.stop());

  const audit = [anEntry({ action: 'feed-add' })];

  it('is empty before anything was made by command', async () => {
    const { store } = fixture;
    assert.equal(await store.rosterRevision(), 0);
    assert.deepEqual(await store.commandedRoster(), { revision: 0, feeds: [], outlets: [], paused: [] });
  });

  it('keeps feeds and outlets as they were made, counts the change and writes it down', async () => {
    const { store, other } = fixture;
    const about = { title: 'World', site: 'https://paper.example/', folder: 'News/World' };
    const feeds = [aFeed('world', { about }), aFeed('slow', { status: 'unverified', intervalMinutes: 60 })];
    assert.equal(await store.changeRoster({ revision: 0, saved: { feeds, outlets: [outlet] }, audit }), 'committed');
    const read = await other.commandedRoster();
    assert.deepEqual(
      { ...read, feeds: read.feeds.toSorted((a, b) => b.id.localeCompare(a.id)) },
      {
        revision: 1,
        feeds,
        outlets: [outlet],
        paused: [],
      },
    );
    assert.equal(await other.rosterRevision(), 1);
    assert.deepEqual(
      (await store.recentAudit(5)).map(({ action }) => action),
      ['feed-add'],
    );
  });

  it('lets one of two changes that were decided on the same revision through', async () => {
    const { store, other } = fixture;
    const change = (id: string) => ({ revision: 0, saved: { feeds: [aFeed(id)], outlets: [] }, audit });
    const outcomes = await Promise.all([store.changeRoster(change('a')), other.changeRoster(change('b'))]);
    assert.deepEqual(outcomes.toSorted(), ['committed', 'stale']);
    assert.equal((await store.commandedRoster()).feeds.length, 1);
  });

  it('remembers what an operator paused until it is resumed or removed', async () => {
    const { store } = fixture;
    await store.changeRoster({ revision: 0, paused: ['a', 'b', 'c'], audit });
    await store.changeRoster({ revision: 1, resumed: { feeds: ['a'], states: [], at: 7_000 }, audit });
    await store.changeRoster({ revision: 2, removed: ['b'], audit });
    assert.deepEqual((await store.commandedRoster()).paused, ['c']);
    assert.deepEqual(await store.nextTimer(), { name: 'poll:a', at: 7_000 });
  });

  it('takes state and timer of a removed feed with it, and keeps what was seen for its time alone', async () => {
    const { store, redis } = fixture;
    await store.changeRoster({ revision: 0, saved: { feeds: [aFeed('gazette')], outlets: [] }, audit });
    await store.commitPoll(aPoll([anArticle()], { state: aFeedState() }));
    await store.changeRoster({ revision: 1, removed: ['gazette'], audit });
    assert.equal(await store.feedState('gazette'), null);
    assert.equal(await store.nextTimer(), null);
    const { candidates } = await store.knownItems('gazette', { articles: [], keys: [['key-of-article-1']] });
    assert.equal(candidates[0]?.[0]?.article, 'article-1');
    for (const key of ['wf:seen:gazette', 'wf:items:gazette']) {
      const leftMs = await redis.pttl(key);
      assert.ok(leftMs > 0 && leftMs <= 30 * 86_400_000, `${leftMs} ms left of ${key}`);
    }
    await store.changeRoster({ revision: 2, saved: { feeds: [aFeed('gazette')], outlets: [] }, audit });
    assert.equal(await redis.pttl('wf:seen:gazette'), -1);
    assert.equal(await redis.pttl('wf:items:gazette'), -1);
  });

  it('takes ten thousand feeds in one change', async () => {
    const { store } = fixture;
    const feeds = Array.from({ length: 10_000 }, (_, at) => aFeed(`feed-${at}`));
    const outlets = feeds.map(({ id }) => ({ ...outlet, id }));
    assert.equal(await store.changeRoster({ revision: 0, saved: { feeds, outlets }, audit }), 'committed');
    assert.equal((await store.commandedRoster()).feeds.length, 10_000);
  });

  it('reads past a feed that is corrupt', async () => {
    const { store, redis, reported } = fixture;
    await store.changeRoster({ revision: 0, saved: { feeds: [aFeed('a')], outlets: [] }, audit });
    await redis.hset('wf:roster:feeds', 'b', '{"id":"b"}');
    assert.deepEqual(
      (await store.commandedRoster()).feeds.map(({ id }) => id),
      ['a'],
    );
    assert.equal(reported.length, 1);
  });
});
