/** Every check of `npm run security`, by its name. */
import { setImmediate as pause } from 'node:timers/promises';
import { hostileAlert, hostileRound } from '../../tests/support/discord/hostile-round.ts';
import { search } from '../../tests/support/hostile/guided.ts';
import type { Target } from '../../tests/support/hostile/target.ts';
import { targets } from '../../tests/support/hostile/targets.ts';
import { rounded } from '../support.ts';
import type { Checked } from './checked.ts';
import { type Expressions, slowAmong } from './expressions.ts';
import { runSuite, suites } from './suites.ts';

export interface Asked {
  /** Inputs for an ordinary reader; those that cost more are given fewer, alerts five times as many. */
  readonly runs: number;
  readonly seed: number;
}
export type Check = (asked: Asked) => Promise<Checked>;

/** Each so-manieth alert has a notice, a page, a letter, an answer and a form beside it. */
const roundEvery = 10;
const alertsPerRun = 5;
const foundMax = 20;

/** The regular expressions were looked for before anything of this was loaded. */
export function checksOf(expressions: Expressions): ReadonlyMap<string, Check> {
  return new Map<string, Check>([
    ['regular expressions', async () => slowAmong(expressions)],
    ...targets.flatMap((target): [string, Check][] => [
      [target.name, (asked) => drawn(target, asked)],
      ...(target.guided === undefined
        ? []
        : [[`${target.name}, led by coverage`, (asked: Asked) => led(target, asked)] as [string, Check]]),
    ]),
    ['alerts', alerts],
    ...Object.entries(suites).map(([name, patterns]): [string, Check] => [name, () => runSuite(patterns)]),
  ]);
}

async function drawn(target: Target, { runs, seed }: Asked): Promise<Checked> {
  const opened = await target.open();
  try {
    const { slowestMs, ...tried } = await opened.attempt(Math.ceil(runs / (target.cost ?? 1)), seed);
    return { ...tried, figures: { slowestMs: rounded(slowestMs) } };
  } finally {
    await opened.close();
  }
}

async function led(target: Target, { runs, seed }: Asked): Promise<Checked> {
  const searched = await search(target, Math.ceil(runs / (target.cost ?? 1)), seed);
  if (searched === null)
    return { runs: 0, found: [`${target.name}: takes no bytes, though it names what is to be reached`] };
  const { reached, kept, slowestMs, ...tried } = searched;
  return { ...tried, figures: { slowestMs: rounded(slowestMs), charactersReached: reached, kept } };
}

async function alerts({ runs, seed: first }: Asked): Promise<Checked> {
  const found: string[] = [];
  const count = runs * alertsPerRun;
  for (let seed = first; seed < first + count && found.length < foundMax; seed += 1) {
    found.push(...(seed % roundEvery === 0 ? hostileRound(seed) : hostileAlert(seed)));
    if (seed % 1_000 === 0) await pause();
  }
  return { runs: count, found };
}
