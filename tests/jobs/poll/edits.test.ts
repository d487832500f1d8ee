import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { openHttpReader } from '../../../src/adapters/http/reader.ts';
import { openStore } from '../../../src/adapters/redis/store.ts';
import { pollJob } from '../../../src/jobs/poll.ts';
import type { Article, Feed } from '../../../src/model.ts';
import { parseFeed } from '../../../src/pipeline/parse.ts';
import type { JobHandler, Store } from '../../../src/ports.ts';
import { aRoster, scheduleLimits } from '../../support/builders.ts';
import { anRss, type ItemParts } from '../../support/feed-documents.ts';
import { type FeedServer, startFeedServer } from '../../support/feed-server.ts';
import { httpOptions } from '../../support/http-options.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { quiet, unmetered } from '../support/builders.ts';

const minuteMs = 60_000;
const start = Date.parse('2020-01-03T12:00:00Z');

describe('an item of a feed', () => {
  let redis: TestRedis;
  let server: FeedServer;
  let reader: ReturnType<typeof openHttpReader>;
  let store: Store;
  let job: JobHandler;
  let run = 0;
  let now = start;
  let commitsFailing = 0;
  let matched: string[] = [];

  before(async () => {
    [redis, server] = [await startRedis(), await startFeedServer()];
    reader = openHttpReader(httpOptions());
  });
  after(async () => {
    await reader.close();
    await server.stop();
    await redis.stop();
  });
  beforeEach(() => {
    run += 1;
    now = start;
    matched = [];
    store = openStore(redis.client(), { prefix: `edits${run}` });
    job = newJob();
  });

  const newJob = () => {
    const feed: Feed = {
      id: 'wire',
      url: `${server.origin}/feed${run}`,
      outlet: 'wire',
      language: 'en',
      status: 'active',
      intervalMinutes: 10,
      origin: 'file',
    };
    return pollJob({
      roster: aRoster(new Map([[feed.id, feed]])),
      reader,
      parse: parseFeed,
      store: {
        ...store,
        async commitPoll(record) {
          commitsFailing -= 1;
          if (commitsFailing >= 0) throw new Error('Redis is gone');
          await store.commitPoll(record);
        },
      },
      queue: { add: async (_queue, ids) => void matched.push(...ids) },
      clock: { now: () => now },
      realNow: Date.now,
      meter: unmetered,
      log: quiet,
      arrival: { backlogFreshMinutes: 30, lateAfterHours: 6, keepDays: 90 },
      schedule: scheduleLimits,
      concurrency: 20,
    });
  };
  const serve = (...items: ItemParts[]) => {
    const body = anRss(items);
    server.set(`/feed${run}`, { body, etag: `"${hash('sha1', body)}"` });
  };
  /** Polls and gives what went on to match for the first time: `new` or `revised`, and its text. */
  const poll = async (): Promise<string[]> => {
    const before = new Set(matched);
    await job('wire');
    const fresh = matched.filter((id) => !before.has(id));
    const pending = await Promise.all(fresh.map((id) => store.pendingArticle(id)));
    return pending.flatMap((each) => (each === null ? [] : toldAs(each.article)));
  };
  const toldAs = ({ revises, summary }: Article) => `${revises === null ? 'new' : 'revised'}: ${summary}`;
  const page = (description: string, said: ItemParts = {}): ItemParts => ({
    title: 'Rockets strike a base in the north of the country',
    link: 'https://news.example/rockets',
    guid: 'guid-rockets',
    published: new Date(start - minuteMs),
    description,
    ...said,
  });
  const killed = (count: number) => page(`The strike killed ${count} soldiers, the military said.`);
  const toll = (count: number) => `The strike killed ${count} soldiers, the military said.`;

  it('that is edited too soon after another edit is told when it may be, though the document stays as it is', async () => {
    serve(killed(5));
    await poll();
    now += 10 * minuteMs;
    serve(killed(50));
    assert.deepEqual(await poll(), [`revised: ${toll(50)}`]);
    now += 2 * minuteMs;
    serve(killed(500));
    assert.deepEqual(await poll(), []);
    now += 10 * minuteMs;
    assert.deepEqual(await poll(), [`revised: ${toll(500)}`]);
    now += 10 * minuteMs;
    await poll();
    assert.equal((await store.feedState('wire'))?.lastStatus, 'not-modified');
  });

  it('is told by the poll that is repeated after the store failed, new or edited', async () => {
    serve(killed(5));
    commitsFailing = 1;
    await assert.rejects(async () => job('wire'), /Redis is gone/);
    assert.deepEqual(await poll(), [`new: ${toll(5)}`]);
    now += 10 * minuteMs;
    serve(killed(50));
    commitsFailing = 1;
    await assert.rejects(async () => job('wire'), /Redis is gone/);
    assert.deepEqual(await poll(), [`revised: ${toll(50)}`]);
  });
});
