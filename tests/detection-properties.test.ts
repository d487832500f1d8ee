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
const folders = [join(import.meta.dirname, 'fixtures/streams/2020-2022'), join(shared, 'dev'), join(shared, 'dev2')];
const swapsThatCountMax = 3; // of some 240 in a stream
const runs = 100;

const alertsIn = (lines: readonly DecisionLine[]) => lines.filter(({ decision }) => decision === 'new');

describe('two articles published in the same minute', () => {
  // A base far from the others, as English, Arabic and Persian outlets call it.
  const bases = [
    ['Ain al-Asad air base', 'قاعدة عين الأسد', 'پایگاه عین الاسد'],
    ['Balad air base', 'قاعدة بلد الجوية', 'پایگاه هوایی بلد'],
    ['Camp Taji', 'معسكر التاجي', 'پایگاه التاجی'],
    ['Erbil airport', 'مطار أربيل', 'فرودگاه اربیل'],
  ] as const;
  type Base = (typeof bases)[number];
  const tellings: readonly ((base: Base) => readonly [StreamItem['lang'], string, string])[] = [
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
  ];
  const pairs = fc.record({
    bases: fc.tuple(fc.constantFrom(...bases), fc.constantFrom(...bases)),
    tellings: fc.shuffledSubarray([...tellings], { minLength: 2, maxLength: 2 }),
  });

  it('open as many incidents one way round as the other: one for one base, two for two', () => {
    fc.assert(
      fc.property(pairs, ({ bases: [first, second], tellings: [one, other] }) => {
        assert.ok(one !== undefined && other !== undefined);
        const items = [itemOf('a', one(first)), itemOf('b', other(second))];
        const wanted = first === second ? 1 : 2;
        assert.deepEqual(
          [alertsIn(decideAll(items)).length, alertsIn(decideAll(items.toReversed())).length],
          [wanted, wanted],
        );
      }),
      { numRuns: runs },
    );
  });
});

function itemOf(id: string, [lang, title, summary]: readonly [string, string, string]): StreamItem {
  return { ...aStreamItem(id, '2021-05-04T20:00:00Z', title, summary, { lang }), lang, content: null };
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
