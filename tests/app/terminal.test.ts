import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isAlive } from '../../src/adapters/redis-server/life.ts';
import { droneAtErbil, football, rocketsAtAsad, rocketsAtAsadAgain, rocketsAtAsadWounded } from '../support/news.ts';
import { type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { type Program, startProgram, stopPrograms, unloadedMs } from '../support/program.ts';

// One newsroom through a whole life of the program: started, stopped, started again, killed, started again.
let news: Newsroom;
let program: Program;
before(async () => {
  news = await openNewsroom();
});
after(async () => {
  await stopPrograms();
  await news.close();
});

/** How many cards have this headline. */
const told = (title: string) =>
  program
    .stdout()
    .split('\n')
    .filter((line) => new RegExp(`^\\S+ ${title}$`).test(line)).length;
/** Whether so many articles are decided since the start, and all that follows from them is done. */
const isDone = (articles: number) => {
  const decided = program.decided();
  return decided.articles >= articles && decided.isDelivered;
};

test('without a token it polls within 5 s of the start and says where alerts are shown and how to connect Discord', async () => {
  const startedAt = Date.now();
  program = startProgram('all', { env: { ...news.env, LOG_LEVEL: 'debug' } });
  await program.until('the first poll', () => news.polls('reuters') > 0);
  const firstPollMs = unloadedMs(program.pid, startedAt);
  assert.ok(firstPollMs < 5_000, `the first poll came after ${firstPollMs} ms`);
  await program.until('every feed is polled', () => news.polls('cnn') > 0);
  assert.match(program.stdout(), /DISCORD_TOKEN and DISCORD_CHANNEL_ID/);
});

test('a breaking item is shown as an alert once, and told by another outlet it is folded in', async () => {
  news.publish('reuters', rocketsAtAsad);
  await news.ping('reuters');
  await program.until('the alert', () => isDone(1));
  assert.equal(told(rocketsAtAsad.title), 1, program.stdout());
  assert.match(program.stdout(), /Ain al-Asad Air Base, Iraq/);
  assert.match(program.stdout(), /\[Acknowledge\]/);
  news.publish('npr', rocketsAtAsadAgain);
  news.publish('rudaw', football);
  await Promise.all([news.ping('npr'), news.ping('rudaw')]);
  await program.until('both are decided', () => isDone(3));
  assert.equal(told(rocketsAtAsadAgain.title), 0, program.stdout());
  assert.equal(told(football.title), 0);
});

test('Ctrl-C, pressed twice, ends it within 5 s with exit code 0 and leaves no Redis behind', async () => {
  const redisPid = await news.redisPid();
  assert.ok(isAlive(redisPid));
  program.signal('SIGINT');
  program.signal('SIGINT');
  const { code, signal, stopMs } = await program.ended;
  assert.deepEqual({ code, signal }, { code: 0, signal: null }, program.stderr());
  assert.ok(stopMs < 5_000, `it took ${stopMs} ms`);
  assert.ok(!isAlive(redisPid));
});

test('a second start goes on where the first stopped and tells nothing twice', async () => {
  news.publish('upi', droneAtErbil); // while nobody watched
  program = startProgram('all', { env: { ...news.env, LOG_LEVEL: 'debug' } });
  await program.until('it has begun', () => program.logged('started').length > 0);
  const polls = news.polls('reuters');
  await Promise.all([news.ping('reuters'), news.ping('upi')]);
  await program.until('the alert on what happened meanwhile', () => isDone(1));
  await program.until('the feed of the first alert is polled', () => news.polls('reuters') > polls);
  assert.equal(told(droneAtErbil.title), 1, program.stdout());
  assert.equal(told(rocketsAtAsad.title), 0);
  news.publish('france24', rocketsAtAsadWounded);
  await news.ping('france24');
  await program.until('the update', () => isDone(2));
  assert.match(program.stdout(), /updated · .*Ain al-Asad/);
  assert.match(program.stdout(), /wounded/i);
});

test('killed, it leaves its Redis to the next start, which takes it over, loses nothing and tells nothing twice', async () => {
  const redisPid = await news.redisPid();
  program.signal('SIGKILL');
  await program.ended;
  assert.ok(isAlive(redisPid));
  program = startProgram('all', { env: { ...news.env, LOG_LEVEL: 'debug' } });
  await program.until('it has begun', () => program.logged('started').length > 0);
  assert.equal(await news.redisPid(), redisPid);
  assert.equal(program.logged('a Redis left behind by an earlier run is still up: taken over').length, 1);
  const polls = news.polls('reuters');
  news.publish('cnn', { ...football, title: 'Cup final ends without goals' });
  await Promise.all([news.ping('reuters'), news.ping('upi'), news.ping('cnn')]);
  await program.until('the old feed is polled', () => news.polls('reuters') > polls);
  await program.until('the new item is decided', () => isDone(1));
  assert.equal(told(rocketsAtAsad.title) + told(droneAtErbil.title), 0, program.stdout());
  program.signal('SIGTERM');
  const { code, stopMs } = await program.ended;
  assert.equal(code, 0, program.stderr());
  assert.ok(stopMs < 5_000, `it took ${stopMs} ms`);
  assert.ok(!isAlive(redisPid));
});
