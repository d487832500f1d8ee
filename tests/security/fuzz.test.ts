import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { target } from '../support/hostile/target.ts';
import { targets } from '../support/hostile/targets.ts';

/** A glance: `npm run security` takes some thousand times as many. */
const runs = 60;

for (const { name, claim, cost = 1, open } of targets)
  test(`${name}: ${claim}`, async () => {
    const opened = await open();
    try {
      const { found } = await opened.attempt(Math.max(4, Math.ceil(runs / cost)), Date.now());
      assert.deepEqual(found, []);
    } finally {
      await opened.close();
    }
  });

const about = { name: 'a reader with a fault', claim: 'none' };

test('a reader that throws, is slow or changes what all objects share is found, with what repeats it', async () => {
  const faults = [
    (text: string) => assert.ok(!text.includes('b')),
    (text: string) => text.includes('b') && Object.assign(Object.prototype, { polluted: 1 }),
  ];
  for (const check of faults) {
    const faulty = target<string>(about, () => ({ inputs: fc.stringMatching(/^[a-e]{3}$/), check }));
    const opened = await faulty.open();
    const { found } = await opened.attempt(500, 1);
    Reflect.deleteProperty(Object.prototype, 'polluted');
    assert.match(found[0] ?? '', /^a reader with a fault: .*b.*seed 1/su);
  }
});
