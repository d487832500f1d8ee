import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { openStore } from '../../../src/adapters/redis/store.ts';
import { sight } from '../../../src/jobs/poll/items.ts';
import { createKeyMemory } from '../../../src/jobs/poll/key-memory.ts';
import type { Article, Feed } from '../../../src/model.ts';
import type { ParsedItem } from '../../../src/pipeline/parse/document.ts';
import { aFeedState } from '../../contracts/builders.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { quiet } from '../support/builders.ts';

const start = Date.parse('2020-01-03T12:00:00Z');
const minuteMs = 60_000;
const feed: Feed = {
  id: 'wire',
  url: 'https://news.example/feed',
  outlet: 'wire',
  language: 'en',
  status: 'active',
  intervalMinutes: 10,
  origin: 'file',
};
const stories = 6;
/** Eight words that no other story has. */
const words = (story: number) => Array.from({ length: 8 }, (_, at) => `word${'abcdefgh'[at]}${story}`).join(' ');

/** How one story looks in one document; `edits` counts its edits so far, of which every other takes back the one before. */
interface Look {
  readonly story: number;
  readonly edits: number;
  readonly change: 'none' | 'guid' | 'tracking' | 'host' | 'guid and tracking' | 'aggregator' | 'guid of another';
}
const itemOf = ({ story, edits, change }: Look, poll: number): ParsedItem => {
  const path = `/2020/story-${story}`;
  const host = change === 'host' ? 'moved.example' : 'news.example';
  const tracked = change.includes('tracking') ? `?utm_source=poll${poll}` : '';
  const link = `https://${host}${path}${tracked}`;
  const isAnothers = change === 'guid of another';
  return {
    guid: isAnothers ? 'guid-0' : change.startsWith('guid') ? `guid-${story}-${poll}` : `guid-${story}`,
    link: change === 'aggregator' ? `https://click.example/redirect?u=${encodeURIComponent(link)}` : link,
    title: `The headline of the story ${words(story)}`,
    summary: `Its text tells of ${words(story)} and of ${edits % 2} edits so far.`,
    content: null,
    author: null,
    publishedAt: start - story * minuteMs,
  };
};

const aChange = fc.constantFrom<Look['change']>(
  'none',
  'guid',
  'tracking',
  'host',
  'guid and tracking',
  'aggregator',
  'guid of another',
);
/** For each poll the stories that stand in the document, in its order, how they look, and which was edited before it; and whether the store failed at first. */
const polls = fc.array(
  fc.record({
    present: fc.shuffledSubarray(
      Array.from({ length: stories }, (_, story) => story),
      { minLength: 1 },
    ),
    changes: fc.array(aChange, { minLength: stories, maxLength: stories }),
    edited: fc.option(fc.nat(stories - 1)),
    isNewProcess: fc.boolean(),
    isRepeated: fc.boolean(),
  }),
  { minLength: 2, maxLength: 9 },
);

let redis: TestRedis;
before(async () => {
  redis = await startRedis();
});
after(() => redis.stop());

test('over any polls each story is told once, and each edit that a document shows once as its revision', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(polls, async (documents) => {
      run += 1;
      const store = openStore(redis.client(), { prefix: `run${run}:` });
      let memory = createKeyMemory(10);
      const edits = Array.from({ length: stories }, () => 0);
      const shown = new Map<number, number>();
      const expected: string[] = [];
      const told: string[] = [];
      const ids: string[] = [];
      let lastReadAt: number | null = null;
      for (const [poll, { present, changes, edited, isNewProcess, isRepeated }] of documents.entries()) {
        if (edited !== null) edits[edited] = (edits[edited] ?? 0) + 1;
        const looks = present.map((story) => ({ story, edits: edits[story] ?? 0, change: changes[story] ?? 'none' }));
        for (const { story, edits: seen } of looks) {
          const text = seen % 2;
          if (shown.get(story) !== text) expected.push(`${shown.has(story) ? 'revised' : 'new'} ${story} ${text}`);
          shown.set(story, text);
        }
        if (isNewProcess) memory = createKeyMemory(10);
        const now = start + poll * 10 * minuteMs;
        const items = looks.map((look) => itemOf(look, poll));
        const read = () =>
          sight(
            { store, log: quiet, arrival: { backlogFreshMinutes: 30, lateAfterHours: 6, keepDays: 90 } },
            { status: 'read', readBy: 'rss-parser', title: '', items, itemsDropped: 0, pace: aFeedState().pace },
            { feed, feedUrl: feed.url, seenAt: now, firstPoll: poll === 0, lastReadAt },
            memory,
          );
        if (isRepeated) await read();
        const { record, stored } = await read();
        const commit = { state: aFeedState({ feed: feed.id }), timer: 'poll:wire', nextDue: now, polledAt: now };
        await store.commitPoll({ ...record, ...commit, fetchedAtReal: now, audit: [] });
        stored();
        lastReadAt = now;
        told.push(...record.articles.map(toldAs));
        ids.push(...record.articles.map(({ id }) => id));
      }
      assert.equal(new Set(ids).size, ids.length, 'what has the id of another is not told');
      assert.deepEqual(told.toSorted(), expected.toSorted());
    }),
    { numRuns: 60 },
  );
});

function toldAs({ revises, summary }: Article): string {
  const [, story, edits] = /worda(\d+) .* (\d+) edits/.exec(summary) ?? [];
  return `${revises === null ? 'new' : 'revised'} ${story} ${edits}`;
}
