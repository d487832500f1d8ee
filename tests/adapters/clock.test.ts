import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { systemClock, VirtualClock } from '../../src/adapters/clock.ts';

test('the system clock is the machine’s', () => {
  const before = Date.now();
  const now = systemClock.now();
  assert.ok(now >= before && now <= Date.now());
});

test('a virtual clock stands still until it is set, and never runs back', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0 })), (times) => {
      const clock = new VirtualClock(1_000);
      let latest = 1_000;
      for (const time of times) {
        clock.advance(time);
        latest = Math.max(latest, time);
        assert.equal(clock.now(), latest);
      }
    }),
  );
});
