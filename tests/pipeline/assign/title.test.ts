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

test('a headline that says that nobody was hurt gives way to any other once somebody was', () => {
  const unharmed = aReport({ title: 'Rockets hit Camp Taji, US troops there unharmed' });
  const vague = { title: 'Live: what we know', killed: 11, development: 'casualties', actors: [] } as const;
  assert.equal(title(unharmed, later(1, vague)), vague.title);
  assert.equal(title(unharmed, later(1, { ...vague, killed: 0 })), unharmed.title);
  assert.equal(title(aReport({ ...unharmed, killed: 11 })), unharmed.title, 'there is no other');
});

test('who says that nobody died contradicts no wounded, and who counts the dead of others contradicts nobody', () => {
  const wounded = aReport({ title: 'No deaths as rockets wound three at Camp Taji', wounded: 3, killed: 0 });
  const other = { title: 'Live: what we know', wounded: 3 };
  assert.equal(title(wounded, later(1, other)), wounded.title);
  const counted = aReport({
    title: 'Eleven Iraqis killed at Camp Taji, US troops unharmed',
    killed: 11,
    evidence: [{ fact: 'killed', value: '11', sentence: 0 }],
  });
  assert.equal(title(counted, later(1, { ...other, killed: 11 })), counted.title);
});

test('that nobody was hurt is understood in each language', () => {
  const dead = later(1, { title: 'Live: what we know', killed: 2 });
  for (const said of [
    'Rockets hit base; no casualties reported',
    'No one hurt in attack on embassy',
    'No Americans injured in strike on Ain al-Asad',
    'Attack on convoy leaves nobody wounded',
    'هجوم على قاعدة التاجي دون إصابات',
    'حمله به پایگاه تاجی تلفات نداشت',
  ])
    assert.equal(title(aReport({ title: said }), dead), dead.title, said);
  for (const said of ['Nobody claims attack on Camp Taji', 'No US reply to rockets at Camp Taji'])
    assert.equal(title(aReport({ title: said, killed: 2 }), dead), said, said);
});
