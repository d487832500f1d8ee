import assert from 'node:assert/strict';
import { test } from 'node:test';
import { incidentReportsMax } from '../../src/model.ts';
import { summarise } from '../../src/pipeline/summarise.ts';
import { anActor, anIncident, aPack, aReport, hourMs, noon } from '../support/builders.ts';

const pack = aPack();

test('an actor named on both sides stands on the side that more families name it on', () => {
  const actors = (agent: string, target: string) => [
    { actor: agent, role: 'agent' as const },
    { actor: target, role: 'target' as const },
  ];
  const incident = anIncident({
    reports: [
      aReport({ actors: actors('kataib-hezbollah', 'us-forces') }),
      aReport({ article: 'b', outlet: 'daily', actors: actors('kataib-hezbollah', 'us-forces') }),
      aReport({ article: 'c', outlet: 'state-tv', actors: actors('us-forces', 'kataib-hezbollah') }),
    ],
    facts: { actors: [...actors('kataib-hezbollah', 'us-forces'), ...actors('us-forces', 'kataib-hezbollah')] },
  });
  const { agents, targets, statements } = summarise(incident, pack);
  assert.deepEqual([agents, targets], [['kataib-hezbollah'], ['us-forces']]);
  assert.ok(statements.some(({ said }) => said?.what === 'agent' && said.value === 'us-forces'));
});

test('each figure stands with the outlets whose newest word it is', () => {
  const { killed } = summarise(
    anIncident({
      reports: [
        aReport({ killed: 2 }),
        aReport({ article: 'b', outlet: 'wire', publishedAt: noon + hourMs, killed: 3 }),
        aReport({ article: 'c', outlet: 'daily', publishedAt: noon + hourMs, killed: 3 }),
        aReport({ article: 'd', outlet: 'state-tv', killed: 0 }),
      ],
    }),
    pack,
  );
  assert.deepEqual(
    killed.map(({ text, outlets }) => [text, outlets.map(({ name }) => name)]),
    [
      ['3', ['wire', 'daily']],
      ['0', ['state-tv']],
    ],
  );
});

test('a figure that no report states but the pack knows is without outlet', () => {
  const incident = anIncident({ id: 'known:taji', reports: [aReport()], facts: { killed: 3 } });
  assert.deepEqual(summarise(incident, pack).killed, [{ text: '3', outlets: [] }]);
});

test('who says what of whom stands with its outlets', () => {
  const incident = anIncident({
    reports: [
      aReport({
        actors: [
          { actor: 'kataib-hezbollah', role: 'accused' },
          { actor: 'us-government', role: 'accuser' },
        ],
      }),
      aReport({ article: 'b', outlet: 'daily', actors: [{ actor: 'kataib-hezbollah', role: 'denier' }] }),
    ],
  });
  const told = summarise(incident, pack).statements.map(
    ({ text, outlets }) => `${text} (${outlets.map(({ name }) => name)})`,
  );
  assert.ok(told.includes('us-government blames kataib-hezbollah (wire)'));
  assert.ok(told.includes('kataib-hezbollah denies involvement (daily)'));
});

test('the best source is of the best tier, then states most, then is the earliest', () => {
  const incident = anIncident({
    reports: [
      aReport({ article: 'a', outlet: 'daily', killed: 1, wounded: 1 }),
      aReport({ article: 'b', outlet: 'wire', publishedAt: noon + 2 }),
      aReport({ article: 'c', outlet: 'wire', publishedAt: noon + 3, killed: 1 }),
      aReport({ article: 'd', outlet: 'wire', publishedAt: noon + 4, killed: 1 }),
    ],
  });
  assert.equal(summarise(incident, pack).source?.link, 'https://news.example/c');
});

test('a reader is quoted to and sent to in his own language where an outlet of any tier has it', () => {
  const reports = [
    aReport({
      article: 'a',
      outlet: 'wire',
      language: 'ar',
      link: 'https://news.example/ar',
      sentences: [arabicSentence],
    }),
    aReport({
      article: 'b',
      outlet: 'daily',
      language: 'en',
      link: 'https://news.example/en',
      sentences: [englishSentence],
    }),
  ];
  const incident = anIncident({ reports });
  const forEnglish = summarise(incident, pack, 'en');
  assert.deepEqual([forEnglish.source?.link, forEnglish.quote?.language], ['https://news.example/en', 'en']);
  const forArabic = summarise(incident, pack, 'ar');
  assert.deepEqual([forArabic.source?.link, forArabic.quote?.language], ['https://news.example/ar', 'ar']);
  assert.equal(summarise(incident, pack, 'fa').source?.link, 'https://news.example/ar');
});
const arabicSentence = 'سقطت صواريخ على القاعدة مساء الجمعة دون وقوع إصابات بحسب مصدر أمني';
const englishSentence = 'Rockets fell on the base on Friday evening without casualties, a source said.';

test('copies of one family confirm nothing', () => {
  assert.equal(summarise(anIncident({ facts: { families: ['wire'] } }), pack).confirmed, false);
  assert.equal(summarise(anIncident({ facts: { families: ['wire', 'daily'] } }), pack).confirmed, true);
});

test("a development of a known incident carries that incident's day", () => {
  const known = {
    id: 'taji',
    title: 'Rockets on Camp Taji',
    day: '2020-03-11',
    place: 'camp-taji',
    eventType: 'rocket-attack',
    actors: [],
    killed: 3,
    wounded: null,
    recalledAs: [],
  };
  const summary = summarise(anIncident({ id: 'known:taji' }), aPack({ knownIncidents: [known] }));
  assert.equal(summary.knownSince, '2020-03-11');
  assert.equal(summarise(anIncident(), pack).knownSince, null);
});

test('the sentences are made of facts alone', () => {
  const incident = anIncident({
    reports: [aReport({ killed: 2, wounded: 12 }), aReport({ article: 'b', outlet: 'daily', killed: 3 })],
    facts: {
      actors: [
        { actor: 'kataib-hezbollah', role: 'agent' },
        { actor: 'us-forces', role: 'target' },
      ],
    },
  });
  assert.equal(
    summarise(incident, pack).what,
    'Rocket attack at camp-taji, iraq on 1 April 2020. Kataib-hezbollah against us-forces; killed: 2–3, wounded: 12.',
  );
});

test('the quote is a sentence of the best reports, never the headline', () => {
  const sentences = [
    'Rockets hit Camp Taji',
    'The weather in the north stayed mild all day.',
    'Three soldiers died at camp-taji, the army said.',
  ];
  const summary = summarise(anIncident({ reports: [aReport({ sentences })] }), pack);
  assert.equal(summary.quote?.text, sentences[2]);
  assert.equal(summary.quote?.outlet, 'wire');
  assert.equal(summarise(anIncident(), pack).quote, null);
});

test('names come with their translations where the pack has them', () => {
  const actors = [anActor({ id: 'kh', name: 'Kataib Hezbollah', aliases: { en: [], ar: ['كتائب حزب الله'], fa: [] } })];
  const summary = summarise(anIncident({ facts: { actors: [{ actor: 'kh', role: 'agent' }] } }), aPack({ actors }));
  assert.deepEqual(summary.agents, ['Kataib Hezbollah']);
  assert.deepEqual(summary.names['Kataib Hezbollah'], { ar: 'كتائب حزب الله' });
});

test('the fullest incident is summarised within bounds, and alike each time', () => {
  const reports = Array.from({ length: incidentReportsMax }, (_, at) =>
    aReport({ article: `a${at}`, outlet: `outlet-${at}`, killed: at, sentences: Array(50).fill('x'.repeat(5000)) }),
  );
  const incident = anIncident({ reports });
  const summary = summarise(incident, pack);
  assert.deepEqual(summary, summarise(incident, pack));
  assert.ok(JSON.stringify(summary).length < 20_000);
});
