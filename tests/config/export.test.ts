import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { feedsToYaml, toYaml } from '../../src/config/export.ts';
import { readMade } from '../../src/config/made.ts';
import { restore } from '../../src/jobs/restore.ts';
import { type Feed, type Server, type Subscription, severities, type Watch } from '../../src/model.ts';
import { vocabularyOf } from '../../src/pipeline/query/vocabulary.ts';
import { parseQuery } from '../../src/pipeline/query.ts';
import { cleanLine } from '../../src/pipeline/render/clean.ts';
import { type StoreFixture, startStores } from '../contracts/fixture.ts';
import { configFolder, fillFolder, loaded } from './folder.ts';

const slug = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const snowflake = fc.stringMatching(/^[1-9]\d{17}$/);
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((value) => value.trim() === value && value.length > 0 && value.length <= 40);
/** As the desk keeps it: what is to be seen of it. */
const name = text.map(cleanLine).filter((value) => value !== '');
const severity = fc.constantFrom(...severities);
/** The desk takes none that is no query. */
const bare = vocabularyOf({ actors: [], places: [], eventTypes: [], outlets: [] });
const keyword = text.map((value) => `rocket ${value}`).filter((value) => parseQuery(value, bare).ok);

const watch: fc.Arbitrary<Watch> = fc.record({
  id: slug,
  name,
  server: fc.option(snowflake),
  keywords: fc.array(keyword, { minLength: 1, maxLength: 4 }),
  actors: fc.subarray(['us-forces', 'a-militia']),
  places: fc.subarray(['iraq', 'a-base']),
  eventTypes: fc.subarray(['strike']),
  severityFloor: severity,
  languages: fc.subarray(['en', 'ar', 'fa'] as const),
  origin: fc.constant('command' as const),
});

const timeOfDay = fc.constantFrom('00:00', '07:30', '22:00');
const timeZone = fc.constantFrom('UTC', 'Asia/Baghdad', 'America/New_York');

function subscriptionTo(watches: readonly Watch[]): fc.Arbitrary<Subscription> {
  return fc.record({
    id: slug,
    watch: fc.constantFrom(...watches.map(({ id }) => id)),
    server: snowflake,
    channel: snowflake,
    user: fc.option(snowflake),
    pingRole: fc.option(snowflake),
    severityFloor: severity,
    pingFloor: severity,
    language: fc.constantFrom('en' as const, 'ar' as const, 'fa' as const),
    alerts: fc.boolean(),
    quiet: fc.option(fc.record({ from: timeOfDay, to: timeOfDay, timeZone }, { noNullPrototype: true })),
    cardsPerHour: fc.option(fc.integer({ min: 1, max: 1000 })),
    digests: fc.array(
      fc.record(
        { every: fc.constantFrom('day' as const, 'week' as const), at: timeOfDay, timeZone },
        { noNullPrototype: true },
      ),
      {
        maxLength: 2,
      },
    ),
    origin: fc.constant('command' as const),
  });
}

const server: fc.Arbitrary<Server> = fc.record({
  id: snowflake,
  name,
  responderRoles: fc.array(snowflake, { maxLength: 2 }),
  operators: fc.constant(false),
  operatorsChannel: fc.option(snowflake),
  language: fc.constantFrom('en' as const, 'ar' as const, 'fa' as const),
  timeZone,
  origin: fc.constant('command' as const),
});

const byId = { selector: ({ id }: { readonly id: string }) => id, maxLength: 4 };
const made = fc.uniqueArray(watch, { ...byId, minLength: 1 }).chain((watches) =>
  fc.record({
    watches: fc.constant(watches),
    subscriptions: fc.uniqueArray(subscriptionTo(watches), byId),
    servers: fc.uniqueArray(server, byId),
  }),
);
const sorted = <T extends { readonly id: string }>(entries: readonly T[]) =>
  [...entries].sort((one, other) => (one.id < other.id ? -1 : 1));

test('what was made by command, exported, loads as the file that says the same', (t) => {
  const folder = configFolder(t);
  fc.assert(
    fc.property(made, ({ watches, subscriptions, servers }) => {
      fillFolder(folder, { 'watches.yaml': toYaml({ watches, subscriptions, servers }) });
      const config = loaded(folder);
      const filed = { origin: 'file' };
      assert.deepEqual(
        config.watches,
        sorted(watches).map((each) => ({ ...each, ...filed })),
      );
      assert.deepEqual(
        config.subscriptions,
        sorted(subscriptions).map((each) => ({ ...each, ...filed })),
      );
      const saved = new Set(servers.map(({ id }) => id));
      assert.deepEqual(
        config.servers.filter(({ id }) => saved.has(id)),
        sorted(servers).map((each) => ({ ...each, ...filed })),
      );
    }),
    { numRuns: 60 },
  );
});

test('a watch whose last keyword was taken looks at nothing and is not exported as one that looks at all', () => {
  const [emptied] = fc
    .sample(watch, 1)
    .map((each) => ({ ...each, keywords: [], actors: [], places: [], eventTypes: [] }));
  assert.ok(emptied);
  const yaml = toYaml({ watches: [emptied], subscriptions: [], servers: [] });
  assert.equal(yaml, 'watches: []\nsubscriptions: []\nservers: []\n');
});

describe('what was exported, imported into an empty store', () => {
  let redis: StoreFixture;
  before(async () => {
    redis = await startStores();
  });
  after(() => redis.stop());

  test('is exported as it was, and importing it again changes nothing', async (t) => {
    const folder = configFolder(t);
    const file = join(folder, 'made.yaml');
    const config = loaded(folder);
    const deps = { store: redis.store, clock: { now: () => 0 }, by: { id: 'terminal', name: 'terminal' } };
    const exported = async () => {
      const [watches, subscriptions, servers] = await Promise.all([
        redis.store.watches(),
        redis.store.subscriptions(),
        redis.store.servers(),
      ]);
      return toYaml({ watches, subscriptions, servers });
    };
    // A watch is its server's own, or everybody's.
    const sound = made.map((all) => ({ ...all, watches: all.watches.map((each) => ({ ...each, server: null })) }));
    const isFiled = ({
      watches,
      subscriptions,
    }: {
      watches: readonly Watch[];
      subscriptions: readonly Subscription[];
    }) => [...watches, ...subscriptions].some(({ id }) => id === 'everything' || id === 'terminal');
    await fc.assert(
      fc.asyncProperty(
        sound.filter((all) => !isFiled(all)),
        async (all) => {
          await redis.empty();
          const first = toYaml(all);
          writeFileSync(file, first);
          await restore(deps, readMade(file, config));
          assert.equal(await exported(), first);
          const again = await restore(deps, readMade(file, config));
          for (const tally of Object.values(again)) assert.deepEqual([tally.added, tally.changed], [0, 0]);
        },
      ),
      { numRuns: 40 },
    );
  });
});

test('feeds made by command are exported as YAML that feeds.yaml loads as it was', (t) => {
  const outlet = {
    id: 'paper',
    name: 'Paper: “a”',
    family: 'p',
    country: 'ZZ',
    stateAffiliated: true,
    tier: 2,
  } as const;
  const fixed = { outlet: 'paper', language: 'fa', status: 'unverified', origin: 'command' } as const;
  const about = { title: '#1', site: 'https://paper.example/', folder: 'A/B' };
  const feeds: readonly Feed[] = [
    { id: 'one', url: 'https://paper.example/1?a=b&c', intervalMinutes: 15, about, ...fixed },
    { id: 'two', url: 'https://paper.example/2', intervalMinutes: null, ...fixed },
  ];
  const { pack } = loaded(configFolder(t, { 'feeds.yaml': feedsToYaml(feeds, [outlet, { ...outlet, id: 'unused' }]) }));
  assert.deepEqual(pack.outlets, [outlet]);
  assert.partialDeepStrictEqual(pack.feeds[0], { ...feeds[0], origin: 'file' });
  assert.deepEqual(
    pack.feeds.map(({ id }) => id),
    ['one', 'two'],
  );
  assert.equal(feedsToYaml([], [outlet]), '');
});

test('a feed whose address holds a key is exported only where that is asked for, and named else', () => {
  const outlet = {
    id: 'paper',
    name: 'Paper',
    family: 'paper',
    country: 'IQ',
    stateAffiliated: false,
    tier: 2,
  } as const;
  const fixed = {
    outlet: 'paper',
    language: 'fa',
    status: 'unverified',
    origin: 'command',
    intervalMinutes: null,
  } as const;
  const open: Feed = { id: 'open', url: 'https://paper.example/1?cat=iraq', ...fixed };
  const keyed: Feed = { id: 'keyed', url: 'https://paper.example/2?key=hunter2', ...fixed };
  const without = feedsToYaml([open, keyed], [outlet]);
  assert.match(without, /^# Left out, for their addresses hold keys \(--with-keys writes them\): keyed\n/);
  assert.ok(without.includes(open.url) && !without.includes('hunter2'));
  assert.ok(feedsToYaml([open, keyed], [outlet], true).includes(keyed.url));
  assert.doesNotMatch(feedsToYaml([keyed], [outlet]), /hunter2|outlets/);
});
