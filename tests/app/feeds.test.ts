import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openStore } from '../../src/adapters/redis/store.ts';
import { FeedsError, readArguments, runFeeds } from '../../src/app/feeds.ts';
import { type Config, loadConfig } from '../../src/config/load.ts';
import type { Store } from '../../src/ports.ts';
import { aFeedState, aPoll } from '../contracts/builders.ts';
import { quiet } from '../jobs/support/builders.ts';
import { anRss } from '../support/feed-documents.ts';
import { type FeedServer, startFeedServer } from '../support/feed-server.ts';
import { type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

describe('npm run feeds', () => {
  let newsroom: Newsroom;
  let paper: FeedServer;
  let redis: TestRedis;
  let config: Config;
  let store: Store;
  before(async () => {
    redis = await startRedis();
    newsroom = await openNewsroom({ redisPath: redis.path });
    config = loadConfig({ env: { ...newsroom.env, REDIS_URL: redis.path } });
    store = openStore(redis.client(), { prefix: 'watchfloor:' });
    paper = await startFeedServer();
    const published = new Date(Date.now() - 60_000);
    const item = { title: 'Talks in Baghdad go on for a week', link: 'https://paper.example/1', guid: '1', published };
    paper.set('/rss', { body: anRss([item], 'The Paper') });
    paper.set('/moved', { status: 301, location: '/rss' });
    paper.set('/foreign', { body: anRss([{ title: 'Die Lage in der Stadt ist und bleibt ernst', guid: '2' }]) });
  });
  after(async () => {
    await paper.stop();
    await newsroom.close();
    await redis.stop();
  });

  async function feeds(...args: readonly string[]) {
    let said = '';
    const stop = new AbortController().signal;
    const ended = await runFeeds(readArguments(args), { config, log: quiet, stop, say: (text) => (said += text) });
    return { ended, said };
  }

  it('understands what is asked, and says what was expected where it does not', () => {
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [[], /^usage: npm run --silent feeds/],
      [['add'], /^add: expected one of these, as written\nusage/],
      [['health', 'x'], /^health: expected/],
      [['import', 'a', 'b'], /^import: expected/],
      [['list', '--tier', '1'], /^--tier is no option of list/],
      [['constructor', '--tier', '1'], /^--tier is no option of constructor/],
      [['add', 'x', '--tier', '9'], /^--tier: expected one of 1, 2, 3, got "9"/],
      [['add', 'x', '--language', 'de'], /^--language: expected one of en, ar, fa/],
      [['add', 'x', '--interval', '0'], /^--interval: expected minutes from 1 to 1440/],
      [['add', 'x', '--outlet', 'A b'], /^--outlet: expected an id/],
    ];
    for (const [args, said] of wrong)
      assert.throws(
        () => readArguments(args),
        (error) => error instanceof FeedsError && said.test(error.message),
        args.join(' '),
      );
    assert.deepEqual(readArguments(['add', 'x', '--tier', '2', '--state', '--interval', '15', '--language', 'fa']), {
      what: 'add',
      urls: ['x'],
      options: { language: 'fa', intervalMinutes: 15, outlet: { tier: 2, stateAffiliated: true } },
    });
  });

  it('finds the feed of a site by its page, adds it once, pauses, resumes and removes it', async () => {
    paper.set('/', {
      body: '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>',
      contentType: 'text/html',
    });
    const added = await feeds('add', `${paper.origin}/`, '--name', 'The Paper', '--tier', '2');
    assert.match(added.said, /^“The Paper”: 1 item, the newest .* in English; read as it is\./);
    assert.match(
      added.said,
      /Added as the feed (\S+) of the outlet \1\.\nThe outlet is The Paper, tier 2, new and a family of its own\.\n$/,
    );
    assert.equal(added.ended, 'done');
    const again = await feeds('add', `${paper.origin}/rss`);
    assert.match(again.said, /Not added\. It is polled already, as the feed paper-example\./);
    assert.equal(again.ended, 'mend');
    assert.equal((await feeds('pause', 'paper-example', 'cnn')).ended, 'done');
    assert.match((await feeds('pause', 'cnn')).said, /cnn is paused already/);
    assert.match((await feeds('list')).said, /paper-example +paper-example +en +paused +command .*\n/);
    assert.match((await feeds('health')).said, /^cnn +paused/m);
    const resumed = await feeds('resume', 'cnn', 'npr');
    assert.match(resumed.said, /cnn is polled again\.\nnpr\n {2}npr is not paused\./);
    assert.equal(resumed.ended, 'mend');
    assert.equal((await feeds('remove', 'paper-example')).ended, 'done');
    assert.match((await feeds('remove', 'paper-example')).said, /There is no feed paper-example/);
    assert.match((await feeds('remove', 'cnn')).said, /cnn stands in feeds\.yaml: take it out there/);
    const audit = (await store.recentAudit(9)).map(({ action, who }) => `${who?.name} ${action}`);
    assert.deepEqual(audit.toReversed(), [
      'terminal feed-add',
      'terminal feed-pause',
      'terminal feed-pause',
      'terminal feed-resume',
      'terminal feed-remove',
    ]);
  });

  it('wakes a feed that the program itself had paused, at once', async () => {
    const url = config.pack.feeds.find(({ id }) => id === 'upi')?.url ?? '';
    const state = aFeedState({ feed: 'upi', url, paused: 'gone', failures: 3 });
    await store.commitPoll(aPoll([], { state, timer: 'poll:upi', nextDue: null }));
    assert.match((await feeds('resume', 'upi')).said, /upi is polled again/);
    assert.partialDeepStrictEqual(await store.feedState('upi'), { paused: null, failures: 0 });
    assert.ok((await store.claimDue(Date.now(), 10, 1_000)).includes('poll:upi'));
  });

  it('shows what a feed would be seen as, and keeps nothing', async () => {
    const shown = await feeds('test', `${paper.origin}/moved`);
    assert.match(shown.said, /has moved for good to .*\/rss/);
    assert.match(
      shown.said,
      /• \d{4}-\d\d-\d\dT\d\d:\d\dZ Talks in Baghdad go on for a week https:\/\/paper\.example\/1/,
    );
    assert.equal(shown.ended, 'done');
    assert.doesNotMatch((await feeds('list')).said, /paper-example/);
  });

  it('says what is wrong: whether it can be mended or did not answer', async (test) => {
    const bare = await startFeedServer();
    test.after(() => bare.stop());
    bare.set('/page', { body: '<html><p>nothing here</p></html>', contentType: 'text/html' });
    const cases: readonly (readonly [string, string, RegExp])[] = [
      ['paper', 'mend', /Expected an http or https address/],
      ['https://me:hunter2@paper.example/', 'mend', /^Expected (?!.*hunter2)/],
      [`${bare.origin}/page`, 'mend', /No feed was found there: it links to none/],
      [`${paper.origin}/foreign`, 'mend', /in none of the languages that are read/],
      [`${paper.origin}/missing`, 'failed', /404/],
    ];
    for (const [url, ended, said] of cases) {
      const run = await feeds('add', url);
      assert.match(run.said, said);
      assert.equal(run.ended, ended, url);
    }
    await assert.rejects(feeds('import', '/nowhere.opml'), /cannot be read \(ENOENT\)/);
    await assert.rejects(feeds('export', '/nowhere/list.opml'), /cannot be written \(ENOENT\)/);
  });

  it('takes a list of ten thousand, tells what it left out, and gives it back as a list', async () => {
    const file = join(newsroom.configDir, 'list.opml');
    const entries = Array.from(
      { length: 10_000 },
      (_, n) =>
        `<outline text="n${n}" type="rss" xmlUrl="https://h${n}.example/rss" htmlUrl="https://h${n}.example/"/>\n`,
    );
    const odd = '<outline text="twice" xmlUrl="http://www.h7.example/rss/"/>\n<outline text="none"/>\n';
    const outlines = `<outline text="Folder">\n${entries.join('')}${odd}</outline>`;
    await writeFile(file, `<opml version="1.0"><body>${outlines}</body></opml>`);
    const startedAt = performance.now();
    const taken = await feeds('import', file);
    assert.ok(performance.now() - startedAt < 30_000);
    assert.match(
      taken.said,
      /^line 10002: “twice”: It is polled already, as the feed h7-example\.\nline 10003: “none” has/,
    );
    assert.match(taken.said, /10000 of 10001 feeds added; 2 remarks\.\n$/);
    assert.equal(taken.ended, 'done');
    await feeds('export', file);
    const list = await readFile(file, 'utf8');
    assert.match(list, /<outline text="Folder">\s*<outline text="n\d+" type="rss" category="\/Folder" xmlUrl="https:/);
    const again = await feeds('import', file);
    assert.match(again.said, /\n0 of 10006 feeds added; 10006 remarks\.\n$/);
    assert.equal(again.ended, 'mend');
  });
});
