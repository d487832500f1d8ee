import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Discord } from '../adapters/discord/discord.ts';
import { openTurns } from '../adapters/redis/turns.ts';
import type { Config } from '../config/load.ts';
import { serverOfChannel } from '../config/watches.ts';
import type { Audience } from '../jobs/audience.ts';
import type { Subscription } from '../model.ts';
import type { Log } from '../ports.ts';
import { discordAudience } from './audience.ts';
import type { Opened } from './opened.ts';
import { prefixOf } from './redis.ts';

const officialApi = 'https://discord.com/api';
const askAgainMs = 5_000;

/** Discord, with the subscriptions of the configuration made whole. */
export interface DiscordAccess extends Discord {
  readonly filed: Audience;
  /** False until Discord has told the server of each channel: nobody can be told before. */
  isWhole(): boolean;
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
    turns: openTurns(redis, { prefix: prefixOf(config.settings) }),
    rememberCommands: {
      load: () => redis.hget(key, 'commands'),
      save: async (hash) => void (await redis.hset(key, 'commands', hash)),
    },
  });
  opened.add('discord', () => discord.close());
  const asked: Asked = { discord, redis, key, log, closing: opened.closing };
  return { ...discord, ...(await audienceOf(config, asked)) };
}

/**
 * Whom the configuration tells in Discord, for a process that does not speak to it: of a channel that was named without its
 * server it learns what another process was told.
 */
export async function filedInDiscord(config: Config, redis: Redis, opened: Opened, log: Log): Promise<Audience> {
  const key = `${prefixOf(config.settings)}discord`;
  return (await audienceOf(config, { discord: null, redis, key, log, closing: opened.closing })).filed;
}

interface Asked {
  /** Null: only what is kept is known. */
  readonly discord: Discord | null;
  readonly redis: Redis;
  /** Where the answers are kept. */
  readonly key: string;
  readonly log: Log;
  readonly closing: AbortSignal;
}

/** The configuration's subscriptions as far as they are known; they grow whole while the program runs. */
async function audienceOf(config: Config, asked: Asked): Promise<Pick<DiscordAccess, 'filed' | 'isWhole'>> {
  let known = await withServers(config, asked);
  if (known === null) {
    const whole = async () => {
      known = await askUntilTold(config, asked);
    };
    void whole().catch(() => undefined); // ended by the close
  }
  const filed = {
    watches: config.watches,
    get subscriptions() {
      return known ?? [];
    },
  };
  return { filed, isWhole: () => known !== null };
}

async function askUntilTold(config: Config, asked: Asked): Promise<readonly Subscription[]> {
  for (;;) {
    await pause(askAgainMs, undefined, { signal: asked.closing });
    const told = await withServers(config, asked).catch((error: unknown) => {
      asked.log.error('discord refuses to tell the server of the channel', { error });
      return null;
    });
    if (told !== null) return told;
  }
}

/** Gives each channel that was named without its server the server that Discord knows it by; null: it does not answer. */
async function withServers(config: Config, asked: Asked): Promise<readonly Subscription[] | null> {
  const servers = new Map<string, string>();
  for (const { server, channel } of config.subscriptions) {
    if (server !== serverOfChannel || servers.has(channel)) continue;
    const told = await serverOf(channel, asked);
    if (told === null) return null;
    servers.set(channel, told);
  }
  const subscriptions = config.subscriptions.map((entry) => ({
    ...entry,
    server: entry.server === serverOfChannel ? (servers.get(entry.channel) ?? entry.server) : entry.server,
  }));
  return discordAudience({ watches: config.watches, subscriptions }).subscriptions;
}

async function serverOf(channel: string, { discord, redis, key, log }: Asked): Promise<string | null> {
  const field = `server-of:${channel}`;
  const known = await redis.hget(key, field);
  if (known !== null || discord === null) return known;
  const server = await discord.serverOf(channel);
  switch (server.status) {
    case 'known':
      await redis.hset(key, field, server.id);
      return server.id;
    case 'refused':
      throw new Error(`The server of channel ${channel} cannot be told (${server.problem}): is the bot invited to it?`);
    case 'unknown':
      log.warn('discord does not tell the server of the channel; asking again', { channel, problem: server.problem });
      return null;
  }
}
