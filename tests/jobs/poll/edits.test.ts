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
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
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

  const feed = (id: string): Feed => ({
    id,
    url: `${server.origin}/${id}${run}`,
    outlet: 'wire',
    language: 'en',
    status: 'active',
    intervalMinutes: 10,
    origin: 'file',
  });
  const newJob = () =>
    pollJob({
      roster: aRoster(new Map(['wire', 'section'].map((id) => [id, feed(id)]))),
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
  const serveIn = (id: string, ...items: ItemParts[]) => {
    const body = anRss(items);
    server.set(`/${id}${run}`, { body, etag: `"${hash('sha1', body)}"` });
  };
  const serve = (...items: ItemParts[]) => serveIn('wire', ...items);
  /** Polls and gives what went on to match for the first time: `new` or `revised`, and its text. */
  const poll = async (id = 'wire'): Promise<string[]> => {
    const before = new Set(matched);
    await job(id);
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
  /** Texts that share no word. */
  const story = (number: number) => Array.from('abcdefgh', (letter) => `word${letter}${number}`).join(' ');

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

  it('is known by its link and guid however many headlines it had', async () => {
    for (let edit = 0; edit <= 10; edit += 1) {
      serve(page(story(edit), { title: `Headline ${story(edit)}`, published: new Date(now) }));
      assert.deepEqual(await poll(), [`${edit === 0 ? 'new' : 'revised'}: ${story(edit)}`]);
      now += 10 * minuteMs;
    }
  });

  it('is told ten times again and no more, unless what its page says is dated later', async () => {
    let told = 0;
    for (let edit = 0; edit < 30; edit += 1) {
      serve(page(story(edit), { title: `Headline ${story(edit)}` }));
      told += (await poll()).length;
      now += 10 * minuteMs;
    }
    assert.equal(told, 11);
    serve(page(story(99), { title: `Headline ${story(99)}`, published: new Date(now) }));
    assert.deepEqual(await poll(), [`new: ${story(99)}`]);
  });

  it('is told each time that its text returns to what it was', async () => {
    for (const [at, count] of [5, 50, 5, 50].entries()) {
      serve(killed(count));
      assert.deepEqual(await poll(), [`${at === 0 ? 'new' : 'revised'}: ${toll(count)}`]);
      now += 10 * minuteMs;
    }
  });

  it('is told when its text returns to what it was, whichever process saw what stood there meanwhile', async () => {
    const [one, other] = [job, newJob()];
    for (const [at, count] of [5, 50, 5].entries()) {
      job = at === 1 ? other : one;
      serve(killed(count));
      assert.deepEqual(await poll(), [`${at === 0 ? 'new' : 'revised'}: ${toll(count)}`]);
      now += 10 * minuteMs;
    }
  });

  it('is told by the feed that told it first, and when that has let it go by another that holds it', async () => {
    const other = page('Another matter.', { title: 'A bridge is opened', link: 'https://news.example/2', guid: '2' });
    const inBoth = async (count: number, isInWire: boolean) => {
      serve(isInWire ? killed(count) : other);
      serveIn('section', killed(count));
      now += 10 * minuteMs;
      return [...(await poll('section')), ...(await poll())];
    };
    serve(killed(5));
    assert.deepEqual(await poll(), [`new: ${toll(5)}`]);
    assert.deepEqual(await inBoth(5, true), []);
    assert.deepEqual(await inBoth(50, true), [`revised: ${toll(50)}`]);
    assert.deepEqual(await inBoth(50, false), ['new: Another matter.']);
    assert.deepEqual(await inBoth(500, false), [`revised: ${toll(500)}`]);
    assert.deepEqual(await inBoth(50, false), [`revised: ${toll(50)}`]);
  });

  it('that has no date is another where its page tells another story the next day', async () => {
    for (let day = 0; day < 14; day += 1) {
      serve(page(story(day), { title: `Headline ${story(day)}`, published: 'no date' }));
      assert.deepEqual(await poll(), [`new: ${story(day)}`]);
      now += 10 * minuteMs;
      serve(page(`${story(day)} edited`, { title: `Headline ${story(day)}`, published: 'no date' }));
      assert.deepEqual(await poll(), [`revised: ${story(day)} edited`]);
      now += dayMs;
    }
  });

  describe('in the words of another', () => {
    const siren = (number: number, published: Date | string = 'no date'): ItemParts => ({
      title: 'Sirens sound in Kiryat Shmona and its surroundings',
      description: `Sirens sound in Kiryat Shmona and its surroundings`,
      link: `https://news.example/${number}`,
      guid: `guid-${number}`,
      published,
    });
    const at = (hours: number) => new Date(start + hours * hourMs);
    const isNew = ['new: Sirens sound in Kiryat Shmona and its surroundings'];

    it('is its own by its link, guid and date, hours later', async () => {
      for (const hours of [0, 2, 5]) {
        now = start + hours * hourMs;
        serve(siren(hours, at(hours)));
        assert.deepEqual(await poll(), isNew, `after ${hours} h`);
        assert.deepEqual(await poll(), []);
      }
    });

    it('is its own beside it in one document, at whatever distance', async () => {
      now = start + 3 * hourMs;
      serve(siren(3, at(2.9)), siren(2, at(2.7)), siren(1, at(0.5)));
      assert.equal((await poll()).length, 3);
      job = newJob();
      serve(siren(4, at(3)), siren(3, at(2.9)), siren(2, at(2.7)), siren(1, at(0.5)));
      assert.deepEqual(await poll(), isNew);
      job = newJob();
      assert.deepEqual(await poll(), []);
    });

    it('is its own without a date on another day', async () => {
      for (const day of [0, 1, 2]) {
        now = start + day * dayMs;
        serve(siren(day));
        assert.deepEqual(await poll(), isNew, `on day ${day}`);
      }
    });

    it('is the same where nothing but link and guid changed', async () => {
      serve(siren(1, at(0)));
      await poll();
      serve(siren(2, at(0)));
      assert.deepEqual(await poll(), []);
      serve(siren(3));
      assert.deepEqual(await poll(), []);
    });
  });
});
