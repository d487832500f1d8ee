import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Feed, FeedState } from '../../src/model.ts';
import { healthOf } from '../../src/pipeline/feed-health.ts';
import { feedTable, tableText, tallyText } from '../../src/pipeline/feed-table.ts';
import { neverPolled } from '../../src/pipeline/schedule/state.ts';
import { dayMs, hourMs, noon, scheduleLimits } from '../support/builders.ts';

const aFeed = (said: Partial<Feed> = {}): Feed => ({
  id: 'wire',
  url: 'https://news.example/wire',
  outlet: 'wire',
  language: 'en',
  status: 'active',
  intervalMinutes: null,
  origin: 'file',
  ...said,
});
const aState = (said: Partial<FeedState> = {}): FeedState => ({
  ...neverPolled,
  feed: 'wire',
  url: 'https://news.example/wire',
  firstReadAt: noon - 60 * dayMs,
  lastReadAt: noon,
  lastPolledAt: noon,
  lastSuccessAt: noon,
  lastNewAt: noon - hourMs,
  lastStatus: 'ok',
  rhythmMs: hourMs,
  longestQuietMs: 10 * hourMs,
  delayMs: 240_000,
  ...said,
});
const failing = { failures: 3, lastStatus: 'timeout', lastProblem: 'No answer within 10 s.' } as const;

const cases: readonly [
  claim: string,
  feed: Feed,
  state: FeedState | null,
  condition: string,
  problem: RegExp | null,
][] = [
  ['one that answers and brings news is well', aFeed(), aState(), 'well', null],
  [
    'one that was due hours ago and was not polled is not asked, though its last answer was well',
    aFeed({ intervalMinutes: 10 }),
    aState({ lastPolledAt: noon - 23 * hourMs, lastSuccessAt: noon - 23 * hourMs }),
    'not-asked',
    /^last asked 23 h ago, though it was due$/,
  ],
  [
    'one that is due since a moment is well',
    aFeed({ intervalMinutes: 10 }),
    aState({ lastPolledAt: noon - 30 * 60_000, lastSuccessAt: noon - 30 * 60_000 }),
    'well',
    null,
  ],
  [
    'one that failed once and waits as it was told to is failing still',
    aFeed({ intervalMinutes: 10 }),
    aState({ ...failing, failures: 1, lastPolledAt: noon - 23 * hourMs }),
    'failing',
    /1 in a row/,
  ],
  ['one without a poll is unpolled', aFeed(), null, 'unpolled', null],
  [
    'what is remembered of another address says nothing',
    aFeed({ url: 'https://new.example' }),
    aState(failing),
    'unpolled',
    null,
  ],
  [
    'one whose last poll failed is failing',
    aFeed(),
    aState(failing),
    'failing',
    /^No answer within 10 s\. \(3 in a row\)$/,
  ],
  [
    'kinds of failure that differ are told apart',
    aFeed(),
    aState({ ...failing, failuresByKind: { timeout: 2, 'http-error': 1 } }),
    'failing',
    /\(3 in a row: timeout 2, http-error 1\)$/,
  ],
  [
    'one without news for far too long is silent',
    aFeed(),
    aState({ lastNewAt: noon - 5 * dayMs }),
    'silent',
    /nothing new for 5 days/,
  ],
  ['one that rests is paused, and why is said', aFeed(), aState({ ...failing, paused: 'gone' }), 'paused', /410/],
  ['an operator pauses whatever the state says', aFeed({ status: 'paused' }), aState(), 'paused', /operator/],
];
for (const [claim, feed, state, condition, problem] of cases) {
  test(claim, () => {
    const health = healthOf(feed, state, { schedule: scheduleLimits, watchedSince: 0 }, noon);
    assert.equal(health.condition, condition);
    if (problem === null) assert.equal(health.problem, null);
    else assert.match(health.problem ?? '', problem);
  });
}

test('nothing that fell due before anybody polled is called not asked until there was time to', () => {
  const feed = aFeed({ intervalMinutes: 10 });
  const state = aState({ lastPolledAt: noon - 30 * hourMs, lastSuccessAt: noon - 30 * hourMs });
  const conditionAfter = (watchedMs: number) =>
    healthOf(feed, state, { schedule: scheduleLimits, watchedSince: noon - watchedMs }, noon).condition;
  assert.equal(conditionAfter(10 * 60_000), 'well');
  assert.equal(conditionAfter(hourMs), 'not-asked');
});

test('the table shows those in trouble first, in words that fit a line', () => {
  const hostile = 'x'.repeat(5_000);
  const feeds = new Map([
    ['calm', aFeed({ id: 'calm' })],
    ['wire', aFeed()],
    ['new', aFeed({ id: 'new' })],
  ]);
  const states = [
    aState({ feed: 'calm' }),
    aState({ ...failing, lastProblem: `\u202eevil\n${hostile}`, lastSuccessAt: noon - 3 * hourMs }),
  ];
  const rows = feedTable(feeds, states, scheduleLimits, noon);
  assert.deepEqual(
    rows.map(({ feed, state }) => [feed, state]),
    [
      ['wire', 'failing'],
      ['new', 'unpolled'],
      ['calm', 'well'],
    ],
  );
  assert.deepEqual(rows[2], {
    feed: 'calm',
    state: 'well',
    lastSuccess: '0 s ago',
    lastNew: '60 min ago',
    rhythm: '60 min',
    delay: '4 min',
    failures: '0',
    problem: '',
  });
  const lines = tableText(rows).split('\n');
  assert.equal(lines.length, 4);
  assert.ok(lines.every((line) => line.length < 220 && !line.includes('\u202e')));
  assert.equal(tallyText(rows), '3 feeds: 1 failing, 1 unpolled, 1 well');
});
