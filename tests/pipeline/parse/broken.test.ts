import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ParsedItem } from '../../../src/pipeline/parse/document.ts';
import { parseFeed } from '../../../src/pipeline/parse.ts';
import { anRss, atomOf } from '../../support/feed-documents.ts';

const hints = { charset: null, url: 'https://news.example/feed' };
const itemsOf = async (document: string | Uint8Array): Promise<readonly ParsedItem[]> => {
  const parsed = await parseFeed(Buffer.from(document), hints);
  return parsed.status === 'read' ? parsed.items : [];
};
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A document of each kind around the same items, and the text that ends an item in it. */
const kinds = {
  rss: {
    end: '</item>',
    of: (words: readonly string[]) =>
      anRss(
        words.map((word, at) => ({
          title: `${at} ${word}`,
          link: `https://news.example/${at}`,
          guid: `g${at}`,
          published: 'Fri, 03 Jan 2020 01:00:00 GMT',
          description: `<p>${word}</p>`,
        })),
      ),
  },
  atom: {
    end: '</entry>',
    of: (words: readonly string[]) =>
      atomOf(
        words
          .map(
            (word, at) =>
              `<entry><title>${at} ${escaped(word)}</title><link href="https://news.example/${at}"/><id>g${at}</id><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>${escaped(word)}</p><br/></div></content></entry>`,
          )
          .join('\n'),
      ),
  },
  json: {
    end: '"}]}',
    of: (words: readonly string[]) =>
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        items: words.map((word, at) => ({ id: `g${at}`, title: `${at} ${word}`, authors: [{ name: 'A' }] })),
      }),
  },
};
const anyWords = fc.array(
  fc.stringMatching(/^[a-z&<;\u0627-\u064a ]{0,12}$/).map((word) => `w${word}w`),
  { minLength: 1, maxLength: 6 },
);
const anyKind = fc.constantFrom<keyof typeof kinds>('rss', 'atom', 'json');

/** How many items are whole in front of a place. */
const wholeBefore = (kind: keyof typeof kinds, text: string) => text.split(kinds[kind].end).length - 1;

describe('what stands before a break', () => {
  it('is kept as it would be without it, wherever the document is cut off', async () => {
    await fc.assert(
      fc.asyncProperty(anyKind, anyWords, fc.double({ min: 0, max: 1, noNaN: true }), async (kind, words, share) => {
        const document = Buffer.from(kinds[kind].of(words));
        const whole = await itemsOf(document);
        assert.equal(whole.length, words.length);
        const part = document.subarray(0, Math.floor(share * document.length));
        const count = wholeBefore(kind, part.toString());
        const kept = await itemsOf(part);
        assert.deepEqual(kept.slice(0, count), whole.slice(0, count));
        assert.ok(kept.length <= count + 1);
      }),
      { numRuns: 300 },
    );
  });

  it('is kept as it would be without it, whatever byte is another', async () => {
    const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
    await fc.assert(
      fc.asyncProperty(anyKind, anyWords, place, fc.integer({ min: 0, max: 127 }), async (kind, words, share, byte) => {
        const document = Buffer.from(kinds[kind].of(words));
        const whole = await itemsOf(document);
        const at = Math.floor(share * document.length);
        const count = wholeBefore(kind, document.subarray(0, at).toString());
        document[at] = byte;
        assert.deepEqual((await itemsOf(document)).slice(0, count), whole.slice(0, count));
      }),
      { numRuns: 300 },
    );
  });

  it('is told without a word of the document where nothing of it can be read', async () => {
    const parsed = await parseFeed(Buffer.from('{"version":"1.1","error":SECRET}'), hints);
    assert.equal(parsed.status, 'unreadable');
    assert.doesNotMatch(JSON.stringify(parsed), /SECRET/);
  });

  it('is kept though an item of JSON has lost its brace, as which the brackets within it still close', async () => {
    const document = kinds.json.of(['one', 'two', 'three', 'four']);
    const items = await itemsOf(document.replace('{"id":"g2"', '#"id":"g2"'));
    assert.deepEqual(
      items.map(({ guid }) => guid),
      ['g0', 'g1'],
    );
  });

  it('comes with all that stands behind it where one closing tag is missing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('rss', 'atom'), anyWords, fc.nat(), async (kind, words, chosen) => {
        const document = kinds[kind].of(words);
        const whole = await itemsOf(document);
        const closing = [...document.matchAll(/<\/[\w:]+>/g)];
        const tag = closing[chosen % closing.length];
        if (tag === undefined) return;
        const items = await itemsOf(document.slice(0, tag.index) + document.slice(tag.index + tag[0].length));
        assert.deepEqual(
          items.map(({ guid, title, link }) => [guid, title.trim(), link]),
          whole.map(({ guid, title, link }) => [guid, title.trim(), link]),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('is not half an item: a headline that was cut is another headline', async () => {
    const cut = anRss([{ title: 'Rockets hit no base', link: 'https://news.example/1' }]).replace(/ no base.*$/s, '');
    assert.deepEqual(await itemsOf(cut), []);
  });
});
