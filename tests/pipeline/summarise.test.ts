import assert from 'node:assert/strict';
import { test } from 'node:test';
import { incidentReportsMax } from '../../src/model.ts';
import { summarise } from '../../src/pipeline/summarise.ts';
import { anActor, anIncident, aPack, aReport, hourMs, noon } from '../support/builders.ts';

const pack = aPack();

const actors = (agent: string, target: string) => [
  { actor: agent, role: 'agent' as const },
  { actor: target, role: 'target' as const },
];

test('a report that turns the direction round, against two others, says nothing of the sides', () => {
  const incident = anIncident({
    reports: [
      aReport({ actors: actors('kataib-hezbollah', 'us-forces') }),
      aReport({ article: 'b', outlet: 'daily', actors: actors('kataib-hezbollah', 'us-forces') }),
      aReport({ article: 'c', outlet: 'state-tv', actors: actors('us-forces', 'kataib-hezbollah') }),
    ],
  });
  const { agents, targets, statements } = summarise(incident, pack);
  assert.deepEqual([agents, targets], [['kataib-hezbollah'], ['us-forces']]);
  const told = statements.filter(({ said }) => said?.what === 'agent' || said?.what === 'target');
  assert.deepEqual(
    told.map(({ text, outlets }) => [text, outlets.map(({ name }) => name)]),
    [
      ['kataib-hezbollah', ['wire', 'daily']],
      ['us-forces', ['wire', 'daily']],
    ],
  );
});

test('where two reports turn the direction round and nobody decides, the sides are left open', () => {
  const reports = [
    aReport({ actors: actors('kataib-hezbollah', 'us-forces') }),
    aReport({ article: 'b', outlet: 'daily', actors: actors('us-forces', 'kataib-hezbollah') }),
  ];
  const { agents, targets } = summarise(anIncident({ reports }), pack);
  assert.deepEqual([agents, targets], [[], []]);
});

test('one attack has one direction: the other camp is neither among those who act nor among those who are hit', () => {
  const both = aReport({
    actors: [
      { actor: 'us-forces', role: 'target' },
      { actor: 'iraqi-forces', role: 'target' },
      { actor: 'kataib-hezbollah', role: 'target' },
    ],
  });
  assert.deepEqual(summarise(anIncident({ reports: [both] }), pack).targets, ['us-forces', 'iraqi-forces']);
});

test('who speaks of an attack did not do it; who speaks a threat did', () => {
  const said = [{ actor: 'us-government', role: 'speaker' as const }];
  const attack = anIncident({ reports: [aReport({ actors: said })] });
  assert.deepEqual(summarise(attack, pack).agents, []);
  const report = aReport({ actors: said, subEvent: 'Threat or ultimatum', eventType: 'threat', stage: 'threatened' });
  const threat = anIncident({ reports: [report], facts: { subEvent: 'Threat or ultimatum', eventType: 'threat' } });
  assert.deepEqual(summarise(threat, pack).agents, ['us-government']);
});

test('an answer is told as such, and gives the event neither its place nor its day', () => {
  const answer = aReport({
    article: 'b',
    outlet: 'daily',
    development: 'reaction',
    place: 'washington',
    days: { from: '2020-04-02', to: '2020-04-02' },
    actors: [{ actor: 'us-government', role: 'speaker' }],
  });
  const { statements } = summarise(anIncident({ reports: [aReport(), answer] }), pack);
  const of = (what: string) => statements.filter(({ said }) => said?.what === what).map(({ text }) => text);
  assert.deepEqual(of('reaction'), ['Reaction from us-government']);
  assert.deepEqual([of('place'), of('day')], [['camp-taji, iraq'], ['1 April 2020']]);
});

test('a group that the pack does not list is shown by its name, marked, in each language', () => {
  const report = aReport({ actors: actors('unlisted:Saraya al-Example', 'us-forces') });
  const { agents, names } = summarise(anIncident({ reports: [report] }), pack);
  assert.deepEqual(agents, ['Saraya al-Example (unlisted)']);
  assert.deepEqual(names['Saraya al-Example (unlisted)'], {
    ar: 'Saraya al-Example (غير مدرج)',
    fa: 'Saraya al-Example (خارج از فهرست)',
  });
});

test('each figure stands with the outlets whose newest word it is, the one held true first', () => {
  const { killed } = summarise(
    anIncident({
      reports: [
        aReport({ killed: 2 }),
        aReport({ article: 'b', outlet: 'wire', publishedAt: noon + hourMs, killed: 3 }),
        aReport({ article: 'c', outlet: 'daily', publishedAt: noon + hourMs, killed: 3 }),
        aReport({ article: 'd', outlet: 'state-tv', publishedAt: noon + 2 * hourMs, killed: 80 }),
      ],
      facts: { killed: 3 },
    }),
    pack,
  );
  assert.deepEqual(
    killed.map(({ text, outlets }) => [text, outlets.map(({ name }) => name)]),
    [
      ['3', ['wire', 'daily']],
      ['80', ['state-tv']],
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
  assert.ok(told.includes('kataib-hezbollah blamed by us-government (wire)'));
  assert.ok(told.includes('Denied by kataib-hezbollah (daily)'));
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
    reports: [
      aReport({ killed: 2, wounded: 12, actors: actors('kataib-hezbollah', 'us-forces') }),
      aReport({ article: 'b', outlet: 'daily', killed: 3 }),
    ],
    facts: { killed: 3, wounded: 12 },
  });
  assert.equal(
    summarise(incident, pack).what,
    'Rocket attack at camp-taji, iraq on 1 April 2020. Kataib-hezbollah against us-forces; killed: 3 (figures conflict), wounded: 12.',
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
  const listed = [anActor({ id: 'kh', name: 'Kataib Hezbollah', aliases: { en: [], ar: ['كتائب حزب الله'], fa: [] } })];
  const summary = summarise(
    anIncident({ reports: [aReport({ actors: [{ actor: 'kh', role: 'agent' }] })] }),
    aPack({ actors: listed }),
  );
  assert.deepEqual(summary.agents, ['Kataib Hezbollah']);
  assert.deepEqual(summary.names['Kataib Hezbollah'], { ar: 'كتائب حزب الله' });
});

test('a place is told with the city and the country around it, in each language what its own name leaves out', () => {
  const inArabic = (name: string) => ({ en: [], ar: [name], fa: [] });
  const places = aPack().places.map((place) => {
    if (place.id === 'green-zone')
      return { ...place, name: 'Green Zone, baghdad', aliases: inArabic('المنطقة الخضراء') };
    if (place.id === 'baghdad') return { ...place, aliases: inArabic('بغداد') };
    return place.id === 'iraq' ? { ...place, aliases: inArabic('العراق') } : place;
  });
  const incident = anIncident({ facts: { place: 'green-zone' } });
  const { place, names } = summarise(incident, aPack({ places }));
  assert.equal(place?.name, 'Green Zone, baghdad, iraq');
  assert.deepEqual(names[place?.name ?? ''], { ar: 'المنطقة الخضراء، بغداد، العراق' });
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
