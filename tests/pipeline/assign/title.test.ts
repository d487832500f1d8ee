import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Report } from '../../../src/model.ts';
import { factsOf } from '../../../src/pipeline/assign/facts.ts';
import { lookupOf } from '../../../src/pipeline/assign/lookup.ts';
import { aPack, aReport, hourMs, noon } from '../../support/builders.ts';

const lookup = lookupOf(aPack());
const title = (...reports: Report[]) => factsOf(lookup, reports, null).title;
const later = (hour: number, said: Partial<Report>): Report =>
  aReport({ article: `a${hour}`, outlet: 'daily', publishedAt: noon + hour * hourMs, ...said });
const first = aReport({ title: 'Blast heard north of Baghdad', place: null, actors: [], subEvent: 'Attack' });

test('a vague first headline gives way to one that says where and whom', () => {
  assert.equal(title(first, later(1, { title: 'Rockets hit Camp Taji' })), 'Rockets hit Camp Taji');
});

test('a headline without the dead gives way to one that counts them', () => {
  const dead = later(2, { title: 'Two killed at Camp Taji', killed: 2 });
  assert.equal(title(aReport(), dead), 'Two killed at Camp Taji');
});

test('a headline that tells no more does not take the place of an earlier one', () => {
  assert.equal(title(aReport(), later(1, { title: 'Camp Taji under fire' })), 'Rockets hit Camp Taji');
});

test('of one operation at two places the headline is of the place that is held', () => {
  const other = aReport({ title: 'Drones over Ain al-Asad', place: 'ain-al-asad', publishedAt: noon - hourMs });
  assert.equal(title(other, aReport({ article: 'b', outlet: 'daily' }), later(1, {})), 'Rockets hit Camp Taji');
});

test('what came after is no headline of the event', () => {
  const denial = later(1, { title: 'Militia denies it', development: 'denial' });
  const past = later(2, { title: 'Who is behind the rockets', relevance: 'background' });
  assert.equal(title(aReport(), denial, past), 'Rockets hit Camp Taji');
});

test('a toll that a state’s own media claim alone is no headline', () => {
  const plain = later(1, { killed: 0, wounded: 0 });
  const claim = later(2, { outlet: 'state-tv', title: 'Eighty killed', killed: 80 });
  assert.equal(title(plain, claim), 'Rockets hit Camp Taji');
});

test('the headline is the same in whatever order the reports came', () => {
  const reports = [first, aReport(), later(2, { title: 'Two killed at Camp Taji', killed: 2 })];
  assert.equal(title(...reports), title(...reports.toReversed()));
});
