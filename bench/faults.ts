/** `npm run faults [-- --rounds N --seed S --only NAME,NAME --long --from COMMIT]`: faults on real processes, a JSON line a round. */
import { parseArgs } from 'node:util';
import { drawFrom } from '../tests/support/faults/draw.ts';
import type { Outcome, Scenario } from '../tests/support/faults/scenario.ts';
import { scenarios } from '../tests/support/faults/scenarios.ts';
import { percentile } from './support.ts';
import { missedOf } from './targets.ts';

const usage = `usage: npm run faults [-- --rounds N --seed S --only NAME,NAME --long --from COMMIT]\n  NAME: ${scenarios.map(({ name }) => name).join(', ')}\n`;
/** Two seeds next to each other share no round. */
const seedsApart = 100_003;

const values = readArguments();
const rounds = Number(values.rounds);
const seed = Number(values.seed);
const names = values.only?.split(',') ?? scenarios.map(({ name }) => name);
const chosen = scenarios.filter(({ name }) => names.includes(name));
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed) || chosen.length < names.length) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  for (const scenario of chosen) await runScenario(scenario);
}

/** Ends the process where they are none of ours. */
function readArguments() {
  const options = {
    rounds: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    long: { type: 'boolean', default: false },
    from: { type: 'string' },
  } as const;
  try {
    return parseArgs({ options }).values;
  } catch {
    process.stderr.write(usage);
    process.exit(2);
  }
}

/** Each round by itself, then all of them together. */
async function runScenario(scenario: Scenario): Promise<void> {
  const outcomes: Outcome[] = [];
  for (let round = 1; round <= rounds; round += 1) outcomes.push(await runRound(scenario, round));
  const figures = summed(outcomes.map((outcome) => outcome.figures));
  const found = outcomes.reduce((all, outcome) => all + outcome.found.length, 0);
  const measured = spreads(outcomes.map(({ measuredMs }) => measuredMs ?? {}));
  const told = { ...figures, ...measured };
  process.stdout.write(`${JSON.stringify({ scenario: scenario.name, rounds, seed, found, ...told })}\n`);
  // What came too late was not lost: the exit code tells what was found.
  for (const missed of missedOf(told, scenario.aim ?? {})) process.stderr.write(`${scenario.name}: ${missed}\n`);
}

async function runRound(scenario: Scenario, number: number): Promise<Outcome> {
  const startedAt = Date.now();
  const outcome = await tried(scenario, number);
  const seconds = Math.round((Date.now() - startedAt) / 100) / 10;
  if (outcome.found.length > 0) process.exitCode = 1;
  for (const sentence of outcome.found) process.stderr.write(`${scenario.name}: ${sentence}\n`);
  const found = outcome.found.length;
  const told = { scenario: scenario.name, round: number, seed, seconds, found, ...outcome.figures };
  process.stdout.write(`${JSON.stringify(told)}\n`);
  return outcome;
}

/** One that cannot be run to its end has found something too. */
async function tried(scenario: Scenario, number: number): Promise<Outcome> {
  try {
    return await scenario.run(drawFrom(seed * seedsApart + number), { number, isLong: values.long, from: values.from });
  } catch (error) {
    return { found: [error instanceof Error ? (error.stack ?? error.message) : String(error)], figures: {} };
  }
}

function summed(all: readonly Outcome['figures'][]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const figures of all)
    for (const [name, value] of Object.entries(figures))
      if (typeof value === 'number') sums[name] = (sums[name] ?? 0) + value;
  return sums;
}

/** How many there were of each, and how long they took. */
function spreads(all: readonly Readonly<Record<string, readonly number[]>>[]) {
  const names = [...new Set(all.flatMap((each) => Object.keys(each)))].toSorted();
  if (names.length === 0) return {};
  const of = (name: string) => all.flatMap((each) => each[name] ?? []);
  const rows = names.map((name) => [name, spreadOf(of(name))] as const);
  return { ...spreadOf(names.flatMap(of)), byName: Object.fromEntries(rows) };
}

function spreadOf(values: readonly number[]) {
  const at = (share: number) => Math.round(percentile(values, share));
  return { count: values.length, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) };
}
