import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { search } from '../support/hostile/guided.ts';
import { target } from '../support/hostile/target.ts';
import { gate } from './gate.ts';

test('a path that chance alone would hardly reach is found by what was reached before', async () => {
  const hidden = target<string>(
    {
      name: 'a reader with a fault',
      claim: 'none',
      guided: { corpus: () => ['open, please'], watched: ['tests/security/gate.ts'] },
    },
    () => ({ inputs: fc.string(), fromBytes: (bytes) => Buffer.from(bytes).toString('latin1'), check: gate }),
  );
  const searched = await search(hidden, 30_000, 1);
  assert.match(searched?.found[0] ?? 'nothing', /behind the second gate/u);
});
