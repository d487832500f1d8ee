import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { openHttpReader } from '../../src/adapters/http/reader.ts';
import { openStore } from '../../src/adapters/redis/store.ts';
import { pollJob } from '../../src/jobs/poll.ts';
import type { Article, Feed, PollStatus } from '../../src/model.ts';
import { parseFeed } from '../../src/pipeline/parse.ts';
import type { Roster, Store } from '../../src/ports.ts';
import { aFeedState, aPoll } from '../contracts/builders.ts';
import { aRoster, scheduleLimits } from '../support/builders.ts';
import { anRss, type ItemParts } from '../support/feed-documents.ts';
import { type FeedServer, startFeedServer } from '../support/feed-server.ts';
import { httpOptions } from '../support/http-options.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

const hourMs = 3_600_000;
const start = Date.parse('2020-01-03T12:00:00Z');

describe('the poll job', () => {
  let redis: TestRedis;
  let server: FeedServer;
  let store: Store;
  let reader: ReturnType<typeof openHttpReader>;
  let run = 0;
  let now = start;
  let feeds: Map<string, Feed>;
  let matched: string[];
  let logged: { message: string; fields: unknown }[];
  let polled: PollStatus[];

  before(async () => {
    redis = await startRedis();
    server = await startFeedServer();
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
    store = openStore(redis.client(), { prefix: `poll${run}` });
    feeds = new Map();
    matched = [];
    logged = [];
    polled = [];
  });

  const addFeed = (said: Partial<Feed> = {}): Feed => {
    const feed: Feed = {
      id: 'wire',
      url: `${server.origin}/feed${run}`,
      outlet: 'wire',
      language: 'en',
      status: 'active',
      intervalMinutes: 10,
      origin: 'file',
      ...said,
    };
    feeds.set(feed.id, feed);
    return feed;
  };
  const withReader = async (other: typeof reader, work: () => Promise<void>) => {
    const usual = reader;
    reader = other;
    try {
      await work();
    } finally {
      reader = usual;
      await other.close();
    }
  };
  const serve = (...items: ItemParts[]) => server.set(`/feed${run}`, { body: anRss(items) });
  const note = (message: string, fields?: unknown) => void logged.push({ message, fields });
  const newJob = (roster: Roster = aRoster(feeds)) =>
    pollJob({
      roster,
      reader,
      parse: parseFeed,
      store,
      queue: { add: async (_queue, ids) => void matched.push(...ids) },
      clock: { now: () => now },
      realNow: Date.now,
      meter: { polled: (_feed, status) => void polled.push(status), decided() {}, delivered() {}, paged() {} },
      log: { debug: note, info: note, warn: note, error: note },
      arrival: { backlogFreshMinutes: 30, lateAfterHours: 6, keepDays: 90 },
      schedule: scheduleLimits,
      concurrency: 20,
    });
  /** Polls and gives the articles that went on to match. */
  const poll = async (job = newJob()): Promise<Article[]> => {
    matched = [];
    await job('wire');
    const pending = await Promise.all(matched.map((id) => store.pendingArticle(id)));
    return pending.map((each) => each?.article).filter((article) => article !== undefined);
  };
  const item = (number: number, said: ItemParts = {}): ItemParts => ({
    title: `Event number ${number} in a province far away`,
    link: `https://news.example/${number}`,
    guid: `guid-${number}`,
    published: new Date(now - number * 60_000),
    ...said,
  });

  it('hands the articles of a feed on, oldest first, and sets state and next due time', async () => {
    addFeed();
    serve(item(1), item(3), item(2));
    const articles = await poll();
    assert.deepEqual(
      articles.map((article) => article.guid),
      ['guid-3', 'guid-2', 'guid-1'],
    );
    const state = await store.feedState('wire');
    assert.deepEqual(
      [state?.lastStatus, state?.items, state?.readBy, state?.firstReadAt],
      ['ok', 3, 'rss-parser', start],
    );
    const timer = await store.nextTimer();
    assert.equal(timer?.name, 'poll:wire');
    assert.ok((timer?.at ?? 0) > now);
    assert.deepEqual(polled, ['ok']);
  });

  it('floods nobody with a first poll: old items are backlog, fresh ones live', async () => {
    addFeed();
    serve(item(1), item(500), item(2, { published: 'no date' }));
    const arrivals = new Map((await poll()).map((article) => [article.guid, article.arrival]));
    assert.deepEqual(Object.fromEntries(arrivals), { 'guid-1': 'live', 'guid-2': 'backlog', 'guid-500': 'backlog' });
  });

  it('tells no item twice, in this process or the next', async () => {
    addFeed();
    const job = newJob();
    serve(item(1), item(2));
    assert.equal((await poll(job)).length, 2);
    assert.equal((await poll(job)).length, 0);
    assert.equal((await poll(newJob())).length, 0);
    serve(item(3), item(1), item(2));
    assert.deepEqual(
      (await poll(job)).map((article) => article.guid),
      ['guid-3'],
    );
  });

  it('tells items again when the store was emptied under a running process', async () => {
    addFeed();
    const job = newJob();
    serve(item(1));
    await poll(job);
    await redis.client().flushall();
    assert.equal((await poll(job)).length, 1);
  });

  it('takes an item for no news whose guid or link changes, or both while its text stays', async () => {
    addFeed();
    serve(item(1));
    await poll();
    for (const changed of [
      { guid: 'other' },
      { link: 'https://news.example/1?utm_source=rss' },
      { link: 'https://www.moved.example/1/', guid: 'moved' },
      { link: 'https://news.example/other' },
      {
        link: 'https://news.google.com/rss/articles/CBMiAU_yqL',
        guid: 'CBMiAU_yqL',
        title: `${item(1).title} - The Gazette`,
      },
    ]) {
      serve(item(1, changed));
      assert.deepEqual(await poll(), [], JSON.stringify(changed));
    }
  });

  it('loses no item that bears the guid or the link of another, neither beside it nor after it', async () => {
    addFeed();
    const job = newJob();
    serve(item(1));
    await poll(job);
    const story = { title: 'A vote in parliament on foreign troops', description: 'Lawmakers asked them to leave.' };
    serve(item(2, { ...story, guid: 'guid-1' }));
    assert.deepEqual(
      (await poll(job)).map(({ title, revises }) => [title, revises]),
      [[story.title, null]],
    );
    const other = { title: 'Protesters storm the embassy compound', description: 'Guards fired tear gas at them.' };
    serve(item(3, { ...other, link: 'https://news.example/1' }));
    assert.deepEqual(
      (await poll(job)).map(({ title, revises }) => [title, revises]),
      [[other.title, null]],
    );
    const both = {
      title: 'Airstrike at the airport kills a general',
      description: 'He had just landed, his aides said.',
    };
    serve(item(1, { ...both, published: new Date(now + 7 * hourMs) }));
    now += 8 * hourMs;
    assert.deepEqual(
      (await poll(job)).map(({ title, revises }) => [title, revises]),
      [[both.title, null]],
    );
    serve(item(2, { ...story, guid: 'guid-1' }), item(3, { ...other, link: 'https://news.example/1' }));
    assert.deepEqual(await poll(job), [], 'what came back');
  });

  it('hands an edited item on as a revision, once, and no trivial edit', async () => {
    addFeed();
    const job = newJob();
    const text = 'Several rockets struck the base on Friday, killing 12 soldiers, the military said.';
    serve(item(1, { description: text }));
    const [original] = await poll(job);
    for (const trivial of [
      {
        description: `<p>Several  rockets struck the base on Friday, killing 12&nbsp;soldiers &mdash; the military said</p>`,
      },
      { description: `${text} Last updated: 4 Jan 2020 12:30 GMT` },
      { description: `${text} Updated 3 minutes ago` },
      { description: `<img src="https://news.example/new.jpg" alt="">${text}` },
    ]) {
      serve(item(1, trivial));
      assert.deepEqual(await poll(job), [], JSON.stringify(trivial));
    }
    serve(item(1, { description: text.replace('12', '2') }));
    const [revision, ...rest] = await poll(job);
    assert.deepEqual(rest, []);
    assert.equal(revision?.revises, original?.id);
    assert.match(revision?.id ?? '', new RegExp(`^${original?.id}~[0-9a-f]{8}$`));
    assert.match(revision?.summary ?? '', /killing 2 soldiers/);
    assert.deepEqual([await poll(job), await poll(newJob())], [[], []]);
  });

  it('hands a live page on every few minutes and not for ever, whole as it stands then', async () => {
    addFeed();
    const job = newJob();
    const page = (edit: number) =>
      item(1, { title: 'Live: what we know so far of the events', description: `Entry ${edit} of many` });
    serve(page(0));
    await poll(job);
    const told: string[] = [];
    for (let edit = 1; edit <= 40; edit += 1) {
      now += 2 * 60_000;
      serve(page(edit));
      for (const article of await poll(job)) told.push(article.summary);
    }
    assert.deepEqual(told.slice(0, 3), ['Entry 1 of many', 'Entry 4 of many', 'Entry 7 of many']);
    assert.equal(told.length, 10);
  });

  it('takes the same article from a second feed for no news', async () => {
    addFeed();
    serve(item(1));
    await poll();
    addFeed({ id: 'copy' });
    matched = [];
    await newJob()('copy');
    assert.deepEqual(matched, []);
  });

  it('marks what is first seen hours after its publication as late, and leaves out what is older than the keeping time', async () => {
    addFeed();
    serve(item(1));
    await poll();
    serve(item(2, { published: new Date(now - 7 * hourMs) }), item(3, { published: new Date(now - 91 * 24 * hourMs) }));
    const articles = await poll();
    assert.deepEqual(
      articles.map((article) => [article.guid, article.arrival]),
      [['guid-2', 'late']],
    );
    assert.ok(logged.some(({ message }) => message.includes('keeping time')));
  });

  it('asks conditionally the second time, and a 304 sets the next due time', async () => {
    addFeed();
    server.set(`/feed${run}`, { body: anRss([item(1)]), etag: '"1"' });
    await poll();
    now += hourMs;
    await poll();
    assert.equal(server.requests(`/feed${run}`)[1]?.['if-none-match'], '"1"');
    assert.equal((await store.feedState('wire'))?.lastStatus, 'not-modified');
    assert.ok(((await store.nextTimer())?.at ?? 0) > now);
  });

  it('takes a changed address for a new feed: asks unconditionally and floods nobody', async () => {
    addFeed();
    server.set(`/feed${run}`, { body: anRss([item(1)]), etag: '"1"' });
    await poll();
    server.set(`/moved${run}`, { body: anRss([item(200)]), etag: '"1"' });
    addFeed({ url: `${server.origin}/moved${run}` });
    assert.deepEqual(
      (await poll()).map((article) => article.arrival),
      ['backlog'],
    );
  });

  for (const [fault, status] of [
    [{ status: 500 }, 'http-error'],
    [{ fault: 'reset' }, 'network-error'],
    [{ body: '<html></html>' }, 'unreadable'],
    [{ body: 'x'.repeat(1_000_001) }, 'too-large'],
    [{ location: 'file:///etc/passwd' }, 'refused-address'],
  ] as const) {
    it(`goes on after ${status}, with the problem told once and a later due time`, async () => {
      addFeed();
      server.set(`/feed${run}`, fault);
      await poll();
      await poll();
      const state = await store.feedState('wire');
      assert.deepEqual([state?.lastStatus, state?.failures], [status, 2]);
      assert.ok((state?.lastProblem ?? '').length > 0);
      assert.ok(((await store.nextTimer())?.at ?? 0) > now + 9 * 60_000);
      assert.equal(logged.filter(({ message }) => message === 'feed fails').length, 1);
    });
  }

  it('takes the first document that can be read for the first poll, however often it failed before', async () => {
    addFeed();
    server.set(`/feed${run}`, { status: 500 });
    await poll();
    serve(item(500));
    assert.deepEqual(
      (await poll()).map((article) => article.arrival),
      ['backlog'],
    );
  });

  it('pauses an unverified feed at its first 404 with a notice and leaves it alone for a week', async () => {
    addFeed({ status: 'unverified' });
    server.set(`/feed${run}`, { status: 404 });
    await poll();
    assert.equal((await store.feedState('wire'))?.paused, 'never-found');
    assert.ok(((await store.nextTimer())?.at ?? 0) >= now + 7 * 24 * hourMs);
    assert.ok(logged.some(({ message }) => message === 'feed changed'));
  });

  it('follows a feed that has moved for good, after a week and with a line in the audit', async () => {
    addFeed();
    server.set(`/feed${run}`, { location: `/moved${run}`, status: 301 });
    server.set(`/moved${run}`, { body: anRss([item(1)]), etag: '"1"' });
    assert.equal((await poll()).length, 1);
    now += 7 * 24 * hourMs;
    await poll(); // the one that is agreed upon, by a 304
    const [listed, movedTo] = [`/feed${run}`, `/moved${run}`].map((path) => server.requests(path));
    assert.deepEqual(
      listed?.map((headers) => headers['if-none-match']),
      [undefined, undefined],
    );
    assert.deepEqual(
      movedTo?.map((headers) => headers['if-none-match']),
      [undefined, '"1"'],
    );
    assert.equal((await store.feedState('wire'))?.movedTo, `${server.origin}/moved${run}`);
    assert.deepEqual(
      (await store.recentAudit(9)).map(({ action }) => action),
      ['feed-moved'],
    );
    assert.ok(logged.some(({ message }) => message === 'feed changed'));
    await poll();
    assert.equal(server.requests(`/feed${run}`).length, 2);
    assert.equal(server.requests(`/moved${run}`).length, 3);
  });

  it('learns from its items how often a feed brings news, and how late they are seen', async () => {
    addFeed({ intervalMinutes: null });
    serve(item(60), item(120), item(180));
    await poll();
    const learned = await store.feedState('wire');
    assert.equal(learned?.rhythmMs, hourMs);
    assert.equal(learned?.lastNewAt, now - hourMs);
    now += hourMs;
    serve(item(5), item(60));
    await poll();
    const { delayMs, lastNewAt } = (await store.feedState('wire')) ?? assert.fail();
    assert.deepEqual([delayMs, lastNewAt], [5 * 60_000, now]);
  });

  it('learns the rhythm of a feed from items that another feed brought first, too', async () => {
    serve(item(60), item(120));
    for (const id of ['wire', 'copy']) {
      addFeed({ id });
      await newJob()(id);
    }
    now += hourMs;
    serve(item(5), item(60));
    for (const id of ['wire', 'copy']) await newJob()(id);
    const [wire, copy] = [await store.feedState('wire'), await store.feedState('copy')];
    assert.deepEqual([copy?.rhythmMs, copy?.lastNewAt], [wire?.rhythmMs, now]);
  });

  it('comes back soon to a host that others are asking, and by its timer to one that rests', async () => {
    addFeed();
    let waitMs = 4_000;
    const gate = { enter: async () => waitMs, leave: async () => {}, rest: async () => {} };
    await withReader(openHttpReader(httpOptions(), gate), async () => {
      const before = await store.feedState('wire');
      assert.deepEqual(await newJob()('wire'), { status: 'again', delayMs: 4_000, reason: 'host-busy' });
      waitMs = 2 * hourMs;
      assert.deepEqual(await newJob()('wire'), { status: 'done', reason: 'host-rests' });
      const { name, at } = (await store.nextTimer()) ?? assert.fail();
      assert.ok(name === 'poll:wire' && at >= now + waitMs && at <= now + waitMs * 1.1);
      assert.deepEqual(await store.feedState('wire'), before);
    });
  });

  it('lets no more than a quarter of its polls be of servers that were slow the last time', async () => {
    const slow = Array.from({ length: 20 }, (_, at) => `slow-${at}`);
    server.set(`/slow${run}`, { fault: 'hang' });
    for (const id of slow) {
      const { url } = addFeed({ id, url: `${server.origin}/slow${run}` });
      const state = aFeedState({ feed: id, url, lastStatus: 'timeout', failures: 2, failuresByKind: { timeout: 2 } });
      await store.commitPoll(aPoll([], { state, timer: `poll:${id}` }));
    }
    addFeed();
    serve(item(1));
    await withReader(openHttpReader(httpOptions({ perHostMax: 20, firstByteTimeoutMs: 500 })), async () => {
      const job = newJob();
      const polls = slow.map((id) => job(id));
      assert.deepEqual(await job('wire'), { status: 'done', reason: 'read' });
      const results = await Promise.all(polls);
      assert.equal(results.filter(({ reason }) => reason === 'behind-slow-ones').length, 15);
      assert.equal(results.filter(({ status }) => status === 'done').length, 5);
      const waiting = slow.filter((_, at) => results[at]?.status === 'again');
      const [first = ''] = waiting;
      assert.equal((await job(first)).status, 'done', 'a place is free again, for the one that waits longest');
    });
  });

  it('asks again later for a feed that is not in its pack, or paused there: the scheduler may know better', async () => {
    for (const status of [null, 'paused'] as const) {
      if (status !== null) addFeed({ status });
      await store.settleTimer('poll:wire', now);
      assert.deepEqual(await newJob()('wire'), { status: 'done', reason: status ?? 'unknown-feed' });
      const { name, at } = (await store.nextTimer()) ?? assert.fail();
      assert.deepEqual([name, at > now && at <= now + 10 * 60_000], ['poll:wire', true]);
    }
    assert.equal(server.requests(`/feed${run}`).length, 0);
  });

  it('polls at once what was resumed since it last read the roster', async () => {
    const resumed = new Map([['wire', addFeed()]]);
    let read = new Map([['wire', addFeed({ status: 'paused' })]]);
    serve(item(1));
    const roster = {
      ...aRoster(read),
      feeds: () => read,
      refresh: async () => {
        read = resumed;
      },
    };
    assert.deepEqual(await newJob(roster)('wire'), { status: 'done', reason: 'read' });
  });

  it('fails as a job when the store does, and loses nothing when it is repeated', async () => {
    addFeed();
    serve(item(1));
    const broken = { ...store, commitPoll: () => Promise.reject(new Error('Redis is gone')) };
    const kept = store;
    store = broken;
    const job = newJob();
    store = kept;
    await assert.rejects(async () => job('wire'), /Redis is gone/);
    assert.equal((await poll()).length, 1);
  });
});
