import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../support/launch.ts';
import { runProgram } from '../support/program.ts';

const sample = join(root, 'src/replay/sample');

test('a query over a stream is answered as the terminal shows cards', async () => {
  const { stdout, stderr, code } = await runProgram('backtest', { args: ['drone*', sample] });
  assert.equal(stderr, '');
  assert.equal(code, 0);
  assert.match(stdout, /^drone\*\n\d+ articles of \d+ incidents, /);
  assert.match(stdout, /\[Acknowledge\]/);
});

const misuses: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['a query without a folder', ['drone'], /^usage: /],
  ['a folder that is none', ['drone', '/nowhere'], /items\.jsonl: expected a stream of items/],
];
for (const [claim, args, said] of misuses)
  test(`${claim} is refused with a sentence and exit code 2`, async () => {
    const { stdout, stderr, code } = await runProgram('backtest', { args });
    assert.equal(stdout, '');
    assert.match(stderr, said);
    assert.equal(code, 2);
  });
