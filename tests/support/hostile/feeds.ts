/** Feed documents in any encoding. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { collectionOf } from '../../../bench/parse/collection.ts';
import { isNewsTime } from '../../../src/pipeline/parse/dates.ts';
import type { ParsedItem } from '../../../src/pipeline/parse/document.ts';
import { itemsMax, parseFeed } from '../../../src/pipeline/parse.ts';
import { anRss, atomOf } from '../feed-documents.ts';
import { target } from './target.ts';
import { hostileText, hostileValue } from './texts.ts';

const url = 'https://news.example/feed';
const itemParts = {
  title: 'Rockets hit Camp Taji',
  link: 'https://news.example/1',
  guid: 'g1',
  published: 'Fri, 03 Jan 2020 01:00:00 GMT',
};
/** Documents of every kind, one of them broken, from which others are made. */
export const documents: readonly string[] = [
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

/** Feed documents in any encoding, from bytes to items. */
export const feedTarget = target<Document>(
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
