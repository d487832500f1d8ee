import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdsKey, keysIn, withoutKeys } from '../../src/pipeline/address.ts';

const shown: readonly (readonly [url: string, shown: string])[] = [
  ['https://paper.example/rss?key=hunter2', 'https://paper.example/rss?key=…'],
  ['https://paper.example/rss?cat=iraq&API_KEY=hunter2&n=5', 'https://paper.example/rss?cat=iraq&API_KEY=…&n=5'],
  ['https://paper.example/rss?accessToken=hunter2', 'https://paper.example/rss?accessToken=…'],
  ['https://paper.example/rss?user=amal;pwd=hunter2', 'https://paper.example/rss?user=amal;pwd=…'],
  ['https://paper.example/rss?X-Amz-Signature=hunter2', 'https://paper.example/rss?X-Amz-Signature=…'],
  ['https://paper.example/rss?u=9f8a7c6b5d4e3f2a1b0c9d8e', 'https://paper.example/rss?u=…'],
  ['https://paper.example/rss?9f8a7c6b5d4e3f2a1b0c9d8e', 'https://paper.example/rss?…'],
  ['https://reader:hunter2@paper.example/rss#hunter2', 'https://paper.example/rss'],
];
for (const [url, expected] of shown)
  test(`a key is not shown: ${expected}`, () => {
    assert.equal(withoutKeys(url), expected);
    assert.ok(holdsKey(url));
  });

test('what is no key is shown as it is', () => {
  for (const url of [
    'https://paper.example/rss',
    'https://www.aa.com.tr/en/rss/default?cat=guncel',
    'https://search.example/view.xml?partnerId=wrss01&id=100003114',
    'https://news.example/rss/search?q=site:paper.example+(Iraq+OR+Iran)+when:1d&hl=en-US&gl=US&ceid=US:en',
    'https://paper.example/rss?key=',
    'https://paper.example/?outputType=xml&a',
  ]) {
    assert.equal(withoutKeys(url), url);
    assert.ok(!holdsKey(url));
  }
  assert.equal(withoutKeys('no address: hunter2'), '(no address)');
});

test('the keys of an address are given as they are written and as they are meant, but nothing that may be a word or a year', () => {
  assert.deepEqual(keysIn('https://paper.example/rss?n=5&apikey=9f8a%2F7c6b5d4e3f2a1b&x=1'), [
    '9f8a%2F7c6b5d4e3f2a1b',
    '9f8a/7c6b5d4e3f2a1b',
  ]);
  assert.deepEqual(keysIn('https://paper.example/rss?9f8a7c6b5d4e3f2a1b0c'), ['9f8a7c6b5d4e3f2a1b0c']);
  assert.deepEqual(keysIn('https://reader2:hunter2hunter2@paper.example/rss'), ['hunter2hunter2']);
  assert.deepEqual(keysIn('https://paper.example/rss?key=iraq&code=2026&token=international-news&sig=%E0%A4'), []);
  for (const url of ['https://paper.example/rss', 'no address?key=9f8a7c6b5d4e3f2a1b0c'])
    assert.deepEqual(keysIn(url), []);
});
