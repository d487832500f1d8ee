import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { FeedState } from '../../src/model.ts';
import { neverPolled } from '../../src/pipeline/schedule/state.ts';
import { anArticle } from '../support/builders.ts';
import { aFeedState, aPoll, aVerdict } from './builders.ts';
import { type StoreFixture, startStores } from './fixture.ts';

describe('feeds', () => {
  let fixture: StoreFixture;
  before(async () => {
    fixture = await startStores();
  });
  beforeEach(() => fixture.empty());
  after(() => fixture.stop());

  it('have no state before their first poll, and afterwards what the poll said', async () => {
    const { store } = fixture;
    assert.equal(await store.feedState('gazette'), null);
    const failed = { failures: 3, failuresByKind: { 'http-error': 3 }, lastProblem: 'HTTP 503' };
    const state = aFeedState({ etag: '"x"', ...failed, lastStatus: 'http-error' });
    await store.commitPoll(aPoll([], { state }));
    await store.commitPoll(aPoll([], { state: aFeedState({ feed: 'herald' }), timer: 'poll:herald' }));
    assert.deepEqual(await store.feedState('gazette'), state);
    assert.deepEqual((await store.feedStates()).map(({ feed }) => feed).toSorted(), ['gazette', 'herald']);
  });

  it('are remembered whole, whatever was learned of them', async () => {
    const { store } = fixture;
    const known: FeedState = {
      feed: 'gazette',
      url: 'https://gazette.example/rss',
      movedTo: 'https://gazette.example/feed',
      moving: { to: 'https://gazette.example/atom', since: 1 },
      etag: '"1"',
      lastModified: 'Sat, 21 Nov 2026 11:33:18 GMT',
      validatorsFrom: 'https://gazette.example/feed',
      firstReadAt: 2,
      lastReadAt: 3,
      lastPolledAt: 4,
      lastSuccessAt: 5,
      lastNewAt: 6,
      lastStatus: 'too-slow',
      lastProblem: 'It took too long.',
      failures: 7,
      failingSince: 8,
      failuresByKind: { 'too-slow': 7 },
      paused: 'failing',
      readBy: 'lenient',
      items: 9,
      rhythmMs: 10,
      longestQuietMs: 11,
      delayMs: 12,
      pace: { ttlMinutes: 13, skipHours: [1, 2], skipDays: [6] },
    };
    for (const state of [known, { ...known, validatorsFrom: known.url }, { ...known, validatorsFrom: null }]) {
      await store.commitPoll(aPoll([], { state }));
      assert.deepEqual(await store.feedState('gazette'), state);
      assert.deepEqual(await store.feedStates(), [state]);
    }
  });

  it('are read as an earlier version wrote them: a pause without reason, failures without kinds', async () => {
    const { store, redis } = fixture;
    const older = {
      feed: 'gazette',
      url: 'https://gazette.example/rss',
      etag: '"1"',
      lastModified: null,
      firstReadAt: 1,
      lastReadAt: 2,
      lastPolledAt: 3,
      lastStatus: 'timeout',
      lastProblem: 'It took too long.',
      failures: 2,
      paused: false,
      readBy: 'rss-parser',
      items: 7,
    };
    const write = (said: object) => redis.hset('wf:feeds', 'gazette', JSON.stringify({ ...older, ...said }));
    await write({});
    const state = await store.feedState('gazette');
    assert.deepEqual(state, { ...neverPolled, ...older, paused: null, failuresByKind: { timeout: 2 } });
    await write({ paused: true });
    assert.equal((await store.feedState('gazette'))?.paused, 'gone');
    await write({ paused: true, lastReadAt: null });
    assert.equal((await store.feedStates())[0]?.paused, 'never-found');
  });

  it('write what the program did of itself into the audit, with the poll and once', async () => {
    const { store } = fixture;
    const entry = { at: 5, server: null, incident: null, who: null, action: 'feed-moved', detail: 'gazette' };
    await store.commitPoll(aPoll([anArticle({ id: 'a' })], { audit: [entry] }));
    assert.deepEqual(await store.recentAudit(10), [entry]);
    assert.equal((await store.pendingArticle('a'))?.article.id, 'a');
  });

  it('hold new articles pending with the time of their fetch, oldest first', async () => {
    const { store } = fixture;
    const long = anArticle({ id: 'b', content: 'A long text with «quotes» and العربية. '.repeat(200) });
    await store.commitPoll(aPoll([anArticle({ id: 'a' })]));
    fixture.real += 10;
    await store.commitPoll(aPoll([long], { fetchedAtReal: 7_000 }));
    assert.deepEqual(await store.pendingBefore(fixture.real, 10), ['a']);
    assert.deepEqual(await store.pendingBefore(fixture.real + 1, 10), ['a', 'b']);
    assert.deepEqual(await store.pendingBefore(fixture.real + 1, 1), ['a']);
    assert.deepEqual(await store.pendingArticle('b'), { article: long, fetchedAtReal: 7_000 });
    assert.equal(await store.pendingArticle('c'), null);
  });

  it('never make an article pending again that was decided on or waits already', async () => {
    const { store } = fixture;
    await store.commitPoll(aPoll([anArticle({ id: 'a' }), anArticle({ id: 'b' })]));
    await store.commitVerdict(aVerdict('a', null));
    fixture.real += 50;
    const again = [anArticle({ id: 'a' }), anArticle({ id: 'b', feed: 'herald' })];
    await store.commitPoll(aPoll(again, { state: aFeedState({ feed: 'herald' }), timer: 'poll:herald' }));
    assert.deepEqual(await store.pendingBefore(fixture.real, 10), ['b']);
    assert.equal((await store.pendingArticle('b'))?.article.feed, 'wire');
    assert.equal(await store.pendingArticle('a'), null);
  });

  it('set the next due time in the same write', async () => {
    const { store } = fixture;
    await store.ensureTimer('poll:gazette', 0);
    await store.claimDue(0, 1, 60_000);
    await store.commitPoll(aPoll([], { nextDue: 777 }));
    assert.deepEqual(await store.nextTimer(), { name: 'poll:gazette', at: 777 });
    await store.commitPoll(aPoll([], { nextDue: null }));
    assert.equal(await store.nextTimer(), null);
  });

  it('are read on past a state that cannot be read, which is reported once', async () => {
    const { store, redis, reported } = fixture;
    await store.commitPoll(aPoll([]));
    await redis.hset('wf:feeds', 'broken', '{"feed":', 'herald', '{"feed":"herald","url":7}');
    assert.deepEqual(
      (await store.feedStates()).map(({ feed }) => feed),
      ['gazette'],
    );
    assert.equal(await store.feedState('herald'), null);
    assert.equal(reported.length, 2);
    assert.match(JSON.stringify(reported), /wf:feeds herald.*url is number, expected string/);
  });

  it('are read as an older program wrote them, with what is missing filled in', async () => {
    await fixture.redis.hset('wf:feeds', 'gazette', '{"feed":"gazette","url":"https://gazette.example/rss"}');
    const state = await fixture.store.feedState('gazette');
    assert.deepEqual(state, aFeedState({ lastStatus: null, readBy: null }));
  });
});
