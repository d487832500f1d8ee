/** Outlets that publish by day more than by night, and in bursts, polled for two weeks by what the schedule decides. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FeedState, Instant } from '../../../src/model.ts';
import { aFeed, after, dayMs, hourMs, minuteMs, now, read, unchanged } from './builders.ts';

const days = 14;
const start = now - 12 * hourMs;
const end = start + days * dayMs;
/** The first days of which teach the rhythm. */
const countedFrom = start + 2 * dayMs;
const countedDays = days - 2;

interface Outlet {
  readonly id: string;
  readonly tier: 1 | 2 | 3;
  readonly published: readonly Instant[];
}

/** Numbers from 0 to 1 by a linear congruence, the same at each run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x100000000;
  };
}

/** Of so many items a day on the mean; one in eight is the first of a burst of some within ten minutes. */
function anOutlet(id: string, tier: Outlet['tier'], itemsADay: number, random: () => number): Outlet {
  const published: Instant[] = [];
  const burst = 4;
  const aMinute = itemsADay / (1 + burst / 8) / (24 * 60);
  for (let at = start - 7 * dayMs; at < end; at += minuteMs) {
    const hour = new Date(at).getUTCHours();
    const weight = hour >= 5 && hour < 21 ? 1.4 : 0.2;
    if (random() >= aMinute * weight) continue;
    published.push(at + Math.floor(random() * minuteMs));
    if (random() < 1 / 8) for (let more = 0; more < burst; more += 1) published.push(at + random() * 10 * minuteMs);
  }
  return { id, tier, published: published.map(Math.floor).toSorted((one, other) => one - other) };
}

/** Like the shipped feeds: as many of tier 1 as of tier 2, some of tier 3, from two items a day to two hundred. */
function outlets(): readonly Outlet[] {
  const random = chance(7);
  const tiers = [1, 1, 1, 1, 2, 2, 2, 2, 3] as const;
  return Array.from({ length: 72 }, (_, at) => {
    const itemsADay = 2 * 100 ** ((at % 8) / 7);
    return anOutlet(`o${at}`, tiers[at % tiers.length] ?? 3, itemsADay, random);
  });
}

interface Fared {
  requests: number;
  delaysMs: number[];
}

function polledBySchedule({ id, tier, published }: Outlet): Fared {
  const feed = aFeed({ id });
  const fared: Fared = { requests: 0, delaysMs: [] };
  let state: FeedState | null = null;
  let seen = 0;
  for (let at = start; at < end; ) {
    const news: { publishedAt: Instant; arrival: 'live' }[] = [];
    for (let next = published[seen]; next !== undefined && next <= at; next = published[seen]) {
      news.push({ publishedAt: next, arrival: 'live' });
      seen += 1;
    }
    if (at >= countedFrom) {
      fared.requests += 1;
      fared.delaysMs.push(...news.map(({ publishedAt }) => at - publishedAt));
    }
    const outcome = news.length > 0 || state === null ? read({ news }) : unchanged();
    const next = after(outcome, state, { feed, tier, at });
    state = next.state;
    at = next.nextDue ?? end;
  }
  return fared;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('two weeks of outlets with days, nights and bursts', () => {
  const fared = outlets().map((outlet) => ({ outlet, ...polledBySchedule(outlet) }));
  const requestsADay = (some: readonly Fared[]) => mean(some.map(({ requests }) => requests)) / countedDays;
  const delayMinutes = (some: readonly Fared[]) => mean(some.flatMap(({ delaysMs }) => delaysMs)) / minuteMs;
  const ofTier = (tier: number) => fared.filter(({ outlet }) => outlet.tier === tier);
  const rare = fared.filter(({ delaysMs }) => delaysMs.length < 3 * countedDays);

  it('cost a third fewer requests than polling each five minutes', (t) => {
    t.diagnostic(
      `${requestsADay(fared).toFixed()} requests a feed and day, mean delay ${delayMinutes(fared).toFixed(1)} minutes`,
    );
    assert.ok(requestsADay(fared) < 288 * 0.67);
  });
  it('bring the items of tier 1 within two minutes on the mean, all within three and a quarter', () => {
    assert.ok(delayMinutes(ofTier(1)) < 2);
    assert.ok(delayMinutes(fared) < 3.25);
  });
  it('bring items a fifth sooner than as many requests at fixed intervals would', () => {
    const fixedMinutes = (24 * 60) / requestsADay(fared) / 2;
    assert.ok(delayMinutes(fared) < 0.8 * fixedMinutes);
  });
  it('leave nobody out: who publishes twice a day is seen within twenty minutes on the mean', () => {
    assert.ok(rare.length > 5);
    assert.ok(delayMinutes(rare) < 20);
  });
});
