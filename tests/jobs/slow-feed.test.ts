import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openHttpReader } from '../../src/adapters/http/reader.ts';
import { pollJob } from '../../src/jobs/poll.ts';
import type { Feed } from '../../src/model.ts';
import { parseFeed } from '../../src/pipeline/parse.ts';
import { aVerdict } from '../contracts/builders.ts';
import { type StoreFixture, startStores } from '../contracts/fixture.ts';
import { anIncident, aRoster, dayMs, noon, scheduleLimits } from '../support/builders.ts';
import { anRss, type ItemParts } from '../support/feed-documents.ts';
import { type FeedServer, startFeedServer } from '../support/feed-server.ts';
import { httpOptions } from '../support/http-options.ts';
import { quiet, unmetered } from './support/builders.ts';

const halfYearDays = 180;
const pollEveryDays = 5;
const keepDays = 30; // far less than the items stay
const staying = 12;
let redis: StoreFixture;
let server: FeedServer;
let reader: ReturnType<typeof openHttpReader>;
before(async () => {
  redis = await startStores();
  server = await startFeedServer();
  reader = openHttpReader(httpOptions());
});
after(async () => {
  await reader.close();
  await server.stop();
  await redis.stop();
});

const item = (number: number): ItemParts => ({
  title: `Report number ${number} of a slow institute`,
  link: `https://institute.example/${number}`,
  guid: `report-${number}`,
  published: new Date(noon - number * dayMs),
});
const items = Array.from({ length: staying }, (_, at) => item(at + 1));

/** A slow feed, polled now and then for half a year by processes that remember nothing, and what went on to match. */
async function halfAYear(answerOn: (day: number) => Parameters<FeedServer['set']>[1]): Promise<readonly string[]> {
  await redis.empty();
  const store = redis.open({ keep: { seenMs: keepDays * dayMs, articlesMs: keepDays * dayMs } });
  const feed: Feed = {
    id: 'slow',
    url: `${server.origin}/slow`,
    outlet: 'slow',
    language: 'en',
    status: 'active',
    intervalMinutes: 1440,
    origin: 'file',
  };
  const matched: string[] = [];
  for (let day = 0; day <= halfYearDays; day += pollEveryDays) {
    const now = noon + day * dayMs;
    redis.real = now;
    server.set('/slow', answerOn(day));
    const fresh: string[] = [];
    const poll = pollJob({
      roster: aRoster(new Map([[feed.id, feed]])),
      reader,
      parse: parseFeed,
      store,
      queue: { add: async (_queue, ids) => void fresh.push(...ids) },
      clock: { now: () => now },
      realNow: () => now,
      meter: unmetered,
      log: quiet,
      arrival: { backlogFreshMinutes: 30, lateAfterHours: 6, keepDays },
      schedule: scheduleLimits,
      concurrency: 1,
    });
    await poll('slow');
    for (const id of fresh) await store.commitVerdict(aVerdict(id, anIncident({ id: `i-${id}` })));
    matched.push(...fresh);
    await store.retain(now);
    // The server's own clock cannot be set: what it would have let expire by now is taken away.
    if (day % keepDays === 0 && day > 0) await forgetArticles();
  }
  return matched;
}

async function forgetArticles(): Promise<void> {
  const keys = await redis.redis.keys('wf:article:*');
  if (keys.length > 0) await redis.redis.del(...keys);
}

test('items that stay in their document for half a year are told once, though all else of them is forgotten', async () => {
  const told = await halfAYear((day) => ({ body: anRss(day % 2 === 0 ? items : items.toReversed()) }));
  assert.equal(told.length, staying);
});

test('a document that was unchanged for half a year tells none of its items again when it changes', async () => {
  const body = anRss(items);
  const last = anRss([item(-halfYearDays), ...items]);
  const told = await halfAYear((day) => (day < halfYearDays ? { body, etag: '"one"' } : { body: last, etag: '"two"' }));
  assert.equal(told.length, staying + 1);
});

test('a feed that is away for longer than anything is kept tells none of its items again', async () => {
  const told = await halfAYear((day) => (day > 5 && day < 150 ? { status: 503 } : { body: anRss(items) }));
  assert.equal(told.length, staying);
});
