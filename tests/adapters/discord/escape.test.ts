import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { escapeLine, escapeText } from '../../../src/adapters/discord/escape.ts';
import { hostile } from '../../support/discord/views.ts';

/** Pieces that attackers put together, with plain words between. */
const pieces = [
  '@everyone',
  '@here',
  '@',
  '<@&123456789012345678>',
  '<@!1>',
  '<@1>',
  '<#2>',
  '<t:1:R>',
  '</say:3>',
  '<:a:4>',
  '<a:b:5>',
  '<id:guide>',
  '<',
  '>',
  '>>> ',
  '[x](https://evil.example)',
  '[',
  '](',
  ')',
  'https://evil.example',
  'http://',
  'steam://run',
  '# ',
  '## ',
  '-# ',
  '- ',
  '* ',
  '+ ',
  '1. ',
  '**',
  '__',
  '_',
  '~~',
  '||',
  '`',
  '```',
  '\\',
  '\n',
  '\r\n',
  '\u2028',
  '\t',
  '\u202e',
  '\u2066',
  '\u200b',
  '\u200c',
  '\u2060',
  '\ufeff',
  '\u00ad',
  '\u{e0041}',
  '\u0000',
  '\u001b[31m',
  'word',
  'بغداد',
  '7',
  'discord.gg/abc',
  'discord.com/invite/x',
  ' ',
];
const hostileText = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 80 }),
);

/** What Discord would take for markup once backslash pairs are set aside. */
const live = [
  /@(everyone|here)/u,
  /<[@#:at/i]/u,
  /[[\]*_~`|]/u,
  /^\s*(#|>|-|\+|\d+[.)]\s)/u,
  /(https?|steam):\/\//u,
  /[<@]/u,
  /[\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff\u00ad]/u,
  /[\p{Cc}\u2028\u2029]/u,
];

test('no mention, markup, link or control survives, whatever the text', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const escaped = escapeLine(text);
      const shown = escaped.replace(/\\[^\p{L}\p{N}\s]/gu, '·');
      for (const pattern of live) assert.doesNotMatch(shown, pattern, JSON.stringify({ text, escaped }));
      assert.doesNotMatch(escaped, /@(everyone|here)|<[@#:t/a]/u);
    }),
    { numRuns: 2000 },
  );
});

test('plain news text stays as it is', () => {
  const plain = 'Two killed at Camp Taji – 12 wounded, the "coalition" said (Reuters); al-Asad: 3.5% & more!';
  assert.equal(escapeLine(plain), plain);
  assert.equal(escapeLine('می‌شود در بغداد'), 'می‌شود در بغداد');
});

test('the mark that keeps a command right in an Arabic sentence stays, any other goes', () => {
  assert.equal(escapeLine('استخدم \u200e/watch add أو \u200e/setup'), 'استخدم \u200e/watch add أو \u200e/setup');
  assert.equal(escapeLine('https:\u200e//paper.example \u200eabc'), 'https:\\//paper.example abc');
});

test('a line of a text is escaped for itself, so that none starts a heading or a list', () => {
  assert.equal(escapeText('a\n# b\n- c\n1. d'), 'a\n\\# b\n\\- c\n1\\. d');
});

test('escaping takes time in proportion to the length', () => {
  const startedAt = performance.now();
  for (const unit of ['@', '<', '\\', '\u0301', 'a.', ':/', ' ', hostile])
    escapeLine(unit.repeat(Math.ceil(200_000 / unit.length)));
  assert.ok(performance.now() - startedAt < 5_000);
});
