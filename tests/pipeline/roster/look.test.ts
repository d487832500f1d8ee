import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFeed } from '../../../src/pipeline/parse.ts';
import { lookOver } from '../../../src/pipeline/roster/look.ts';
import { anRss, type ItemParts } from '../../support/feed-documents.ts';

const now = Date.parse('2026-01-10T00:00:00Z');
async function look(items: readonly ItemParts[], title?: string) {
  const parsed = await parseFeed(Buffer.from(anRss(items, title)), { charset: null, url: 'https://x.example/rss' });
  assert.ok(parsed.status === 'read');
  return lookOver(parsed, now);
}
const published = new Date('2026-01-09T00:00:00Z');

test('a sound feed has nothing wrong, and says its language, its site and how new it is', async () => {
  const items = ['a', 'b', 'c'].map((id) => ({
    title: `حريق كبير في بغداد ${id}`,
    guid: id,
    published,
    link: `https://www.paper.example/${id}`,
  }));
  assert.deepEqual(await look(items, 'أخبار  \u202e'), {
    title: 'أخبار',
    items: 3,
    newestAt: published.getTime(),
    language: 'ar',
    site: 'paper.example',
    problems: [],
  });
});

test('what is wrong with a feed is told in sentences', async () => {
  const { problems, language, site } = await look([
    { title: 'Die Lage in der Stadt ist und bleibt ernst', guid: 'x', link: 'https://a.example/1' },
    {
      title: 'Das ist ein Bericht von der Front',
      guid: 'x',
      link: 'https://b.example/1',
      published: new Date('2025-06-01'),
    },
    { title: 'Wir haben den Vertrag', guid: 'y', published: new Date('2025-06-01') },
  ]);
  assert.equal(language, null);
  assert.equal(site, null);
  assert.deepEqual(problems, [
    '1 of 3 items without a date: taken to be published when first seen.',
    '1 of 3 items without a link.',
    '2 of 3 items with a guid that another item has too.',
    'Its newest item is 223 days old.',
  ]);
  assert.deepEqual((await look([])).problems, ['It has no items.']);
});
