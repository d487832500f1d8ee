import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Article, Report } from '../../../src/model.ts';
import { reportOf } from './reading.ts';

/** `-` stands for an actor that is no party. */
type Row = readonly [title: string, roles: Readonly<Record<string, string>>, language?: Article['language']];

function areCast(rows: readonly Row[]): void {
  const wrong: string[] = [];
  for (const [title, roles, language = 'en'] of rows) {
    const found = Object.fromEntries(reportOf(title, '', { language }).actors.map(({ actor, role }) => [actor, role]));
    for (const [actor, role] of Object.entries(roles))
      if ((found[actor] ?? '-') !== role) wrong.push(`${title}: ${actor} is ${found[actor] ?? '-'}, not ${role}`);
  }
  assert.deepEqual(wrong, []);
}

const partsOf = (report: Report): Record<string, string> =>
  Object.fromEntries(report.actors.map(({ actor, role }) => [actor, role]));

const agents = (title: string, language: Article['language'] = 'en'): string[] =>
  reportOf(title, '', { language })
    .actors.filter(({ role }) => role === 'agent')
    .map(({ actor }) => actor);

test('who is inside a place that is struck is struck, and strikes nobody', () => {
  areCast([
    ['Iraqi air base housing American soldiers shelled overnight', { 'us-forces': 'target' }],
    ['Camp used by US troops bombed near Mosul', { 'us-forces': 'target' }],
    ['Base in Iraq where US forces are stationed attacked again', { 'us-forces': 'target' }],
    ['Airport compound shared with US soldiers hit by mortars in Iraq', { 'us-forces': 'target' }],
    ['Army post in Anbar, home to US troops, targeted with drones', { 'us-forces': 'target' }],
    ['سقوط قذائف على معسكر عراقي يضم قوات أميركية', { 'us-forces': 'target' }, 'ar'],
    ['استهداف قاعدة تستضيف جنودا أميركيين في نينوى', { 'us-forces': 'target' }, 'ar'],
    ['اصابت راکت به پایگاه محل استقرار نظامیان آمریکایی در عراق', { 'us-forces': 'target' }, 'fa'],
  ]);
});

test('who claims an attack that the headline reports has claimed it, who denies it denied it, and neither is its target', () => {
  const told = (text: string) =>
    partsOf(reportOf('Rockets hit Ain al-Asad base hosting US troops in Iraq', text))['kataib-hezbollah'];
  assert.equal(told('Kataib Hezbollah claimed responsibility for the attack.'), 'claimant');
  assert.equal(told('Nobody was hurt, police said. Kataib Hezbollah claimed the attack in a statement.'), 'claimant');
  assert.equal(told('The attack was claimed by Kataib Hezbollah.'), 'claimant');
  const arabic = reportOf('سقوط صواريخ على قاعدة عين الأسد التي تضم قوات أميركية', 'وتبنت كتائب حزب الله الهجوم.', {
    language: 'ar',
  });
  assert.equal(partsOf(arabic)['kataib-hezbollah'], 'claimant');
  assert.equal(told('Kataib Hezbollah denied that it claimed responsibility.'), 'denier');
  assert.equal(told('Kataib Hezbollah denied any involvement in the attack.'), 'denier');
  assert.equal(told('The attack was denied by Kataib Hezbollah.'), 'denier');
});

test('an ambiguous verb before a preposition, a time or the end is passive; before an object it is active', () => {
  areCast([
    ['US base struck in northern Iraq', { 'us-forces': 'target' }],
    ['US convoy bombed Sunday near Nasiriyah', { 'us-forces': 'target' }],
    ['US soldiers fired on outside Baghdad', { 'us-forces': 'target' }],
    ['Kataib Hezbollah headquarters hit', { 'kataib-hezbollah': 'target' }],
    ['US troops targeted by drones in Erbil', { 'us-forces': 'target' }],
    ['US forces struck militia depots in Anbar', { 'us-forces': 'agent' }],
    ['US forces hit Kataib Hezbollah depot', { 'us-forces': 'agent', 'kataib-hezbollah': 'target' }],
    ['Kataib Hezbollah attacked US soldiers near Balad', { 'kataib-hezbollah': 'agent', 'us-forces': 'target' }],
    ['US convoy hit by Kataib Hezbollah in Iraq', { 'us-forces': 'target', 'kataib-hezbollah': 'agent' }],
  ]);
});

test('an attacker whom nobody names stays unknown', () => {
  const table: readonly (readonly [title: string, language?: Article['language']])[] = [
    ['Rockets hit US base in Iraq'],
    ['Drone strikes American base near Erbil'],
    ['Mortars land near US embassy in Baghdad, Iraqi army says'],
    ['Blast at Iraqi base used by US forces'],
    ['Rocket attack on US embassy in Baghdad'],
    ['صواريخ تستهدف السفارة الأميركية في بغداد', 'ar'],
    ['هجوم بطائرة مسيرة على قاعدة عين الأسد، والجيش العراقي يحقق', 'ar'],
    ['تعرضت السفارة الأميركية في بغداد لهجوم صاروخي', 'ar'],
    ['حمله راکتی به سفارت آمریکا در بغداد', 'fa'],
    ['پایگاه آمریکا در عراق هدف قرار گرفت', 'fa'],
  ];
  for (const [title, language] of table) assert.deepEqual(agents(title, language), [], title);
});

test('whose strike, missiles or drone it is', () => {
  areCast([
    ['US strike on Kataib Hezbollah convoy in Iraq', { 'us-forces': 'agent', 'kataib-hezbollah': 'target' }],
    ["Iran's missile attack on US base in Iraq", { 'iran-government': 'agent', 'us-forces': 'target' }],
    ['Soldiers hurt as Iranian missiles hit US base in Iraq', { 'iran-government': 'agent', 'us-forces': 'target' }],
    ['US drone shot down over Gulf by Revolutionary Guards', { irgc: 'agent' }],
    ['غارة أميركية على مقر كتائب حزب الله', { 'us-forces': 'agent', 'kataib-hezbollah': 'target' }, 'ar'],
    ['هجوم صاروخي إيراني على قاعدة عين الأسد', { 'iran-government': 'agent' }, 'ar'],
    ['حمله موشکی ایران به پایگاه آمریکا در عراق', { 'iran-government': 'agent', 'us-forces': 'target' }, 'fa'],
  ]);
});

test('the verb of an Arabic or Persian sentence finds who strikes and who is struck', () => {
  areCast([
    ['قصفت إيران قاعدة عين الأسد فجرا', { 'iran-government': 'agent' }, 'ar'],
    ['استهدفت كتائب حزب الله قاعدة أميركية', { 'kataib-hezbollah': 'agent', 'us-forces': 'target' }, 'ar'],
    ['استهداف القوات الأميركية من قبل كتائب حزب الله', { 'kataib-hezbollah': 'agent', 'us-forces': 'target' }, 'ar'],
    ['كتائب حزب الله تعلن استهداف قاعدة أميركية', { 'kataib-hezbollah': 'agent', 'us-forces': 'target' }, 'ar'],
    ['القوات الأميركية تقصف كتائب حزب الله', { 'us-forces': 'agent', 'kataib-hezbollah': 'target' }, 'ar'],
    ['سپاه پاسداران پایگاه آمریکا را هدف قرار داد', { irgc: 'agent', 'us-forces': 'target' }, 'fa'],
    ['انهدام پهپاد آمریکایی توسط سپاه پاسداران', { irgc: 'agent', 'us-forces': 'target' }, 'fa'],
    ['پایگاه آمریکا توسط کتائب حزب الله هدف قرار گرفت', { 'us-forces': 'target', 'kataib-hezbollah': 'agent' }, 'fa'],
  ]);
});

test('who tells of an attack is no party of it', () => {
  areCast([
    ['Two rockets land near US embassy in Baghdad, Iraqi military says', { 'iraqi-forces': '-' }],
    ['Iraqi military: rockets land near US embassy in Green Zone', { 'iraqi-forces': '-' }],
    ['Rockets fall in Green Zone, according to Iraqi forces', { 'iraqi-forces': '-' }],
    ['الجيش العراقي: سقوط صاروخ قرب السفارة الأميركية', { 'iraqi-forces': '-' }, 'ar'],
    ['ارتش عراق اعلام کرد دو راکت به منطقه سبز اصابت کرد', { 'iraqi-forces': '-' }, 'fa'],
    ['US military says it destroyed drone over Erbil', { 'us-forces': 'agent' }],
  ]);
});

test('who blames, claims or denies, and who is blamed', () => {
  areCast([
    ['US blames Kataib Hezbollah for rocket attack in Iraq', { 'kataib-hezbollah': 'accused' }],
    ['Trump says Iran will be held responsible for attack on US embassy', { 'iran-government': 'accused' }],
    ['Islamic Resistance in Iraq claims drone attack on US base', { 'islamic-resistance-in-iraq': 'claimant' }],
    ['Suspected drone hits US base in Iraq', { 'us-forces': 'target' }],
    ['Iran behind drone attack on US base in Iraq, Pentagon says', { 'iran-government': 'accused' }],
    ['Kataib Hezbollah claims responsibility for attack on US troops', { 'kataib-hezbollah': 'claimant' }],
    [
      'Kataib Hezbollah denies attack on US embassy in Baghdad',
      { 'kataib-hezbollah': 'denier', 'us-embassy-baghdad': 'target' },
    ],
  ]);
});

test('a threat has a speaker and an addressee, and its own side is no target', () => {
  areCast([
    ['Trump warns Iran over attacks on US troops in Iraq', { 'donald-trump': 'speaker', 'iran-government': 'target' }],
    ['Trump vows sanctions on Iraq if US troops are expelled', { 'donald-trump': 'speaker', 'us-forces': '-' }],
    ['Kataib Hezbollah threatens US troops in Iraq', { 'kataib-hezbollah': 'speaker', 'us-forces': 'target' }],
    ['كتائب حزب الله تهدد القوات الأميركية', { 'kataib-hezbollah': 'speaker', 'us-forces': 'target' }, 'ar'],
    ['ترامپ ایران را تهدید کرد', { 'donald-trump': 'speaker', 'iran-government': 'target' }, 'fa'],
  ]);
});

test('a mission is hit where it stands, and a crowd is one by any name', () => {
  areCast([
    ['Crowd storms Iranian consulate in Basra', { 'iraqi-protesters': 'agent', 'iran-government': 'target' }],
    ['Mob breaks into US embassy in Baghdad', { 'iraqi-protesters': 'agent', 'us-embassy-baghdad': 'target' }],
    ['Rockets fall near US consulate at Basra airport', { 'us-consulate-basra': 'target', 'us-consulate-erbil': '-' }],
  ]);
});

test('a country beside an attack strikes as a subject, and is struck as the object of others', () => {
  areCast([
    ['Iran attacks US base in Iraq', { 'iran-government': 'agent', 'us-forces': 'target' }],
    ['Soldiers wounded in Iran attack on US base', { 'iran-government': 'agent' }],
    ["Senators doubt Trump's Iran strike", { 'iran-government': 'target' }],
    ['The three Iranian sites the US attacked', { 'us-forces': 'agent' }],
    ['Convoy struck amid Israel-Iran war near Iraqi border', { israel: '-', 'iran-government': '-' }],
    ['US bombs Iran nuclear sites', { 'us-forces': 'agent', 'iran-government': 'target' }],
  ]);
});

test('a person of whom no harm is told is not struck', () => {
  areCast([
    ['Drone strike kills Qasem Soleimani in Baghdad', { 'qasem-soleimani': 'target' }],
    ['Trump defends US strike on Kataib Hezbollah', { 'donald-trump': '-', 'us-forces': 'agent' }],
  ]);
});

test('who is at home where it struck is hit, until the day it left', () => {
  const rockets = (publishedAt: string) =>
    reportOf('Rockets hit Camp Taji north of Baghdad', 'Four Katyushas landed inside on Wednesday.', {
      publishedAt: Date.parse(publishedAt),
    });
  assert.deepEqual(partsOf(rockets('2020-06-11T09:00:00Z')), { 'iraqi-forces': 'target', 'us-coalition': 'target' });
  assert.deepEqual(partsOf(rockets('2023-06-08T09:00:00Z')), { 'iraqi-forces': 'target' });
});

test('a commander names his men with him, a president no more than himself', () => {
  const commander = partsOf(reportOf('Akram al-Kaabi threatens US troops in Iraq', 'He spoke on Wednesday.'));
  assert.equal(commander['harakat-al-nujaba'], 'speaker');
  const president = partsOf(reportOf('Trump threatens Iran with new strikes', 'He spoke on Wednesday.'));
  assert.equal(president['us-government'], undefined);
});

test('the office that decides is named where the text says no more than its country', () => {
  const listed = partsOf(reportOf('US lists Kataib Hezbollah leader as global terrorist', 'It did so on Wednesday.'));
  assert.equal(listed['us-state-department'], 'speaker');
  const frozen = partsOf(reportOf('US imposes sanctions on Asaib Ahl al-Haq leader', 'It did so on Wednesday.'));
  assert.equal(frozen['us-treasury'], 'speaker');
});

test('a command that tells of its own deed is a party, an army that tells of an attack is none', () => {
  const downed = reportOf(
    'US forces down Iranian drone near Erbil',
    'It was a threat, Central Command said on Wednesday.',
  );
  assert.equal(partsOf(downed)['us-centcom'], 'speaker');
  const threat = reportOf('Trump warns Iran', 'He threatened strikes, an Iraqi military spokesman told Reuters.');
  assert.equal(partsOf(threat)['iraqi-forces'], undefined);
});

test('the dead on whose day something is done are no party to it', () => {
  const title = 'Drones shot down near US compound on Soleimani anniversary';
  const text = 'It was the anniversary of the US strike that killed Iranian general Qassim Soleimani in Baghdad.';
  assert.equal(
    partsOf(reportOf(title, `Two drones were shot down on Wednesday near Baghdad. ${text}`))['qasem-soleimani'],
    undefined,
  );
});

test('a government that condemns a strike is heard', () => {
  const report = reportOf(
    'Iraq condemns US strikes on its soil',
    'The Iraqi government denounced the raids on Wednesday.',
  );
  assert.equal(partsOf(report)['iraq-government'], 'speaker');
});

test('the Guards and militias that tell of an attack claim it', () => {
  const told = reportOf(
    'IRGC: spy base in Erbil destroyed by missiles',
    'Missiles hit a site in Erbil, Iraq, on Wednesday.',
  );
  assert.equal(partsOf(told).irgc, 'claimant');
});

test('whose troops were attacked is no party to the arrest, and a mission that is to close is one to the threat', () => {
  const arrest = reportOf(
    'Iraq arrests militia commander',
    'He is held over attacks on a base with US troops, officials said.',
  );
  assert.equal(partsOf(arrest)['us-forces'], undefined);
  const closing = reportOf(
    'US threatens Iraq to close embassy in Baghdad',
    'Pompeo warned that the US embassy will be shut.',
  );
  assert.equal(partsOf(closing)['us-embassy-baghdad'], 'target');
});
