import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { canonicalLink, linkKey } from '../../../src/pipeline/normalise/links.ts';

describe('the canonical link', () => {
  const table: [string, string | null][] = [
    ['https://News.Example/A?utm_source=x&id=1&fbclid=y#z', 'https://news.example/A?id=1'],
    ['http://news.example:80/a', 'http://news.example/a'],
    ['https://user:pass@news.example/a', 'https://news.example/a'],
    ['https://news.example/a?ref=rss&ref=42', 'https://news.example/a?ref=42'],
    ['https://news.example/a?at_medium=RSS&at_campaign=KARANGA', 'https://news.example/a'],
    ['https://www.google.com/url?rct=j&url=https://news.example/a%3Fid%3D1&ct=ga', 'https://news.example/a?id=1'],
    ['https://news.example/a??', 'https://news.example/a??'],
    ['https://news.example/a?', 'https://news.example/a'],
    ['https://news.example../a', 'https://news.example/a'],
    ['https://news.example/?p=12', 'https://news.example/?p=12'],
    ['mailto:a@b.example', null],
    ['no link', null],
  ];
  for (const [link, expected] of table)
    it(`of ${link} is ${expected}`, () => assert.equal(canonicalLink(link), expected));

  it('does not change when made canonical again', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (link) => {
        const once = canonicalLink(link);
        assert.equal(canonicalLink(once), once);
      }),
    );
  });
});

describe('what a link identifies', () => {
  const same: [string, string][] = [
    ['https://www.news.example/a/', 'http://news.example/a'],
    ['https://m.news.example/a', 'https://news.example/a/amp/'],
    ['https://amp.news.example/a', 'https://news.example/amp/a'],
    ['https://news.example/a?b=1&a=2', 'https://news.example/a?a=2&b=1&amp=1'],
    ['https://news.example/%d8%ae', 'https://news.example/خ'],
    ['https://news.example/a/index.html', 'https://news.example/a'],
  ];
  for (const [one, other] of same) {
    it(`is the same for ${one} and ${other}`, () =>
      assert.equal(linkKey(canonicalLink(one)), linkKey(canonicalLink(other))));
  }
  it('differs by path, parameters and subdomains that are no variant', () => {
    const keys = [
      'https://news.example/a',
      'https://news.example/b',
      'https://news.example/a?id=1',
      'https://arabic.news.example/a',
      'https://news.example/camp',
    ];
    assert.equal(new Set(keys.map((link) => linkKey(canonicalLink(link)))).size, keys.length);
  });
  it('is nothing for a front page', () => assert.equal(linkKey('https://www.news.example/'), null));
});
