import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from '../../../src/config/load.ts';
import type { Article, Facts, Reason, Report } from '../../../src/model.ts';
import { watched } from '../../../src/pipeline/watch/watched.ts';
import { satisfaction } from '../../../src/pipeline/watch.ts';
import { aWatch } from '../../jobs/support/builders.ts';
import { anArticle, anIncident, aReport } from '../../support/builders.ts';

const { pack } = loadConfig({ env: {} });

interface Told {
  readonly article?: Partial<Article>;
  readonly reports?: readonly Partial<Report>[];
  readonly facts?: Partial<Facts>;
}

function reasonsOf(query: string, { article = {}, reports = [{}], facts = {} }: Told): readonly Reason[] | null {
  const told = reports.map((each, at) => aReport({ article: `r${at}`, title: '', sentences: [], ...each }));
  const newest = anArticle({ id: 'newest', title: '', summary: '', ...article });
  return satisfaction(aWatch({ keywords: [query] }), watched(anIncident({ reports: told, facts }), newest, pack));
}

const holds = (query: string, told: Told): boolean => reasonsOf(query, told) !== null;

const words: readonly [query: string, title: string, found: boolean][] = [
  ['strike', 'Iran strikes base', true],
  ['strike', 'A base was struck', true],
  ['struck', 'Striking a base', true],
  ['=struck', 'A base was struck', true],
  ['=struck', 'Iran strikes base', false],
  ['=strike', 'Strikes on a base', false],
  ['die', 'Two soldiers died', true],
  ['man', 'Armed men attacked', true],
  ['new', 'News of an attack', false],
  ['news', 'The news', true],
  ['="the strike"', 'After the strike', true],
  ['="the strike"', 'After the strikes', false],
  ['"the strike"', 'After the strikes', true],
  ['drone*', 'Dronemaker sanctioned', true],
  ['drone', 'Dronemaker sanctioned', false],
  ['"camp ta*"', 'Rockets hit Camp Taji', true],
  ['rocket NEAR/2 embassy', 'Rockets fell near the embassy', false],
  ['rocket NEAR/3 embassy', 'Rockets fell near the embassy', true],
  ['embassy NEAR/3 rocket', 'Rockets fell near the embassy', true],
  ['rocket NEAR/5 rocket', 'One rocket fell', false],
  ['rocket NEAR/5 rocket', 'A rocket followed another rocket', true],
  ['rocket NEAR/1 fell NEAR/1 embassy', 'Rockets fell at the embassy', false],
  ['rocket NEAR/1 fell NEAR/2 embassy', 'Rockets fell at the embassy', true],
  ['(rocket OR "small drone") NEAR/1 (base OR embassy)', 'A small drone hit base', true],
  ['rocket NOT football', 'Rockets at a football match', false],
  ['rocket -football', 'Rockets at a base', true],
  ['NOT football', 'Rockets at a base', true],
  ['"kataib hezbollah"', 'بيان كتائب حزب الله', true],
  ['kataib hezbollah', 'بیانیه گردان‌های حزب‌الله', true],
  ["Kata'ib Hizballah", 'Kataib Hezbollah said', true],
  ['كتائب حزب الله', 'Kataib Hezbollah said', true],
  ['="kataib hezbollah"', 'بيان كتائب حزب الله', false],
  ['موشک\u200cها', 'شلیک موشک\u200cها به پایگاه', true],
  ['موشک ها', 'شلیک موشک\u200cها به پایگاه', true],
  ['"شلیک موشک ها به پایگاه"', 'شلیک موشک ها به پایگاه', true],
  ['حمله\u200cای', 'حمله\u200cای به پایگاه', true],
  ['green zone', 'سقوط صاروخ على المنطقة الخضراء', true],
  ['green zone NEAR/3 صاروخ', 'سقوط صاروخ على المنطقة الخضراء', true],
  ['kataib', 'كتائب حزب الله', false],
  ['Asaib', 'A man named Aah', false],
  ['AAH', 'AAH said', true],
  ['AAH', 'بيان عصائب أهل الحق', true],
];

for (const [query, title, found] of words) {
  test(`‘${query}’ ${found ? 'is found' : 'is not found'} in ‘${title}’`, () => {
    assert.equal(holds(query, { article: { title } }), found);
  });
}

test('a phrase does not run from the headline into the text, and NEAR counts the step between as a word', () => {
  const article = { title: 'They left the depot', summary: 'Gates were shut' };
  assert.ok(!holds('"depot gate"', { article }));
  assert.ok(!holds('depot NEAR/0 gate', { article }));
  assert.ok(holds('depot NEAR/1 gate', { article }));
});

test('words must all stand in one text, and what must not stand concerns that text alone', () => {
  const reports = [{ sentences: ['A rocket fell.'] }, { sentences: ['An embassy is closed for football.'] }];
  assert.ok(!holds('rocket AND embassy', { reports }));
  assert.ok(holds('rocket NOT football', { reports }));
  assert.ok(!holds('embassy NOT football', { reports }));
});

test('of the newest article the whole text counts, not its report as well', () => {
  const reports = [{ article: 'newest', sentences: ['A rocket fell.'] }];
  const article = { title: 'A rocket fell.', content: 'It fell after the football match.' };
  assert.ok(!holds('rocket NOT football', { reports, article }));
});

test('language, outlet and tier are those of the text that has the words', () => {
  const reports = [
    { outlet: 'reuters', language: 'en' as const, sentences: ['A rocket fell.'] },
    { outlet: 'al-mayadeen', language: 'ar' as const, sentences: ['سقوط طائرة'] },
  ];
  assert.ok(holds('rocket outlet:reuters lang:en tier:1', { reports }));
  assert.ok(!holds('rocket lang:ar', { reports }));
  assert.ok(holds('طائرة lang:ar', { reports }));
  assert.ok(!holds('rocket tier>=2', { reports }));
});

const facts: Partial<Facts> = {
  severity: 'high',
  place: 'green-zone',
  actors: [{ actor: 'abu-fadak', role: 'agent' }],
  eventType: 'missile-attack',
  killed: 3,
  wounded: null,
};
const fields: readonly [query: string, holds: boolean][] = [
  ['actor:abu-fadak', true],
  ['actor:kataib-hezbollah', true],
  ['actor:"Popular Mobilization Forces"', true],
  ['actor:us-government', false],
  ['place:iraq', true],
  ['place:camp-taji', false],
  ['type:missile-attack', true],
  ['type:"Shelling/artillery/missile attack"', true],
  ['type:threat', false],
  ['side:iran', true],
  ['side:us', true],
  ['side:israel', false],
  ['severity>=high', true],
  ['severity>high', false],
  ['severity:high', true],
  ['severity<critical', true],
  ['killed>2', true],
  ['killed<=2', false],
  ['killed:3', true],
  ['wounded>0', false],
  ['wounded<5', false],
  ['NOT wounded>0', true],
];
for (const [query, isHeld] of fields) {
  test(`‘${query}’ ${isHeld ? 'holds' : 'does not hold'} of the incident`, () => {
    assert.equal(holds(query, { facts }), isHeld);
  });
}

const reasons: readonly [query: string, detail: string][] = [
  ['rocket NEAR/5 embassy', '“rocket NEAR/5 embassy”: Rockets … embassy'],
  ['green zone', '“green zone”: Green Zone'],
  ['killed>2 rocket', '“killed>2 rocket”: Rockets, killed>2'],
  ['NOT football', '“NOT football”'],
  ['drone OR us embassy', '“drone OR us embassy”: U.S. embassy'],
];
for (const [query, detail] of reasons) {
  test(`the reason names what of ‘${query}’ was found`, () => {
    const article = { title: 'Rockets near the U.S. embassy in the Green Zone' };
    assert.deepEqual(reasonsOf(query, { article, facts }), [{ code: 'watch-keyword', detail }]);
  });
}
