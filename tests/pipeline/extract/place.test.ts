import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Article } from '../../../src/model.ts';
import { reportOf } from './reading.ts';

type Row = readonly [place: string | null, title: string, summary: string, language?: Article['language']];

function assertPlaces(table: readonly Row[]): void {
  for (const [place, title, summary, language = 'en'] of table)
    assert.equal(reportOf(title, summary, { language }).place, place, title);
}

test('districts, crossings and bases are known by their names in three languages', () => {
  assertPlaces([
    ['adhamiya', 'Rocket hits house in Baghdad', 'A rocket meant for US troops fell in Adhamiyah on Thursday.'],
    ['jraishan', 'Bomb hits US supply convoy at Iraq-Kuwait border', 'It went off on Thursday, police said.'],
    ['trebil-crossing', 'US convoy attacked in western Iraq', 'A bomb struck US trucks near Trebil on Thursday.'],
    ['qasrak', 'انفجار في قاعدة قسرك التي تضم قوات أميركية', 'هاجمت طائرة مسيرة القاعدة فجر الخميس.', 'ar'],
    [
      'harir-base',
      'حمله پهپادی به پایگاه آمریکایی حریر',
      'پهپادها بامداد پنجشنبه پایگاه حریر را هدف قرار دادند.',
      'fa',
    ],
  ]);
});

test('a word that is also a name of a town is no town', () => {
  assertPlaces([
    ['camp-taji', 'Rockets Hit Iraq Base Used by US Troops', 'Three rockets fell on Camp Taji on Thursday.'],
    ['camp-taji', 'صواريخ على معسكر التاجي', 'أفاد مصدر بأنه لم تقع إصابات في صفوف القوات الأميركية.', 'ar'],
  ]);
});

test('somebody is arrested where he is taken, not where he is said to have struck', () => {
  assertPlaces([
    [
      'basra',
      'Iraqi police arrest militia man over rockets at US base',
      'He was detained on Thursday in Basra on suspicion of firing rockets at Ain al-Asad base.',
    ],
  ]);
});

test('an officer in the capital who tells of a raid elsewhere is not its place', () => {
  assertPlaces([
    [
      'mayadin',
      'US raid in Syria kills militia fighters',
      'Officials in Baghdad said American planes bombed a depot near Mayadin, in reply to rockets on Erbil.',
    ],
  ]);
});

test('where a launcher stood is no place of the attack', () => {
  assertPlaces([
    ['green-zone', 'Rockets hit Green Zone', 'They were launched from Dora on Thursday, the Iraqi military said.'],
    ['us-embassy-baghdad', 'صواريخ تستهدف السفارة الأميركية', 'قال الجيش إنها أطلقت من جهة الدورة.', 'ar'],
  ]);
});

test('words of answer are told at the seat of whom they answer, an agreement where it was made', () => {
  assertPlaces([
    ['washington', 'Zarif replies to Biden', 'He said the US threats to strike Iran would fail.'],
    [
      'washington',
      'US and Iraq agree to end combat mission',
      'Biden and the prime minister met at the White House on Monday.',
    ],
  ]);
});

test('of an answer the place is that of the answer, never that of the attack before it', () => {
  assertPlaces([
    [
      'iraq',
      'US strikes three sites of militia in Iraq',
      'It came after several attacks, including one on Harir base on Monday.',
    ],
    [
      'hillah',
      'One dead in American bombing of Babil',
      'Planes hit Hilla on Thursday. Iraq condemned it. So it did the attack in Erbil.',
    ],
  ]);
});

test('a government that acts is no town, and the first of two towns is the place', () => {
  assertPlaces([
    [
      'erbil',
      'Iran hit with protest over missiles on Erbil',
      'Missiles hit Erbil on Thursday. Baghdad summoned the envoy of Tehran.',
    ],
    ['tal-afar', 'قصف أميركي على تلعفر وسنجار', 'استهدفت طائرات أميركية مقرا للحشد الشعبي فجر الخميس.', 'ar'],
  ]);
});

test('a town is no part of the town that its province is called after', () => {
  assertPlaces([
    ['erbil', 'Drone shot down over Erbil near US consulate', 'It fell on Thursday beside the road to Koya.'],
  ]);
});

test('who answers a warning is placed where the warning came from', () => {
  assertPlaces([['washington', 'پاسخ عراقچی به هشدار ترامپ', 'عراقچی گفت تهدید آمریکا علیه ایران بی‌اثر است.', 'fa']]);
});
