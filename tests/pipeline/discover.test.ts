import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { feedLinks, wellKnownFeeds } from '../../src/pipeline/discover.ts';

const page = 'https://paper.example/world/';
const urls = (html: string) => feedLinks(html, page).map(({ url }) => url);

describe('the feeds of a page', () => {
  it('are those that it declares, wherever they lie from it', () => {
    const html = `<html><head>
      <link rel="alternate" type="application/rss+xml" title="World" href="feed.xml">
      <LINK REL="ALTERNATE home" TYPE="application/atom+xml; charset=utf-8" HREF="//cdn.example/atom">
      <link rel="alternate" type="application/feed+json" href="/feed.json#top">
      <link rel="alternate" type="text/html" hreflang="ar" href="/ar">
      <link rel="alternate" type="application/json+oembed" href="/oembed">
      <link rel="stylesheet" type="text/xml" href="/style">
      <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)"></head>`;
    assert.deepEqual(feedLinks(html, page)[0], { url: 'https://paper.example/world/feed.xml', title: 'World' });
    assert.deepEqual(urls(html).slice(1), ['https://cdn.example/atom', 'https://paper.example/feed.json']);
  });

  it('are looked for from the base that it names', () => {
    const html = '<base href="/other/"><base href="/no/"><link rel=alternate type=application/rss+xml href=rss>';
    assert.deepEqual(urls(html), ['https://paper.example/other/rss']);
  });

  it('come with the main one before that of comments, and declared ones before those its text links to', () => {
    const html = `<a href="/blog/feed">Subscribe</a><a href="/feedback">No</a>
      <link rel=alternate type=application/rss+xml title="Comments on all" href="/c">
      <link rel=alternate type=application/rss+xml href="/feed/"><a href="/feed/">again</a>`;
    assert.deepEqual(urls(html), [
      'https://paper.example/feed/',
      'https://paper.example/c',
      'https://paper.example/blog/feed',
    ]);
  });

  it('are not the page itself, nor what leads elsewhere than to the web', () => {
    const html = `<a href="/world/">rss</a><link rel=alternate type=application/rss+xml href="${page}">
      <link rel=alternate type=application/rss+xml href="http://me:pw@paper.example/rss">`;
    assert.deepEqual(urls(html), []);
    assert.deepEqual(urls('no page at all'), []);
  });

  it('of a hostile page cost little, and are bounded', () => {
    const link = '<link rel=alternate type=application/rss+xml href="/f';
    for (const html of [
      `${link}">${'<div>'.repeat(200_000)}`,
      Array.from({ length: 100_000 }, (_, n) => `${link}${n}">`).join(''),
      `${link}">${'<'.repeat(2_000_000)}`,
      `${link}${'a'.repeat(3_000_000)}">`,
    ]) {
      const startedAt = performance.now();
      assert.ok(urls(html).length <= 20);
      assert.ok(performance.now() - startedAt < 2_000);
    }
  });
});

it('where a host has its feed most often is tried at few places', () => {
  const tried = wellKnownFeeds('https://paper.example/a/b?c');
  assert.equal(tried[0], 'https://paper.example/feed');
  assert.equal(tried.length, 7);
});
