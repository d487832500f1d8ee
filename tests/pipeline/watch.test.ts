import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Article, Incident, Watch } from '../../src/model.ts';
import { watched } from '../../src/pipeline/watch/watched.ts';
import { satisfaction } from '../../src/pipeline/watch.ts';
import { aWatch } from '../jobs/support/builders.ts';
import { anActor, anArticle, anIncident, aPack, aReport } from '../support/builders.ts';

const pack = aPack();
const withMilitia = aPack({
  actors: [
    ...pack.actors,
    anActor({ id: 'brigade-45', partOf: ['kataib-hezbollah'] }),
    anActor({ id: 'kataib-hezbollah', partOf: ['pmf'] }),
    anActor({ id: 'pmf' }),
  ].filter(({ id }, at, all) => all.findLastIndex((each) => each.id === id) === at),
});

function hears(watch: Partial<Watch>, article: Partial<Article>, incident: Incident = anIncident()): boolean {
  const told = { ...incident, reports: [aReport({ title: '', sentences: [] })] };
  return satisfaction(aWatch(watch), watched(told, anArticle({ summary: '', ...article }), withMilitia)) !== null;
}

const keywordTable: readonly [keyword: string, title: string, heard: boolean][] = [
  ['Taji', 'Rockets hit camp TAJI', true],
  ['Camp Taji', 'Rockets hit Camp-Taji.', true],
  ['Camp Taji', 'Rockets hit a camp near Taji', false],
  ['taj', 'Rockets hit Camp Taji', false],
  ['Iran', 'Iranian officials deny it', false],
  ['Iran*', 'Iranian officials deny it', true],
  ["Kata'ib", 'Kataib fighters arrested', true],
  ['Émile', 'EMILE was there', true],
  ['بغداد', 'هجوم صاروخي على بغداد', true],
  ['بغداد', 'انفجار ببغداد اليوم', true],
  ['بغداد', 'قصف في أربيل وبغداد', true],
  ['السفارة الأمريكية', 'استهداف السفاره الامريكيه', true],
  ['سفارة', 'هجوم على السفارة', true],
  ['بغداد', 'بغدادية مسلسل', false],
  ['عين الاسد', 'حمله موشکی به عین‌الاسد', true],
  ['پهپاد', 'حمله پهپادی', false],
  ['پهپاد*', 'حمله پهپادی', true],
];

for (const [keyword, title, heard] of keywordTable) {
  test(`the keyword “${keyword}” ${heard ? 'is found' : 'is not found'} in “${title}”`, () => {
    assert.equal(hears({ keywords: [keyword] }, { title }), heard);
  });
}

test('a keyword is found in summary, content and earlier reports of the incident', () => {
  assert.ok(hears({ keywords: ['katyusha'] }, { title: '', summary: 'Two Katyusha rockets' }));
  assert.ok(hears({ keywords: ['katyusha'] }, { title: '', content: 'Two Katyusha rockets' }));
  const told = anIncident({ reports: [aReport({ sentences: ['Two Katyusha rockets fell.'] })] });
  assert.notEqual(satisfaction(aWatch({ keywords: ['katyusha'] }), watched(told, null, pack)), null);
});

test('a phrase does not run from one report into the next', () => {
  const reports = [
    aReport({ title: 'They left the camp', sentences: [] }),
    aReport({ title: 'Taji is calm', sentences: [] }),
  ];
  assert.equal(satisfaction(aWatch({ keywords: ['camp Taji'] }), watched(anIncident({ reports }), null, pack)), null);
});

const partTable: readonly [claim: string, watch: Partial<Watch>, heard: boolean][] = [
  ['an actor', { actors: ['brigade-45'] }, true],
  ['the body that an actor belongs to', { actors: ['kataib-hezbollah'] }, true],
  ['the body above that body', { actors: ['pmf'] }, true],
  ['another actor', { actors: ['us-forces'] }, false],
  ['any one of several actors', { actors: ['us-forces', 'pmf'] }, true],
  ['a place', { places: ['green-zone'] }, true],
  ['the city around it', { places: ['baghdad'] }, true],
  ['the country around that', { places: ['iraq'] }, true],
  ['another place', { places: ['camp-taji'] }, false],
  ['an event type by id', { eventTypes: ['rocket-attack'] }, true],
  ['an event type by its sub-event', { eventTypes: ['Shelling/artillery/missile attack'] }, true],
  ['another event type', { eventTypes: ['threat'] }, false],
  ['its severity', { severityFloor: 'high' }, true],
  ['a severity above', { severityFloor: 'critical' }, false],
  ['a language of its reports', { languages: ['ar', 'en'] }, true],
  ['another language', { languages: ['fa'] }, false],
  ['all of several parts', { actors: ['pmf'], places: ['iraq'], languages: ['en'] }, true],
  ['several parts of which one fails', { actors: ['pmf'], places: ['camp-taji'] }, false],
  ['everything, when the configuration gives no part', {}, true],
  ['nothing, when the last keyword was taken away by command', { origin: 'command' }, false],
];

for (const [claim, watch, heard] of partTable) {
  test(`a watch on ${claim} ${heard ? 'is satisfied' : 'is not satisfied'}`, () => {
    const facts = { severity: 'high', place: 'green-zone', actors: [{ actor: 'brigade-45', role: 'agent' }] } as const;
    assert.equal(hears(watch, {}, anIncident({ facts })), heard);
  });
}

test('a body is not taken for its members', () => {
  const facts = { actors: [{ actor: 'pmf', role: 'agent' }] } as const;
  assert.equal(hears({ actors: ['kataib-hezbollah'] }, {}, anIncident({ facts })), false);
});

test('whatever words stand around it, a keyword of plain words is found', () => {
  // The Arabic article alone is no word, and the desk refuses it as a keyword.
  const word = fc.stringMatching(/^[a-z]{2,8}$/).filter((text) => text !== 'al' && text !== 'el');
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 4 }),
      fc.array(word),
      fc.array(word),
      (sought, left, right) => {
        const title = [...left, ...sought, ...right].join(' ');
        assert.ok(hears({ keywords: [sought.join(' ')] }, { title }));
      },
    ),
  );
});

test('hostile keywords have few words and never throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (keyword) => {
      hears({ keywords: [keyword] }, { title: keyword });
    }),
  );
});

test('ten thousand keywords of all servers cost a long article little', () => {
  const watches = Array.from({ length: 100 }, (_, at) =>
    aWatch({ keywords: Array.from({ length: 100 }, (_, word) => `الجيش ${at}x${word}`) }),
  );
  for (const watch of watches) satisfaction(watch, watched(anIncident(), null, pack)); // their words are read once
  const content = 'وقال الجيش إن صواريخ سقطت قرب المطار في بغداد '.repeat(850).slice(0, 40_000);
  const startedAt = performance.now();
  const seen = watched(anIncident(), anArticle({ content }), pack);
  assert.ok(watches.every((watch) => satisfaction(watch, seen) === null));
  const tookMs = performance.now() - startedAt;
  assert.ok(tookMs < 1_000, `${Math.round(tookMs)} ms`);
});
