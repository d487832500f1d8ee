import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evidence, Report } from '../../../src/model.ts';
import { reportOf } from './reading.ts';

const sentenceOf = (report: Report, fact: Evidence['fact']): string | null => {
  const found = report.evidence.find((one) => one.fact === fact);
  return found === undefined ? null : (report.sentences[found.sentence] ?? null);
};

test('each fact names the sentence it rests on', () => {
  const title = 'Rockets hit Iraqi base that hosts US troops';
  const day = 'The attack took place on Tuesday evening.';
  const place = 'Four rockets struck Camp Taji north of Baghdad.';
  const toll = 'Two soldiers were killed and three others were wounded.';
  const report = reportOf(title, `${day} ${place} ${toll}`);
  assert.equal(sentenceOf(report, 'event'), title);
  assert.equal(sentenceOf(report, 'relevance'), title);
  assert.equal(sentenceOf(report, 'actor'), title);
  assert.equal(sentenceOf(report, 'day'), day);
  assert.equal(sentenceOf(report, 'place'), place);
  assert.equal(sentenceOf(report, 'killed'), toll);
  assert.equal(sentenceOf(report, 'wounded'), toll);
});

test('a sentence far down is kept where a fact rests on it', () => {
  const filler = 'The sky over the town was clear and the streets were quiet. '.repeat(5);
  const toll = 'A contractor was killed.';
  const report = reportOf('Rockets hit Camp Taji, base of US troops', `${filler}${toll}`);
  assert.equal(report.killed, 1);
  assert.equal(sentenceOf(report, 'killed'), toll);
});

test('a day that only the publication tells rests on no sentence', () => {
  const report = reportOf('Rockets hit Camp Taji, base of US troops', 'Smoke was seen.');
  assert.notEqual(report.days, null);
  assert.equal(sentenceOf(report, 'day'), null);
});

test('what is kept of an article stays small, whatever its length', () => {
  const names =
    'Trump warned Iran, Kataib Hezbollah, the Pentagon, Harakat al-Nujaba and the IRGC on Tuesday in Baghdad. ';
  const report = reportOf('Rockets hit Camp Taji', names.repeat(200));
  assert.ok(report.evidence.length <= 24, `${report.evidence.length}`);
  assert.ok(report.sentences.length <= 8, `${report.sentences.length}`);
  for (const { sentence } of report.evidence) assert.ok(sentence < report.sentences.length);
});
