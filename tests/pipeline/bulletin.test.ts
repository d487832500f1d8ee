import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Standing } from '../../src/model.ts';
import { type Sighting, type Telling, toBeTold } from '../../src/pipeline/bulletin.ts';
import { hourMs, noon } from '../support/builders.ts';

const minuteMs = 60_000;

/** Looks once a minute at what a test says is seen, and keeps the ledger as the store would. */
function watch() {
  const ledger = new Map<string, Standing>();
  let now = noon;
  const look = (states: Readonly<Record<string, string | null>>): readonly Telling[] => {
    const sightings = Object.entries(states).map(([subject, state]): Sighting => ({ subject, state }));
    const { tellings, standings, forgotten } = toBeTold(sightings, [...ledger.values()], now);
    for (const subject of forgotten) ledger.delete(subject);
    for (const standing of standings) ledger.set(standing.subject, standing);
    now += minuteMs;
    return tellings;
  };
  /** The bulletins of so many minutes. */
  const during = (minutes: number, statesAt: (minute: number) => Readonly<Record<string, string | null>>) =>
    Array.from({ length: minutes }, (_, minute) => look(statesAt(minute))).filter((tellings) => tellings.length > 0);
  return { during, ledger };
}
const words = (bulletins: readonly (readonly Telling[])[]) =>
  bulletins.map((tellings) => tellings.map(({ subject, to }) => `${subject} ${to}`).join(', '));

test('a trouble is told once, and once when it is over', () => {
  const { during } = watch();
  assert.deepEqual(words(during(60, () => ({ 'feed:a': 'well' }))), []);
  assert.deepEqual(words(during(6 * 60, () => ({ 'feed:a': 'failing' }))), ['feed:a failing']);
  assert.deepEqual(words(during(6 * 60, () => ({ 'feed:a': 'well' }))), ['feed:a well']);
});

test('blindness is told at once, also right after another bulletin', () => {
  const { during } = watch();
  during(6, () => ({ 'feed:a': 'gone', blind: 'well' }));
  assert.deepEqual(words(during(1, () => ({ 'feed:a': null, blind: 'blind' }))), ['blind blind']);
  assert.deepEqual(words(during(1, () => ({ 'feed:a': null, blind: 'well' }))), ['blind well']);
});

test('feeds that fail within minutes of each other are told in one message', () => {
  const { during } = watch();
  const failingFrom = (minute: number) =>
    Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`feed:${at}`, minute >= at % 5 ? 'failing' : 'well']));
  const bulletins = during(120, failingFrom);
  assert.deepEqual(
    bulletins.map(({ length }) => length),
    [120],
  );
});

test('feeds that fail one after the other over hours are told in few messages, each once', () => {
  const { during } = watch();
  const bulletins = during(300, (minute) =>
    Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`feed:${at}`, minute >= at * 2 ? 'failing' : 'well'])),
  );
  assert.ok(bulletins.length <= 21, `${bulletins.length} bulletins`);
  assert.equal(bulletins.flat().length, 100);
});

test('what flaps is told less and less often', () => {
  const { during } = watch();
  const day = during(24 * 60, (minute) => ({ 'feed:a': minute % 80 < 40 ? 'failing' : 'well' }));
  assert.ok(day.length <= 6, words(day).join('; '));
  const blind = watch().during(24 * 60, (minute) => ({ blind: minute % 20 < 10 ? 'blind' : 'well' }));
  assert.ok(blind.length <= 12, words(blind).join('; '));
});

test('while nothing can be said of a subject what was told stands', () => {
  const { during } = watch();
  during(10, () => ({ 'feed:a': 'failing' }));
  assert.deepEqual(words(during(600, () => ({ 'feed:a': null }))), []);
  assert.deepEqual(words(during(60, () => ({ 'feed:a': 'well' }))), ['feed:a well']);
});

test('a subject that is no more, or is well for a day, leaves nothing behind', () => {
  const { during, ledger } = watch();
  during(10, () => ({ 'feed:a': 'failing', 'feed:b': 'failing' }));
  assert.deepEqual(words(during(1, () => ({ 'feed:a': 'failing' }))), []);
  during(26 * 60, () => ({ 'feed:a': 'well' }));
  assert.equal(ledger.size, 0);
});

const aState = fc.constantFrom('well', 'failing', 'silent', null);
test('whatever is seen, tellings of a subject follow from each other, and the last word is true in the end', () => {
  const spells = fc.array(fc.record({ minutes: fc.integer({ min: 1, max: 200 }), a: aState, b: aState }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(spells, aState, (lived, last) => {
      const { during } = watch();
      const all = [...lived, { minutes: 2 * 24 * 60, a: last, b: 'well' }].flatMap(({ minutes, a, b }) =>
        during(minutes, () => ({ 'feed:a': a, 'coverage:b': b })),
      );
      for (const subject of ['feed:a', 'coverage:b']) {
        let told = 'well';
        for (const telling of all.flat().filter((one) => one.subject === subject)) {
          assert.equal(telling.from, told);
          assert.notEqual(telling.to, told);
          told = telling.to;
        }
        const seen = subject === 'feed:a' ? last : 'well';
        if (seen !== null) assert.equal(told, seen);
      }
    }),
    { numRuns: 60 },
  );
});

test('a process that stops for hours between two looks tells what stands, once', () => {
  const { tellings, standings } = toBeTold([{ subject: 'feed:a', state: 'failing' }], [], noon);
  assert.equal(tellings.length, 0);
  const after = toBeTold([{ subject: 'feed:a', state: 'failing' }], standings, noon + 5 * hourMs);
  assert.deepEqual(after.tellings, [{ subject: 'feed:a', from: 'well', to: 'failing' }]);
});
