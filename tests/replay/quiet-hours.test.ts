import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StreamItem } from '../../src/adapters/stream/items.ts';
import { loadConfig } from '../../src/config/load.ts';
import { replay } from '../../src/replay.ts';
import { aSubscription, quiet } from '../jobs/support/builders.ts';
import { plannedMessenger } from '../jobs/support/messenger.ts';

const item = (id: string, published: string, title: string, feed = 'reuters'): StreamItem => ({
  id,
  feed,
  feedTitle: feed,
  url: `https://news.example/${id}`,
  published,
  lang: 'en',
  title,
  summary: title,
  content: null,
});

test('over a night of a replay what is critical is told at once, the rest when the quiet hours end', async () => {
  const config = loadConfig();
  const [watch] = config.watches;
  assert.ok(watch);
  const hours = { from: '22:00', to: '07:00', timeZone: 'UTC' };
  const night = aSubscription({ id: 'night', watch: watch.id, server: 'console', channel: 'console', quiet: hours });
  const messenger = plannedMessenger(Date.now);
  const order: string[] = [];
  await replay({
    items: [
      item('rockets', '2020-03-10T23:30:00Z', 'Rockets hit Camp Taji in Iraq, no casualties, US military says'),
      item('strike', '2020-03-11T01:00:00Z', 'US drone strike kills 25 Kataib Hezbollah fighters near al-Qaim in Iraq'),
      item(
        'confirmed',
        '2020-03-11T01:30:00Z',
        'At least 25 killed in US drone strike on Kataib Hezbollah near al-Qaim',
        'upi',
      ),
      item('sports', '2020-03-11T06:00:00Z', 'Football: Basra wins the cup'),
      item('more', '2020-03-11T08:00:00Z', 'Football: Basra celebrates the cup'),
    ],
    config: { ...config, subscriptions: [night] },
    log: quiet,
    speed: null,
    messenger,
    narrator: {
      beforeItem: async ({ id }) => void order.push(id, ...messenger.cards().map(({ text }) => text.slice(0, 7))),
      onDecided: () => undefined,
    },
  });
  assert.deepEqual(order, ['rockets', 'strike', 'confirmed', 'sports', 'US dron', 'more', 'US dron', 'Rockets']);
  assert.equal(messenger.cards().find(({ text }) => text.startsWith('Rockets'))?.pinged, null);
});
