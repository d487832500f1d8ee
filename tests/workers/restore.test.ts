import assert from 'node:assert/strict';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connectionName } from '../../src/adapters/redis/connected.ts';
import { runBackup } from '../../src/app/backup.ts';
import { runRestore } from '../../src/app/restore.ts';
import { loadConfig } from '../../src/config/load.ts';
import { type DiscordStandIn, startDiscord } from '../support/discord/server.ts';
import { droneAtErbil, rocketsAtAsad, rocketsAtAsadWounded } from '../support/news.ts';
import { type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { type Program, runProgram, startProgram, stopPrograms } from '../support/program.ts';
import { startRedis } from '../support/redis.ts';

let news: Newsroom;
let discord: DiscordStandIn;
let program: Program;
let env: Record<string, string>;
let file: string;
before(async () => {
  news = await openNewsroom();
  // Discord knows a nonce for minutes, and a restore comes hours later.
  discord = await startDiscord({ nonceWindowMs: 1 });
  env = {
    ...news.env,
    LOG_LEVEL: 'debug',
    DISCORD_TOKEN: discord.token,
    DISCORD_CHANNEL_ID: discord.channel,
    DISCORD_API_URL: discord.apiUrl,
  };
  file = join(news.dataDir, '..', 'all.backup');
});
after(async () => {
  await stopPrograms();
  await news.close();
  await discord.close();
});

const start = async () => {
  program = startProgram('all', { env });
  await program.until('it has begun', () => program.logged('started').length > 0);
};
const done = (articles: number) =>
  program.until(`${articles} articles are done`, () => {
    const decided = program.decided();
    return decided.articles >= articles && decided.isDelivered;
  });

/** What the commands do, without a process of their own; gives what they say. */
function asking(over: Record<string, string> = {}) {
  const said: string[] = [];
  const config = loadConfig({ env: { ...env, ...over } });
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  return { config, log, stop: new AbortController().signal, say: (text: string) => void said.push(text), said };
}
async function backUp(to: string, isCheck = false, over: Record<string, string> = {}): Promise<string> {
  const asked = asking(over);
  await runBackup({ file: to, isCheck }, asked);
  return asked.said.join('');
}
const putBack = (isForced: boolean, over: Record<string, string> = {}) => runRestore({ file, isForced }, asking(over));
const messages = () =>
  [...discord.state.channels.values()].flatMap(({ id }) => discord.messagesIn(id)).map(({ id }) => id);
const cards = () => discord.messagesIn(discord.channel).map(({ id }) => id);

test('a data folder that was lost is restored, and what was told since the backup is found and not told again', async () => {
  await start();
  news.publish('reuters', rocketsAtAsad);
  await news.ping('reuters');
  await done(1);
  assert.match(
    await backUp(file),
    /^Backed up to .*all\.backup in [\d.]+ s and read again: \d+ records in [\d.]+ KiB, as of 20/,
  );
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.match(await backUp(file, true), /all\.backup is whole: \d+ records/);

  news.publish('upi', droneAtErbil);
  await news.ping('upi');
  news.publish('npr', rocketsAtAsadWounded);
  await news.ping('npr');
  await done(3);
  const told = messages();
  assert.equal(cards().length, 2);
  assert.ok(told.length > 2, 'the thread of the first card has begun');

  await assert.rejects(
    putBack(true),
    /Another Watchfloor \(process \d+\) is running on the data folder .*: stop it first/,
  );
  program.signal('SIGINT');
  await program.ended;
  await rm(news.dataDir, { recursive: true });

  const restored = await runProgram('restore', { args: [file], env });
  assert.equal(restored.code, 0, restored.stderr);
  assert.match(
    restored.stdout,
    /Restored in [\d.]+ s: \d+ keys stand under "watchfloor:", of \d+ records \(a large key has several\)[^.]*\. Watchfloor may be started\./,
  );
  await assert.rejects(putBack(false), /\d+ keys stand under "watchfloor:" already, and would be lost: add --force/);

  await start();
  for (const feed of ['upi', 'npr'] as const) await news.ping(feed);
  await done(2);
  assert.deepEqual(messages().toSorted(), told.toSorted());
  assert.deepEqual(
    program.logged('row settled').filter(({ outcome }) => outcome === 'failed'),
    [],
  );
  // That its thread stands is learnt by asking to open it, as it must be: the store has forgotten it.
  assert.ok(discord.problems.every((problem) => problem.includes('A thread has already been created')));
});

test('nothing starts on a restore that was broken off, nor is it backed up, and it is run again without --force', async () => {
  const { path, url, client, stop } = await startRedis();
  try {
    const onIt = { env: { ...env, REDIS_URL: path } };
    const running = startProgram('match', onIt);
    await running.until('it has begun', () => running.logged('started').length > 0);
    const restoring = client().multi().set('watchfloor:restoring', '2026-11-22T00:00:00.000Z'); // as it stands until the last
    await restoring.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes').exec();
    assert.equal((await running.ended).code, 1);
    assert.match(running.stderr(), /"watchfloor:" is being restored since .*, and this program has stopped: start it/);
    const refused = await runProgram('all', onIt);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /"watchfloor:" is not whole: a restore that began at 2026-11-22T00:00:00\.000Z/);
    const there = { REDIS_URL: url };
    await assert.rejects(backUp(`${file}.2`, false, there), /is not whole/);
    await putBack(false, there);
    await backUp(`${file}.2`, false, there);
    const program = client().duplicate({ connectionName: connectionName('watchfloor:') });
    await program.ping();
    const inTheWay = /a Watchfloor is running on "watchfloor:" \(1 connections\): stop all its processes first/;
    await assert.rejects(putBack(true, there), inTheWay);
    program.disconnect();
  } finally {
    await stop();
  }
});
