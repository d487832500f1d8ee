/** Feed documents in any encoding, and what becomes of their items on the whole way to an incident. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { collectionOf } from '../../../bench/parse/collection.ts';
import type { Article } from '../../../src/model.ts';
import { assign, emptyIndex, remember } from '../../../src/pipeline/assign.ts';
import { feedLinks } from '../../../src/pipeline/discover.ts';
import { extract } from '../../../src/pipeline/extract.ts';
import { plainText } from '../../../src/pipeline/normalise/plain-text.ts';
import { normalise } from '../../../src/pipeline/normalise.ts';
import { type OpmlFeed, readOpml, writeOpml } from '../../../src/pipeline/opml.ts';
import { isNewsTime } from '../../../src/pipeline/parse/dates.ts';
import type { ParsedItem } from '../../../src/pipeline/parse/document.ts';
import { itemsMax, parseFeed } from '../../../src/pipeline/parse.ts';
import { noon } from '../builders.ts';
import { anRss, atomOf } from '../feed-documents.ts';
import { shipped } from './pack.ts';
import { type Target, target } from './target.ts';
import { hostileText, hostileValue } from './texts.ts';

const url = 'https://news.example/feed';
const itemParts = {
  title: 'Rockets hit Camp Taji',
  link: 'https://news.example/1',
  guid: 'g1',
  published: 'Fri, 03 Jan 2020 01:00:00 GMT',
};
const documents: readonly string[] = [
  anRss([{ ...itemParts, description: '<p>Two killed &amp; one wounded</p>', content: 'On Friday the army said.' }]),
  atomOf(
    '<entry><title type="html">&lt;b>x&lt;/b></title><link rel="alternate" href="/1"/><id>urn:1</id><updated>2020-01-03T00:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">y</div></content></entry>',
  ),
  '<?xml version="1.0" encoding="windows-1256"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="x"><title>a</title><dc:date>2020-01-03</dc:date></item></rdf:RDF>',
  '{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[{"id":"1","url":"https://news.example/1","content_html":"<p>x</p>","date_published":"2020-01-03T00:00:00Z","authors":[{"name":"A"}]}]}',
  '<!DOCTYPE rss [<!ENTITY a "b">]><rss version="2.0"><channel><item><title>&a;&nbsp;&#x110000;&#0;</title><![CDATA[x]]></item></channel></rss>',
  '<rss><channel><ttl>60</ttl><skipHours><hour>3</hour></skipHours><item><title>a<item><title>b</title></item>',
];
const markup = [
  ...[
    '<rss version="2.0">',
    '<channel>',
    '</channel>',
    '<item>',
    '</item>',
    '<item/>',
    '<entry>',
    '</entry>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
  ],
  ...[
    '<title>',
    '</title>',
    '<title type="xhtml">',
    '<link href="',
    '"/>',
    '<link>',
    '</link>',
    '<guid isPermaLink="false">',
    '</guid>',
    '<pubDate>',
  ],
  ...[
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?xml version="1.0" encoding="',
    'utf-16le',
    'windows-1256',
    '"?>',
    '<!DOCTYPE x [',
    '<!ENTITY a "',
    ']>',
    '&a;',
  ],
  ...[
    '&nbsp;',
    '&',
    '&#x0;',
    '&#99999999;',
    '&amp;lt;',
    'xml:base="',
    'xmlns:a="',
    '<a:item>',
    '<rdf:RDF',
    'rdf:about="',
    '<__proto__>',
    '<constructor/>',
  ],
  ...[
    '{"version":"https://jsonfeed.org/version/1.1","items":[',
    '{"id":',
    '"title":',
    '"__proto__":{"polluted":1}',
    '}',
    ']',
    ',',
    '1e999',
    '\\ud800',
  ],
];
const charsets = fc.constantFrom(
  null,
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1256',
  'iso-8859-6',
  'utf-7',
  'x-nonsense',
  'utf-32le',
);

interface Document {
  readonly body: Uint8Array;
  readonly charset: string | null;
}

/** Real ones where the shared collections lie beside the repository. */
function realDocuments(): readonly Uint8Array[] {
  const folder = join(import.meta.dirname, '../../../../shared/fixtures/feeds');
  if (!existsSync(folder)) return [];
  return [...collectionOf(folder)].map(({ body }) => body).filter(({ length }) => length < 20_000);
}

function bytesOf(text: string, how: number): Uint8Array {
  const wide = Buffer.from(text, 'utf16le');
  if (how === 0) return wide;
  if (how === 1) return wide.swap16();
  return Buffer.from(text, how === 2 ? 'latin1' : 'utf8');
}

const feedTarget = target<Document>(
  {
    name: 'feed documents',
    claim: 'read or unreadable with a sentence; texts bounded, links of the web, times of news; the same each time',
    guided: { corpus: () => [...documents, ...realDocuments()], watched: ['src/pipeline/parse'] },
    cost: 3,
  },
  () => {
    const real = [...documents.map((each) => Buffer.from(each)), ...realDocuments()];
    const spliced = fc
      .tuple(fc.constantFrom(...real), fc.constantFrom(...real), fc.nat(), fc.nat(), hostileText(...markup))
      .map(([one, other, from, to, put]) =>
        Buffer.concat([
          one.subarray(0, from % (one.length + 1)),
          Buffer.from(put),
          other.subarray(to % (other.length + 1)),
        ]),
      );
    const written = fc.tuple(hostileText(...markup), fc.nat(9)).map(([text, how]) => bytesOf(text, how));
    const json = hostileValue('version', 'items', 'title', 'id', 'url', 'authors', 'content_html').map((value) =>
      Buffer.from(JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', items: value })),
    );
    return {
      inputs: fc.record({ body: fc.oneof(spliced, written, json), charset: charsets }),
      fromBytes: (body) => ({ body, charset: null }),
      async check({ body, charset }) {
        const parsed = await parseFeed(body, { charset, url });
        assert.deepEqual(await parseFeed(body, { charset, url }), parsed, 'read otherwise the second time');
        if (parsed.status === 'unreadable') {
          assert.ok(parsed.problem.length < 300 && !/\p{Cc}/u.test(parsed.problem), parsed.problem);
          return;
        }
        assert.ok(parsed.items.length <= itemsMax && parsed.itemsDropped >= 0);
        for (const item of parsed.items) checkItem(item);
      },
    };
  },
);

function checkItem({ title, summary, content, link, guid, author, publishedAt }: ParsedItem): void {
  const lengths = [
    title.length - 2_000,
    summary.length - 60_000,
    (content ?? '').length - 200_000,
    (guid ?? '').length - 2_000,
    (author ?? '').length - 300,
  ];
  assert.ok(
    lengths.every((over) => over <= 0),
    `too long: ${lengths}`,
  );
  if (link !== null) assert.match(link, /^https?:\/\//);
  assert.ok(publishedAt === null || isNewsTime(publishedAt), String(publishedAt));
}

const news = [
  ...[
    'Rockets hit Camp Taji',
    'two killed',
    'on Sunday',
    '99999 days ago',
    'last night',
    'Kataib Hezbollah',
    'US forces',
    'Ain al-Asad',
    '31 February 2020',
  ],
  ...[
    'قصف',
    'مقتل ١٢',
    'بغداد',
    'أمس',
    'قبل يومين',
    'پهپاد',
    'سه روز پیش',
    '۳۱ شهریور',
    'said',
    'denied',
    '.',
    '\n\n',
    '“',
    '”',
    '<p>',
    '</p>',
    '&amp;',
  ],
];
const times = fc.oneof(
  fc.constantFrom(Date.parse('1990-01-01'), Date.parse('2100-12-31T23:59:59Z'), noon),
  fc.integer({ min: Date.parse('1990-01-02'), max: Date.parse('2100-12-30') }),
);

const articleTarget = target<{
  readonly title: string;
  readonly summary: string;
  readonly content: string;
  readonly at: number;
}>(
  {
    name: 'articles',
    claim:
      'no text of an article stops its way to an incident; the report names days of the calendar and whole numbers',
    guided: {
      corpus: () => [news.join(' '), ...documents],
      watched: ['src/pipeline/extract', 'src/pipeline/normalise', 'src/pipeline/assign'],
    },
    cost: 10,
  },
  () => {
    const { pack, compiled } = shipped();
    const [feed] = pack.feeds;
    assert.ok(feed !== undefined);
    return {
      inputs: fc.record({
        title: hostileText(...news),
        summary: hostileText(...news),
        content: hostileText(...news),
        at: times,
      }),
      fromBytes(bytes) {
        const [title = '', summary = '', ...content] = Buffer.from(bytes).toString('utf8').split('\n');
        return { title, summary, content: content.join('\n'), at: noon };
      },
      check({ title, summary, content, at }) {
        const item = { guid: title.slice(0, 50), link: null, title, summary, content, author: null, publishedAt: at };
        const article = normalise(item, { feed, feedUrl: feed.url, seenAt: at, firstPoll: false });
        checkArticle(article);
        const report = extract(article, compiled);
        const { from, to } = report.days ?? { from: '2020-01-01', to: '2020-01-01' };
        for (const day of [from, to]) assert.match(day, /^\d{4}-\d\d-\d\d$/);
        assert.ok(from <= to, `${from} to ${to}`);
        for (const count of [report.killed, report.wounded]) if (count !== null) checkCount(count);
        const index = emptyIndex(compiled);
        const { incident } = assign(index, article, report, at);
        if (incident === null) return;
        const later = { ...article, id: 'a-later' };
        assign(remember(index, incident), later, { ...report, article: 'a-later' }, at);
      },
    };
  },
);

function checkCount(count: unknown): void {
  for (const value of typeof count === 'object' && count !== null ? Object.values(count) : [count])
    if (typeof value === 'number') assert.ok(Number.isSafeInteger(value) && value >= 0, String(value));
}

function checkArticle({ title, summary, content, link }: Article): void {
  const text = [title, summary, content ?? ''].join('');
  assert.doesNotMatch(text, /(?![\n])\p{Cc}/u);
  assert.ok(text.length < 300_000);
  if (link !== null) assert.match(link, /^https?:\/\//);
}

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

export const feedTargets: readonly Target[] = [feedTarget, articleTarget, opmlTarget, pageTarget];
