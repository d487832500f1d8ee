import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { membersTimer } from '../../src/pipeline/membership.ts';
import { aSubscription } from '../jobs/support/builders.ts';
import { aGuild } from '../support/discord/guilds.ts';
import { startDiscord } from '../support/discord/server.ts';
import { openNewsroom } from '../support/newsroom.ts';
import { startProgram, stopPrograms } from '../support/program.ts';

const closes: (() => Promise<void>)[] = [];
after(async () => {
  await stopPrograms();
  for (const close of closes) await close();
});

test('the running program asks Discord who left, and ends the direct messages of those alone', async () => {
  const news = await openNewsroom();
  closes.push(() => news.close());
  const discord = await startDiscord();
  closes.push(() => discord.close());
  const [stays, leaves] = ['700000000000000001', '700000000000000002'];
  discord.state.guilds.set(discord.guild, { ...aGuild(discord.guild), left: new Set([leaves]) });
  const env = { ...news.env, DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl };
  const program = startProgram('all', { env });
  await program.until('it has begun', () => program.logged('started').length > 0);
  const audit = { at: 0, server: discord.guild, incident: null, who: null, action: 'subscribe', detail: '' };
  for (const user of [stays, leaves])
    await news
      .store()
      .saveSubscription(
        aSubscription({ id: `direct-${user}`, server: discord.guild, channel: `9${user}`, user, origin: 'command' }),
        audit,
      );
  await program.until('both were asked for', async () => {
    // Again and again, for a round may begin with the audience of a second ago.
    await news.store().ensureTimer(membersTimer, 0);
    return (await news.store().memberships()).length === 2;
  });
  await program.until('one has ended', async () => (await news.store().subscriptions()).length === 1);
  assert.equal((await news.store().subscriptions())[0]?.user, stays);
  assert.deepEqual(discord.problems, []);
});
