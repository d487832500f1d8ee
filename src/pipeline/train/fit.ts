import type { Feature, Weights } from '../../model.ts';
import type { Pair } from './pairs.ts';
import { isHeld, type Priors } from './priors.ts';
import { solve } from './solve.ts';

/** How well weights tell pairs apart: the mean log-loss, and the share that they decide rightly. */
export interface Fitness {
  readonly loss: number;
  readonly right: number;
}

/** How far, in log-odds, a weight may easily move from its prior. */
const spread = 0.6;
const stepsMax = 50;
const stepMin = 1e-9;
const halvingsMax = 30;
const decimals = 2;

/**
 * Logistic regression by Newton's method over all pairs at once, each learned weight drawn towards its prior, held
 * ones as they stand. Depends on nothing but its arguments, and not on the order of the priors' keys.
 */
export function fit(pairs: readonly Pair[], priors: Priors): Weights {
  const start = weightsOf(priors);
  const learned = (Object.keys(start) as Feature[]).filter((name) => !isHeld(priors[name])).sort();
  const rows = pairs.map(({ features, isSame }) => ({
    values: learned.map((name) => features[name] ?? 0),
    offset: sum(Object.entries(features), ([name, value]) =>
      name in priors && isHeld(priors[name as Feature]) ? start[name as Feature] * value : 0,
    ),
    isSame,
  }));
  const prior = learned.map((name) => start[name]);
  const found = descend(rows, prior);
  return { ...start, ...Object.fromEntries(learned.map((name, at) => [name, rounded(found[at] ?? 0)])) };
}

/** The weights before any training. */
export function weightsOf(priors: Priors): Weights {
  const entries = Object.entries(priors).map(([name, prior]) => [name, typeof prior === 'number' ? prior : prior.held]);
  return Object.fromEntries(entries) as Weights;
}

/** What weights make of pairs. */
export function fitnessOf(pairs: readonly Pair[], weights: Weights): Fitness {
  const scores = pairs.map(({ features, isSame }) => {
    const score = sum(Object.entries(features), ([name, value]) => (weights[name as Feature] ?? 0) * value);
    return { score, isSame };
  });
  const loss = sum(scores, ({ score, isSame }) => lossOf(score, isSame)) / Math.max(1, scores.length);
  const right = scores.filter(({ score, isSame }) => score >= 0 === isSame).length / Math.max(1, scores.length);
  return { loss, right };
}

interface Row {
  readonly values: readonly number[];
  /** What the held weights say. */
  readonly offset: number;
  readonly isSame: boolean;
}

function descend(rows: readonly Row[], prior: readonly number[]): readonly number[] {
  let at = prior;
  for (let step = 0; step < stepsMax; step++) {
    const next = better(rows, prior, at, newtonStep(rows, prior, at));
    const moved = Math.max(0, ...next.map((weight, feature) => Math.abs(weight - (at[feature] ?? 0))));
    at = next;
    if (moved < stepMin) break;
  }
  return at;
}

/** Halves the step until it betters the whole; where none does, the bottom is reached. */
function better(
  rows: readonly Row[],
  prior: readonly number[],
  at: readonly number[],
  step: readonly number[],
): readonly number[] {
  const before = costOf(rows, prior, at);
  for (let halving = 0; halving < halvingsMax; halving++) {
    const next = at.map((weight, feature) => weight - (step[feature] ?? 0) / 2 ** halving);
    if (costOf(rows, prior, next) < before) return next;
  }
  return at;
}

function costOf(rows: readonly Row[], prior: readonly number[], at: readonly number[]): number {
  const drawn = sum(at, (weight, feature) => (weight - (prior[feature] ?? 0)) ** 2) / (2 * spread ** 2);
  return drawn + sum(rows, (row) => lossOf(scoreOf(row, at), row.isSame));
}

function newtonStep(rows: readonly Row[], prior: readonly number[], at: readonly number[]): readonly number[] {
  const slope = at.map((weight, feature) => (weight - (prior[feature] ?? 0)) / spread ** 2);
  const bend = at.map((_, a) => at.map((_, b) => (a === b ? 1 / spread ** 2 : 0)));
  for (const row of rows) {
    const chance = 1 / (1 + Math.exp(-scoreOf(row, at)));
    for (const [a, value] of row.values.entries()) {
      if (value === 0) continue;
      slope[a] = (slope[a] ?? 0) + (chance - (row.isSame ? 1 : 0)) * value;
      const line = bend[a] ?? [];
      for (const [b, other] of row.values.entries()) line[b] = (line[b] ?? 0) + chance * (1 - chance) * value * other;
    }
  }
  return solve(bend, slope);
}

function scoreOf({ values, offset }: Row, at: readonly number[]): number {
  return values.reduce((score, value, feature) => score + value * (at[feature] ?? 0), offset);
}

/** −ln of the chance that was given to the truth. */
function lossOf(score: number, isSame: boolean): number {
  const margin = isSame ? score : -score;
  return margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
}

function rounded(weight: number): number {
  return Math.round(weight * 10 ** decimals) / 10 ** decimals + 0; // never -0
}

function sum<T>(values: readonly T[], of: (value: T, at: number) => number): number {
  return values.reduce((total, value, at) => total + of(value, at), 0);
}
