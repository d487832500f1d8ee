import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { subscribersTo } from '../../../src/pipeline/route/subscribers.ts';
import { aSubscription, aWatch } from '../../jobs/support/builders.ts';

const server = fc.constantFrom('home', 'away');
const anyWatch = fc.record({ id: fc.constantFrom('a', 'b', 'c'), server: fc.option(server) });
const anySubscription = fc.record({
  watch: fc.constantFrom('a', 'b', 'c', 'gone'),
  server,
  channel: fc.constantFrom('x', 'y'),
});

test('who subscribes to a satisfied watch is found in the order of all, and hears no watch of another server', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(anyWatch, { selector: ({ id }) => id }),
      fc.array(anySubscription, { maxLength: 12 }),
      (said, subscribed) => {
        const watches = said.map((each) => aWatch(each));
        const subscriptions = subscribed.map((each, at) => aSubscription({ id: `s${at}`, ...each }));
        const asked = subscriptions.flatMap((subscription) => {
          const watch = watches.find(({ id }) => id === subscription.watch);
          const hears = watch !== undefined && (watch.server === null || watch.server === subscription.server);
          return hears ? [[subscription, watch]] : [];
        });
        const found = subscribersTo(subscriptions, new Map(watches.map((watch) => [watch, []])));
        assert.deepEqual(
          found.map(({ subscription, watch }) => [subscription, watch]),
          asked,
        );
      },
    ),
  );
});
