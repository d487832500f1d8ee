import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Polled } from '../../../src/pipeline/schedule/limits.ts';
import { isOutage, type Unreached, unreachedAfter } from '../../../src/pipeline/schedule/outage.ts';
import { spreadDueTimes } from '../../../src/pipeline/schedule/spread.ts';
import { aFeed, after, failed, hourMs, minuteMs, now, read } from './builders.ts';

const tiers = [3, 2, 1] as const;
const feeds = (count: number): Polled[] =>
  Array.from({ length: count }, (_, at) => ({ feed: aFeed({ id: `f${at}` }), tier: tiers[at % 3] ?? 3 }));
const ids = Array.from({ length: 400 }, (_, at) => aFeed({ id: `f${at}` }));

describe('feeds that all are due', () => {
  it('are polled one by one from now on, forty within ten seconds', () => {
    const due = spreadDueTimes(feeds(40), now);
    assert.equal(due[0]?.at, now);
    assert.equal(due[39]?.at, now + 39 * 250);
  });
  it('are polled tier by tier, and not in the order of the list', () => {
    const all = feeds(600);
    const tierOf = new Map(all.map(({ feed, tier }) => [feed.id, tier]));
    const order = spreadDueTimes(all, now).map(({ feed }) => feed);
    assert.deepEqual(
      order.map((id) => tierOf.get(id)),
      order.map((_, at) => 1 + Math.floor(at / 200)),
    );
    assert.notDeepEqual(
      order.slice(0, 20),
      order.slice(0, 20).toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1))),
    );
  });
  it('are no herd where they are ten thousand: some twenty a second, all within ten minutes', () => {
    const due = spreadDueTimes(feeds(10_000), now);
    const bySecond = Map.groupBy(due, ({ at }) => Math.floor((at - now) / 1_000));
    assert.ok([...bySecond.values()].every((some) => some.length <= 20));
    assert.ok((due.at(-1)?.at ?? 0) < now + 10 * minuteMs);
  });
});

describe('due times', () => {
  const seconds = (dues: readonly (number | null)[]) => new Set(dues.map((due) => Math.floor((due ?? 0) / 1_000)));
  it('differ between feeds and are the same when asked again', () => {
    const due = () => ids.map((feed) => after(read(), null, { feed }).nextDue);
    assert.ok(seconds(due()).size > 30);
    assert.deepEqual(due(), due());
  });
  it('of many feeds that one server asked to wait do not fall on one second, and none before it', () => {
    for (const askedMs of [1_000, hourMs]) {
      const due = ids.map((feed) => after(failed('rate-limited', askedMs), null, { feed }).nextDue ?? 0);
      assert.ok(seconds(due).size > 30);
      assert.ok(Math.min(...due) >= now + askedMs);
      const perSecond = Map.groupBy(due, (at) => Math.floor(at / 1_000));
      assert.ok(Math.max(...[...perSecond.values()].map(({ length }) => length)) < 30);
    }
  });
});

describe('an outage of ours', () => {
  const run = (statuses: readonly (readonly [string, Parameters<typeof unreachedAfter>[2]])[]) =>
    statuses.reduce<Unreached>((before, [feed, status]) => unreachedAfter(before, feed, status), []);
  const ten = Array.from({ length: 10 }, (_, at) => [`f${at}`, 'network-error'] as const);

  it('is when ten feeds in a row, or all there are, reach nobody', () => {
    assert.equal(isOutage(run(ten), 100), true);
    assert.equal(isOutage(run(ten.slice(1)), 100), false);
    assert.equal(isOutage(run(ten.slice(0, 3)), 3), true);
  });
  it('is over, or never was, as soon as anybody answers, be it a refusal', () => {
    assert.equal(isOutage(run([...ten, ['x', 'forbidden']]), 100), false);
  });
  it('is not told by one feed that fails again and again', () => {
    assert.equal(isOutage(run(Array.from({ length: 50 }, () => ['f', 'timeout'] as const)), 1), false);
  });
  it('is remembered by no more than it takes', () => {
    assert.equal(run(Array.from({ length: 999 }, (_, at) => [`f${at}`, 'timeout'] as const)).length, 10);
  });
});
