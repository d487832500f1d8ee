import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action, AlertState } from '../../src/model.ts';
import { agoOf, press } from '../../src/pipeline/press.ts';
import { anAlert } from '../jobs/support/builders.ts';

const amal = { id: 'u1', name: 'Amal' };
const ben = { id: 'u2', name: 'Ben' };
const at = 1_585_742_400_000;

const table: readonly [AlertState, Action, AlertState | RegExp][] = [
  ['open', 'acknowledge', 'acknowledged'],
  ['open', 'resolve', 'resolved'],
  ['open', 'false-alarm', 'false-alarm'],
  ['open', 'reopen', /open already/],
  ['acknowledged', 'acknowledge', /^Already acknowledged by Amal 12 s ago\.$/],
  ['acknowledged', 'resolve', 'resolved'],
  ['acknowledged', 'false-alarm', 'false-alarm'],
  ['acknowledged', 'reopen', 'open'],
  ['resolved', 'acknowledge', /^Already resolved by Amal 12 s ago\. Reopen it first\.$/],
  ['resolved', 'resolve', /^Already resolved by Amal 12 s ago\.$/],
  ['resolved', 'false-alarm', 'false-alarm'],
  ['resolved', 'reopen', 'open'],
  ['false-alarm', 'acknowledge', /^Already marked as a false alarm by Amal 12 s ago\. Reopen it first\.$/],
  ['false-alarm', 'resolve', /^Already marked as a false alarm by Amal 12 s ago\. Reopen it first\.$/],
  ['false-alarm', 'false-alarm', /^Already marked as a false alarm by Amal 12 s ago\.$/],
  ['false-alarm', 'reopen', 'open'],
];

for (const [state, action, expected] of table) {
  test(`${action} on an alert that is ${state} ${typeof expected === 'string' ? `makes it ${expected}` : 'is refused with a sentence'}`, () => {
    const alert = anAlert({ state, revision: 3, changedBy: state === 'open' ? null : amal, changedAt: at });
    const pressed = press(alert, action, ben, { now: at + 12_900, language: 'en' });
    if (typeof expected === 'string') {
      assert.ok(pressed.ok);
      const { state: is, revision, changedAt, changedBy, changedFor } = pressed.alert;
      assert.deepEqual(
        { is, revision, changedAt, changedBy, what: changedFor?.what },
        { is: expected, revision: 4, changedAt: at + 12_900, changedBy: ben, what: action },
      );
    } else {
      assert.equal(pressed.ok, false);
      assert.match(pressed.said, expected);
    }
  });
}

test('who pressed twice is told that it was them', () => {
  const alert = anAlert({ state: 'acknowledged', changedBy: amal, changedAt: at });
  assert.equal(
    press(alert, 'acknowledge', amal, { now: at + 1_000, language: 'en' }).said,
    'Already acknowledged by you 1 s ago.',
  );
});

test('how long ago is said in the largest unit that fits', () => {
  const spans = [-5, 0, 12_000, 119_000, 120_000, 7_199_000, 7_200_000, 172_800_000];
  assert.deepEqual(
    spans.map((span) => agoOf(span)),
    ['0 s ago', '0 s ago', '12 s ago', '119 s ago', '2 min ago', '119 min ago', '2 h ago', '2 days ago'],
  );
});

test('who asks in Arabic is answered in Arabic', () => {
  const alert = anAlert({ state: 'acknowledged', changedBy: amal, changedAt: at });
  const { said } = press(alert, 'acknowledge', ben, { now: at + 1_000, language: 'ar' });
  assert.equal(said, 'التنبيه أصلًا قيد المتابعة بواسطة Amal قبل ثانية واحدة.');
  const own = press(alert, 'acknowledge', amal, { now: at + 180_000, language: 'ar' }).said;
  assert.equal(own, 'التنبيه أصلًا قيد المتابعة من قِبلك قبل 3 دقائق.');
});
