import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { silenceTimer } from '../../src/pipeline/silences/timer.ts';
import type { Store } from '../../src/ports.ts';
import { aSilence } from '../jobs/support/builders.ts';
import { anIncident, dayMs, noon } from '../support/builders.ts';
import { anEntry, aVerdict } from './builders.ts';
import { type StoreFixture, startStores } from './fixture.ts';

let redis: StoreFixture;
let store: Store;
before(async () => {
  redis = await startStores();
  store = redis.store;
});
after(() => redis.stop());
beforeEach(() => redis.empty());

const audit = anEntry({ action: 'silence' });

test('a silence is saved once, with its audit entry and the timer of its end', async () => {
  const silence = aSilence();
  assert.equal(await store.changeSilence({ before: null, after: silence, audit }), 'committed');
  assert.equal(await store.changeSilence({ before: null, after: silence, audit }), 'stale');
  assert.deepEqual(await store.silences(noon), [silence]);
  assert.deepEqual(await store.nextTimer(), { name: silenceTimer(silence), at: silence.to });
  assert.equal((await store.recentAudit(5)).filter(({ action }) => action === 'silence').length, 1);
});

test('two that change one silence at once: one of them hears that it moved on', async () => {
  const before = aSilence();
  await store.changeSilence({ before: null, after: before, audit });
  const lift = (on: Store, name: string) =>
    on.changeSilence({ before, after: { ...before, to: noon + 1, liftedBy: { id: name, name } }, audit });
  const outcomes = await Promise.all([lift(store, 'sam'), lift(redis.other, 'kim')]);
  assert.deepEqual(outcomes.toSorted(), ['committed', 'stale']);
});

test('one that is over is asked for by its time alone', async () => {
  await store.changeSilence({ before: null, after: aSilence(), audit });
  assert.deepEqual(await store.silences(noon + dayMs), []);
  assert.equal((await store.silences(noon + dayMs - 1)).length, 1);
  assert.equal((await store.silences(0)).length, 1);
});

test('what a silence hides is counted in the write of the verdict, each incident once', async () => {
  const incident = anIncident();
  await store.commitVerdict(aVerdict('article-1', incident, { hiddenBy: ['s1', 's2'] }));
  await store.hide('s1', incident.id);
  await store.hide('s1', 'i-other');
  assert.deepEqual(
    [...(await store.hiddenBy(['s1', 's2', 's3']))],
    [
      ['s1', 2],
      ['s2', 1],
      ['s3', 0],
    ],
  );
  assert.deepEqual(await store.hiddenIncidents('s1', 1), ['i-article-1']);
});

test('a verdict that is refused hides nothing', async () => {
  const verdict = aVerdict('article-1', anIncident(), { hiddenBy: ['s1'], revision: 7 });
  assert.equal(await store.commitVerdict(verdict), 'stale');
  assert.deepEqual([...(await store.hiddenBy(['s1']))], [['s1', 0]]);
});

test('a silence goes with the incidents of its time, and what it hid with it', async () => {
  await store.changeSilence({ before: null, after: aSilence(), audit });
  await store.hide('s1', 'i-other');
  await store.retain(noon + dayMs);
  assert.equal((await store.silences(0)).length, 1);
  await store.retain(noon + 5_000 * dayMs);
  assert.deepEqual(await store.silences(0), []);
  assert.deepEqual(await store.hiddenIncidents('s1', 5), []);
});
