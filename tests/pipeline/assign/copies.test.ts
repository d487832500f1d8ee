import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isCopy, marksOf } from '../../../src/pipeline/assign/copies.ts';
import { aReport } from '../../support/builders.ts';

const sentences = [
  'Several rockets fell on the base in the evening, a security source said.',
  'Nobody was hurt, and a search for the launcher has begun in the fields nearby.',
];
const told = (title: string, body: readonly string[]) => aReport({ title, sentences: [title, ...body] });

test('a text is printed again under another headline, in capitals and with other signs', () => {
  const shouted = sentences.map((sentence) => sentence.toUpperCase().replaceAll(',', ' –'));
  assert.ok(isCopy(told('B', shouted), told('A', sentences)));
  assert.deepEqual(marksOf(told('B', shouted)), marksOf(told('A', sentences)));
});

test('a text with a new sentence of weight is no copy, and neither are two short ones', () => {
  const grown = [
    ...sentences,
    'Four soldiers have died of their wounds since, the ministry announced at noon on Sunday.',
  ];
  assert.ok(!isCopy(told('B', grown), told('A', sentences)));
  assert.ok(!isCopy(told('B', ['More soon.']), told('A', ['More soon.'])));
});

test('whatever a text says, it is a copy of itself where it is long enough, and is found by its marks', () => {
  const sentence = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 });
  fc.assert(
    fc.property(fc.array(sentence, { maxLength: 4 }), (body) => {
      const letters = new Set(body.map((it) => it.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')));
      const length = [...letters].join('').length;
      const report = told('', body);
      assert.equal(isCopy(report, { ...report }), length >= 80);
      assert.deepEqual(marksOf({ ...report }), marksOf(report));
    }),
  );
});
