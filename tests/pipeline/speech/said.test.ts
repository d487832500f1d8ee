import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joined, listed, plainLine, said } from '../../../src/pipeline/speech/said.ts';

const alerts = { kind: 'channel', channel: '123' } as const;

test('a sentence with a channel in it is one line of three pieces', () => {
  assert.deepEqual(said`Told in ${alerts} as number ${3}.`, [
    { kind: 'text', text: 'Told in ' },
    alerts,
    { kind: 'text', text: ' as number 3.' },
  ]);
});

test('lines are put into lines, and no empty piece is left', () => {
  const line = joined([said`${alerts}`, '', said`: quiet`]);
  assert.deepEqual(line, [alerts, { kind: 'text', text: ': quiet' }]);
  assert.equal(plainLine(listed(['one', said`${alerts}`, 'three'], '; ')), 'one; #123; three');
});

test('without a messenger a link is its text and a time is written in UTC', () => {
  const at = Date.parse('2020-04-01T12:00:00Z');
  const link = { kind: 'link', text: 'the card', url: 'https://x.example/' } as const;
  assert.equal(plainLine(said`${link} at ${{ kind: 'moment', at }}`), 'the card at 1 Apr 2020, 12:00 UTC');
});
