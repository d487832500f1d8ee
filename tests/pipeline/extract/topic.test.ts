import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Article } from '../../../src/model.ts';
import { reportOf } from './reading.ts';

type Row = readonly [title: string, relevance: string, summary?: string, language?: Article['language']];

function assertAll(table: readonly Row[]): void {
  for (const [title, relevance, summary = '', language = 'en'] of table)
    assert.equal(reportOf(title, summary, { language }).relevance, relevance, title);
}

test('what the Islamic State does, and a raid on it outside Iraq, is another war', () => {
  assertAll([
    ['Daesh gunmen kill five PMF fighters near Hawija', 'off-topic', 'US aircraft flew over the area on Thursday.'],
    ['Two suicide bombers kill 20 in Baghdad', 'off-topic', 'The Iraqi government and the US embassy condemned it.'],
    [
      'US special forces raid kills ISIS chief in Idlib',
      'off-topic',
      'The Iraqi-born man died on Thursday, Biden said.',
    ],
    [
      'US air strike kills Kataib Hezbollah commander in Baghdad',
      'event',
      'He had fought ISIS, his men said on Thursday.',
    ],
    ['داعش يهاجم نقطة للبيشمركة قرب كركوك ويقتل ثلاثة', 'off-topic', 'أدانت السفارة الأميركية الهجوم.', 'ar'],
  ]);
});

test('a rocket that is launched at no one is no attack', () => {
  assertAll([
    [
      'Iran launches rocket with satellite into orbit',
      'off-topic',
      'Washington voiced concern about the launch of the missile.',
    ],
    ['Iran test-fires ballistic missile as US looks on', 'off-topic', 'The missile flew 900 km.'],
    ['Iran fires ballistic missiles at US base in Iraq', 'event', 'The missiles hit Ain al-Asad on Thursday.'],
    ['إيران تطلق صاروخا إلى الفضاء يحمل قمرا صناعيا', 'off-topic', 'انتقدت واشنطن الإطلاق.', 'ar'],
  ]);
});

test('Iran that puts Americans on its list acts itself; sanctions on a trade are another topic', () => {
  assertAll([
    ['Iran sanctions 20 American officers', 'event', 'The foreign ministry in Tehran named them on Thursday.'],
    ['US imposes sanctions on Iran petrochemical trade', 'off-topic', 'The Treasury named six firms on Thursday.'],
  ]);
});

test('an exercise is no attack, and a view told as one’s own is no news', () => {
  assertAll([
    ['US soldiers train for rocket attacks in Iraq', 'background', 'Sirens wail as rockets hit the camp on Thursday.'],
    [
      'Iran Guards hit mock US carrier in war game',
      'background',
      'Missiles struck the target in the strait on Thursday.',
    ],
    ['Bombing the militias in Iraq would help Iran', 'background', 'US air strikes hit Kataib Hezbollah on Thursday.'],
    ['A US retreat from Iraq would be a gift', 'background', 'Iran threatened the US embassy on Thursday.'],
    ['US must close our embassy in Baghdad', 'background', 'Rockets hit the embassy on Thursday.'],
    [
      '"We fired the rockets at US embassy", Iraqi militia says',
      'event',
      'Rockets hit the embassy in Baghdad on Thursday.',
    ],
  ]);
});

test('a bare headline of a strike is news, whatever is looked at', () => {
  assertAll([
    ['WATCH: Rockets hit US embassy in Baghdad', 'event'],
    [
      'Ten rockets land in Ain al-Asad',
      'event',
      'The coalition said US troops are unhurt. A launcher was found in a lorry.',
    ],
  ]);
});

test('American soldiers harmed in the neighbourhood are ours, whoever did it; what they do to others is not', () => {
  assertAll([
    ['Two American soldiers wounded in drone attack in Kuwait', 'event', 'The drone hit a camp on Thursday.'],
    [
      'Rocket attack on outpost in Jordan leaves US troops dead',
      'event',
      'It came at night, officials said on Thursday.',
    ],
    ['US troops kill smuggler in Syria', 'off-topic', 'The raid took place in Raqqa on Thursday.'],
    ['Gunmen kill doctor in Basra', 'off-topic', 'He was shot dead on Thursday. The US embassy condemned the killing.'],
  ]);
});

test('a vote in Baghdad is ours where it is about foreigners', () => {
  assertAll([
    ['Iraqi parliament votes on budget law', 'off-topic', 'Parties close to Iran backed it in Baghdad on Thursday.'],
    ['Iraqi parliament votes to expel US troops', 'event', 'Lawmakers in Baghdad voted on Thursday.'],
  ]);
});

test('an attack that harms a base is told, and brings nothing about', () => {
  assertAll([
    ['Drone attack rattles US base in Iraq', 'event', 'A drone hit Harir base on Thursday.'],
    ['Iraq Advisory - Do Not Travel', 'event', 'The US ordered embassy staff to leave Baghdad on Thursday.'],
    [
      'US strikes militia in Iraq; Gaza bombed',
      'background',
      'These were the updates on Thursday. This live page is closed.',
    ],
  ]);
});
