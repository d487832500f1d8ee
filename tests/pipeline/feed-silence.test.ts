import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FeedState } from '../../src/model.ts';
import { isSilent, silentAfterMs } from '../../src/pipeline/feed-silence.ts';
import { rhythmAfter } from '../../src/pipeline/schedule/rhythm.ts';
import { neverPolled } from '../../src/pipeline/schedule/state.ts';
import { dayMs, hourMs } from '../support/builders.ts';

const minuteMs = 60_000;
const watchedDays = 365;
const feedsEach = 40;
const start = Date.parse('2026-01-05T00:00:00Z'); // a Monday

/** A repeatable source of chance from 0 to 1. */
function chance(seed: number): () => number {
  let state = seed * 2_654_435_761 + 1;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 12), 0x297a2d39) >>> 0;
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** Times at which an outlet publishes: a mean wait by the hour of the week; null where it rests. */
function published(waitMsAt: (hour: number, day: number, dayOfYear: number) => number | null, random: () => number) {
  const times: number[] = [];
  for (let at = start; at < start + watchedDays * dayMs; ) {
    const hour = (at / hourMs) % 24;
    const dayOfYear = Math.floor((at - start) / dayMs);
    const waitMs = waitMsAt(hour, dayOfYear % 7, dayOfYear);
    if (waitMs === null) at += 30 * minuteMs;
    else {
      at += -Math.log(1 - random()) * waitMs;
      times.push(at);
    }
  }
  return times;
}

const isOffice = (hour: number) => hour >= 6 && hour < 16;
/** Kinds of outlets, the most false silences a year that may be told of each, and how long a real one may stay untold. */
const outlets: Readonly<
  Record<string, { waitMs: Parameters<typeof published>[0]; falseMax: number; delayDaysMax: number }>
> = {
  'a wire, day and night': { waitMs: () => 6 * minuteMs, falseMax: 0, delayDaysMax: 0.5 },
  'a newsroom that is slow at night': {
    waitMs: (hour) => (isOffice(hour) ? 15 : 120) * minuteMs,
    falseMax: 0.2,
    delayDaysMax: 1,
  },
  'an office with nights and weekends': {
    waitMs: (hour, day) => (isOffice(hour) && day < 5 ? 20 * minuteMs : null),
    falseMax: 0.05,
    delayDaysMax: 6.5,
  },
  'an office that rests for two weeks at new year': {
    waitMs: (hour, day, dayOfYear) =>
      isOffice(hour) && day < 5 && (dayOfYear < 75 || dayOfYear > 88) ? 20 * minuteMs : null,
    falseMax: 1,
    delayDaysMax: 6.5,
  },
  'a desk of three items a day': { waitMs: () => 8 * hourMs, falseMax: 0.1, delayDaysMax: 4.5 },
  'a column about once a week': { waitMs: () => 7 * dayMs, falseMax: 0.05, delayDaysMax: 90 },
  'reports of three in an hour, each other day': {
    waitMs: (hour, day) => (day % 2 === 0 && Math.floor(hour) === 9 ? 20 * minuteMs : null),
    falseMax: 0.05,
    delayDaysMax: 6.5,
  },
};

interface Lived {
  readonly falseSilences: number;
  /** How long it would have taken to tell had it broken after each item; those of the second half of the year. */
  readonly delaysMs: readonly number[];
}

function live(times: readonly number[]): Lived {
  let state: FeedState = { ...neverPolled, feed: 'f', url: 'https://news.example/f', firstReadAt: start };
  let falseSilences = 0;
  const delaysMs: number[] = [];
  for (const at of times) {
    if (isSilent({ ...state, lastSuccessAt: at - 1 })) falseSilences++;
    state = { ...state, ...rhythmAfter(state, [{ publishedAt: at, arrival: 'live' }], at), lastSuccessAt: at };
    const delayMs = silentAfterMs(state);
    if (at > start + (watchedDays / 2) * dayMs && delayMs !== null) delaysMs.push(delayMs);
  }
  return { falseSilences, delaysMs };
}

for (const [name, { waitMs, falseMax, delayDaysMax }] of Object.entries(outlets)) {
  test(`${name}: silent at most ${falseMax} times a year without cause, and told within ${delayDaysMax} days`, () => {
    const lives = Array.from({ length: feedsEach }, (_, seed) => live(published(waitMs, chance(seed + 1))));
    const falseAYear = lives.reduce((sum, { falseSilences }) => sum + falseSilences, 0) / feedsEach;
    const delays = lives.flatMap(({ delaysMs }) => delaysMs).sort((a, b) => a - b);
    const median = delays[Math.floor(delays.length / 2)] ?? Number.NaN;
    assert.ok(falseAYear <= falseMax, `${falseAYear} false silences a feed and year`);
    assert.ok(median <= delayDaysMax * dayMs, `told after ${median / dayMs} days`);
  });
}

const broken: FeedState = {
  ...neverPolled,
  feed: 'f',
  url: 'https://news.example/f',
  firstReadAt: start,
  lastNewAt: start + 30 * dayMs,
  lastSuccessAt: start + 33 * dayMs,
  rhythmMs: hourMs,
  longestQuietMs: 12 * hourMs,
};

test('a feed that goes on answering without anything new falls silent, and only while it answers', () => {
  assert.equal(isSilent(broken), true);
  assert.equal(isSilent({ ...broken, lastSuccessAt: start + 30 * dayMs + hourMs }), false, 'we were away ourselves');
});

test('a feed of little history is never called silent', () => {
  assert.equal(isSilent({ ...broken, firstReadAt: start + 20 * dayMs, lastSuccessAt: start + 200 * dayMs }), false);
  assert.equal(isSilent({ ...broken, lastNewAt: null, lastSuccessAt: start + 200 * dayMs }), false);
  assert.equal(isSilent({ ...broken, longestQuietMs: null, lastSuccessAt: start + 200 * dayMs }), false);
});
