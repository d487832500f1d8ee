import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { feedItemsMax, itemKeysMax } from '../../src/adapters/redis/items.ts';
import type { KnownItem } from '../../src/model.ts';
import type { Store } from '../../src/ports.ts';
import { anArticle } from '../support/builders.ts';
import { aFeedState, aKnownItem, aPoll, aVerdict } from './builders.ts';
import { type StoreFixture, startStores } from './fixture.ts';

const dayMs = 86_400_000;

describe('items of a feed', () => {
  let fixture: StoreFixture;
  before(async () => {
    fixture = await startStores();
  });
  beforeEach(() => fixture.empty());
  after(() => fixture.stop());

  const holding = (items: readonly KnownItem[], polledAt = 5_000) =>
    aPoll([], { present: items.map(({ article }) => article), items, polledAt });
  /** The articles of the items that had any of these keys. */
  const had = async (store: Store, ...keys: string[]) => {
    const { candidates } = await store.knownItems('gazette', { articles: [], keys: [keys] });
    return candidates[0]?.map(({ article }) => article);
  };

  it('are known, as they were written, by any of their keys', async () => {
    const { store } = fixture;
    const item = aKnownItem('a', ['lA', 'gA', 'hA'], {
      text: 'digest',
      sketch: 'AbC-_9',
      isBare: true,
      publishedAt: 1_585_742_400_000,
      seenAt: 1_585_742_450_000,
      revisions: 3,
      revisedAt: 1_585_742_500_000,
      isElsewhere: true,
    });
    await store.commitPoll(holding([item, aKnownItem('b', ['lB'])]));
    const asked = { articles: ['a', 'c'], keys: [['lX', 'gA'], ['lB', 'hA', 'lA'], ['lX']] };
    const known = await store.knownItems('gazette', asked);
    assert.deepEqual(known.candidates, [[item], [aKnownItem('b', ['lB']), item], []]);
    assert.deepEqual([...known.articles], ['a']);
    assert.equal(known.isEmpty, false);
  });

  it('are none of another feed, nor before the first poll', async () => {
    const { store } = fixture;
    await store.commitPoll(holding([aKnownItem('a', ['lA'])]));
    const asked = { articles: ['a'], keys: [['lA']] };
    const none = { isEmpty: true, articles: new Set(), candidates: [[]] };
    assert.deepEqual(await store.knownItems('herald', asked), none);
  });

  it('lose the keys that they have no more, but none that another has taken over', async () => {
    const { store } = fixture;
    await store.commitPoll(holding([aKnownItem('a', ['l1', 'g1', 'h1'])]));
    await store.commitPoll(holding([aKnownItem('b', ['g1', 'h2'])]));
    await store.commitPoll(holding([aKnownItem('a', ['l2'])]));
    assert.deepEqual(await had(store, 'l1', 'h1'), []);
    assert.deepEqual(await had(store, 'g1'), ['b']);
    assert.deepEqual(await had(store, 'l2'), ['a']);
  });

  it('are remembered as long as they stand in the feed, and the keeping time after', async () => {
    const store = fixture.open({ keep: { seenMs: 10 * dayMs } });
    const both = [aKnownItem('a', ['lA']), aKnownItem('b', ['lB'])];
    await store.commitPoll(holding(both, 0));
    const read = (day: number, ...present: string[]) =>
      store.commitPoll(aPoll([], { present, items: [], polledAt: day * dayMs }));
    await read(20, 'a', 'b');
    await read(21, 'a');
    await read(30, 'a');
    assert.deepEqual(await had(store, 'lA', 'lB'), ['a', 'b'], 'b left ten days ago');
    await read(31, 'a');
    await read(32, 'a');
    assert.deepEqual(await had(store, 'lA', 'lB'), ['a'], 'b left longer ago than the keeping time');
    assert.deepEqual((await fixture.redis.hkeys('wf:items:gazette')).sort(), ['a', 'lA']);
  });

  it('are remembered through any silence of the feed', async () => {
    const store = fixture.open({ keep: { seenMs: 10 * dayMs } });
    await store.commitPoll(holding([aKnownItem('a', ['lA'])], 0));
    await store.commitPoll(aPoll([], { polledAt: 99 * dayMs }));
    await store.commitPoll(holding([aKnownItem('b', ['lB'])], 100 * dayMs));
    assert.deepEqual(await had(store, 'lA'), ['a']);
  });

  it('are not written again when nothing was read', async () => {
    await fixture.store.commitPoll(aPoll([anArticle({ id: 'a' })], { polledAt: 1 }));
    await fixture.store.commitPoll(aPoll([], { polledAt: 2 }));
    assert.deepEqual(await fixture.redis.zrange('wf:seen:gazette', 0, '-1', 'WITHSCORES'), ['a', '1']);
  });

  it('whose articles any feed brought are given with them, waiting or decided', async () => {
    const { store } = fixture;
    const [waiting, decided] = [anArticle({ id: 'a', title: 'Waiting' }), anArticle({ id: 'b' })];
    await store.commitPoll(aPoll([waiting, decided], { state: aFeedState({ feed: 'herald' }) }));
    await store.commitVerdict(aVerdict('b', null));
    const told = await store.toldArticles(['a', 'b', 'c']);
    assert.deepEqual(
      [...told],
      [
        ['a', waiting],
        ['b', decided],
      ],
    );
  });

  it('whose articles their feed holds no more are given, whoever asks', async () => {
    const { store } = fixture;
    const [kept, gone] = [anArticle({ id: 'a', feed: 'gazette' }), anArticle({ id: 'b', feed: 'gazette' })];
    await store.commitPoll(aPoll([kept, gone], { polledAt: 1_000 }));
    assert.deepEqual(await store.droppedArticles(['a', 'b', 'c']), new Set());
    await store.commitPoll(aPoll([], { present: ['a'], items: [], polledAt: 2_000 }));
    await store.commitPoll(aPoll([], { polledAt: 3_000 }));
    assert.deepEqual(await store.droppedArticles(['a', 'b', 'c']), new Set(['b']));
  });

  it('take less than 700 bytes each', async () => {
    const { store, redis } = fixture;
    const item = (at: number) =>
      aKnownItem(
        `a${'0123456789abcdef'.repeat(2).slice(0, 14)}${String(at).padStart(6, '0')}`,
        ['l', 'g', 'h'].map((kind) => `${kind}Zm9vYmF${String(at).padStart(4, '0')}`),
        {
          text: 'Zm9vYmFyYmF',
          sketch: 'A'.repeat(64),
          publishedAt: 1_585_742_400_000,
        },
      );
    for (let from = 0; from < 10_000; from += 2_000)
      await store.commitPoll(holding(Array.from({ length: 2_000 }, (_, at) => item(from + at))));
    const [items = 0, seen = 0] = await Promise.all(
      ['wf:items:gazette', 'wf:seen:gazette'].map((key) => redis.memory('USAGE', key, 'SAMPLES', 0)),
    );
    assert.ok((items ?? 0) + (seen ?? 0) < 10_000 * 700, `${((items ?? 0) + (seen ?? 0)) / 10_000} bytes an item`);
  });

  it('of the largest document there may be are taken, and of a larger one refused with a sentence', async () => {
    const { store } = fixture;
    const kinds = ['link', 'guid', 'headline', 'another'];
    const items = Array.from({ length: feedItemsMax }, (_, at) =>
      aKnownItem(
        `a${at}`,
        kinds.map((kind) => `${kind}-${at}`),
      ),
    );
    await store.commitPoll(holding(items));
    const asked = { articles: [], keys: items.map(({ keys }) => keys) };
    const { candidates } = await store.knownItems('gazette', asked);
    assert.equal(candidates.filter(([one], at) => one?.article === items[at]?.article).length, feedItemsMax);
    const more = { articles: ['x'], keys: asked.keys };
    await assert.rejects(store.knownItems('gazette', more), /feed gazette: 5001 items .* at most 5000/);
    const crowded = aKnownItem(
      'a',
      Array.from({ length: itemKeysMax + 1 }, (_, at) => `key-${at}`),
    );
    await assert.rejects(store.commitPoll(holding([crowded])), /item a has 17 keys, at most 16/);
  });
});
