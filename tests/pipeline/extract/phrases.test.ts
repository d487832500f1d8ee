import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compilePhrases, findPhrases, longestOnly } from '../../../src/pipeline/extract/phrases.ts';
import { wordsOf } from '../../../src/pipeline/extract/words.ts';

function found(phrase: string, text: string): string[] {
  const words = wordsOf(text);
  const matches = findPhrases(compilePhrases([[phrase, true]], Object.is), words);
  return matches.map(({ from, to }) => text.slice(words[from]?.start, words[to - 1]?.end));
}

test('a phrase is found by stems, exact forms, beginnings and gaps', () => {
  const table: readonly (readonly [phrase: string, text: string, found: readonly string[]])[] = [
    ['rocket attack', 'Two rocket attacks shook the town', ['rocket attacks']],
    ['=strikes', 'The union strike. He strikes', ['strikes']],
    ['هدد*', 'وهددت الجماعة بالرد', ['وهددت']],
    ['rocket … base', 'Rockets fell on an air base', ['Rockets fell on an air base']],
    ['rocket … base', 'Rockets fell. A new base opened', []],
    ['fire', 'The Firefly landed', []],
    ['no casualties', 'There were no casualties', ['no casualties']],
    ['قاعدة', 'سقط صاروخ بالقاعدة', ['بالقاعدة']],
  ];
  for (const [phrase, text, expected] of table) assert.deepEqual(found(phrase, text), expected, `${phrase} in ${text}`);
});

test('no gap is longer than six words', () => {
  assert.equal(found('rocket … base', 'rocket a b c d e f base').length, 1);
  assert.equal(found('rocket … base', 'rocket a b c d e f g base').length, 0);
});

test('of overlapping names the longest wins', () => {
  const words = wordsOf('Kataib Hezbollah fired');
  const names = compilePhrases(
    [
      ['Hezbollah', 'lebanon'],
      ['Kataib Hezbollah', 'iraq'],
    ],
    Object.is,
  );
  assert.deepEqual(
    longestOnly(findPhrases(names, words)).map((match) => match.value),
    ['iraq'],
  );
});
