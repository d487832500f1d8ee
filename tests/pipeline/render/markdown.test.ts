import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { escapeMarkdown } from '../../../src/pipeline/render/markdown.ts';

const table: readonly [claim: string, given: string, written: string][] = [
  ['a link is none', '[free](https://evil.example)', '\\[free\\]\\(https\\://evil\\.example\\)'],
  ['an image is none', '![x](y)', '\\!\\[x\\]\\(y\\)'],
  ['a table’s edge is none', 'a | b', 'a \\| b'],
  ['a tag is none', '<img src=x>', '\\<img src\\=x\\>'],
  ['a heading is none', '# big', '\\# big'],
  ['a list is none', '- item', '\\- item'],
  ['a numbered list is none', '1. item', '1\\. item'],
  ['an entity is none', '&lt;', '\\&lt;'],
  ['a line break is none', 'a\n## b', 'a \\#\\# b'],
  ['code is none', '`rm`', '\\`rm\\`'],
  ['a backslash is shown', 'a\\*b', 'a\\\\\\*b'],
  ['a mail address is none', 'a@b.example', 'a\\@\u2060b\\.example'],
  ['an address without scheme is none', 'www.evil.example', 'www\u2060\\.evil\\.example'],
  ['a link’s brackets are none without a blank, too', 'a](b) [c] (d', 'a\\]\\(b\\) \\[c\\] (d'],
  ['a numbered list in brackets is none', '1) item', '1\\) item'],
  [
    'a sentence stays as it is',
    "Chen's hand-over (Asia/Baghdad) at 12:17.",
    "Chen's hand-over (Asia/Baghdad) at 12:17.",
  ],
  ['words stay as they are', 'قصف قاعدة التاجي 12', 'قصف قاعدة التاجي 12'],
];
for (const [claim, given, written] of table) test(claim, () => assert.equal(escapeMarkdown(given), written));

test('whatever is given, every sign stands behind a backslash but where it means nothing, and nothing is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const written = escapeMarkdown(text);
      const bare = written.replace(/\\[!-/:-@[-`{-~]/gu, '');
      assert.doesNotMatch(bare, /[\\`*_{}[\]#+!|~<>&=@"$^\r\n]/u);
      assert.doesNotMatch(written, /^\s*(?:[-+*]|\d+[.)])\s|\]\(|:\/\/|--|\w\.\w/u);
      const shown = written.replace(/\\([!-/:-@[-`{-~])/gu, '$1').replaceAll('\u2060', '');
      assert.equal(shown, text.replace(/[\r\n]+/gu, ' ').replaceAll('\u2060', ''));
    }),
  );
});
