import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Report } from '../../../src/model.ts';
import { factsOf } from '../../../src/pipeline/assign/facts.ts';
import { lookupOf } from '../../../src/pipeline/assign/lookup.ts';
import { aPack, aReport } from '../../support/builders.ts';

const lookup = lookupOf(aPack());
const families = (...reports: Report[]) => factsOf(lookup, reports, null).families;
const another = (said: Partial<Report>): Report => aReport({ article: 'b', outlet: 'daily', ...said });

test('who retells an event in passing confirms nothing', () => {
  assert.deepEqual(families(aReport(), another({})), ['daily', 'wire']);
  assert.deepEqual(families(aReport(), another({ relevance: 'background' })), ['wire']);
});

test('a word on what came after confirms the event', () => {
  assert.deepEqual(families(aReport(), another({ relevance: 'background', development: 'denial' })), ['daily', 'wire']);
});
