import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sharedReading } from '../../../src/adapters/web/shared-reading.ts';

test('whoever asks while a reading goes on is given that reading', async () => {
  let readings = 0;
  const begun = Promise.withResolvers<string>();
  const read = sharedReading(() => {
    readings++;
    return begun.promise;
  });
  const asked = Array.from({ length: 50 }, () => read());
  begun.resolve('all of it');
  assert.deepEqual(new Set(await Promise.all(asked)), new Set(['all of it']));
  assert.equal(readings, 1);
});

test('readings take a tenth of the time at most, however often they are asked for', async () => {
  let readingMs = 0;
  const read = sharedReading(() => {
    const from = performance.now();
    while (performance.now() - from < 2);
    readingMs += performance.now() - from;
  });
  const from = performance.now();
  while (performance.now() - from < 200) await read();
  assert.ok(readingMs / (performance.now() - from) < 0.2, `${readingMs} ms`);
});

test('a reading that failed is tried again', async () => {
  let readings = 0;
  const read = sharedReading(() => {
    readings++;
    return readings === 1 ? Promise.reject(new Error('no')) : 'yes';
  });
  await assert.rejects(read(), /no/);
  let last: unknown;
  for (let tries = 0; last !== 'yes' && tries < 1_000_000; tries++) last = await read().catch(() => 'no');
  assert.equal(last, 'yes');
});
