/** `npm run security [-- --runs N] [--seed S] [--only WORD]`: all that intruders and bad input may try; a JSON line a check. */
import { parseArgs } from 'node:util';
import type { Asked, Check } from './security/checks.ts';
import { findExpressions } from './security/expressions.ts';

const runsDefault = 20_000;
const aliveEveryMs = 60_000;
const usage = 'usage: npm run security [-- --runs N] [--seed S] [--only WORD]';

const whole = /^\d{1,9}$/u;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { runs: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string' } },
  });
  const { runs = String(runsDefault), seed = String(Date.now() % 1_000_000), only = '' } = values;
  if (!whole.test(runs) || !whole.test(seed) || runs === '0') return complain(`${usage}; expected whole numbers`);
  const expressions = await findExpressions();
  const { checksOf } = await import('./security/checks.ts');
  const all = checksOf(expressions);
  const chosen = [...all].filter(([name]) => name.includes(only));
  if (chosen.length === 0)
    return complain(`no check is called “${only}”, expected one of: ${[...all.keys()].join('; ')}`);
  let found = 0;
  for (const [name, check] of chosen) found += await tell(name, check, { runs: Number(runs), seed: Number(seed) });
  return found === 0 ? 0 : 1;
}

/** How much a check found; one that fails itself found something. */
async function tell(name: string, check: Check, asked: Asked): Promise<number> {
  const from = performance.now();
  const checked = await check(asked).catch((error: unknown) => ({
    runs: 0,
    found: [`the check itself failed: ${error instanceof Error ? error.stack : String(error)}`],
    figures: {},
  }));
  const seconds = Number(((performance.now() - from) / 1_000).toFixed(1));
  const { runs, found, figures = {} } = checked;
  for (const sentence of found) process.stderr.write(`${sentence}\n`);
  process.stdout.write(
    `${JSON.stringify({ check: name, runs, found: found.length, seconds, seed: asked.seed, ...figures })}\n`,
  );
  return found.length;
}

function complain(problem: string): number {
  process.stderr.write(`${problem}\n`);
  return 2;
}

// What is waited for, a server that ends, does not by itself keep the process.
const alive = setInterval(() => {}, aliveEveryMs);
process.exitCode = await main().catch((error: unknown) => {
  if (error instanceof TypeError && String(Object(error).code).startsWith('ERR_PARSE_ARGS')) return complain(usage);
  throw error;
});
clearInterval(alive);
