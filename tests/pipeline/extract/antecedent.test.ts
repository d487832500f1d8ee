import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from '../../../src/config/load.ts';
import type { Antecedent, Article } from '../../../src/model.ts';
import { compilePack, extract } from '../../../src/pipeline/extract.ts';
import { anArticle } from '../../support/builders.ts';

const compiled = compilePack(loadConfig({ env: {} }).pack);
/** Published on Wednesday 1 April 2020. */
const told = (said: Partial<Article>): Antecedent | undefined => extract(anArticle(said), compiled).antecedent;

const answers: readonly [string, Partial<Article>, Partial<Antecedent>][] = [
  [
    'a place',
    {
      title: 'US jets strike Kataib Hezbollah sites in Iraq',
      summary:
        'American warplanes struck five positions of Kataib Hezbollah near Al-Qaim on Wednesday in retaliation for the rocket attack on the K1 base, the Pentagon said.',
    },
    { places: ['k1-base'], people: [], days: null },
  ],
  [
    'a day, a land and the dead',
    {
      title: 'US begins strikes on militias in Iraq',
      summary:
        "US forces bombed militia positions in Al-Qaim on Wednesday in response to Sunday's drone attack that killed three American soldiers in Jordan.",
    },
    { places: ['jordan'], days: { from: '2020-03-29', to: '2020-03-29' }, killed: 3 },
  ],
  [
    'a person, in Arabic',
    {
      language: 'ar',
      title: 'إيران تقصف قاعدة عين الأسد في العراق',
      summary: 'أطلقت إيران صواريخ على قاعدة عين الأسد فجر الأربعاء ردا على مقتل قائد فيلق القدس قاسم سليماني.',
    },
    { people: ['qasem-soleimani'] },
  ],
  [
    'a person, in Persian',
    {
      language: 'fa',
      title: 'حمله موشکی سپاه به پایگاه عین‌الاسد',
      summary:
        'سپاه پاسداران بامداد چهارشنبه در پاسخ به ترور سردار قاسم سلیمانی پایگاه آمریکایی عین الاسد را با موشک هدف قرار داد.',
    },
    { people: ['qasem-soleimani'] },
  ],
];
for (const [what, said, expected] of answers)
  test(`an article says what its event answers: ${what}`, () => {
    const antecedent = told(said);
    assert.equal(antecedent?.isAnswered, true);
    assert.deepEqual({ ...antecedent, ...expected }, antecedent);
  });

test('what a headline says to have come before is no more than that', () => {
  const antecedent = told({ title: 'Pentagon sends troops to Kuwait after Baghdad embassy attack', summary: '' });
  assert.equal(antecedent?.isAnswered, false);
});

const nothing: readonly [string, string][] = [
  ['many deeds', 'US jets struck Kataib Hezbollah on Wednesday in response to repeated attacks on bases in Baghdad.'],
  ['nobody and nowhere', 'US jets struck Kataib Hezbollah in Al-Qaim on Wednesday in response to the attack.'],
  ['no deed', 'US jets struck Kataib Hezbollah in Al-Qaim on Wednesday in response to a request of Baghdad.'],
  [
    'a denial',
    'US jets struck Kataib Hezbollah on Wednesday, but not in response to the rocket attack on the K1 base.',
  ],
  [
    'an earlier answer',
    "Rockets hit Baghdad's Green Zone on Wednesday. Last week the US bombed militias in Syria in response to the attack on the K1 base.",
  ],
];
for (const [what, summary] of nothing)
  test(`nothing is taken to be answered where the words tell of ${what}`, () => {
    assert.equal(told({ title: 'US jets strike militia in Iraq', summary })?.isAnswered ?? false, false);
  });
