import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DigestError, readDigestArguments } from '../../../src/replay/digest/arguments.ts';
import { aWatch } from '../../jobs/support/builders.ts';

const watches = [aWatch({ id: 'raids' }), aWatch({ id: 'talks' })];

test('without more than a folder it is the week of Baghdad and the first watch', () => {
  const { watch, ...asked } = readDigestArguments(['stream'], watches);
  assert.deepEqual(asked, {
    folder: 'stream',
    plan: { every: 'week', at: '07:00', timeZone: 'Asia/Baghdad' },
    language: 'en',
    until: null,
    png: null,
  });
  assert.equal(watch.id, 'raids');
});

test('each option is read', () => {
  const plan = ['--every', 'day', '--at', '18:30', '--zone', 'Europe/London'];
  const rest = ['--until', '2020-01-07', '--watch', 'talks', '--language', 'fa', '--png', 'day.png'];
  const { watch, ...asked } = readDigestArguments(['stream', ...plan, ...rest], watches);
  assert.deepEqual(asked, {
    folder: 'stream',
    plan: { every: 'day', at: '18:30', timeZone: 'Europe/London' },
    language: 'fa',
    until: Date.UTC(2020, 0, 7),
    png: 'day.png',
  });
  assert.equal(watch.id, 'talks');
});

const mistakes: readonly (readonly [args: readonly string[], told: RegExp])[] = [
  [[], /usage: npm run --silent digest/u],
  [['one', 'two'], /usage: npm run --silent digest/u],
  [['stream', '--every', 'month'], /--every: expected day or week, got "month"/u],
  [['stream', '--at', '25:00'], /--at: expected a time of day as HH:MM/u],
  [['stream', '--zone', 'Mars/Base'], /--zone: expected an IANA time zone/u],
  [['stream', '--until', 'soon'], /--until: expected a date/u],
  [['stream', '--watch', 'nothing'], /--watch: expected one of raids, talks/u],
  [['stream', '--language', 'la'], /--language: expected en or ar or fa/u],
];
for (const [args, told] of mistakes)
  test(`“${args.join(' ')}” is refused with what was expected`, () => {
    const isMendable = (error: unknown) => error instanceof DigestError && told.test(error.message);
    assert.throws(() => readDigestArguments(args, watches), isMendable);
  });
