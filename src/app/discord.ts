import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Discord } from '../adapters/discord/discord.ts';
import type { Config } from '../config/load.ts';
import { serverOfChannel } from '../config/watches.ts';
import type { Audience } from '../jobs/audience.ts';
import type { Log } from '../ports.ts';
import { discordAudience } from './audience.ts';
import type { Opened } from './opened.ts';
import { prefixOf } from './redis.ts';

const officialApi = 'https://discord.com/api';
const askAgainMs = 5_000;
const asksMax = 12; // a minute; then the start fails, for without its server no alert has an owner

/** Discord, with the subscriptions of the configuration made whole. */
export interface DiscordAccess extends Discord {
  readonly filed: Audience;
}

/** Opens Discord where a token is set and one of the works needs it; else null. */
export async function openDiscordFor(
  config: Config,
  redis: Redis,
  works: ReadonlySet<string>,
  opened: Opened,
  log: Log,
): Promise<DiscordAccess | null> {
  const access = config.discord;
  if (access === null || !['match', 'deliver', 'bot'].some((work) => works.has(work))) return null;
  const key = `${prefixOf(config.settings)}discord`;
  // Only where it is needed: discord.js takes 40 MB that a terminal has no use for.
  const { openDiscord } = await import('../adapters/discord/discord.ts');
  const discord = await openDiscord({
    token: access.token,
    apiUrl: access.apiUrl ?? officialApi,
    log,
    rememberCommands: {
      load: () => redis.hget(key, 'commands'),
      save: async (hash) => void (await redis.hset(key, 'commands', hash)),
    },
  });
  opened.add('discord', () => discord.close());
  const asked: Asked = { discord, redis, key, log, closing: opened.closing };
  return { ...discord, filed: discordAudience(await withServers(config, asked)) };
}

interface Asked {
  readonly discord: Discord;
  readonly redis: Redis;
  /** Where the answers are kept. */
  readonly key: string;
  readonly log: Log;
  readonly closing: AbortSignal;
}

/** Gives each channel that was named without its server the server that Discord knows it by. */
async function withServers(config: Config, asked: Asked): Promise<Audience> {
  const servers = new Map<string, string>();
  for (const { server, channel } of config.subscriptions) {
    if (server !== serverOfChannel || servers.has(channel)) continue;
    servers.set(channel, await serverOf(channel, asked));
  }
  const subscriptions = config.subscriptions.map((entry) => ({
    ...entry,
    server: entry.server === serverOfChannel ? (servers.get(entry.channel) ?? entry.server) : entry.server,
  }));
  return { watches: config.watches, subscriptions };
}

async function serverOf(channel: string, { discord, redis, key, log, closing }: Asked): Promise<string> {
  const field = `server-of:${channel}`;
  const known = await redis.hget(key, field);
  if (known !== null) return known;
  for (let tries = 1; ; tries += 1) {
    const server = await discord.serverOf(channel);
    if (server.status === 'known') {
      await redis.hset(key, field, server.id);
      return server.id;
    }
    if (server.status === 'refused' || tries >= asksMax)
      throw new Error(`The server of channel ${channel} cannot be told (${server.problem}): is the bot invited to it?`);
    log.warn('discord does not tell the server of the channel; asking again', { channel, problem: server.problem });
    await pause(askAgainMs, undefined, { signal: closing });
  }
}
