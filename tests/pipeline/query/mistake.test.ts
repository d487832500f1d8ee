import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from '../../../src/config/load.ts';
import { pointAt } from '../../../src/pipeline/query/mistake.ts';
import { vocabularyOf } from '../../../src/pipeline/query/vocabulary.ts';
import { parseQuery } from '../../../src/pipeline/query.ts';
import { querySpeech } from '../../../src/pipeline/speech/query.ts';

const vocabulary = vocabularyOf(loadConfig({ env: {} }).pack);

function mistakeIn(query: string) {
  const parsed = parseQuery(query, vocabulary);
  return parsed.ok ? assert.fail(`${query} is understood`) : parsed.mistake;
}

const pointed: readonly [claim: string, query: string, lines: readonly string[]][] = [
  ['a word', 'rocket acter:irgc', ['rocket acter:irgc', '       ^^^^^']],
  ['what is missing at the end', 'rocket OR', ['rocket OR', '         ^']],
  ['a place behind Arabic letters', 'صاروخ acter:irgc', ['صاروخ «acter»:irgc']],
  ['an Arabic word', 'actor:غريب', ['actor:«غريب»']],
  ['a place behind line breaks and tabs', 'a\n\tOR )', ['a  OR )', '      ^']],
];

for (const [claim, query, lines] of pointed) {
  test(`a mistake is pointed at: ${claim}`, () => {
    assert.deepEqual(pointAt(query, mistakeIn(query)), lines);
  });
}

test('of a long query only what is around the mistake is shown', () => {
  const query = `${'word OR '.repeat(20)}acter:irgc${' OR word'.repeat(20)}`;
  const [line = '', carets = ''] = pointAt(query, mistakeIn(query));
  assert.ok(line.length < 140 && line.startsWith('…') && line.endsWith('…'));
  assert.equal(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1), 'acter');
});

const wrong = [
  'x'.repeat(501),
  Array.from({ length: 61 }, (_, at) => `w${at}`).join(' OR '),
  'word '.repeat(20),
  '('.repeat(20),
  '…',
  'a OR',
  'OR a',
  '"a',
  '(a',
  'a)',
  '"…"',
  '/a/',
  'a || b',
  'killed!=1',
  'acter:x',
  'xyzzy:x',
  'actor:',
  'actor:xyzzy',
  'severity>=hgih',
  'killed>x',
  'lang>en',
  'a NEAR b',
  'a NEAR/2 (b AND c)',
  'a*b',
  'a*',
  '= a',
];

test('every mistake is said in English and in Arabic, and says what to do', () => {
  for (const query of wrong) {
    const { problem } = mistakeIn(query);
    const [english, arabic] = [querySpeech.en.problem(problem), querySpeech.ar.problem(problem)];
    assert.match(english, /^[A-Z“a-z].*[.…?]$/u, english);
    assert.match(arabic, /[\u0600-\u06ff].*[.؟…]$/u, arabic);
    for (const said of [english, arabic]) assert.ok(said.length < 400 && !/undefined|null/.test(said), said);
  }
});
