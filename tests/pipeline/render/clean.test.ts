import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cleanLine, cut, safeLink } from '../../../src/pipeline/render/clean.ts';

test('what nobody can see is taken out, and white space is one blank', () => {
  assert.equal(cleanLine(' a\u202eb\u200b\u2066c\u2069\n\t d\u0000\u001b[31m '), 'abc d[31m');
});

test('the non-joiner stays where Persian is written with it, and nowhere else', () => {
  assert.equal(cleanLine('می\u200cشود'), 'می\u200cشود');
  assert.equal(cleanLine('a\u200cb'), 'ab');
});

test('a tower of combining marks is cut down', () => {
  assert.ok(cleanLine(`Z${'\u0301'.repeat(500)}`).length <= 5);
});

test('a cut text is within its limit, ends in an ellipsis and breaks no character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, lengthMax) => {
      const short = cut(text, lengthMax);
      assert.ok(short.length <= lengthMax);
      assert.ok(short.isWellFormed());
      if (text.length <= lengthMax) assert.equal(short, text);
      else if (lengthMax > 0) assert.ok(short.endsWith('…'));
    }),
  );
});

test('a family emoji is kept whole or not at all', () => {
  assert.equal(cut('ab👨‍👩‍👧cd', 6), 'ab…');
});

test('only plain web links are shown, without what could end the markup around them', () => {
  const cases: readonly (readonly [string, string | null])[] = [
    ['https://news.example/a(b)_c', 'https://news.example/a%28b%29_c'],
    ['javascript:alert(1)', null],
    ['https://user:secret@news.example/', null],
    ['ftp://news.example/', null],
    ['not a link', null],
    [`https://news.example/${'a'.repeat(2000)}`, null],
  ];
  for (const [link, shown] of cases) assert.equal(safeLink(link), shown);
});
