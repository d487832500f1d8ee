import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Article, Report } from '../../src/model.ts';
import { extract } from '../../src/pipeline/extract.ts';
import { anArticle, compiled, reportOf } from './extract/reading.ts';

type Row = readonly [title: string, summary: string, language?: Article['language']];

function judgedAs(relevance: Report['relevance'], rows: readonly Row[]): void {
  for (const [title, summary, language = 'en'] of rows) {
    const report = reportOf(title, summary, { language });
    assert.equal(
      report.relevance,
      relevance,
      `${title}: ${report.reasons.map((reason) => `${reason.code} ${reason.detail}`).join('; ')}`,
    );
  }
}

test('a specific, recent event between two of the three sides is an event', () => {
  judgedAs('event', [
    [
      'Rockets strike Iraqi base that hosts US troops',
      'Five rockets hit the Ain al-Asad base on Wednesday, the Iraqi military said.',
    ],
    [
      'Drone hits camp of American soldiers near Erbil airport',
      'A drone carrying explosives hit the camp on Wednesday night.',
    ],
    [
      'US jets bomb Kataib Hezbollah depots in western Iraq',
      'The Pentagon said the strikes were carried out on Wednesday.',
    ],
    ['Crowd storms US embassy in Baghdad', 'Hundreds of protesters stormed the compound on Wednesday.'],
    ['Trump threatens Iran with strikes if Americans are killed', 'The president issued the warning on Wednesday.'],
    [
      'US Treasury sanctions Asaib Ahl al-Haq leaders',
      'The Treasury blacklisted two leaders of the Iraqi militia on Wednesday.',
    ],
    ['Iraqi parliament votes to expel US troops', 'Lawmakers in Baghdad passed the resolution on Wednesday.'],
    [
      'سقوط صواريخ على قاعدة عين الأسد التي تضم قوات أميركية',
      'أعلن الجيش العراقي سقوط خمسة صواريخ مساء الأربعاء.',
      'ar',
    ],
    ['حمله راکتی به سفارت آمریکا در بغداد', 'چند راکت شامگاه چهارشنبه به منطقه سبز بغداد اصابت کرد.', 'fa'],
  ]);
});

test('analysis, history and what goes on are background', () => {
  judgedAs('background', [
    [
      'Why rocket attacks on US bases in Iraq will not stop',
      'Militias backed by Iran have found a way to press Washington.',
    ],
    ['Explained: what the strike on Kataib Hezbollah means for Iraq', 'American jets bombed the militia last week.'],
    ['Who are the Iraqi militias that attack US troops?', 'They are backed by Iran and paid by Baghdad.'],
    [
      'Timeline: a year of attacks on American forces in Iraq',
      'Rockets hit Camp Taji in March and the embassy in July.',
    ],
    ['لماذا تستهدف الفصائل القواعد الأميركية في العراق؟', 'محللون يتحدثون عن رسائل إيرانية.', 'ar'],
    ['چرا گروه‌های عراقی به پایگاه‌های آمریکا حمله می‌کنند؟', 'تحلیلگران از پیام تهران به واشنگتن می‌گویند.', 'fa'],
  ]);
});

test('other wars, other news and near misses are off topic', () => {
  judgedAs('off-topic', [
    ['Houthi missile hits Saudi airport', 'Three people were hurt in the attack by the Yemeni group on Wednesday.'],
    ['Israel strikes Gaza after rocket fire', 'Jets hit the strip on Wednesday.'],
    ['Israeli jets strike Iranian site near Isfahan', 'Explosions were heard on Wednesday.'],
    ['Hezbollah fires rockets at northern Israel', 'The Lebanese group said it hit a base.'],
    ['Iraq beat Iran in World Cup football qualifier', 'The midfielder struck in stoppage time.'],
    ['Oil price jumps as Iraq cuts exports', 'Brent crude rose two percent.'],
    ['Iran launches satellite into space', 'The rocket carried it into orbit, Tehran said.'],
    ['Senator speaks at a rally in Ohio', 'The campaign goes on.'],
    ['تشكيل الحكومة العراقية الجديدة', 'كلف الرئيس رئيسا للوزراء.', 'ar'],
    ['تیم ملی فوتبال عراق ایران را شکست داد', 'گل نخست در دقیقه یازده زده شد.', 'fa'],
  ]);
});

test('a text in a language that no rule reads is off topic and says so', () => {
  const report = reportOf('Raketen treffen US-Basis im Irak', '', { language: 'other' });
  assert.deepEqual([report.relevance, report.reasons[0]?.code], ['off-topic', 'unread-language']);
});

test('the event type is that of the main clause', () => {
  const table: readonly (readonly [title: string, subEvent: Report['subEvent'], summary?: string])[] = [
    ['Rockets hit base used by US troops in Iraq', 'Shelling/artillery/missile attack'],
    ['US drone strike kills Kataib Hezbollah commander in Baghdad', 'Air/drone strike'],
    ['Trump threatens Iran over rocket attack on US embassy in Baghdad', 'Threat or ultimatum'],
    ['Trump vows sanctions on Iraq if it expels US troops', 'Threat or ultimatum'],
    ['Roadside bomb hits US supply convoy in Iraq', 'Remote explosive/landmine/IED'],
    ['US coalition hands over K1 base to Iraqi forces', 'Non-violent transfer of territory'],
    ['US orders staff out of Baghdad embassy', 'Diplomatic measure', 'Non-essential personnel are to leave Iraq.'],
    ['US designates Iraqi militia Harakat al-Nujaba a terrorist group', 'Sanction or legal measure'],
    ['Attack on US base in Iraq', 'Air/drone strike', 'Two drones were used against Ain al-Asad on Wednesday.'],
  ];
  for (const [title, subEvent, summary] of table) assert.equal(reportOf(title, summary).subEvent, subEvent, title);
});

test('a headline says what it adds to an event told before', () => {
  const table = [
    ['Militia claims responsibility for attack on US base in Iraq', 'claim'],
    ['US blames Kataib Hezbollah for attack on base in Iraq', 'blame'],
    ['Kataib Hezbollah denies attack on US embassy in Baghdad', 'denial'],
    ['Death toll rises to 12 after US strike on Iraqi militia', 'casualties'],
    ['Iran condemns US strikes on Iraqi militia', 'reaction'],
    ['Rockets hit base used by US troops in Iraq', null],
  ] as const;
  for (const [title, development] of table) assert.equal(reportOf(title).development, development, title);
});

test('no text makes extraction throw, and terms stay bounded', () => {
  const pieces = fc.constantFrom(
    'rockets ',
    'US ',
    'Baghdad ',
    'صواريخ ',
    'عين الأسد ',
    'killed 3 ',
    'since ',
    '— ',
    '\u0301',
    '\u202e',
    '<b>',
    'پایگاه\u200cهای ',
    '. ',
    '\n\n',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(pieces, { maxLength: 80 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, text, fc.constantFrom('en', 'ar', 'fa', 'other'), (title, summary, language) => {
      const report = extract(anArticle({ title, summary, language: language as Article['language'] }), compiled);
      assert.ok(Object.keys(report.terms).length <= 60);
    }),
    { numRuns: 200 },
  );
});

test('hostile text of any length takes no longer than its first part', () => {
  const units = [
    'a.',
    '<',
    'é\u0301\u0302',
    '\u202e\u202d',
    'rocket ',
    'US ',
    'killed 3 and ',
    '"',
    'صاروخ ',
    '1,000,',
    "a'",
  ];
  for (const unit of units) {
    const timeOf = (length: number): number => {
      const text = unit.repeat(Math.ceil(length / unit.length));
      const startedAt = performance.now();
      reportOf(text, text);
      return performance.now() - startedAt;
    };
    timeOf(20_000);
    assert.ok(timeOf(200_000) < Math.max(60, timeOf(20_000) * 8), JSON.stringify(unit));
  }
});
