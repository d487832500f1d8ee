/** The tests that are about intruders, run as they are: each is a whole matrix. */
import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { Checked } from './checked.ts';

const root = join(import.meta.dirname, '../..');
const suiteMsMax = 20 * 60_000;
const outputBytesMax = 50_000_000;

/** By what they prove, the files that do. */
export const suites: Readonly<Record<string, readonly string[]>> = {
  'feed fetcher: addresses, redirects, names, bombs, ports': ['tests/adapters/http/*.test.ts'],
  'parser: hostile documents in its thread': ['tests/adapters/parser.test.ts', 'tests/pipeline/parse/*.test.ts'],
  'texts: time in proportion to length, at every stage': [
    'tests/pipeline/hostile-text.test.ts',
    'tests/pipeline/watch/hostile.test.ts',
  ],
  'rights: every role and action': [
    'tests/adapters/discord/rights.test.ts',
    'tests/jobs/desk/subscriptions/rights.test.ts',
  ],
  'ports, secrets, process, packages': ['tests/adapters/web/*.test.ts', 'tests/security/*.test.ts'],
  'configuration: slips and hostile files': ['tests/config/*.test.ts'],
};

/** Runs the files of a suite; what failed is what was found. */
export async function runSuite(patterns: readonly string[]): Promise<Checked> {
  const files = globSync([...patterns], { cwd: root });
  const arguments_ = ['--import', './require-node.mjs', '--test', '--test-reporter=tap', ...files.toSorted()];
  const output = await new Promise<string>((resolve, reject) => {
    const options = { cwd: root, timeout: suiteMsMax, maxBuffer: outputBytesMax, env: withoutRunner(process.env) };
    execFile(process.execPath, arguments_, options, (error, stdout) =>
      error !== null && stdout === '' ? reject(error) : resolve(stdout),
    );
  });
  const told = /^# tests (?<tests>\d+)$/mu.exec(output)?.groups;
  if (told?.tests === undefined)
    throw new Error(`the tests ended without a word on how many there were: ${output.slice(-500)}`);
  const failed = [...output.matchAll(/^ *not ok \d+ - (?<name>.*)$/gmu)].map(({ groups }) => `failed: ${groups?.name}`);
  return { runs: Number(told.tests), found: failed };
}

/** A test that starts tests would have theirs told as its own. */
function withoutRunner({ NODE_TEST_CONTEXT: _, ...rest }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return rest;
}
