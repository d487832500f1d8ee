import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { EscalationPolicy } from '../../src/model.ts';
import type { Store } from '../../src/ports.ts';
import { dayMs, hourMs, noon } from '../support/builders.ts';
import { anOverride, aRota } from '../support/on-call/rota.ts';
import { anEntry } from './builders.ts';
import { type StoreFixture, startStores } from './fixture.ts';

let redis: StoreFixture;
let store: Store;
before(async () => {
  redis = await startStores();
  store = redis.store;
});
after(() => redis.stop());
beforeEach(() => redis.empty());

const audit = anEntry({ action: 'rota' });
const audited = async (): Promise<number> =>
  (await store.recentAudit(50)).filter(({ action }) => action === 'rota').length;

test('a rota is saved, changed and removed against what was read, each with its entry', async () => {
  const rota = aRota();
  const later = { ...rota, name: 'Later' };
  assert.equal(await store.changeRota({ before: null, after: rota, audit }), 'committed');
  assert.equal(await store.changeRota({ before: null, after: rota, audit }), 'stale');
  assert.equal(await store.changeRota({ before: rota, after: later, audit }), 'committed');
  assert.equal(await store.changeRota({ before: rota, after: null, audit }), 'stale');
  assert.deepEqual(await store.rotas(), [later]);
  assert.equal(await store.changeRota({ before: later, after: null, audit }), 'committed');
  assert.deepEqual([await store.rotas(), await audited()], [[], 3]);
});

test('of two who change one policy at once one hears that it moved on', async () => {
  const policy: EscalationPolicy = {
    id: 'p',
    server: 'home',
    name: 'P',
    watches: [],
    severityFloor: 'high',
    steps: [{ do: 'wait', minutes: 5 }],
    repeat: 1,
    origin: 'command',
  };
  await store.changePolicy({ before: null, after: policy, audit });
  const outcomes = await Promise.all(
    [2, 3].map((repeat) => store.changePolicy({ before: policy, after: { ...policy, repeat }, audit })),
  );
  assert.deepEqual(outcomes.toSorted(), ['committed', 'stale']);
});

test('the two halves of a swap are saved together or not at all', async () => {
  const halves = [anOverride({ id: 'swap-x-1' }), anOverride({ id: 'swap-x-2' })];
  await store.saveOverrides(halves.slice(1), audit);
  assert.equal(await store.saveOverrides(halves, audit), 'stale');
  assert.deepEqual(
    (await store.overrides(0)).map(({ id }) => id),
    ['swap-x-2'],
  );
  assert.equal(await store.removeOverride('swap-x-2', audit), true);
  assert.equal(await store.removeOverride('swap-x-2', audit), false);
  assert.equal(await store.saveOverrides(halves, audit), 'committed');
  assert.equal((await store.overrides(0)).length, 2);
});

test('overrides that ended are left out of what is read, and deleted when nobody can ask for them any more', async () => {
  const ended = anOverride({ id: 'ended', from: noon - 2 * hourMs, to: noon });
  const coming = anOverride({ id: 'coming', from: noon, to: noon + hourMs });
  await store.saveOverrides([ended, coming], audit);
  assert.deepEqual(
    (await store.overrides(noon)).map(({ id }) => id),
    ['coming'],
  );
  await store.retain(noon + dayMs);
  assert.equal((await store.overrides(0)).length, 2);
  await store.retain(noon + 400 * dayMs);
  assert.deepEqual(await store.overrides(0), []);
});
