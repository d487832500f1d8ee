import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { droneAtErbil, rocketsAtAsad, rocketsAtAsadAgain } from '../support/news.ts';
import { type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { type Program, startProgram, stopPrograms } from '../support/program.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

const roles = ['scheduler', 'scheduler', 'poll', 'match', 'match', 'deliver', 'escalate'] as const;
let redis: TestRedis;
let news: Newsroom;
let programs: readonly (readonly [string, Program])[];
before(async () => {
  redis = await startRedis();
  news = await openNewsroom({ redisPath: redis.path });
  const env = { ...news.env, REDIS_URL: redis.path, LOG_LEVEL: 'debug' };
  programs = roles.map((role) => [role, startProgram('run', { args: [role], env })]);
});
after(async () => {
  await stopPrograms();
  await news.close();
  await redis.stop();
});

const of = (role: string) => programs.filter(([name]) => name === role).map(([, program]) => program);
function one(role: string): Program {
  const [program] = of(role);
  assert.ok(program);
  return program;
}
function sum(role: string, count: (program: Program) => number): number {
  return of(role).reduce((total, each) => total + count(each), 0);
}

test('each stage as a process of its own brings an article to one message; two schedulers and two matchers do no harm', async () => {
  for (const [, program] of programs) await program.until('it has begun', () => program.logged('started').length > 0);
  const scheduler = one('scheduler');
  const store = news.store();
  // A ping for a feed that is being polled would be lost.
  await scheduler.until('every feed is polled', async () => (await store.feedStates()).length === 6);
  // The same event in three feeds at the same moment, and another one beside it.
  news.publish('reuters', rocketsAtAsad);
  news.publish('npr', rocketsAtAsadAgain);
  news.publish('france24', { ...rocketsAtAsad, link: 'https://other.example/rockets', guid: 'other' });
  news.publish('upi', droneAtErbil);
  await Promise.all((['reuters', 'npr', 'france24', 'upi'] as const).map((feed) => news.ping(feed)));
  const decided = () => sum('match', (program) => program.decided().articles);
  const rows = () =>
    sum('match', (program) =>
      program.logged('article decided').reduce((total, record) => total + Number(record.rows), 0),
    );
  const deliver = one('deliver');
  await deliver.until('all is decided', () => decided() === 4);
  await deliver.until('all is delivered', () => deliver.logged('row settled').length >= rows());
  const cards = deliver.stdout().match(/^\[Acknowledge\]/gm);
  assert.equal(cards?.length, 2, deliver.stdout());
  // The scheduler may say by now how many feeds can be read.
  for (const [role, program] of programs)
    if (role !== 'deliver') assert.doesNotMatch(program.stdout(), /Acknowledge/, role);
});

test('/metrics of each process counts what it did, and /health watches what it needs', async () => {
  const metrics = async (role: string) => (await fetch(`${await one(role).url()}/metrics`)).text();
  assert.match(await metrics('poll'), /^watchfloor_polls_total\{feed="reuters",status="ok"\} [12]$/m);
  assert.match(await metrics('deliver'), /^watchfloor_deliveries_total\{.*outcome="sent".*\} [1-9]/m);
  const verdicts = await Promise.all(
    of('match').map(async (program) => (await fetch(`${await program.url()}/metrics`)).text()),
  );
  assert.match(verdicts.join('\n'), /^watchfloor_verdicts_total\{.*"new".*\} [12]$/m);
  const parts = async (role: string) => {
    const health = JSON.parse(await (await fetch(`${await one(role).url()}/health`)).text());
    return health.parts.map(({ part }: { part: string }) => part).toSorted();
  };
  assert.deepEqual(await parts('scheduler'), ['feeds', 'redis', 'tick']);
  assert.deepEqual(await parts('match'), ['redis']);
  assert.deepEqual(await parts('deliver'), ['messenger', 'redis']);
});
