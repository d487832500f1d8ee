import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fold } from '../../../src/pipeline/extract/fold.ts';
import { formsOf } from '../../../src/pipeline/extract/stems.ts';
import { wordsOf } from '../../../src/pipeline/extract/words.ts';

const keysOf = (text: string): string[] => wordsOf(text).map((word) => word.key);

test('spellings of one name fold to the same words', () => {
  const families = [
    ["Kata'ib Hezbollah", 'Kata’ib Hezbollah', 'KATAIB HEZBOLLAH', 'Katāib Hezbollah'],
    ['Ain al-Asad', 'Ain Al Asad', 'Ain Asad', 'Ain al‑Asad'],
    ['U.S. forces', 'US forces', "US forces'"],
    ["Iraq's army", 'Iraq’s army', 'Iraq army'],
    ['القوات الأميركية', 'القوات الاميركية', 'القــوات الأميركيّة'],
    ['سفارت آمریکا', 'سفارت آمريكا', 'سفارت امریکا'],
    ['پایگاه‌های آمریکا', 'پایگاه های آمریکا', 'پایگاه آمریکا'],
    ['4,000 troops', '4000 troops', '٤٠٠٠ troops', '۴۰۰۰ troops'],
  ];
  for (const [first = '', ...others] of families) {
    for (const other of others) assert.deepEqual(keysOf(other), keysOf(first), `${other} / ${first}`);
  }
});

test('Arabic words stand under the forms without conjunction, preposition and article', () => {
  const table = [
    ['والعراق', 'عراق'],
    ['بالعراق', 'عراق'],
    ['للعراق', 'عراق'],
    ['ببغداد', 'بغداد'],
    ['وببغداد', 'بغداد'],
    ['لبنان', 'لبنان'],
    ['واشنطن', 'واشنطن'],
  ] as const;
  for (const [word, form] of table) assert.ok(formsOf(word).includes(form), `${word} → ${form}`);
});

test('every unit of a folded text leads back into the original', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const folded = fold(text);
      assert.equal(folded.offsets.length, folded.text.length + 1);
      for (let at = 1; at < folded.offsets.length; at += 1) {
        assert.ok((folded.offsets[at] ?? -1) >= (folded.offsets[at - 1] ?? 0));
        assert.ok((folded.offsets[at] ?? Number.POSITIVE_INFINITY) <= text.length);
      }
    }),
  );
});

test('a word lies where its offsets say', () => {
  const text = 'Rockets – «صواريخ» – hit Kata’ib Hezbollah’s base near al-Qā’im, U.S. says';
  const found = wordsOf(text).map((word) => text.slice(word.start, word.end));
  assert.deepEqual(found, [
    'Rockets',
    'صواريخ',
    'hit',
    'Kata’ib',
    'Hezbollah’s',
    'base',
    'near',
    'Qā’im',
    'U.S.',
    'says',
  ]);
});

test('one sign that stands for several words is none of them', () => {
  for (const sign of ['½', '⅐', 'ﷺ'])
    assert.deepEqual(
      wordsOf(`a ${sign} b`).map((word) => word.text),
      ['a', 'b'],
      sign,
    );
});

test('words never overlap and never leave the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      let end = 0;
      for (const word of wordsOf(text)) {
        assert.ok(word.start >= end && word.end > word.start && word.end <= text.length);
        end = word.end;
      }
    }),
  );
});
