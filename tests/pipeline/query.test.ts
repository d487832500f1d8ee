import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadConfig } from '../../src/config/load.ts';
import { phraseWordsMax, queryDepthMax, queryLengthMax, queryTermsMax } from '../../src/pipeline/query/mistake.ts';
import { vocabularyOf } from '../../src/pipeline/query/vocabulary.ts';
import { writeQuery } from '../../src/pipeline/query/write.ts';
import { parseQuery } from '../../src/pipeline/query.ts';
import { aQuery } from './query/queries.ts';

const vocabulary = vocabularyOf(loadConfig({ env: {} }).pack);

function written(text: string): string {
  const parsed = parseQuery(text, vocabulary);
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return writeQuery(parsed.query);
}

const understood: readonly [query: string, as: string][] = [
  ['green zone', '"green zone"'],
  ['rocket', 'rocket'],
  ['Camp-Taji*', '"camp taji*"'],
  ['“green zone” rocket', '"green zone" AND rocket'],
  ['«المنطقة الخضراء» صاروخ', '"المنطقه الخضرا" AND صاروخ'],
  ["'green zone' rocket", '"green zone" AND rocket'],
  ["Kata'ib Hezbollah's men", '"kataib hezbollah men"'],
  ["'Asaib Ahl al-Haq", '"asaib ahl haq"'],
  ['a OR b c', 'a OR "b c"'],
  ['a OR b AND c', 'a OR (b AND c)'],
  ['(a OR b) c', '(a OR b) AND c'],
  ['a NOT b', 'a AND NOT b'],
  ['a -b', 'a AND NOT b'],
  ['a - b', '"a b"'],
  ['US-Iran talks', '"us iran talks"'],
  ['search and rescue', '"search and rescue"'],
  ['=struck', '=struck'],
  ['="the strike"', '="the strike"'],
  ['"the =strike drone*"', '"the =strike drone*"'],
  ['rocket near/5 embassy', 'rocket NEAR/5 embassy'],
  ['a NEAR/5 (b OR "c d") NEAR/0 e', 'a NEAR/5 (b OR "c d") NEAR/0 e'],
  ['severity >= high killed>0', 'severity>=high AND killed>0'],
  ['severity≥high', 'severity>=high'],
  ['tier:1', 'tier=1'],
  ['actor:"Kataib Hezbollah"', 'actor:kataib-hezbollah'],
  ['place:"المنطقة الخضراء"', 'place:green-zone'],
  ['type:"air/drone strike"', 'type:"Air/drone strike"'],
  ['lang:Farsi', 'lang:fa'],
  ['side:USA', 'side:us'],
  ['killed in Baghdad', '"killed in baghdad"'],
  ['breaking: rocket', '"breaking rocket"'],
  ['24/7', '"24 7"'],
  ['constructor OR toString', 'constructor OR tostring'],
  ['🚀 attack', '"🚀 attack"'],
];

for (const [query, as] of understood) {
  test(`the query ‘${query}’ is understood as ‘${as}’`, () => {
    assert.equal(written(query), as);
    assert.equal(written(as), as);
  });
}

const mistaken: readonly [query: string, code: string, wrong: string][] = [
  ['', 'empty', ''],
  ['… !', 'empty', '… !'],
  ['rocket OR', 'term-expected', ''],
  ['OR rocket', 'term-expected', 'OR'],
  ['rocket AND OR drone', 'term-expected', 'OR'],
  ['rocket NOT', 'term-expected', ''],
  ['()', 'term-expected', ')'],
  ['(rocket OR drone', 'unclosed-parenthesis', '('],
  ['rocket) drone', 'unopened-parenthesis', ')'],
  ['rocket “green zone', 'unclosed-quote', '“'],
  ['rocket "…"', 'no-word-quoted', '"…"'],
  ['x /a.*(b+)+c/', 'regular-expression', '/a.*(b+)+c/'],
  ['a || b', 'sign-for-word', '||'],
  ['killed!=0', 'sign-for-word', '!='],
  ['rocket acter:iran', 'unknown-field', 'acter'],
  ['actor:', 'value-expected', 'actor:'],
  ['actor:(a OR b)', 'value-expected', 'actor:'],
  ['drone actor:kataib-hezbolah', 'unknown-value', 'kataib-hezbolah'],
  ['severity>=hihg', 'unknown-value', 'hihg'],
  ['killed>many', 'number-expected', 'many'],
  ['lang>en', 'not-ordered', 'lang>en'],
  ['a NEAR b', 'near-number', 'NEAR'],
  ['a NEAR/500 b', 'near-number', 'NEAR/500'],
  ['a NEAR:5 b', 'near-number', 'NEAR:'],
  ['a NEAR/5 (b AND c)', 'near-operand', '(b AND c)'],
  ['actor:irgc NEAR/5 b', 'near-operand', 'actor:irgc'],
  ['dr*ne', 'star-inside', '*'],
  ['d*', 'prefix-too-short', 'd*'],
  ['= struck', 'exact-what', '='],
];

for (const [query, code, wrong] of mistaken) {
  test(`in ‘${query}’ the mistake is ${code}, at ‘${wrong}’`, () => {
    const parsed = parseQuery(query, vocabulary);
    assert.ok(!parsed.ok);
    const { at, length, problem } = parsed.mistake;
    assert.equal(problem.code, code);
    assert.equal(query.slice(at, at + length), wrong);
  });
}

test('what is misspelled is told with what was likely meant', () => {
  const meant = (query: string) => {
    const parsed = parseQuery(query, vocabulary);
    return parsed.ok || !('suggestion' in parsed.mistake.problem) ? null : parsed.mistake.problem.suggestion;
  };
  assert.equal(meant('actor:kataib-hezbolah'), 'kataib-hezbollah');
  assert.equal(meant('actr:kataib-hezbollah'), 'actor');
  assert.equal(meant('severity>=hgih'), 'high');
  assert.equal(meant('place:bagdhad'), 'baghdad');
  assert.equal(meant('outlet:reutters'), 'reuters');
  assert.equal(meant('actor:xyzzy'), null);
});

test('a query is bounded in length, terms and depth', () => {
  const codeOf = (query: string) => {
    const parsed = parseQuery(query, vocabulary);
    return parsed.ok ? 'ok' : parsed.mistake.problem.code;
  };
  assert.equal(codeOf('x'.repeat(queryLengthMax)), 'ok');
  assert.equal(codeOf('x'.repeat(queryLengthMax + 1)), 'too-long');
  const phrase = (words: number) => 'ab '.repeat(words);
  assert.equal(codeOf(phrase(phraseWordsMax)), 'ok');
  assert.equal(codeOf(phrase(phraseWordsMax + 1)), 'phrase-too-long');
  const terms = (count: number) => Array.from({ length: count }, (_, at) => `w${at}`).join(' OR ');
  assert.equal(codeOf(terms(queryTermsMax)), 'ok');
  assert.equal(codeOf(terms(queryTermsMax + 1)), 'too-many-terms');
  assert.equal(codeOf(`${'('.repeat(queryDepthMax)}a${')'.repeat(queryDepthMax)}`), 'ok');
  assert.equal(codeOf(`${'('.repeat(queryDepthMax + 1)}a${')'.repeat(queryDepthMax + 1)}`), 'too-deep');
  assert.equal(codeOf('NOT '.repeat(queryDepthMax + 1).concat('a')), 'too-deep');
});

test('what is written of a query is read as the same query', () => {
  fc.assert(
    fc.property(aQuery(vocabulary), (query) => {
      fc.pre(writeQuery(query).length <= queryLengthMax);
      const parsed = parseQuery(writeQuery(query), vocabulary);
      assert.ok(parsed.ok, `${writeQuery(query)}: ${JSON.stringify(parsed)}`);
      assert.deepEqual(parsed.query, query);
    }),
    { numRuns: 500 },
  );
});

const pieces = [
  '(',
  ')',
  '"',
  '“',
  "'",
  '=',
  '-',
  '*',
  '/',
  'NOT ',
  ' AND ',
  ' OR ',
  ' NEAR/5 ',
  'actor:',
  'killed>',
  'a',
  ' ',
];

test('any text is understood or has a mistake within it, and what was understood can be written', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 4 })), { maxLength: 60 })
      .map((all) => all.join('')),
  );
  fc.assert(
    fc.property(hostile, (text) => {
      const parsed = parseQuery(text, vocabulary);
      if (!parsed.ok) {
        const { at, length } = parsed.mistake;
        assert.ok(at >= 0 && length >= 0 && at + length <= text.length, JSON.stringify(parsed.mistake));
        return;
      }
      const again = parseQuery(writeQuery(parsed.query), vocabulary);
      assert.ok(again.ok || again.mistake.problem.code === 'too-long', JSON.stringify(again));
      if (again.ok) assert.deepEqual(again.query, parsed.query);
    }),
    { numRuns: 3_000 },
  );
});

test('the longest hostile queries are read in a few milliseconds', () => {
  for (const piece of [...pieces, "'a ", 'a:', 'a   :', '"a" ', '((', 'actor:x OR ', 'killed   >   ']) {
    const text = piece.repeat(queryLengthMax).slice(0, queryLengthMax);
    const tookMs = Math.min(...Array.from({ length: 10 }, () => timed(() => parseQuery(text, vocabulary))));
    assert.ok(tookMs < 20, `${piece}: ${tookMs} ms`);
  }
});

function timed(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}
