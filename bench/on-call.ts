/** Weeks of alerts through the whole program, with people who take them or do not: what went wrong, and how much there was. */
import { checkWeek, figuresOf } from '../tests/support/on-call/check.ts';
import { runWeek } from '../tests/support/on-call/week.ts';
import type { Measured } from './support.ts';

const seeds = [1, 2, 3] as const;
/** A few of them are told as one. */
const alertsAWeek = 210;

export async function onCall(): Promise<Measured> {
  const weeks = [];
  for (const seed of seeds) {
    const week = await runWeek({ seed, alerts: alertsAWeek });
    const wrong = checkWeek(week);
    for (const sentence of wrong) process.stderr.write(`seed ${seed}: ${sentence}\n`);
    weeks.push({ seed, wrong: wrong.length, ...figuresOf(week) });
  }
  return { figures: { weeks }, target: { 'weeks.*.wrong': 0 } };
}
