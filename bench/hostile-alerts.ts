/** A hundred thousand alerts with texts of enemies in them: what Discord refuses of them, and what a reader sees otherwise. */
import { setImmediate as pause } from 'node:timers/promises';
import { hostileAlert, hostileRound } from '../tests/support/discord/hostile-round.ts';
import { type Measured, rounded } from './support.ts';

const alerts = 100_000;
/** Each so-manieth has a notice, a letter, an answer and a form beside it. */
const roundEvery = 10;
const bodiesPerRound = 4;
const problemsShownMax = 5;

export async function hostileAlerts(): Promise<Measured> {
  const startedAt = performance.now();
  let problems = 0;
  for (let seed = 1; seed <= alerts; seed += 1) {
    const found = seed % roundEvery === 0 ? hostileRound(seed) : hostileAlert(seed);
    for (const problem of found.slice(0, Math.max(0, problemsShownMax - problems)))
      process.stderr.write(`${problem}\n`);
    problems += found.length;
    if (seed % 1_000 === 0) await pause();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    figures: { alerts, otherBodies: (alerts / roundEvery) * bodiesPerRound, problems, seconds: rounded(seconds) },
    target: { problems: 0 },
  };
}
