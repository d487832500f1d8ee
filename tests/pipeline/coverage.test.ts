import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Feed, FeedState, Outlet } from '../../src/model.ts';
import { coverageOf } from '../../src/pipeline/coverage.ts';
import { healthOf } from '../../src/pipeline/feed-health.ts';
import { neverPolled } from '../../src/pipeline/schedule/state.ts';
import { noon, scheduleLimits } from '../support/builders.ts';

const outlet = (id: string, country: string, tier: Outlet['tier'] = 1, stateAffiliated = false): Outlet => ({
  id,
  name: id,
  family: id,
  country,
  tier,
  stateAffiliated,
});
const feed = (id: string, of: string, language: Feed['language'], status: Feed['status'] = 'active'): Feed => ({
  id,
  url: `https://${id}.example`,
  outlet: of,
  language,
  status,
  intervalMinutes: null,
  origin: 'file',
});
type Fate = 'read' | 'blip' | 'not-asked' | 'lost' | 'gone' | 'never-found' | 'unpolled';
const fates = {
  read: {},
  blip: { failures: 1 },
  lost: { failures: 2 },
  'not-asked': { lastPolledAt: noon - 30 * 86_400_000 },
  gone: { paused: 'gone' },
  'never-found': { paused: 'never-found' },
  unpolled: { lastPolledAt: null },
} as const;
const state = ({ id, url }: Feed, fate: Fate): FeedState => ({
  ...neverPolled,
  feed: id,
  url,
  lastPolledAt: noon,
  lastReadAt: noon,
  ...fates[fate],
});

const outlets = new Map(
  [outlet('irna', 'IR', 1, true), outlet('ina', 'IQ', 2), outlet('cnn', 'US'), outlet('bbc', 'GB')].map((one) => [
    one.id,
    one,
  ]),
);
const covered = (listed: readonly (readonly [Feed, Fate])[]) => {
  const health = listed.map(([one, fate]) =>
    healthOf(one, state(one, fate), { schedule: scheduleLimits, watchedSince: 0 }, noon),
  );
  const all = coverageOf(health, new Map(listed.map(([one]) => [one.id, one])), outlets);
  return Object.fromEntries(all.map(({ kind, value, outlets: of, read }) => [`${kind}:${value}`, [read, of]]));
};

test('coverage is told of everything and of each language, side, tier and affiliation', () => {
  const seen = covered([
    [feed('irna-fa', 'irna', 'fa'), 'lost'],
    [feed('irna-en', 'irna', 'en'), 'read'],
    [feed('ina', 'ina', 'ar'), 'not-asked'],
    [feed('cnn', 'cnn', 'en'), 'read'],
    [feed('bbc', 'bbc', 'en'), 'blip'],
  ]);
  assert.deepEqual(seen, {
    'all:all': [2.5, 4],
    'language:ar': [0, 1],
    'language:en': [3, 3],
    'language:fa': [0, 1],
    'side:iran': [0.5, 1],
    'side:iraq': [0, 1],
    'side:other': [1, 1],
    'side:us': [1, 1],
    'state-affiliated:no': [2, 3],
    'state-affiliated:yes': [0.5, 1],
    'tier:1': [2.5, 3],
    'tier:2': [0, 1],
  });
});

test('what an operator paused, what was never found and what was not polled yet is no loss', () => {
  const seen = covered([
    [feed('cnn', 'cnn', 'en'), 'read'],
    [feed('irna', 'irna', 'fa', 'paused'), 'lost'],
    [feed('ina', 'ina', 'ar', 'unverified'), 'never-found'],
    [feed('bbc', 'bbc', 'en'), 'unpolled'],
  ]);
  assert.deepEqual(seen['all:all'], [1, 1]);
  assert.equal(seen['language:fa'], undefined);
});

test('ten feeds of one outlet weigh as one, and a feed that recovers never lowers coverage', () => {
  const aFate = fc.constantFrom<Fate>('read', 'blip', 'lost', 'gone');
  fc.assert(
    fc.property(fc.array(aFate, { minLength: 1, maxLength: 10 }), aFate, fc.nat(9), (many, other, which) => {
      const list = (of: readonly Fate[]) => [
        ...of.map((fate, at) => [feed(`cnn-${at}`, 'cnn', 'en'), fate] as const),
        [feed('bbc', 'bbc', 'en'), other] as const,
      ];
      const [read = 0, of] = covered(list(many))['all:all'] ?? [];
      assert.equal(of, 2);
      assert.ok(read >= 0 && read <= 2);
      const better = many.with(which % many.length, 'read');
      assert.ok((covered(list(better))['all:all']?.[0] ?? 0) >= read);
    }),
  );
});
