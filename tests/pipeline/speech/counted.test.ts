import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arabicDays, countedInArabic } from '../../../src/pipeline/speech/counted.ts';

test('an Arabic noun takes the form that its number asks for', () => {
  const counts = [0, 1, 2, 3, 10, 11, 30, 99, 100, 103].map((count) => countedInArabic(count, arabicDays));
  assert.deepEqual(counts, [
    '0 يوم',
    'يوم واحد',
    'يومين',
    '3 أيام',
    '10 أيام',
    '11 يومًا',
    '30 يومًا',
    '99 يومًا',
    '100 يوم',
    '103 أيام',
  ]);
});
