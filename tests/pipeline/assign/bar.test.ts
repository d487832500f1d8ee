import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Incident } from '../../../src/model.ts';
import { barFor, clears, sharesOf } from '../../../src/pipeline/assign/bar.ts';
import type { Comparison } from '../../../src/pipeline/assign/compare.ts';
import { anIncident, aReport, weights } from '../../support/builders.ts';

const compared = (
  score: number,
  features: Comparison['features'] = {},
  incident: Incident = anIncident(),
): Comparison => ({
  incident,
  score,
  isRuledOut: false,
  features,
});

test('a report is about an incident from a score of 0 on', () => {
  const report = aReport({});
  assert.ok(clears(report, compared(0), undefined));
  assert.ok(!clears(report, compared(-0.1), undefined));
});

test('a later word joins below 0 what it fits better than anything else', () => {
  const report = aReport({ development: 'investigation' });
  assert.ok(clears(report, compared(-1), compared(-2)));
  assert.ok(!clears(report, compared(-1), compared(-1.1)));
  assert.ok(!clears(report, compared(-3), undefined));
});

test('what opens nothing by itself needs a higher score and words in common; a comment more, a copy neither', () => {
  const vague = aReport({ relevance: 'background' });
  assert.ok(clears(vague, compared(2, { words: 0.3 }), undefined));
  assert.ok(!clears(vague, compared(2, { words: 0 }), undefined));
  assert.ok(!clears(vague, compared(1, { words: 0.3 }), undefined));
  const comment = aReport({ relevance: 'background', reasons: [{ code: 'opinion', detail: '' }] });
  assert.ok(barFor(comment, compared(0)).score > barFor(vague, compared(0)).score);
  assert.ok(clears(comment, compared(0.5, { copy: 1 }), undefined));
});

test('the shares of a score are told the weightiest first', () => {
  const shares = sharesOf(weights, compared(0, { bias: 1, words: 0.01, 'day-apart': 1 }));
  assert.deepEqual(
    shares.map(({ feature }) => feature),
    ['day-apart', 'bias', 'words'],
  );
  assert.equal(shares[0]?.weight, weights['day-apart']);
});
