import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assert as check, property, string } from 'fast-check';
import { parseStreamItem } from '../../../src/adapters/stream/items.ts';
import type { Article, Label } from '../../../src/model.ts';
import { streamOf } from '../../../src/pipeline/label/stream.ts';
import { labelOf } from '../../../src/pipeline/label.ts';
import { articleOf } from '../../../src/replay/article.ts';
import { aLabel, anArticle, anIncident, aPack, aReport, hourMs, noon } from '../../support/builders.ts';

const pack = aPack();
const by = { id: '1', name: 'Amal' };

/** Incidents of articles, and what is remembered of each. */
function world(told: Readonly<Record<string, readonly string[]>>) {
  const incidents = new Map(
    Object.entries(told).map(([id, articles]) => {
      const reports = articles.map((article) => aReport({ article }));
      return [id, anIncident({ id, reports })];
    }),
  );
  const ids = Object.values(told).flat();
  const records = new Map(
    ids.map((id, at) => {
      const article = anArticle({ id, publishedAt: noon + at * hourMs, title: `Rockets hit Camp Taji ${id}` });
      const decision = id.startsWith('update') ? ('update' as const) : ('duplicate' as const);
      return [id, { article, verdict: { article: id, decision, incident: null, reasons: [] } }];
    }),
  );
  const incident = (id: string) => incidents.get(id) ?? assert.fail(id);
  return { beside: { incidents, records, pack }, incident };
}
const labelled = (labels: readonly Label[], beside: Parameters<typeof streamOf>[1]) =>
  streamOf(labels, beside).items.map(({ id, labels: { role, incident } }) => [id, role, incident]);

test('a false alarm says what its articles are where its reason does, and else is left out', () => {
  const { beside, incident } = world({ a: ['a1'], b: ['b1'], c: ['c1'], d: ['d1'] });
  const says = (id: string, reason: 'background' | 'satire' | 'exercise' | 'wrong-place') =>
    labelOf({
      says: { what: 'false-alarm', reason },
      incident: incident(id),
      server: 'home',
      by,
      at: noon,
      isTeaching: true,
    });
  const labels = [says('a', 'background'), says('b', 'satire'), says('c', 'exercise'), says('d', 'wrong-place')];
  assert.deepEqual(labelled(labels, beside), [
    ['a1', 'background', null],
    ['b1', 'none', null],
    ['c1', 'background', null],
  ]);
  assert.deepEqual(streamOf(labels, beside).left, { unsaid: 1, gone: 0 });
});

const pairOf = (
  what: 'same' | 'other',
  own: ReturnType<typeof anIncident>,
  other: ReturnType<typeof anIncident>,
  at = noon,
) => labelOf({ says: { what, incident: other.id }, incident: own, other, server: 'home', by, at, isTeaching: true });

test('what was merged, and merged again, is one incident with one first article', () => {
  const { beside, incident } = world({ a: ['a1', 'a2'], b: ['b1'], c: ['update-c1'] });
  const labels = [pairOf('same', incident('a'), incident('b')), pairOf('same', incident('b'), incident('c'), noon + 1)];
  assert.deepEqual(labelled(labels, beside), [
    ['a1', 'first', 'c'],
    ['a2', 'repeat', 'c'],
    ['b1', 'repeat', 'c'],
    ['update-c1', 'followup', 'c'],
  ]);
  const [line] = streamOf(labels, beside).incidents;
  assert.deepEqual(Object.entries(line ?? {}).slice(0, 2), [
    ['id', 'c'],
    ['title', 'Rockets hit Camp Taji'],
  ]);
});

test('what was split are two, and what was taken back says nothing', () => {
  const { beside, incident } = world({ old: ['o1'], apart: ['p1'] });
  const split = pairOf('other', incident('apart'), incident('old'));
  assert.deepEqual(labelled([split], beside), [
    ['o1', 'first', 'old'],
    ['p1', 'first', 'apart'],
  ]);
  assert.deepEqual(labelled([{ ...split, revokedAt: noon }], beside), []);
});

test('of two words on one article the later holds', () => {
  const { beside, incident } = world({ a: ['a1'], b: ['b1'] });
  const merged = pairOf('same', incident('a'), incident('b'), noon + 1);
  const background = aLabel({ articles: ['a1'], incident: 'a', says: { what: 'false-alarm', reason: 'background' } });
  assert.deepEqual(labelled([merged, background], beside)[0], ['a1', 'first', 'b']);
  assert.deepEqual(labelled([merged, { ...background, at: noon + 2 }], beside)[0], ['a1', 'background', null]);
});

test('a merge in a circle ends', () => {
  const { beside, incident } = world({ a: ['a1'], b: ['b1'] });
  const labels = [pairOf('same', incident('a'), incident('b')), pairOf('same', incident('b'), incident('a'), noon + 1)];
  assert.equal(new Set(labelled(labels, beside).map(([, , root]) => root)).size, 1);
});

test('articles that are no longer kept are counted', () => {
  const { beside } = world({ a: ['a1'] });
  const label = aLabel({ articles: ['gone-1', 'gone-2'] });
  assert.deepEqual(streamOf([label], beside).left, { unsaid: 0, gone: 2 });
});

/** The article as it is read again from its line. */
function readAgain(article: Article): Article {
  const records = new Map([
    [article.id, { article, verdict: { article: article.id, decision: 'new' as const, incident: null, reasons: [] } }],
  ]);
  const [line] = streamOf([aLabel({ articles: [article.id] })], { records, incidents: new Map(), pack }).items;
  return articleOf(pack, parseStreamItem(JSON.stringify(line), 1, 'items.jsonl'));
}

test('what is read of a line is the article again, whatever its text', () => {
  check(
    property(string({ unit: 'grapheme' }), string({ unit: 'grapheme' }), (title, text) => {
      const source = { id: 'x', feed: 'wire', feedTitle: 'Wire', published: new Date(noon).toISOString(), lang: 'en' };
      const item = {
        ...source,
        url: 'https://wire.example/x',
        title: `Rockets ${title}`,
        summary: text,
        content: null,
      };
      const article = articleOf(pack, item);
      assert.deepEqual({ ...readAgain(article), guid: null }, { ...article, guid: null });
    }),
  );
  const markup = '<p>One &amp; two &lt; three.</p><p>The second paragraph,<br>of two lines.</p>';
  const source = { id: 'x', feed: 'wire', feedTitle: 'Wire', published: new Date(noon).toISOString(), lang: 'en' };
  const url = 'https://wire.example/x';
  const article = articleOf(pack, { ...source, url, title: 'Rockets', summary: markup, content: markup });
  assert.match(article.summary, /^One & two < three\.\n\nThe/u);
  assert.deepEqual({ ...readAgain(article), guid: null }, { ...article, guid: null });
});
