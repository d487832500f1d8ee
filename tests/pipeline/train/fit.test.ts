import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { features } from '../../../src/model.ts';
import { fit, fitnessOf, weightsOf } from '../../../src/pipeline/train/fit.ts';
import type { Pair } from '../../../src/pipeline/train/pairs.ts';
import { isHeld, priors } from '../../../src/pipeline/train/priors.ts';
import { solve } from '../../../src/pipeline/train/solve.ts';

const alike = (words: number): Pair => ({ features: { bias: 1, words }, isSame: true });
const unlike = (words: number): Pair => ({ features: { bias: 1, words }, isSame: false });

test('without pairs every weight is its prior', () => {
  assert.deepEqual(fit([], priors), weightsOf(priors));
});

test('what tells pairs apart gains weight, and the pairs are told apart better', () => {
  const pairs = Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? alike(0.3 + at / 200) : unlike(at / 200)));
  const weights = fit(pairs, priors);
  assert.ok(weights.words > weightsOf(priors).words, `${weights.words}`);
  assert.ok(fitnessOf(pairs, weights).loss < fitnessOf(pairs, weightsOf(priors)).loss);
});

test('a rule that is held stays as it stands, whatever the pairs say', () => {
  for (const name of features.filter((it) => isHeld(priors[it]))) {
    const against = Array.from({ length: 30 }, (): Pair => ({ features: { bias: 1, [name]: 1 }, isSame: true }));
    assert.equal(fit(against, priors)[name], weightsOf(priors)[name]);
  }
});

test('a feature that no pair has keeps its prior', () => {
  const weights = fit([alike(0.9), unlike(0.1)], priors);
  const before = weightsOf(priors);
  for (const name of features) if (name !== 'bias' && name !== 'words') assert.equal(weights[name], before[name]);
});

test('equations are solved for any symmetric, positive definite matrix', () => {
  const number = fc.double({ min: -5, max: 5, noNaN: true });
  const square = fc.integer({ min: 1, max: 6 }).chain((size) =>
    fc.record({
      root: fc.array(fc.array(number, { minLength: size, maxLength: size }), { minLength: size, maxLength: size }),
      x: fc.array(number, { minLength: size, maxLength: size }),
    }),
  );
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, it, at) => sum + it * (b[at] ?? 0), 0);
  fc.assert(
    fc.property(square, ({ root, x }) => {
      const matrix = root.map((a, row) => root.map((b, column) => dot(a, b) + (row === column ? 1 : 0)));
      const found = solve(
        matrix,
        matrix.map((line) => dot(line, x)),
      );
      for (const [at, value] of x.entries()) assert.ok(Math.abs((found[at] ?? Number.NaN) - value) < 1e-6);
    }),
  );
});
