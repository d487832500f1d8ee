import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemIn } from '../../../src/pipeline/speech/problem.ts';

test('what is ours of a problem of Discord is said in Arabic, the rest stands as it is', () => {
  const refused = 'Discord refused (403, code 50007): Cannot send messages to this user';
  assert.equal(problemIn(refused, 'en'), refused);
  assert.equal(problemIn(refused, 'ar'), 'رفض Discord ‏(403، الرمز 50007): Cannot send messages to this user');
  assert.equal(problemIn('Discord did not answer (ETIMEDOUT)', 'ar'), 'لم يُجب Discord ‏(ETIMEDOUT)');
  assert.equal(problemIn('something else', 'ar'), 'something else');
});
