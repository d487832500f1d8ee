/** A bot on a stand-in of its own, both closed after the test. */
import { afterEach } from 'node:test';
import { openDiscord } from '../../../src/adapters/discord/discord.ts';
import type { Desk } from '../../../src/ports.ts';
import { type DiscordStandIn, type StandInOptions, startDiscord } from '../../support/discord/server.ts';
import { recordLog } from '../../support/discord/views.ts';
import { until } from '../../support/until.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

export async function startStandIn(options: StandInOptions = {}) {
  const standIn = await startDiscord(options);
  open.push(() => standIn.close());
  return standIn;
}

export async function startBot(standIn: DiscordStandIn, desk: Desk, memory: { hash: string | null } = { hash: null }) {
  const log = recordLog();
  const discord = await openDiscord({
    token: standIn.token,
    apiUrl: standIn.apiUrl,
    log,
    rememberCommands: {
      load: async () => memory.hash,
      save: async (hash) => {
        memory.hash = hash;
      },
    },
  });
  open.push(() => discord.close());
  await discord.startBot(desk);
  await until('the bot is ready', () => discord.messenger.isReady());
  return { discord, log };
}
