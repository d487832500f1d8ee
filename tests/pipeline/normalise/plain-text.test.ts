import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { plainText } from '../../../src/pipeline/normalise/plain-text.ts';

const plain = (written: string, lengthMax = 10_000) => plainText(written, lengthMax);

describe('plain text', () => {
  const table: [string, string, string][] = [
    ['decodes entities', 'Q&amp;A &mdash; &#8220;x&#8221; &nbsp;y', 'Q&A — “x” y'],
    ['keeps a bracket that is no tag', 'losses < 5 and > 3', 'losses < 5 and > 3'],
    ['parts paragraphs by a blank line', '<p>a</p><p>b</p><div>c</div>', 'a\n\nb\n\nc'],
    ['keeps a line break and makes two a paragraph', 'a<br>b<br/><br/>c', 'a\nb\n\nc'],
    ['folds the white space of the source', '<p>a\n   b\t c</p>', 'a b c'],
    ['keeps blank lines of plain text', 'a\nb\n\n  c', 'a b\n\nc'],
    ['drops scripts, styles and embeds', 'a<script>x<1</script><style>p{}</style><iframe>z</iframe>b', 'ab'],
    [
      'drops captions',
      '<figure><img><figcaption>Photo: X</figcaption></figure><p class="wp-caption-text">y</p><p>a</p>',
      'a',
    ],
    ['drops comments and attributes', 'a<!-- b --><a href="x" title="<c>">d</a>', 'ad'],
    ['reads markup that was escaped twice', '&lt;p&gt;a &amp;amp; b&lt;/p&gt;', 'a & b'],
    ['removes marks of direction and controls', '\u202bخبر\u202c\u200f\u0007 \ufeffx', 'خبر x'],
    ['keeps the joiner of Persian', 'می\u200cشود', 'می\u200cشود'],
    ['drops a closing link to the site', '<p>a</p><p><a href="x">Read more »</a></p>', 'a'],
    ['drops what WordPress adds', '<p>a</p><p>The post <a>A</a> appeared first on <a>B</a>.</p>', 'a'],
    ['drops an ellipsis in brackets', 'a b […]', 'a b'],
    ['drops the tails of Arabic and Persian', '<p>خبر</p><p>اقرأ المزيد</p>', 'خبر'],
    [
      'keeps a sentence that only mentions reading',
      '<p>a</p><p>He was told to read more books.</p>',
      'a\n\nHe was told to read more books.',
    ],
    ['closes what was left open', '<p>a <b>b', 'a b'],
  ];
  for (const [what, written, expected] of table) it(what, () => assert.equal(plain(written), expected));

  it('is cut between words', () => assert.equal(plain('one two three four', 11), 'one two…'));

  it('holds no control or direction character, no edge or double space, whatever is written', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<p>',
        '</p>',
        '<br>',
        '&amp;',
        '&#x202e;',
        '<script>',
        '</script>',
        ' ',
        '\n',
        '\n\n',
        '\u202e',
        '\u0000',
        '&nbsp;',
        '<',
        'خبر',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = plain(pieces.join(''));
        assert.doesNotMatch(text, /(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069\u200e\u200f]| {2}|\n{3}|^\s|\s$/u);
        assert.ok(text.isWellFormed());
      }),
      { numRuns: 500 },
    );
  });

  it('is read to a depth of two hundred elements, since each end that fits none looks through all of them', () => {
    const nested = (depth: number) => plain(`a${'<div>'.repeat(depth)}b`);
    assert.equal(nested(190), 'a\n\nb');
    assert.equal(nested(210), 'a');
  });

  it('takes time in proportion to the text, whatever is in it', () => {
    for (const piece of [
      '<',
      '<a ',
      '<a b="',
      '&',
      '&amp',
      '</',
      '<!--',
      '\n ',
      '<p>',
      '<div><figcaption>',
      'read more ',
    ]) {
      const started = performance.now();
      plain(piece.repeat(Math.floor(200_000 / piece.length)), 40_000);
      assert.ok(performance.now() - started < 2_000, `${piece} took ${performance.now() - started} ms`);
    }
  });
});
