import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadConfig } from '../../src/config/load.ts';
import type { Article } from '../../src/model.ts';
import { assign, emptyIndex, remember } from '../../src/pipeline/assign.ts';
import { findPhrases } from '../../src/pipeline/extract/phrases.ts';
import { sentencesOf } from '../../src/pipeline/extract/sentences.ts';
import { wordsOf } from '../../src/pipeline/extract/words.ts';
import { compilePack, extract } from '../../src/pipeline/extract.ts';
import { normalise } from '../../src/pipeline/normalise.ts';
import { watched } from '../../src/pipeline/watch/watched.ts';
import { satisfaction } from '../../src/pipeline/watch.ts';
import { aWatch } from '../jobs/support/builders.ts';
import { anArticle, anIncident } from '../support/builders.ts';

const { pack } = loadConfig();
const compiled = compilePack(pack);
const feed = pack.feeds[0] ?? assert.fail('the pack has no feeds');
const publishedAt = Date.parse('2020-01-08T12:00:00Z');

const lengthMax = 200_000;
/** Twice the text in at most this many times the time, and what a busy machine adds to short times. */
const timesMax = 3;
const noiseMs = 12;
const attempts = 5;

const units: readonly (readonly [name: string, unit: string])[] = [
  ['abbreviations', 'a.'],
  ['tags that begin', '<'],
  ['tags that nest', '<b>'],
  ['tags that nest around a letter', '<div>a'],
  ['entities', '&amp;lt;'],
  ['ampersands', '&'],
  ['combining marks', 'a\u0301\u0301\u0301'],
  ['combining marks alone', '\u0301'],
  ['right-to-left marks', '\u200f'],
  ['isolates', '\u2067a\u2069'],
  ['zero-width joiners', 'می\u200cها'],
  ['the sign that is a phrase', 'ﷺ'],
  ['halves of characters', '\ud83d'],
  ['quotation marks', '"“'],
  ['apostrophes', "a'"],
  ['digits and commas', '1,000'],
  ['spaces', ' '],
  ['lines', '\n'],
  ['one word without end', 'a'],
  ['one Arabic word without end', 'وال'],
  ['shouting', 'US IRAN '],
  ['names in a row', 'Kataib Hezbollah Iran US Baghdad Ain al-Asad '],
  ['triggers in a row', 'rocket attack killed strike threat warned said '],
  ['initials', 'U.S. A. B. '],
  ['a dateline that never ends', 'BAGHDAD, '],
  ['brackets', '('],
  ['addresses', 'http://a.b/'],
];

/** Each sort of term, none of which is there. */
const everySort = aWatch({
  keywords: ['rocket attack* NEAR/5 (a OR b) =c', 'b* NEAR/50 a NEAR/50 nowhere', 'U.S. NOT a'],
});

const stages: Readonly<Record<string, (text: string) => unknown>> = {
  words: (text) => wordsOf(text),
  phrases: (text) =>
    [compiled.names, compiled.lists, compiled.triggers].map((set) => findPhrases<unknown>(set, wordsOf(text))),
  sentences: (text) => sentencesOf(text, Number.POSITIVE_INFINITY),
  normalise: (text) => normalisedWith(text),
  extract: (text) => extract(articleWith(text), compiled),
  watch: (text) => satisfaction(everySort, watched(anIncident(), anArticle({ content: text }), pack)),
  'the whole way': (text) => decide(normalisedWith(text)),
};

function normalisedWith(text: string): Article {
  const item = { guid: 'hostile', link: null, title: text, summary: text, content: text, author: null, publishedAt };
  return normalise(item, { feed, feedUrl: feed.url, seenAt: publishedAt, firstPoll: false });
}

const articleWith = (text: string): Article =>
  anArticle({ title: text, summary: text, content: `${text}.`, publishedAt });

/** Told twice, so that the text is compared with itself. */
function decide(article: Article): unknown {
  const report = extract(article, compiled);
  const index = emptyIndex(compiled);
  const { incident } = assign(index, article, report, publishedAt);
  if (incident === null) return report;
  const again = { ...article, id: `${article.id}-again` };
  return assign(remember(index, incident), again, { ...report, article: again.id }, publishedAt);
}

/** What a stage takes for a text and for half of it, at best; it is tried again while that is more than its share. */
function growth(stage: (text: string) => unknown, unit: string): { readonly half: number; readonly whole: number } {
  const whole = unit.repeat(Math.ceil(lengthMax / unit.length)).slice(0, lengthMax);
  const half = whole.slice(0, lengthMax / 2);
  stage(half);
  let best = { half: Number.POSITIVE_INFINITY, whole: Number.POSITIVE_INFINITY };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    best = { half: Math.min(best.half, msOf(stage, half)), whole: Math.min(best.whole, msOf(stage, whole)) };
    if (isLinear(best)) break;
  }
  return best;
}

const isLinear = ({ half, whole }: { readonly half: number; readonly whole: number }): boolean =>
  whole <= half * timesMax + noiseMs;

function msOf(stage: (text: string) => unknown, text: string): number {
  const startedAt = process.threadCpuUsage();
  stage(text);
  const { user, system } = process.threadCpuUsage(startedAt);
  return (user + system) / 1000;
}

for (const [name, stage] of Object.entries(stages))
  test(`twice the text takes no more than ${timesMax} times the time: ${name}`, () => {
    for (const [what, unit] of units) {
      const took = growth(stage, unit);
      assert.ok(isLinear(took), `${what}: ${took.half} ms for half of ${lengthMax} letters, ${took.whole} ms for all`);
    }
  });

test('no repeated text makes the whole way slower than linear', () => {
  const pieces = fc.oneof(
    fc.constantFrom(...units.map(([, unit]) => unit)),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
  );
  fc.assert(
    fc.property(
      fc.array(pieces, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('')),
      (unit) => isLinear(growth((text) => decide(normalisedWith(text)), unit)),
    ),
    { numRuns: 40, seed: 20260107 },
  );
});
