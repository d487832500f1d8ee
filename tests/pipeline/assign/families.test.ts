import assert from 'node:assert/strict';
import { test } from 'node:test';
import { independentFamilies } from '../../../src/pipeline/assign/families.ts';
import { lookupOf } from '../../../src/pipeline/assign/lookup.ts';
import { aPack, aReport } from '../../support/builders.ts';

const lookup = lookupOf(aPack());
const text = [
  'Several rockets fell on the base in the evening, a security source said.',
  'Nobody was hurt, and a search for the launcher has begun in the fields nearby.',
];
const report = (outlet: string, title: string, sentences: readonly string[]) =>
  aReport({ article: `${outlet}-${title}`, outlet, title, sentences: [title, ...sentences] });

test('a text printed word for word under another headline confirms nothing', () => {
  const copied = [report('one', 'Rockets hit base', text), report('two', 'Base under fire', text)];
  assert.equal(independentFamilies(lookup, copied).length, 1);
  const respelled = text.map((sentence) => sentence.toUpperCase().replace(',', ' –'));
  assert.equal(independentFamilies(lookup, [...copied, report('three', 'Attack', respelled)]).length, 1);
});

test('another text confirms, and so does a headline alone or a short phrase that two have in common', () => {
  const own = ['Two explosions shook the base after sunset, residents told our reporter in the town.'];
  assert.equal(independentFamilies(lookup, [report('one', 'A', text), report('two', 'B', own)]).length, 2);
  assert.equal(independentFamilies(lookup, [report('one', 'A', []), report('two', 'A', [])]).length, 2);
  assert.equal(
    independentFamilies(lookup, [report('one', 'A', ['More soon.']), report('two', 'B', ['More soon.'])]).length,
    2,
  );
});

test('who retells an event beside other news confirms nothing', () => {
  const told = [report('one', 'A', text), { ...report('two', 'B', []), relevance: 'background' as const }];
  assert.deepEqual(independentFamilies(lookup, told), ['one']);
});
