import assert from 'node:assert/strict';
import { test } from 'node:test';
import { features, reasonCodes } from '../../../src/model.ts';
import { spokeFor, tellIn } from '../../../src/pipeline/why/reasons.ts';
import { weights } from '../../support/builders.ts';

const arabic = /\p{Script=Arabic}/u;

test('every reason is said in Arabic, with what it was about and without', () => {
  for (const code of reasonCodes) {
    const { text } = tellIn({ code, detail: 'DETAIL' }, 'ar');
    assert.match(text, arabic, code);
    const bare = tellIn({ code, detail: '' }, 'ar').text;
    assert.doesNotMatch(bare, /[{}]|[:(]\s*$/u, code);
    assert.notEqual(bare, tellIn({ code, detail: '' }, 'en').text);
  }
});

test('a comparison names its features in the language asked for', () => {
  for (const feature of features) {
    const { text } = tellIn({ code: 'same-incident', detail: `i-1 3.0 (${feature}, later 1.00)` }, 'ar');
    assert.doesNotMatch(text, new RegExp(`\\(${feature}[;؛]`), feature);
    assert.match(text, /later\)$/);
  }
});

test('what spoke for an incident is named without what spoke against it', () => {
  const reason = { code: 'same-incident', detail: 'i-1 4.2 (type-same, place-apart, seat -1.00, fresh 1.00)' } as const;
  const told = spokeFor(reason, weights, 'en');
  assert.ok(told.includes('the same kind of event'));
  assert.ok(!told.includes('a place apart'));
  assert.deepEqual(spokeFor({ code: 'same-incident', detail: 'i-1' }, weights, 'en'), []);
});
