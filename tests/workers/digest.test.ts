import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../support/launch.ts';
import { runProgram } from '../support/program.ts';

const sample = join(root, 'src/replay/sample');
const week = ['--until', '2020-01-07'];

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchfloor-digest-'));
});
after(() => rm(folder, { recursive: true, force: true }));

test('the digest of a stream is told as the terminal tells it, and its chart is written', async () => {
  const png = join(folder, 'week.png');
  const { stdout, stderr, code } = await runProgram('digest', { args: [sample, ...week, '--png', png] });
  assert.equal(stderr, '');
  assert.equal(code, 0);
  assert.match(
    stdout,
    /\nWeekly digest – All incidents\n30 Dec 2019, 07:00 – 6 Jan 2020, 07:00 \(Asia\/Baghdad\)\n\d+ incidents: /u,
  );
  assert.match(stdout, /\nBy type:\n {2}.+: \d+\n/u);
  assert.match(stdout, /\nOpen alerts \(\d+\):\n {2}Critical · /u);
  assert.equal((await readFile(png)).subarray(1, 4).toString(), 'PNG');
});

test('a digest of a day is told in the language that was asked for', async () => {
  const { stdout } = await runProgram('digest', { args: [sample, ...week, '--every', 'day', '--language', 'ar'] });
  assert.match(stdout, /\nالموجز اليومي – All incidents\n/u);
});

test('what cannot be done is told with what was expected', async () => {
  const cases: readonly (readonly [args: readonly string[], told: RegExp])[] = [
    [[sample, '--every', 'month'], /--every: expected day or week, got "month"/u],
    [[sample, '--until', '2019-12-01', '--png', join(folder, 'none.png')], /nothing happened in that time/u],
  ];
  for (const [args, told] of cases) {
    const { stderr, code } = await runProgram('digest', { args });
    assert.match(stderr, told);
    assert.equal(code, 2);
  }
});
