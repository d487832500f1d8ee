import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { mendingsIn } from '../../src/adapters/redis-server/mendings.ts';
import { type DiscordStandIn, startDiscord } from '../support/discord/server.ts';
import { type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { type Program, startProgram, stopPrograms } from '../support/program.ts';

const operators = '900000000000000012';
const pingRole = '800000000000000001';
let news: Newsroom;
let discord: DiscordStandIn;
let env: Record<string, string>;
before(async () => {
  news = await openNewsroom({ settings: { operators: { channel: operators, pingRole } } });
  discord = await startDiscord({ channels: ['900000000000000002', operators] });
  env = {
    ...news.env,
    DISCORD_TOKEN: discord.token,
    DISCORD_CHANNEL_ID: discord.channel,
    DISCORD_API_URL: discord.apiUrl,
  };
});
after(async () => {
  await stopPrograms();
  await news.close();
  await discord.close();
});
const told = () => discord.messagesIn(operators).map(({ content }) => content);
/** Ends the Redis that a killed program left behind, and spoils the end of what it wrote. */
const damageKept = () => {
  const folder = join(news.dataDir, 'redis');
  process.kill(Number(readFileSync(join(folder, 'redis.pid'), 'utf8')), 'SIGKILL');
  const parts = join(folder, 'appendonlydir');
  const [newest = ''] = readdirSync(parts).filter((name) => name.endsWith('.incr.aof'));
  appendFileSync(join(parts, newest), '!damage!\n');
};
const lookedAt = async (program: Program) => {
  const metrics = await (await fetch(`${await program.url()}/metrics`)).text();
  return /^watchfloor_feeds\{state="failing"\} 6$/m.test(metrics);
};

test('the operators hear in their channel that nothing can be read, and what was mended of Redis, once though an answer is lost and the program is killed', async () => {
  news.fail(true);
  discord.faults.plan('POST', new RegExp(`^/channels/${operators}/messages$`), { kind: 'accepted-then-dropped' });
  const first = startProgram('all', { env });
  await first.until('the operators are told', () => told().length > 0);
  assert.match(told()[0] ?? '', new RegExp(`^<@&${pingRole}> Blind: none of the 6 feeds tried so far can be read`));
  await first.until('it is settled', async () => (await news.store().waitingBulletins(1)).length === 0);
  first.signal('SIGKILL');
  await first.ended;
  damageKept();
  const second = startProgram('all', { env });
  await second.until('it has looked at the feeds', () => lookedAt(second));
  await second.until('they are told what was mended', () => told().length > 1);
  assert.match(
    told()[1] ?? '',
    new RegExp(`^<@&${pingRole}> .*append-only file of Redis was damaged.* 9 bytes .*copy`),
  );
  assert.deepEqual(await mendingsIn(join(news.dataDir, 'redis')), [], 'nothing is left to be told again');
  news.fail(false);
  await news.ping('npr');
  await second.until('the operators are told that it is over', () => told().length > 2);
  assert.match(told()[2] ?? '', /^Feeds answer again\.\n/);
  assert.equal(discord.messagesIn(discord.channel).length, 0, 'the analysts hear nothing of it');
  assert.deepEqual(discord.problems, []);
});
