import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { feedsToYaml, toYaml } from '../../src/config/export.ts';
import { type Feed, type Subscription, severities, type Watch } from '../../src/model.ts';
import { vocabularyOf } from '../../src/pipeline/query/vocabulary.ts';
import { parseQuery } from '../../src/pipeline/query.ts';
import { configFolder, fillFolder, loaded } from './folder.ts';

const slug = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const snowflake = fc.stringMatching(/^[1-9]\d{17}$/);
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((value) => value.trim() === value && value.length > 0 && value.length <= 40);
const severity = fc.constantFrom(...severities);
/** The desk takes none that is no query. */
const bare = vocabularyOf({ actors: [], places: [], eventTypes: [], outlets: [] });
const keyword = text.map((value) => `rocket ${value}`).filter((value) => parseQuery(value, bare).ok);

const watch: fc.Arbitrary<Watch> = fc.record({
  id: slug,
  name: text,
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

const made = fc
  .uniqueArray(watch, { selector: ({ id }) => id, minLength: 1, maxLength: 4 })
  .chain((watches) =>
    fc.tuple(fc.constant(watches), fc.uniqueArray(subscriptionTo(watches), { selector: ({ id }) => id, maxLength: 4 })),
  );

test('what was made by command, exported, loads as the file that says the same', (t) => {
  const folder = configFolder(t);
  fc.assert(
    fc.property(made, ([watches, subscriptions]) => {
      fillFolder(folder, { 'watches.yaml': toYaml(watches, subscriptions) });
      const config = loaded(folder);
      assert.deepEqual(
        config.watches,
        watches.map((each) => ({ ...each, origin: 'file' })),
      );
      assert.deepEqual(
        config.subscriptions,
        subscriptions.map((each) => ({ ...each, origin: 'file' })),
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
  assert.equal(toYaml([emptied], []), 'watches: []\nsubscriptions: []\nservers: []\n');
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
