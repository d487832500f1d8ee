import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseFeed } from '../../../src/pipeline/parse.ts';
import { atomOf, rssOf } from '../../support/feed-documents.ts';

const url = 'https://news.example/world/feed.xml';
const read = async (document: string) => {
  const parsed = await parseFeed(Buffer.from(document), { charset: null, url });
  assert.ok(parsed.status === 'read', parsed.status === 'unreadable' ? parsed.problem : '');
  return parsed;
};
const firstOf = async (document: string) => {
  const item = (await read(document)).items[0];
  assert.ok(item !== undefined);
  return item;
};

describe('a document out of the ordinary', () => {
  it('is read whatever prefixes it declares', async () => {
    const item = await firstOf(
      '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://purl.org/rss/1.0/" xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:c="http://purl.org/rss/1.0/modules/content/"><s:channel><s:title>x</s:title></s:channel><s:item r:about="https://news.example/1"><s:title>t</s:title><d:creator>A. Writer</d:creator><d:date>2020-01-03</d:date><c:encoded>long</c:encoded></s:item></r:RDF>',
    );
    assert.deepEqual(item, {
      guid: 'https://news.example/1',
      link: 'https://news.example/1',
      title: 't',
      summary: '',
      content: 'long',
      author: 'A. Writer',
      publishedAt: Date.UTC(2020, 0, 3),
    });
  });

  it('has each link taken from the base nearest to it', async () => {
    const entry =
      '<entry xml:base="b/"><title>t</title><id>1</id><link xml:base="c/" href="d.html"/></entry><entry><title>u</title><id>2</id><link href="e.html"/></entry>';
    const based = atomOf(entry).replace('<feed ', '<feed xml:base="https://base.example/a/" ');
    const { items } = await read(based);
    assert.deepEqual(
      items.map(({ link }) => link),
      ['https://base.example/a/b/c/d.html', 'https://base.example/a/e.html'],
    );
  });

  it('is read inside a web page, and with items that nothing encloses', async () => {
    const item = '<item><title>t</title><link>https://news.example/1</link></item>';
    assert.equal((await firstOf(`<html><body><p>x${rssOf(item)}</body></html>`)).title, 't');
    assert.equal((await firstOf(item)).title, 't');
    assert.equal((await firstOf(`<RSS><CHANNEL>${item.toUpperCase()}</CHANNEL></RSS>`)).title, 'T');
    assert.equal((await firstOf(`<rss version="2.0"><channel/>${item}</rss>`)).title, 't');
  });

  it('has its base64 and its plain text told apart from markup', async () => {
    const base64 = Buffer.from('One <b>two</b>').toString('base64');
    assert.equal(
      (await firstOf(atomOf(`<entry><title mode="base64">${base64}</title></entry>`))).title,
      'One <b>two</b>',
    );
    assert.equal(
      (await firstOf(atomOf('<entry><title type="text">the &lt;blink&gt; tag</title></entry>'))).title,
      'the &lt;blink> tag',
    );
  });

  it('does not take the title of an image or a source for its own', async () => {
    const feed = await read(
      `<rss version="2.0"><channel><image><title>logo</title></image><title>x</title><item><source><title>other</title></source><title>a & b</title></item></channel></rss>`,
    );
    assert.equal(feed.title, 'x');
    assert.equal(feed.items[0]?.title, 'a & b');
  });
});

describe('the author of an item', () => {
  const authors: [string, string, string | null][] = [
    ['RSS', rssOf('<item><title>t</title><author>a@b.example (A. Writer)</author></item>'), 'a@b.example (A. Writer)'],
    ['Dublin Core', rssOf('<item><title>t</title><dc:creator>A. Writer</dc:creator></item>'), 'A. Writer'],
    ['Atom', atomOf('<entry><title>t</title><author><name>A. Writer</name><uri>x</uri></author></entry>'), 'A. Writer'],
    [
      'broken Atom',
      atomOf('<entry><title>a & b</title><author><email>x</email><name>A. &amp; B.</name></author></entry>'),
      'A. & B.',
    ],
    [
      'JSON',
      '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":7,"title":"t","authors":[{"name":"A. Writer"}]}]}',
      'A. Writer',
    ],
    ['nobody', rssOf('<item><title>t</title></item>'), null],
  ];
  for (const [what, document, author] of authors)
    it(`is read of ${what}`, async () => assert.equal((await firstOf(document)).author, author));
});

describe('the pace of a document', () => {
  const paceOf = async (head: string) => (await read(rssOf('').replace('<description>', `${head}<description>`))).pace;

  it('is its ttl, and the hours and days it leaves out', async () => {
    const hours = '<skipHours><hour>0</hour><hour>24</hour><hour>5</hour><hour>99</hour></skipHours>';
    const pace = { ttlMinutes: 60, skipHours: [0, 5], skipDays: [0, 6] };
    const head = `<ttl> 60 </ttl>${hours}<skipDays><day>Saturday</day><day>Sunday</day></skipDays>`;
    assert.deepEqual(await paceOf(head), pace);
    assert.deepEqual(await paceOf(`${head}<x>a & b</x>`), pace);
  });

  it('is its period of updates where it has no ttl', async () => {
    const module = (period: string, frequency: string) =>
      `<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">${period}</sy:updatePeriod><sy:updateFrequency xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">${frequency}</sy:updateFrequency>`;
    assert.equal((await paceOf(module('hourly', '2'))).ttlMinutes, 30);
    assert.equal((await paceOf(module('constructor', '2'))).ttlMinutes, null);
    assert.equal((await paceOf(`<ttl>0</ttl>${module(' daily\n', '0')}`)).ttlMinutes, 1_440);
  });

  it('is nothing where it says nothing', async () => {
    assert.deepEqual(await paceOf(''), { ttlMinutes: null, skipHours: [], skipDays: [] });
  });
});

describe('JSON that is not as it should be', () => {
  const titlesOf = async (json: string) => (await read(json)).items.map(({ title }) => title);

  it('is read as a bare list, with odd types, control characters and a cut end', async () => {
    assert.deepEqual(await titlesOf('[{"id":1,"title":"t","url":"https://news.example/1"}]'), ['t']);
    assert.deepEqual(
      await titlesOf('{"version":"https://jsonfeed.org/version/1","items":[null,{"id":{},"title":7}]}'),
      ['7'],
    );
    assert.deepEqual(await titlesOf('{"version":"1","items":[{"id":"1","title":"a\nb"}]}'), ['a b']);
    assert.deepEqual(await titlesOf('{"items":[{"id":"1","title":"a"},{"id":"2","tit'), ['a']);
  });
});
