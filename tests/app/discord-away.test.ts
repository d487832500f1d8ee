import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type DiscordStandIn, startDiscord } from '../support/discord/server.ts';
import { rocketsAtAsad } from '../support/news.ts';
import { type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { startProgram, stopPrograms } from '../support/program.ts';

let news: Newsroom;
let discord: DiscordStandIn;
before(async () => {
  news = await openNewsroom();
  discord = await startDiscord({ channels: ['900000000000000002'] });
});
after(async () => {
  await stopPrograms();
  await news.close();
  await discord.close();
});

test('while Discord does not tell whose channel it is, feeds are polled, and what they bring is told afterwards', async () => {
  discord.faults.plan('GET', new RegExp(`^/channels/${discord.channel}$`), { kind: 'status', status: 503 }, 2);
  const program = startProgram('all', {
    env: {
      ...news.env,
      LOG_LEVEL: 'debug',
      DISCORD_TOKEN: discord.token,
      DISCORD_CHANNEL_ID: discord.channel,
      DISCORD_API_URL: discord.apiUrl,
    },
  });
  await program.until('it has begun', () => program.logged('started').length > 0);
  news.publish('reuters', rocketsAtAsad);
  await news.ping('reuters');
  await program.until('the channel is told', () => discord.messagesIn(discord.channel).length === 1);
  assert.ok(JSON.stringify(discord.messagesIn(discord.channel)[0]?.embeds).includes(rocketsAtAsad.title));
});
