import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWithin } from '../../../src/pipeline/escalate/hours.ts';

const day = { weekdays: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', timeZone: 'Asia/Baghdad' };
const night = { weekdays: [5], from: '22:00', to: '06:00', timeZone: 'Asia/Baghdad' };
const newYork = { weekdays: [7], from: '02:30', to: '04:00', timeZone: 'America/New_York' };

// Baghdad is three hours ahead of UTC; 3 April 2020 was a Friday.
const cases = [
  [day, '2020-04-03T05:00:00Z', true],
  [day, '2020-04-03T04:59:59Z', false],
  [day, '2020-04-03T15:00:00Z', false],
  [day, '2020-04-04T09:00:00Z', false],
  [night, '2020-04-03T19:00:00Z', true],
  [night, '2020-04-04T02:59:00Z', true],
  [night, '2020-04-04T03:00:00Z', false],
  [night, '2020-04-04T19:00:00Z', false],
  [{ ...night, from: '06:00' }, '2020-04-04T02:00:00Z', true],
  [{ ...night, from: '06:00' }, '2020-04-03T02:00:00Z', false],
  // The hour from two to three of 8 March 2020 does not exist there: at half past one it is half past three next.
  [newYork, '2020-03-08T06:59:00Z', false],
  [newYork, '2020-03-08T07:00:00Z', true],
  [newYork, '2020-03-08T08:00:00Z', false],
  [{ ...day, timeZone: 'Nowhere/Land' }, '2020-04-03T08:00:00Z', true],
] as const;

test('hours are the local ones of their weekdays, over midnight too', () => {
  for (const [hours, at, expected] of cases) assert.equal(isWithin(hours, Date.parse(at)), expected, at);
});
