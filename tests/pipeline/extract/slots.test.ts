import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Article } from '../../../src/model.ts';
import { reportOf } from './reading.ts';

test('the day is told against the publication in the time of the place', () => {
  // Published on Thursday 8 July 2021 at noon in Baghdad.
  const table: readonly (readonly [summary: string, day: string, language?: Article['language']])[] = [
    ['Rockets hit the Ain al-Asad base late on Tuesday, officials said.', '2021-07-06'],
    ['Rockets hit the Ain al-Asad base on Thursday.', '2021-07-08'],
    ['Rockets hit the Ain al-Asad base yesterday.', '2021-07-07'],
    ["A guard was hurt by Tuesday's rockets at the Ain al-Asad base.", '2021-07-06'],
    ['Rockets hit the Ain al-Asad base on July 5.', '2021-07-05'],
    ['Rockets hit the Ain al-Asad base on 5th July.', '2021-07-05'],
    ['Rockets hit the Ain al-Asad base two days ago.', '2021-07-06'],
    ['Rockets hit the Ain al-Asad base on Dec. 27.', '2020-12-27'],
    ['Rockets hit the Ain al-Asad base overnight.', '2021-07-08'],
    ['سقطت صواريخ على قاعدة عين الأسد مساء الأربعاء.', '2021-07-07', 'ar'],
    ['سقطت صواريخ على قاعدة عين الأسد أمس.', '2021-07-07', 'ar'],
    ['سقطت صواريخ على قاعدة عين الأسد في 5 تموز.', '2021-07-05', 'ar'],
    ['شامگاه سه‌شنبه چند راکت به پایگاه عین الاسد اصابت کرد.', '2021-07-06', 'fa'],
    ['دیروز چند راکت به پایگاه عین الاسد اصابت کرد.', '2021-07-07', 'fa'],
    ['Rockets hit the Ain al-Asad base last night.', '2021-07-07'],
    ['سقطت صواريخ على قاعدة عين الأسد بعد منتصف ليل الثلاثاء الأربعاء.', '2021-07-07', 'ar'],
    ['شب گذشته چند راکت به پایگاه عین الاسد اصابت کرد.', '2021-07-07', 'fa'],
    ['۱۵ تیر چند راکت به پایگاه عین الاسد اصابت کرد.', '2021-07-06', 'fa'],
  ];
  for (const [summary, day, language = 'en'] of table) {
    assert.equal(reportOf('Rockets', summary, { language }).days?.to, day, summary);
  }
});

test('the day of the saying is not taken for that of the deed', () => {
  const said = reportOf(
    'Rockets hit Ain al-Asad base',
    'Rockets landed inside the base, state media said on Wednesday.',
  );
  assert.deepEqual(said.days, { from: '2021-07-06', to: '2021-07-07' });
  const claim =
    'The group on Wednesday claimed the rockets that were fired at the US embassy in Baghdad the night before.';
  assert.equal(reportOf('Ashab al-Kahf claims attack on US embassy', claim).days?.to, '2021-07-06');
});

test('an American strike told on a Washington evening falls on the next day where it hits', () => {
  const title = 'US strikes Kataib Hezbollah depots in Anbar';
  const evening = { publishedAt: Date.parse('2021-07-08T01:30:00Z') };
  const told = reportOf(title, 'US jets bombed two depots near al-Qaim on Wednesday, the Pentagon said.', evening);
  assert.equal(told.days?.to, '2021-07-08');
});

test('a time that is to come or long past is not the day of the event', () => {
  const deadline = 'Kataib Hezbollah warned Iraqi forces to stay away from US bases starting on Sunday.';
  assert.equal(reportOf('Kataib Hezbollah warns of attacks on US bases', deadline).days?.to, '2021-07-08');
  const recalled = 'Rockets hit the Taji base on Wednesday. On 12 June a contractor died there.';
  assert.equal(reportOf('Rockets hit Taji base', recalled).days?.to, '2021-07-07');
});

test('killed and wounded are those of the main event, as stated', () => {
  const table: readonly (readonly [
    summary: string,
    killed: number | null,
    wounded: number | null,
    Article['language']?,
  ])[] = [
    ['Rockets hit the base, killing two soldiers and wounding at least five.', 2, 5],
    ['Six fighters were wounded when rockets hit the base.', null, 6],
    ['Two Americans and a Briton were killed when rockets hit the base.', 3, null],
    ['Three soldiers, two policemen and a civilian were killed by rockets.', 6, null],
    ['Rockets killed an American contractor at the base.', 1, null],
    ['Rockets hit the base. There were no casualties.', 0, 0],
    ['Rockets hit the base. There was no immediate word on casualties.', null, null],
    ['Rockets hit the base. Several soldiers were hurt.', null, null],
    ['Rockets hit the base. In March a rocket killed three people there.', null, null],
    ['Rockets hit the base, killing a contractor and injuring five guards and one soldier.', 1, 6],
    ['Rockets hit the base. There were no injuries. In those days four men were killed at the border.', null, 0],
    ['Rockets hit the base, hurting two guards. No one was killed.', 0, 2],
    ['Rockets hit the base. No Americans were killed or injured.', 0, 0],
    ['Rockets hit the base. There were no injuries at any US facility. One civilian was wounded.', null, 1],
    ['Rockets killed a guard at the base. Six people lost their lives in all.', 6, null],
    ['Rockets hit the base. A US citizen is among those killed.', null, null],
    ['Rockets hit the base. It came after a strike on a convoy, in which four fighters were killed.', null, null],
    ['Rockets hit the base: one contractor killed, six troops wounded.', 1, 6],
    ['Rockets hit the base. One of the drivers wounded this morning has died.', null, null],
    ['As many as 40 were hurt when a drone reached Tower 22.', null, 40],
    ['قصف القاعدة أدى إلى سقوط 16 شهيدا و25 جريحا.', 16, 25, 'ar'],
    ['Rockets killed a guard at the base and lightly wounded some troops.', 1, null],
    ['سقطت صواريخ على القاعدة ما أسفر عن إصابة ثلاثة من عناصر التحالف وجنديين عراقيين.', null, 5, 'ar'],
    ['سقطت صواريخ على القاعدة، ما أدى إلى إصابة مدني واحد دون سقوط قتلى.', 0, 1, 'ar'],
    ['Twenty-one rockets hit the base; one of its guards died.', 1, null],
    ['سقطت صواريخ على القاعدة دون وقوع خسائر.', 0, 0, 'ar'],
    ['سقطت صواريخ على القاعدة ما أدى إلى مقتل ثلاثة جنود وإصابة خمسة آخرين.', 3, 5, 'ar'],
    ['مقتل متعاقد أميركي بسقوط صواريخ على القاعدة.', 1, null, 'ar'],
    ['چند راکت به پایگاه اصابت کرد و سه نفر کشته و پنج نفر زخمی شدند.', 3, 5, 'fa'],
    ['چند راکت به پایگاه اصابت کرد. این حمله تلفاتی نداشت.', 0, 0, 'fa'],
  ];
  for (const [summary, killed, wounded, language = 'en'] of table) {
    const report = reportOf('', summary, { language });
    assert.deepEqual([report.killed, report.wounded], [killed, wounded], summary);
  }
});

test('the place is that of the event, not of the writer or of an earlier event', () => {
  const table: readonly (readonly [title: string, summary: string, place: string])[] = [
    ['Rockets hit Iraqi base', 'ERBIL (Agency) - Rockets hit the Ain al-Asad base on Wednesday.', 'ain-al-asad'],
    ['Rockets hit base north of Baghdad', 'Rockets fell on Camp Taji, north of Baghdad.', 'camp-taji'],
    ['Rockets fall in Green Zone', 'Two rockets fell in the Green Zone after an attack on Camp Taji.', 'green-zone'],
    ['Trump warns Iran over Baghdad rockets', 'Donald Trump warned Iran on Wednesday.', 'washington'],
    ['Khamenei vows revenge on United States', 'Ali Khamenei vowed revenge on Wednesday.', 'tehran'],
    [
      'Treasury sanctions Kataib Hezbollah leaders',
      'The US Treasury blacklisted leaders of Kataib Hezbollah.',
      'washington',
    ],
  ];
  for (const [title, summary, place] of table) assert.equal(reportOf(title, summary).place, place, title);
});

test('what lies near a mission is its district; what falls on it is the mission itself', () => {
  const table: readonly (readonly [title: string, place: string, language?: Article['language']])[] = [
    ['Rockets land close to US embassy in Baghdad', 'green-zone'],
    ['Katyusha falls within a kilometre of the US embassy in Baghdad', 'green-zone'],
    ['Rockets fall in Green Zone near US embassy', 'green-zone'],
    ['US embassy in Baghdad struck by rockets', 'us-embassy-baghdad'],
    ['Rocket attack on US embassy in Baghdad', 'us-embassy-baghdad'],
    ['Protesters storm US embassy in Baghdad', 'us-embassy-baghdad'],
    ['US evacuates staff from its embassy in Baghdad', 'baghdad'],
    ['سقوط صاروخ قرب السفارة الأميركية في بغداد', 'green-zone', 'ar'],
    ['صواريخ تستهدف السفارة الأميركية في بغداد', 'us-embassy-baghdad', 'ar'],
    ['اصابت راکت در نزدیکی سفارت آمریکا در بغداد', 'green-zone', 'fa'],
  ];
  for (const [title, place, language = 'en'] of table)
    assert.equal(reportOf(title, '', { language }).place, place, title);
});

test('where it came from, a bearing and a government are not where it happened', () => {
  const table: readonly (readonly [title: string, summary: string, place: string | null])[] = [
    [
      'Drone hits Ain al-Asad base',
      'A drone launched from Syria hit the Ain al-Asad base on Wednesday.',
      'ain-al-asad',
    ],
    ['Rockets hit militia site south of Baghdad', 'Rockets fell near Jurf al-Sakhar on Wednesday.', 'jurf-al-sakhar'],
    ['Rockets hit Green Zone and Camp Taji', 'Both were struck on Wednesday.', 'green-zone'],
    ['Two Americans hurt in rocket attack', 'Tehran denied any part in it.', null],
    [
      'US toll from Ain al-Asad attack rises to nine',
      "Nine soldiers were hurt in last week's attack on the Ain al-Asad base. Two were flown to Germany.",
      'ain-al-asad',
    ],
    ['Khazali threatens US troops', 'Qais al-Khazali warned American forces, speaking at a rally in Basra.', 'basra'],
  ];
  for (const [title, summary, place] of table) assert.equal(reportOf(title, summary).place, place, title);
});

test('Hezbollah alone is Lebanese; Kataib Hezbollah is not', () => {
  const actorsOf = (title: string) => reportOf(title).actors.map((role) => role.actor);
  assert.ok(actorsOf('Kataib Hezbollah fires rockets at US troops in Iraq').includes('kataib-hezbollah'));
  assert.ok(!actorsOf('Kataib Hezbollah fires rockets at US troops in Iraq').includes('lebanese-hezbollah'));
  assert.ok(!actorsOf('Hezbollah fires rockets at US troops in Iraq').includes('kataib-hezbollah'));
});

test('a word in small letters is no acronym', () => {
  assert.ok(!reportOf('Rockets hit base in Iraq, locals tell us').actors.some((role) => role.actor.startsWith('us-')));
});

test('who strikes, who is struck, who speaks and to whom', () => {
  const table: readonly (readonly [
    title: string,
    roles: Readonly<Record<string, string>>,
    language?: Article['language'],
  ])[] = [
    ['US jets bomb Kataib Hezbollah base in Iraq', { 'us-forces': 'agent', 'kataib-hezbollah': 'target' }],
    ['Iran fires missiles at US base in Iraq', { 'iran-government': 'agent', 'us-forces': 'target' }],
    ['Rockets hit base used by US troops in Iraq', { 'us-forces': 'target' }],
    ['Revolutionary Guards shoot down US drone over Gulf', { irgc: 'agent', 'us-forces': 'target' }],
    ['Trump threatens Iran over attacks in Iraq', { 'donald-trump': 'speaker', 'iran-government': 'target' }],
    ["Iraq's Kataib Hezbollah warns US to leave", { 'kataib-hezbollah': 'speaker', 'us-government': 'target' }],
    ['US blames Kataib Hezbollah for attack on base in Iraq', { 'kataib-hezbollah': 'accused' }],
    ['إيران تقصف قاعدة أميركية في العراق', { 'iran-government': 'agent' }, 'ar'],
    ['ترامب يهدد إيران', { 'donald-trump': 'speaker', 'iran-government': 'target' }, 'ar'],
  ];
  for (const [title, roles, language = 'en'] of table) {
    const found = Object.fromEntries(reportOf(title, '', { language }).actors.map(({ actor, role }) => [actor, role]));
    for (const [actor, role] of Object.entries(roles)) assert.equal(found[actor], role, `${actor} in ${title}`);
  }
});
