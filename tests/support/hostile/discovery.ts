/** By what feeds are found: lists of them, and web pages. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { feedLinks } from '../../../src/pipeline/discover.ts';
import { plainText } from '../../../src/pipeline/normalise/plain-text.ts';
import { type OpmlFeed, readOpml, writeOpml } from '../../../src/pipeline/opml.ts';
import { noon } from '../builders.ts';
import { type Target, target } from './target.ts';
import { hostileText } from './texts.ts';

const outlines = [
  '<opml version="2.0">',
  '<body>',
  '</body>',
  '<outline',
  ' text="',
  ' xmlUrl="',
  ' xmlurl="https://a.example/"',
  'feed://',
  '"',
  '/>',
  '>',
  '</outline>',
  ' category="/a,b"',
  ' __proto__="1"',
];
const lists = [
  '<opml version="2.0"><body><outline text="News"><outline title="P &amp; i" xmlUrl="https://p.example/rss" htmlUrl="https://p.example/" language="ar"/></outline></body></opml>',
  '<opml><outline text="x" xmlUrl="feed:https://x.example/" category="/A/B,/C"/>',
];

const opmlTarget = target<string>(
  {
    name: 'lists of feeds (OPML)',
    claim: 'addresses of the web without a user, lines that exist; a list written is read as it was',
    guided: { corpus: () => lists, watched: ['src/pipeline/opml.ts'] },
  },
  () => ({
    inputs: fc.oneof(hostileText(...outlines), fc.constantFrom(...lists)),
    fromBytes: (bytes) => Buffer.from(bytes).toString('utf8'),
    check(text) {
      const { feeds, problems } = readOpml(text);
      const linesMax = text.split('\n').length;
      for (const { line } of [...feeds, ...problems])
        assert.ok(line >= 1 && line <= linesMax, `line ${line} of ${linesMax}`);
      for (const { problem } of problems) assert.ok(problem.length < 500);
      for (const feed of feeds) checkAddress(feed.url);
      if (feeds.length === 0) return;
      const again = readOpml(writeOpml(feeds, 't', noon)).feeds;
      assert.deepEqual(sorted(again), sorted(feeds));
    },
  }),
);

/** A feed without a title is written with its address in the place of one. */
function sorted(feeds: readonly OpmlFeed[]): readonly string[] {
  return feeds
    .map(({ title, url: address, site, language, folder }) =>
      JSON.stringify([title ?? address.slice(0, 300), address, site, language, folder]),
    )
    .toSorted();
}

function checkAddress(address: string): void {
  const { protocol, username, password } = new URL(address);
  assert.match(protocol, /^https?:$/);
  assert.equal(username + password, '');
}

const tags = [
  '<html>',
  '<head>',
  '<base href="',
  '<link rel="alternate" type="application/rss+xml" href="',
  '<a href="/feed',
  '">',
  '</a>',
  '<p>',
  '</p>',
  '<script>',
  '<!--',
  '&nbsp;',
  '<div>',
  'javascript:',
  'https://user:pass@x.example/rss',
];

const pageTarget = target<string>(
  {
    name: 'web pages',
    claim: 'a bounded number of feeds of the web; plain text within its limit and without markup of its own',
    guided: {
      corpus: () => [tags.join('')],
      watched: ['src/pipeline/discover.ts', 'src/pipeline/normalise/plain-text.ts', 'src/pipeline/normalise/tidy.ts'],
    },
  },
  () => ({
    inputs: hostileText(...tags),
    fromBytes: (bytes) => Buffer.from(bytes).toString('utf8'),
    check(html) {
      const found = feedLinks(html, 'https://news.example/');
      assert.ok(found.length <= 20);
      for (const { url: address } of found) checkAddress(address);
      for (const lengthMax of [1, 40, 2_000]) {
        const text = plainText(html, lengthMax);
        assert.ok(text.length <= lengthMax, `${text.length} of ${lengthMax}`);
        assert.doesNotMatch(text, /(?![\n])\p{Cc}/u);
      }
    },
  }),
);

/** Every reader by which feeds are found. */
export const discoveryTargets: readonly Target[] = [opmlTarget, pageTarget];
