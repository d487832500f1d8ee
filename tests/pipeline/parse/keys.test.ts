import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ParsedFeed } from '../../../src/pipeline/parse/document.ts';
import { withoutKeysOf } from '../../../src/pipeline/parse/keys.ts';

const [key, other] = ['9f8a%2F7c6b5d4e3f2a1b', 'bd22e7c14a90ff31'];
const address = `https://news.example/feed?user=amal&key=${key}`;
const redirected = `https://cdn.example/feed?token=${other}`;
const document: ParsedFeed = {
  status: 'read',
  readBy: 'lenient',
  title: `For ${other}`,
  pace: { ttlMinutes: null, skipHours: [], skipDays: [] },
  items: [
    {
      guid: `https://news.example/1?key=${key}`,
      link: `https://news.example/1?id=7&key=${key}`,
      title: 'For 9f8a/7c6b5d4e3f2a1b: rockets hit a base',
      summary: `Read it at <a href="https://news.example/1?token=${other}">1</a> (${other}), amal`,
      content: `<p>${address}</p>`,
      author: `desk+${other}@news.example`,
      publishedAt: null,
    },
  ],
  itemsDropped: 0,
};

test('a document has no part of the keys of its addresses, wherever it repeats them', () => {
  const cut = withoutKeysOf(document, [address, redirected]);
  assert.doesNotMatch(JSON.stringify(cut), /9f8a|7c6b5d|bd22e7/);
  assert.ok(cut.status === 'read');
  const [item] = cut.items;
  assert.deepEqual([cut.title, item?.title], ['For …', 'For …: rockets hit a base']);
  assert.equal(item?.link, 'https://news.example/1?id=7&key=');
  assert.match(item?.summary ?? '', /\(…\), amal$/);
});

test('a document whose addresses hold no key is the same', () => {
  assert.equal(withoutKeysOf(document, ['https://news.example/feed?cat=iraq', 'https://cdn.example/feed']), document);
});

test('of a key that begins as another does nothing is left', () => {
  const longer = `${other}-77aa41`;
  const named = { ...document, title: `For ${longer}` };
  const cut = withoutKeysOf(named, [redirected, `https://cdn.example/feed?token=${longer}`]);
  assert.ok(cut.status === 'read');
  assert.equal(cut.title, 'For …');
});
