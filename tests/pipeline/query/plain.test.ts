import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadConfig } from '../../../src/config/load.ts';
import { formsOf, stemOf } from '../../../src/pipeline/extract/stems.ts';
import { wordsOf } from '../../../src/pipeline/extract/words.ts';
import { queriesOfPlain } from '../../../src/pipeline/query/plain.ts';
import { vocabularyOf } from '../../../src/pipeline/query/vocabulary.ts';
import { parseQuery } from '../../../src/pipeline/query.ts';
import { foundUnder, isLatin } from '../../../src/pipeline/watch/forms.ts';
import { watched } from '../../../src/pipeline/watch/watched.ts';
import { satisfaction } from '../../../src/pipeline/watch.ts';
import { aWatch } from '../../jobs/support/builders.ts';
import { anArticle, anIncident } from '../../support/builders.ts';

const config = loadConfig({ env: {} });
/** Without names that a query would find under all their spellings. */
const pack = { ...config.pack, actors: [], places: [] };

const kept: readonly (readonly [keyword: string, query: string])[] = [
  ['rocket', 'rocket'],
  ['Camp Taji*', 'Camp Taji*'],
  ['“green zone”', '“green zone”'],
  ['-minus', 'minus'],
  ['drone OR rocket', '"drone or rocket"'],
  ['actor:irgc', '"actor irgc"'],
  ['"quoted', 'quoted'],
  ['NOT', 'not'],
  ['near/5', '"near 5"'],
  ['=exact', 'exact'],
  ['rocket*attack', '"rocket* attack"'],
  ['(base)', '(base)'],
  ['rocket (drone)', '"rocket drone"'],
  ['a* drone', '"a drone"'],
  ['الصواريخ*', 'الصواريخ* OR الصواريخ'],
];
for (const [keyword, query] of kept)
  test(`the plain keyword ${keyword} becomes the query ${query}`, () => {
    assert.deepEqual(queriesOfPlain([keyword]), [query]);
  });

test('a plain keyword without a word is left out, but not the last of them', () => {
  assert.deepEqual(queriesOfPlain(['!!', 'rocket', '…']), ['rocket']);
  assert.deepEqual(queriesOfPlain(['!!']), ['!!']);
  assert.deepEqual(queriesOfPlain([]), []);
});

/** How keywords were found: whole words one after the other, `*` for any ending; but for English endings, which are new. */
function heldAsPlain(keyword: string, text: string): boolean {
  const sought = wordsOf(keyword).map(({ text: word, end }) => ({
    forms: isLatin(word) ? foundUnder(word) : [word, stemOf(word)],
    beginning: keyword[end] === '*' ? word : null,
  }));
  const places = wordsOf(text).map(({ text: word }) => ({
    forms: isLatin(word) ? foundUnder(word) : [word, ...formsOf(word)],
    beginnings: isLatin(word) ? [word] : [word, ...formsOf(word)],
  }));
  return places.some((_, from) =>
    sought.every(({ forms, beginning }, step) => {
      const place = places[from + step];
      if (place === undefined) return false;
      if (beginning !== null && place.beginnings.some((each) => each.startsWith(beginning))) return true;
      return place.forms.some((form) => forms.includes(form));
    }),
  );
}

function heldAsQuery(keyword: string, text: string): boolean {
  const keywords = queriesOfPlain([keyword]);
  const seen = watched(anIncident({ reports: [] }), anArticle({ title: text, summary: '' }), pack);
  return satisfaction(aWatch({ keywords }), seen) !== null;
}

const pieces = [
  ...['rocket', 'rockets', 'drone*', 'Camp', 'al-Asad', "Kata'ib", "Iran's", 'U.S.', '4,000', 'said', 'zone*base'],
  ...['-minus', 'OR', 'AND', 'NOT', 'NEAR/3', 'near', 'a:b', 'actor:irgc', 'severity>=high', '=exact', '/x/', "'tis"],
  ...['"quoted', '"', '“', '(', ')', '|', '&&', '!', '-', '\n'],
  ...['صاروخ', 'الصواريخ', 'والصواريخ', 'بصاروخ*', 'موشک\u200cها', 'موشک', 'ها', 'حمله\u200cای'],
] as const;
const aText = (min: number) =>
  fc
    .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(' ', ' ', ' ', '')), { minLength: min, maxLength: 5 })
    .map((parts) => parts.flat().join(''));

test('a plain keyword finds as a query what it found before', () => {
  fc.assert(
    fc.property(aText(1), fc.boolean(), aText(0), aText(0), (keyword, isThere, before, behind) => {
      fc.pre(wordsOf(keyword).length > 0);
      const text = isThere ? `${before} ${keyword} ${behind}` : `${before} ${behind}`;
      assert.equal(heldAsQuery(keyword, text), heldAsPlain(keyword, text), JSON.stringify({ keyword, text }));
    }),
    { numRuns: 3_000 },
  );
});

test('whatever a plain keyword was, it is a query of words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (keyword) => {
      fc.pre(wordsOf(keyword).length > 0 && wordsOf(keyword).length <= 8);
      for (const query of queriesOfPlain([keyword]))
        assert.ok(parseQuery(query, vocabularyOf(pack)).ok, JSON.stringify({ keyword, query }));
    }),
    { numRuns: 3_000 },
  );
});
