import assert from 'node:assert/strict';
import { test } from 'node:test';
import { satisfiedBy } from '../../../src/pipeline/watch/satisfied.ts';
import { watched } from '../../../src/pipeline/watch/watched.ts';
import { aWatch } from '../../jobs/support/builders.ts';
import { anArticle, anIncident, aPack } from '../../support/builders.ts';

const pack = aPack();
const letters = 'abcdefghij';
const wordsOf = (count: number, make: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => make(at)).join(' ');

/** Ten thousand keywords of one server, each at its worst for a text that was made for them. */
const sorts: readonly [claim: string, keyword: (at: number) => string, content: string][] = [
  [
    'words that are never near',
    (at) => `one NEAR/0 two NEAR/${at % 50} one NEAR/0 x${at}x`,
    `${'one '.repeat(5_000)}x ${'two '.repeat(5_000)}`,
  ],
  [
    'words that are everywhere and never near',
    (at) => `one NEAR/${at % 9} two`,
    `${'one '.repeat(5_000)}${'x '.repeat(60)}${'two '.repeat(4_000)}`,
  ],
  ['long phrases of one word', (at) => `${'one '.repeat(15)}two${at % 9}`, `${'one '.repeat(9_000)} two1`],
  [
    'phrases of beginnings',
    (at) => `${`a${letters[at % 10]}* `.repeat(15)}zz${at}*`,
    wordsOf(5_000, (at) => `a${letters[at % 10]}${at} `),
  ],
  [
    'phrases of beginnings that are all there',
    (at) => `${`a${letters[at % 10]}* `.repeat(15)}zz*`,
    `${wordsOf(5_000, (at) => `a${letters[at % 10]}${at}`)} zz`,
  ],
  [
    'nothing that must be there',
    (at) => `NOT (one NEAR/${at % 50} two)`,
    `${'one '.repeat(5_000)}${'two '.repeat(4_000)}`,
  ],
];

for (const [claim, keyword, content] of sorts) {
  test(`ten thousand keywords and a text made for them take no more than seconds: ${claim}`, () => {
    const watches = Array.from({ length: 100 }, (_, watch) =>
      aWatch({ id: `w${watch}`, keywords: Array.from({ length: 100 }, (__, at) => keyword(watch * 100 + at)) }),
    );
    satisfiedBy(watches, watched(anIncident(), null, pack)); // the keywords are read once
    const before = process.threadCpuUsage();
    satisfiedBy(watches, watched(anIncident(), anArticle({ content }), pack));
    const { user } = process.threadCpuUsage(before);
    assert.ok(user < 3_000_000, `${Math.round(user / 1000)} ms`);
  });
}
