/** What holds of detection whatever is fed. The streams of `../shared` are taken where they are there. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { StreamItem } from '../src/adapters/stream/items.ts';
import type { DecisionLine } from '../src/pipeline/decision.ts';
import { decideAll } from './support/score-decide.ts';
import { readLabelledStream } from './support/score-stream.ts';
import { aStreamItem } from './support/stream-item.ts';

const shared = resolve(import.meta.dirname, '../../shared/streams');
const bundled = join(import.meta.dirname, 'fixtures/streams');
const folders = [
  ...['2020-2022', '2020-2026', '2023-2024', '2023-2026'].map((name) => join(bundled, name)),
  ...['dev', 'dev2'].map((name) => join(shared, name)),
];
const swapsThatCountMax = 3; // of some 240 in a stream
const runs = 40;

const alertsIn = (lines: readonly DecisionLine[]) => lines.filter(({ decision }) => decision === 'new');

/** Language, headline and summary. */
type Telling = readonly [string, string, string];

/** One thing that can happen to several subjects, as English, Arabic and Persian outlets tell it. */
interface Happening {
  /** What each is called in the three languages. */
  readonly subjects: readonly (readonly [string, string, string])[];
  readonly tellings: readonly ((subject: readonly [string, string, string]) => Telling)[];
  /** Whether two of them on one day are two incidents for sure; a government's measures may be one package. */
  readonly isApart: boolean;
}

const rockets: Happening = {
  isApart: true,
  subjects: [
    ['Ain al-Asad air base', 'قاعدة عين الأسد', 'پایگاه عین الاسد'],
    ['Balad air base', 'قاعدة بلد الجوية', 'پایگاه هوایی بلد'],
    ['Camp Taji', 'معسكر التاجي', 'پایگاه التاجی'],
    ['Erbil airport', 'مطار أربيل', 'فرودگاه اربیل'],
  ],
  tellings: [
    ([at]) => [
      'en',
      `Rockets hit ${at}`,
      `Several rockets hit ${at}, which hosts US troops, on Tuesday evening, a security source said.`,
    ],
    ([at]) => [
      'en',
      `Iraqi military: rockets land at ${at}, no casualties`,
      `Three Katyusha rockets landed at ${at} late on Tuesday, the Iraqi military said in a statement. There were no casualties. American forces are stationed there.`,
    ],
    ([at]) => [
      'en',
      `US troops come under rocket attack at ${at} in Iraq`,
      `American troops came under rocket fire at ${at} on Tuesday night, a coalition official said. Nobody has claimed the attack.`,
    ],
    ([, at]) => [
      'ar',
      `سقوط صواريخ على ${at}`,
      `أفاد مصدر أمني بسقوط صواريخ كاتيوشا مساء الثلاثاء على ${at} التي تضم قوات أميركية، من دون خسائر بشرية.`,
    ],
    ([, , at]) => [
      'fa',
      `حمله راکتی به ${at}`,
      `منابع امنیتی عراق اعلام کردند شامگاه سه‌شنبه چند راکت به ${at} که محل استقرار نظامیان آمریکایی است اصابت کرد.`,
    ],
  ],
};

const airStrike: Happening = {
  isApart: false,
  subjects: [
    ['al-Qaim', 'القائم', 'القائم'],
    ['Jurf al-Sakhar', 'جرف الصخر', 'جرف الصخر'],
    ['Mosul', 'الموصل', 'موصل'],
  ],
  tellings: [
    ([at]) => [
      'en',
      `US air strike hits Kataib Hezbollah site in Iraq's ${at}`,
      `American warplanes bombed a headquarters of Kataib Hezbollah in ${at} on Tuesday evening, the Pentagon said.`,
    ],
    ([at]) => [
      'en',
      `Four militiamen killed in US raid on ${at}`,
      `Four fighters of Kataib Hezbollah were killed on Tuesday night when US aircraft struck their base in ${at}, Iraqi security sources said.`,
    ],
    ([, at]) => [
      'ar',
      `قصف أميركي يستهدف مقرا لكتائب حزب الله في ${at}`,
      `شنت طائرات أميركية مساء الثلاثاء غارة على مقر لكتائب حزب الله في ${at}، بحسب مصدر أمني عراقي.`,
    ],
    ([, , at]) => [
      'fa',
      `حمله هوایی آمریکا به مقر کتائب حزب‌الله در ${at}`,
      `جنگنده‌های آمریکایی شامگاه سه‌شنبه مقر کتائب حزب‌الله عراق در ${at} را بمباران کردند.`,
    ],
  ],
};

const sanctions: Happening = {
  isApart: false,
  subjects: [
    ['Kataib Hezbollah', 'كتائب حزب الله', 'کتائب حزب‌الله'],
    ['Asaib Ahl al-Haq', 'عصائب أهل الحق', 'عصائب اهل الحق'],
    ['Harakat al-Nujaba', 'حركة النجباء', 'جنبش نجباء'],
  ],
  tellings: [
    ([whom]) => [
      'en',
      `US Treasury imposes sanctions on leaders of Iraq's ${whom}`,
      `The US Treasury on Tuesday imposed sanctions on two leaders of the Iraqi armed group ${whom}.`,
    ],
    ([whom]) => [
      'en',
      `Washington blacklists ${whom} commanders`,
      `Two commanders of ${whom}, an Iran-backed militia in Iraq, were put on a sanctions list by the United States on Tuesday.`,
    ],
    ([, whom]) => [
      'ar',
      `الخزانة الأميركية تفرض عقوبات على قادة في ${whom}`,
      `فرضت وزارة الخزانة الأميركية، الثلاثاء، عقوبات على قياديين اثنين في ${whom} العراقية.`,
    ],
    ([, , whom]) => [
      'fa',
      `آمریکا رهبران ${whom} عراق را تحریم کرد`,
      `وزارت خزانه‌داری آمریکا روز سه‌شنبه دو تن از رهبران ${whom} عراق را تحریم کرد.`,
    ],
  ],
};

describe('two articles published in the same minute', () => {
  for (const [name, { subjects, tellings, isApart }] of Object.entries({ rockets, airStrike, sanctions }))
    it(`open as many incidents one way round as the other: ${name}`, () => {
      const pairs = fc.record({
        subjects: fc.tuple(fc.constantFrom(...subjects), fc.constantFrom(...subjects)),
        tellings: fc.shuffledSubarray([...tellings], { minLength: 2, maxLength: 2 }),
      });
      fc.assert(
        fc.property(pairs, ({ subjects: [first, second], tellings: [one, other] }) => {
          assert.ok(one !== undefined && other !== undefined);
          const [opened, openedSwapped] = bothWays(one(first), other(second));
          assert.equal(openedSwapped, opened);
          if (first === second) assert.equal(opened, 1);
          else if (isApart) assert.equal(opened, 2);
        }),
        { numRuns: runs },
      );
    });

  it('open two incidents either way round where one is the answer to the other', () => {
    const [base] = rockets.subjects;
    const [site] = airStrike.subjects;
    assert.ok(base !== undefined && site !== undefined);
    for (const attack of rockets.tellings)
      for (const strike of airStrike.tellings) assert.deepEqual(bothWays(attack(base), strike(site)), [2, 2]);
  });
});

describe('an attack on the same base three days later', () => {
  it('is an incident of its own, whatever the languages of the two reports', () => {
    for (const base of rockets.subjects)
      for (const one of rockets.tellings)
        for (const other of rockets.tellings) {
          const later = onFriday(other(base));
          const lines = decideAll([itemOf('a', one(base)), itemOf('b', later, '2021-05-07T20:00:00Z')]);
          assert.equal(alertsIn(lines).length, 2, `${one(base)[1]} / ${later[1]}`);
        }
  });
});

/** The telling of Tuesday's event with Friday in its place. */
function onFriday([language, title, summary]: Telling): Telling {
  const text = summary.replace('Tuesday', 'Friday').replace('الثلاثاء', 'الجمعة').replace('سه‌شنبه', 'جمعه');
  return [language, title, text];
}

/** How many incidents two tellings open, in this order and in the other. */
function bothWays(one: Telling, other: Telling): readonly number[] {
  const items = [itemOf('a', one), itemOf('b', other)];
  return [items, items.toReversed()].map((both) => alertsIn(decideAll(both)).length);
}

/** An item of a Tuesday evening, unless another time is given. */
function itemOf(id: string, [lang, title, summary]: Telling, published = '2021-05-04T20:00:00Z'): StreamItem {
  return { ...aStreamItem(id, published, title, summary, { lang }), lang, content: null };
}

for (const folder of folders) {
  const isThere = existsSync(join(folder, 'items.jsonl'));
  describe(`the stream ${basename(folder)}`, { skip: isThere ? false : `${folder} is not there` }, () => {
    const items = isThere ? readLabelledStream(folder).items.map(({ item }) => item) : [];

    it('opens about as many incidents when neighbours of one minute come the other way round', () => {
      for (const offset of [0, 1]) {
        const count = (isSwapped: boolean) => alertsIn(decideAll(inPairs(items, offset, isSwapped))).length;
        const difference = Math.abs(count(true) - count(false));
        assert.ok(difference <= swapsThatCountMax, `${difference} incidents more or fewer, of ${count(false)}`);
      }
    });

    it('raises no alert when it is fed a second time', () => {
      const again = decideAll([...items, ...items]).slice(items.length);
      assert.deepEqual(alertsIn(again), []);
    });

    it('raises no alert for what others print word for word', () => {
      const copies = items.flatMap((item) => [item, { ...item, id: `${item.id}-copy`, url: `${item.url}?copy` }]);
      const lines = decideAll(copies).filter(({ id }) => id.endsWith('-copy'));
      assert.deepEqual(alertsIn(lines), []);
    });
  });
}

/** The items with each pair, counted from an offset, published in one minute, and swapped or not. */
function inPairs(items: readonly StreamItem[], offset: number, isSwapped: boolean): readonly StreamItem[] {
  const pairs: StreamItem[] = items.slice(0, offset);
  for (let at = offset; at < items.length; at += 2) {
    const pair = items.slice(at, at + 2);
    const published = pair.at(-1)?.published ?? '';
    const together = pair.map((item) => ({ ...item, published }));
    pairs.push(...(isSwapped ? together.toReversed() : together));
  }
  return pairs;
}
