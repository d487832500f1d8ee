import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openStore } from '../../src/adapters/redis/store.ts';
import type { Answer } from '../../src/app/why.ts';
import { articleIdOf } from '../../src/pipeline/normalise.ts';
import { anArticle, anIncident, aReport } from '../support/builders.ts';
import { type FeedServer, startFeedServer } from '../support/feed-server.ts';
import { root } from '../support/launch.ts';
import { startRedis } from '../support/redis.ts';
import { aStreamItem } from '../support/stream-item.ts';

let folder = '';
let server: FeedServer;
before(async () => {
  server = await startFeedServer();
  folder = await mkdtemp(join(tmpdir(), 'why-'));
  cpSync(join(root, 'config'), join(folder, 'open'), { recursive: true });
  await writeFile(join(folder, 'open', 'watchfloor.yaml'), 'fetch:\n  allowPrivateNetworks: true\n');
});
after(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
function why(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const entry = ['--import', join(root, 'require-node.mjs'), join(root, 'workers', 'why.ts'), ...args];
  const bare = { PATH: process.env.PATH ?? '', WATCHFLOOR_DATA: join(folder, 'nothing'), ...env };
  return new Promise((resolve) => {
    execFile(process.execPath, entry, { cwd: root, env: bare, timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}
async function answer(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const { code, stdout, stderr } = await why([...args, '--json'], env);
  assert.equal(stderr, '');
  assert.equal(code, 0);
  return JSON.parse(stdout);
}

const title = 'Rockets hit Balad air base north of Baghdad';
const body =
  'Three Katyusha rockets hit Balad air base, where American contractors work, on Monday, the Iraqi military said. There were no casualties.';
const published = '2022-03-14T18:00:00Z';

test('a text is explained in sentences, against the pack alone where there is no Redis', async () => {
  const { code, stdout, stderr } = await why([`${title}. ${body}`, '--at', '2022-03-14']);
  assert.equal(stderr, '');
  assert.equal(code, 0);
  assert.match(stdout, /^Article\n {2}Rockets hit Balad air base north of Baghdad\.\n/);
  assert.match(stdout, /\nFacts\n {2}event: .* ← headline “Rockets hit Balad/);
  assert.match(stdout, /\nVerdict\n {2}new: it opens an incident\n/);
  assert.match(stdout, /\nWhat would have changed the verdict\n {2}\S/);
  assert.match(stdout, /Judged beside \d+ incidents on record alone: no Redis is set/);
});

test('a page, a page in a file, a text file and an item of a stream come to the same', async () => {
  const html = `<head><meta property="og:title" content="${title}"><meta property="article:published_time" content="${published}"></head><article><p>${body}</p><p>${body}</p></article>`;
  server.set('/story', { body: html, contentType: 'text/html' });
  await writeFile(join(folder, 'story.html'), html);
  await writeFile(join(folder, 'story.txt'), `${title}\n\n${body}`);
  await writeFile(join(folder, 'story.json'), JSON.stringify(aStreamItem('a', published, title, body), null, 2));
  const asked: readonly (readonly string[])[] = [
    [`${server.origin}/story`],
    [join(folder, 'story.html')],
    [join(folder, 'story.txt'), '--at', published],
    [join(folder, 'story.json')],
  ];
  for (const args of asked) {
    const { explanation } = await answer(args, { WATCHFLOOR_CONFIG: join(folder, 'open') });
    assert.equal(explanation.article.title, title);
    assert.equal(explanation.article.publishedAt, Date.parse(published));
    assert.equal(explanation.verdict.decision, 'new', args.join(' '));
    assert.equal(explanation.facts.find(({ fact }) => fact === 'place')?.value, 'balad-air-base');
  }
});

test('with a Redis it is judged beside what was open then, and a link that was seen gives its record', async (t) => {
  const redis = await startRedis();
  t.after(() => redis.stop());
  const store = openStore(redis.client(), { prefix: 'watchfloor:' });
  const at = Date.parse(published);
  const link = 'https://paper.example/2022/rockets';
  const article = anArticle({ id: articleIdOf(link) ?? '', link, title, summary: body, publishedAt: at, seenAt: at });
  const days = { from: '2022-03-14', to: '2022-03-14' };
  const seen = { publishedAt: at - 3_600_000, days, place: 'balad-air-base', eventType: 'missile-attack' };
  const told = anIncident({
    id: 'i-earlier',
    openedAt: at - 3_600_000,
    updatedAt: at - 3_600_000,
    reports: [
      aReport({
        ...seen,
        article: 'earlier',
        title: 'Rockets strike Balad',
        terms: { rocket: 1, '#balad-air-base': 2 },
      }),
    ],
    facts: { days, place: 'balad-air-base', eventType: 'missile-attack' },
  });
  const later = { ...told, id: 'i-later', openedAt: at + 3_600_000, updatedAt: at + 3_600_000 };
  let revision = 0;
  for (const [of, incident] of [
    [anArticle({ id: 'earlier' }), told],
    [anArticle({ id: 'later' }), later],
    [article, null],
  ] as const) {
    const verdict = {
      article: of.id,
      decision: 'background',
      incident: null,
      reasons: [{ code: 'history', detail: 'then' }],
    } as const;
    const nothing = { alertsOpened: [], alertsTouched: [], rows: [], hiddenBy: [], audit: [] };
    const written = { revision, article: of, verdict, incident, ...nothing };
    assert.equal(await store.commitVerdict(written), 'committed');
    revision = (await store.incidentsSince(0)).revision;
  }
  const { recorded, explanation, beside } = await answer([`${link}?utm_source=x`], { REDIS_URL: redis.url });
  assert.equal(recorded?.verdict.decision, 'background');
  assert.match(beside, / and 1 that were open$/);
  assert.equal(explanation.candidates[0]?.incident, 'i-earlier');
  assert.deepEqual((await store.incidentsSince(0)).revision, revision);
});

test('a Redis that cannot be reached is said, and the pack serves alone', async () => {
  const { beside } = await answer([`${title}. ${body}`], { REDIS_URL: 'redis://127.0.0.1:1' });
  assert.match(beside, /alone: Redis cannot be reached/);
});

const misuses: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['nothing', [], /^usage: /],
  ['two things', ['a', 'b'], /^usage: /],
  ['an option it does not know', ['a', '--since', 'x'], /Unknown option '--since'/],
  ['a day that is none', ['Rockets', '--at', '2022-02-30'], /--at: expected a date such as .* got "2022-02-30"\nusage/],
  ['a word for a day', ['Rockets', '--at', 'yesterday'], /--at: expected a date/],
  [
    'the first year',
    ['Rockets', '--at', '0001-01-01'],
    /^--at: expected a time in the years 1990 to 2100, got "0001-01-01"/,
  ],
  ['the year nought', ['Rockets', '--at', '0000-01-01'], /^--at: expected a time in the years 1990 to 2100/],
  ['an address without a host', ['http://'], /expected an address such as .* got "http:\/\/"/],
  ['an address of another scheme', ['ftp://x/y'], /^ftp:\/\/x\/y: expected .* http or https address/],
  ['a path that leads nowhere', ['stories/missing'], /^stories\/missing: expected a file/],
  ['a file of another kind that is not there', ['story.md'], /^story\.md: expected a file/],
  ['a file that is not there', ['nowhere.html'], /nowhere\.html: expected a file .* there is none/],
  ['a folder', ['config'], /config: expected a file, it is none/],
  [
    'a file that holds no item',
    ['package.json'],
    /package\.json:1: published: expected a string.*one item of a stream/,
  ],
  ['no words', ['…'], /expected an address, a file or a text with words/],
  ['a private address', ['http://127.0.0.1:80/story'], /127\.0\.0\.1 is not a public address/],
  ['a port of other services', ['http://paper.example:6379/'], /port 6379 is not allowed/],
];
for (const [claim, args, said] of misuses)
  test(`${claim} is refused with a sentence and exit code 2`, async () => {
    const { code, stdout, stderr } = await why(args);
    assert.equal(stdout, '');
    assert.match(stderr, said);
    assert.equal(code, 2);
  });

test('a file without text is refused as a page without text is', async () => {
  for (const [name, content] of [
    ['empty.txt', ' \n'],
    ['empty.html', ''],
    ['bare.html', '<html><body><img src="a.png"></body></html>'],
  ] as const) {
    await writeFile(join(folder, name), content);
    const { code, stderr } = await why([join(folder, name)]);
    assert.match(stderr, new RegExp(`${name}: expected a file with text, found none`));
    assert.equal(code, 2);
  }
});

test('a page that answers an error ends with exit code 1 and says so', async () => {
  const { code, stderr } = await why([`${server.origin}/none`], { WATCHFLOOR_CONFIG: join(folder, 'open') });
  assert.match(stderr, /answered 404/);
  assert.equal(code, 1);
});

test('text from outside cannot write to the terminal more than text', async () => {
  const { stdout } = await why([`Rockets hit \u001b[2J\u202eBalad air base\u0007`]);
  for (const character of ['\u001b', '\u202e', '\u0007']) assert.ok(!stdout.includes(character));
});
