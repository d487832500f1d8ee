import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadConfig } from '../../../src/config/load.ts';
import { answerBacktest, BacktestError } from '../../../src/replay/backtest/answer.ts';
import { StreamError } from '../../../src/replay/stream.ts';
import { root } from '../../support/launch.ts';

const config = loadConfig({ env: {} });
const answer = (...args: readonly string[]): string => answerBacktest(config, args, { columns: 96, colours: false });
const bundled = join(root, 'tests/fixtures/streams/2020-2022');

const found = (...args: readonly string[]) => JSON.parse(answer(...args, '--json'));

test('a query over a stream says how many alerts a day, and shows the last five as they would look', () => {
  const text = answer('rocket*', bundled);
  assert.match(text, /^rocket\*\n\d+ articles of \d+ incidents, 20\d\d-\d\d-\d\d to 20\d\d-\d\d-\d\d \(\d+ days\)\n/);
  assert.match(
    text,
    /\n\d+ alerts, [\d.]+ a day; \d+ of them would name the role \(from high on\)\nThe last 5, as they look in the end:\n─+\n/,
  );
  assert.equal(text.match(/^─+$/gmu)?.length, 5);
  assert.match(text, /\[Acknowledge\]/);
});

test('beside a watch of the configuration it says what the query adds and takes away', () => {
  const alone = found('drone*', bundled);
  const { beside, alerts } = found('drone*', bundled, '--watch', 'all-incidents');
  assert.equal(alerts, alone.alerts);
  assert.equal(beside.adds.count, 0);
  assert.equal(beside.takes.count, beside.alerts - alerts);
  assert.ok(beside.takes.count > 0);
  assert.equal(alone.beside, null);
});

test('the last days alone are counted where that is asked', () => {
  const [all, month] = [found('rocket*', bundled), found('rocket*', bundled, '--days', '30')];
  assert.equal(month.days, 30);
  assert.equal(Date.parse(month.to) - Date.parse(month.from), 30 * 86_400_000);
  assert.ok(month.articles > 0 && month.articles < all.articles);
  assert.ok(month.alerts <= all.alerts);
  assert.equal(month.alertsPerDay, month.alerts / 30);
});

const misuses: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['a query without a folder', ['drone'], /^usage: /],
  ['a third thing', ['drone', bundled, 'more'], /^usage: /],
  [
    'a query with a mistake',
    ['drone AND (rocket', bundled],
    /parenthesis is never closed\.\n {2}drone AND \(rocket\n {12}\^$/,
  ],
  ['a value that is none', ['actor:kataib-hezbolah', bundled], /Did you mean kataib-hezbollah\?/],
  ['a folder that is none', ['drone', '/nowhere'], /items\.jsonl: expected a stream of items/],
  ['a watch that is none', ['drone', bundled, '--watch', 'nothing'], /--watch: expected one of all-incidents, /],
  ['days that are no number', ['drone', bundled, '--days', 'ten'], /--days: expected a whole number/],
];
for (const [claim, args, said] of misuses)
  test(`${claim} is refused with a sentence`, () => {
    const isMendable = (error: unknown) =>
      (error instanceof BacktestError || error instanceof StreamError) && said.test(error.message);
    assert.throws(() => answer(...args), isMendable);
  });
