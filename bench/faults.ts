/** `npm run faults [-- --rounds N --seed S --only NAME,NAME --long]`: faults on real processes, a JSON line a round. */
import { parseArgs } from 'node:util';
import { drawFrom } from '../tests/support/faults/draw.ts';
import type { Outcome, Scenario } from '../tests/support/faults/scenario.ts';
import { scenarios } from '../tests/support/faults/scenarios.ts';

const usage = `usage: npm run faults [-- --rounds N --seed S --only NAME,NAME --long]\n  NAME: ${scenarios.map(({ name }) => name).join(', ')}\n`;
/** Two seeds next to each other share no round. */
const seedsApart = 100_003;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    long: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed);
const names = values.only?.split(',') ?? scenarios.map(({ name }) => name);
const chosen = scenarios.filter(({ name }) => names.includes(name));
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed) || chosen.length < names.length) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  for (const scenario of chosen) for (let round = 1; round <= rounds; round += 1) await runRound(scenario, round);
}

async function runRound(scenario: Scenario, number: number): Promise<void> {
  const startedAt = Date.now();
  const outcome = await tried(scenario, number);
  const seconds = Math.round((Date.now() - startedAt) / 100) / 10;
  if (outcome.found.length > 0) process.exitCode = 1;
  for (const sentence of outcome.found) process.stderr.write(`${scenario.name}: ${sentence}\n`);
  const found = outcome.found.length;
  const told = { scenario: scenario.name, round: number, seed, seconds, found, ...outcome.figures };
  process.stdout.write(`${JSON.stringify(told)}\n`);
}

/** One that cannot be run to its end has found something too. */
async function tried(scenario: Scenario, number: number): Promise<Outcome> {
  try {
    return await scenario.run(drawFrom(seed * seedsApart + number), { number, isLong: values.long });
  } catch (error) {
    return { found: [error instanceof Error ? (error.stack ?? error.message) : String(error)], figures: {} };
  }
}
