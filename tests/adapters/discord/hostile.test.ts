import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escapeLine, escapeLinkText } from '../../../src/adapters/discord/escape.ts';
import { markupLines } from '../../../src/adapters/discord/markup.ts';
import { hostileRound } from '../../support/discord/hostile-round.ts';
import { asWritten, look } from '../../support/discord/reader.ts';

const rounds = 250; // of five bodies each; `npm run bench -- hostile-alerts` takes 100,000 bodies

test('what a reader sees of cards, notices, letters and answers is their text, and Discord takes each body', () => {
  const problems: string[] = [];
  for (let seed = 1; seed <= rounds && problems.length < 10; seed += 1) problems.push(...hostileRound(seed));
  assert.deepEqual(problems, []);
});

test('the reader sees through what is not escaped, so that it would object', () => {
  for (const markup of [
    '@everyone',
    '# a',
    '- a',
    '1. a',
    '`a`',
    '||a||',
    'https://a.example',
    ':joy:',
    '*a*',
    '~~a~~',
  ])
    assert.notDeepEqual(look(markup).troubles, [], markup);
});

test('text behind a link of ours cannot give it another address', () => {
  const lines = [[{ kind: 'link', text: 'Reuters', url: 'https://news.example/' }] as const].map((line) => [
    ...line,
    { kind: 'text', text: ' said](https://evil.example) and [more](https://evil.example)' } as const,
  ]);
  assert.equal(
    look(markupLines(lines, 500)).text,
    '⟦l Reuters https://news.example/ l⟧ said](https://evil.example) and [more](https://evil.example)',
  );
});

test('the text of a link may hold brackets and addresses', () => {
  for (const text of ['[a] b', 'a]', '[', 'https://a.example', '](https://evil.example)']) {
    const seen = look(`[${escapeLinkText(text)}](https://news.example/)`);
    assert.deepEqual([asWritten(seen.text), seen.troubles], [`⟦l ${text} https://news.example/ l⟧`, []]);
  }
});

test('pictures are not made of words between colons', () => {
  for (const text of [':joy:', ':+1:', 'a:b:c', '12:30:45', ':a:b:c:']) {
    const seen = look(escapeLine(text));
    assert.deepEqual([seen.text, seen.troubles], [text, []]);
  }
});

test('a piece that does not fit leaves no blank beyond the room', () => {
  const line = [
    { kind: 'text', text: 'four' },
    { kind: 'text', text: ' and more' },
  ] as const;
  for (let room = 0; room <= 13; room += 1) assert.ok(markupLines([line], room).length <= room, `${room}`);
  assert.equal(markupLines([line], 100), 'four and more');
});
