/** The storm of `npm run bench -- storm`, decided by the pipeline alone. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { stormNews } from '../../bench/storm/news.ts';
import { stormTexts } from '../../bench/storm/sources.ts';
import { loadConfig } from '../../src/config/load.ts';
import { openDecider } from '../../src/replay/decider.ts';

const startsAt = Date.parse('2026-11-21T19:00:00Z');
const size = { outlets: 60, articles: 240, others: 30, durationMs: 300_000, seed: 7 };

it('sixty outlets that tell of three attacks, each in words and with tolls of its own, come to three alerts', () => {
  const { outlets, items } = stormNews(stormTexts(new Date(startsAt), 'bundled'), size);
  const decider = openDecider(loadConfig({ env: {} }).pack, startsAt);
  const alerts: (string | null)[] = [];
  const incidents = new Map<string, Set<string>>();
  for (const { atMs, outlet, number, about, ...text } of items) {
    const feed = outlets[outlet]?.id ?? '';
    const published = new Date(startsAt + atMs).toISOString();
    const url = `https://${feed}.example/${number}`;
    const { verdict } = decider.decide({
      id: `${number}`,
      feed,
      feedTitle: feed,
      url,
      published,
      content: null,
      ...text,
    });
    if (verdict.decision === 'new') alerts.push(about);
    if (about !== null && verdict.incident !== null)
      incidents.set(about, new Set([...(incidents.get(about) ?? []), verdict.incident]));
  }
  assert.equal(alerts.filter((about) => about !== null).length, 3);
  assert.deepEqual(
    [...incidents.values()].map(({ size: count }) => count),
    [1, 1, 1],
  );
  assert.ok(alerts.length <= 4, `other news comes to at most one alert: ${alerts.length}`);
});

it('a storm is the same for a seed, and no outlet tells of an event before it happened', () => {
  const texts = stormTexts(new Date(startsAt), 'bundled');
  const [one, again] = [stormNews(texts, size), stormNews(texts, size)];
  assert.deepEqual(one.items, again.items);
  assert.equal(one.items.length, size.articles + size.others);
  for (const { id, tellings } of texts.events) {
    const first = one.items.find(({ about }) => about === id);
    assert.equal(first?.lang, tellings[0]?.lang);
  }
});
