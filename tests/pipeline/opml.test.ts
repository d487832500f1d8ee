import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseOpml } from 'feedsmith';
import { sameAddress } from '../../src/pipeline/address.ts';
import { type OpmlFeed, readOpml, writeOpml } from '../../src/pipeline/opml.ts';

const listOf = (outlines: string) =>
  `<?xml version="1.0"?>\n<opml version="2.0"><head/><body>\n${outlines}\n</body></opml>`;
const at = Date.parse('2026-01-01T00:00:00Z');

describe('a list of feeds', () => {
  it('is read with its folders, whatever the case of its attributes', () => {
    const { feeds, problems } = readOpml(
      listOf(`<outline text="News"><outline text="Iraq / Kurdistan">
<outline type="rss" text="t" title="Paper &amp; ink" xmlUrl="https://paper.example/rss" htmlUrl="https://paper.example/" language="ar"/>
</outline></outline>
<outline text="Other" xmlurl="feed://other.example/rss" category="/A/B,/C"/>`),
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(feeds, [
      {
        line: 4,
        title: 'Paper & ink',
        url: 'https://paper.example/rss',
        site: 'https://paper.example/',
        language: 'ar',
        folder: 'News/Iraq Kurdistan',
      },
      { line: 6, title: 'Other', url: 'http://other.example/rss', site: null, language: null, folder: 'A/B' },
    ]);
  });

  it('tells each entry that is no feed, with its line, and reads on', () => {
    const { feeds, problems } = readOpml(
      listOf(`<outline text="an empty one"/>
<outline text="secret" xmlUrl="https://me:hunter2@x.example/"/>
<outline text="file" xmlUrl="file:///etc/passwd"/>
<outline text="good" xmlUrl="https://good.example/"/>`),
    );
    assert.deepEqual(
      feeds.map(({ title }) => title),
      ['good'],
    );
    assert.deepEqual(
      problems.map(({ line }) => line),
      [3, 4, 5],
    );
    assert.match(problems[0]?.problem ?? '', /“an empty one” has no xmlUrl/);
    assert.doesNotMatch(JSON.stringify(problems), /hunter2/);
  });

  it('that breaks off is read up to there', () => {
    const whole = listOf(
      '<outline text="a" xmlUrl="https://a.example/"/><outline text="b" xmlUrl="https://b.example/"/>',
    );
    const { feeds } = readOpml(whole.slice(0, whole.indexOf('b.example')));
    assert.deepEqual(
      feeds.map(({ title }) => title),
      ['a'],
    );
  });

  it('leaves out an address that is too long in its usual form, and says so', () => {
    const address = `https://p.example/${'<'.repeat(1_000)}`.replaceAll('<', '&lt;');
    const { feeds, problems } = readOpml(`<opml version="2.0"><body><outline xmlUrl="${address}"/></body></opml>`);
    assert.deepEqual([feeds.length, problems.length], [0, 1]);
  });

  it('that is none says what it is', () => {
    const problemOf = (text: string) => readOpml(text).problems[0]?.problem ?? '';
    assert.match(problemOf('<rss version="2.0"><channel/></rss>'), /got a feed: add it by its address/);
    assert.match(problemOf('hello'), /got no XML/);
    assert.match(problemOf('<html><body/></html>'), /got “html” without any/);
    assert.match(problemOf(''), /got no XML/);
  });

  it('written is read again as it was, by others too', () => {
    const word = fc
      .stringMatching(/^[A-Za-z0-9&<>"'ا-ي][A-Za-z0-9 &<>"'ا-ي]{0,20}[A-Za-z0-9ا-ي]$/u)
      .map((text) => text.replace(/\s+/gu, ' '));
    const feed = fc.record({
      title: word,
      url: fc.webUrl({ withQueryParameters: true }).map((url) => new URL(url).href),
      site: fc.option(fc.webUrl().map((url) => new URL(url).href)),
      language: fc.constantFrom('en', 'ar', 'fa', null),
      folder: fc.option(fc.array(word, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'))),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(feed, { selector: ({ url }) => sameAddress(url), minLength: 1, maxLength: 20 }),
        (feeds) => {
          const written = writeOpml(feeds, 'A list', at);
          const read = readOpml(written);
          const bare = ({ title, url, site, language, folder }: OpmlFeed) =>
            JSON.stringify({ title, url, site, language, folder });
          assert.deepEqual(read.feeds.map(bare).sort(), feeds.map(bare).sort());
          assert.deepEqual(read.problems, []);
          const theirs = JSON.stringify(parseOpml(written));
          for (const { url } of feeds) assert.ok(theirs.includes(JSON.stringify(url)));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('of ten thousand entries takes less than a second', () => {
    const entries = Array.from(
      { length: 10_000 },
      (_, n) => `<outline text="n${n}" xmlUrl="https://h${n}.example/rss"/>\n`,
    );
    const startedAt = performance.now();
    assert.equal(readOpml(listOf(entries.join(''))).feeds.length, 10_000);
    assert.ok(performance.now() - startedAt < 1_000);
  });

  it('that is hostile costs little, and what stands before is kept', () => {
    const bomb = `<!DOCTYPE o [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, n) => `<!ENTITY b${n} "${'&a;'.repeat(10)}">`).join('')}]>`;
    const documents: readonly (readonly [string, number])[] = [
      [listOf(`<outline text="a" xmlUrl="https://a.example/"/>${'<outline text="x">'.repeat(100_000)}`), 1],
      [bomb + listOf('<outline text="&b8;" xmlUrl="https://a.example/"/>'), 1],
      ['<'.repeat(2_000_000), 0],
      [listOf(`<outline ${'a="b" '.repeat(200_000)} xmlUrl="https://a.example/"/>`), 1],
      [listOf('<outline __proto__="x" constructor="y" text="p" xmlUrl="https://a.example/"/>'), 1],
      [listOf(`<outline text="${'t'.repeat(5_000_000)}" xmlUrl="https://a.example/"/>`), 1],
    ];
    for (const [document, count] of documents) {
      const startedAt = performance.now();
      const { feeds } = readOpml(document);
      assert.equal(feeds.length, count);
      assert.ok((feeds[0]?.title?.length ?? 0) <= 300);
      assert.ok(performance.now() - startedAt < 2_000, `${document.slice(0, 60)} took too long`);
    }
  });
});
