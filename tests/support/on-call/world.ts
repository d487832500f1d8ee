/** What a week takes place in: the whole program under a virtual clock, real Redis, a feed server and Discord's stand-in. */

import type { Redis } from 'ioredis';
import { chanceFrom } from '../../../bench/chance.ts';
import { VirtualClock } from '../../../src/adapters/clock.ts';
import { type StreamServer, serveStream } from '../../../src/adapters/stream/server.ts';
import { type App, openApp, roles } from '../../../src/app.ts';
import { type Config, loadConfig } from '../../../src/config/load.ts';
import type { AuditEntry, Instant, Presser } from '../../../src/model.ts';
import type { Log } from '../../../src/ports.ts';
import { replayConfig } from '../../../src/replay/config.ts';
import { aServer, aSubscription } from '../../jobs/support/builders.ts';
import { type DiscordStandIn, startDiscord } from '../discord/server.ts';
import { startRedis, type TestRedis } from '../redis.ts';
import { until } from '../until.ts';
import type { Effect } from './effects.ts';
import type { Deed } from './people.ts';
import { dutyRole, type Script, weekFrom, writeScript } from './script.ts';

const operatorsChannel = '900000000000000005';
const readyMsMax = 60_000;

/** Which week, and how much happens in it. */
export interface WeekOptions {
  readonly seed: number;
  readonly alerts: number;
}

/** What somebody did, and what he was answered. */
export interface Done {
  readonly at: Instant;
  readonly who: Presser;
  readonly incident: string;
  readonly deed: Deed['what'];
  readonly answer: string;
}
/** All that a week takes place in. */
export interface World {
  readonly options: WeekOptions;
  readonly script: Script;
  readonly clock: VirtualClock;
  readonly discord: DiscordStandIn;
  readonly redis: TestRedis;
  readonly client: Redis;
  readonly server: StreamServer;
  readonly config: Config;
  readonly log: Log;
  readonly errors: string[];
  readonly chance: () => number;
  readonly effects: Effect[];
  readonly done: Done[];
  /** What people will do, in no order. */
  readonly deeds: Deed[];
  /** How many of the accepted requests were looked at. */
  seen: number;
  /** Work may have been lost on its way since everything came to rest. */
  isShaken: boolean;
  app: App;
}

/** Opens it, and the program in it; `closes` is given what closes each part. */
export async function openWorld(options: WeekOptions, closes: (() => Promise<unknown>)[]): Promise<World> {
  const clock = new VirtualClock(weekFrom);
  const discord = await startDiscord({
    channels: ['900000000000000002', operatorsChannel],
    now: () => clock.now(),
    rateLimit: { requests: 100_000, windowMs: 1_000 },
  });
  closes.push(() => discord.close());
  const redis = await startRedis();
  closes.push(() => redis.stop());
  const loaded = loadConfig({
    env: {
      DISCORD_TOKEN: discord.token,
      DISCORD_CHANNEL_ID: discord.channel,
      DISCORD_GUILD_ID: discord.guild,
      DISCORD_API_URL: discord.apiUrl,
      REDIS_URL: redis.url,
    },
  });
  const script = writeScript(loaded.pack, discord.guild, options);
  const items = script.events.flatMap((event) => (event.what === 'published' ? [event.item] : []));
  const server = await serveStream(new Map(items.map(({ feed, feedTitle }) => [feed, feedTitle])));
  closes.push(() => server.close());
  const errors: string[] = [];
  const config = configOf(loaded, { discord, redis, server, script, items });
  const log = logInto(errors);
  const world: World = {
    options,
    script,
    clock,
    discord,
    redis,
    client: redis.client(),
    server,
    config,
    log,
    errors,
    chance: chanceFrom(options.seed + 1),
    effects: [],
    done: [],
    deeds: [],
    seen: 0,
    isShaken: false,
    app: await openApp({ config, roles, clock, keepsAll: true, log }),
  };
  closes.push(() => world.app.close());
  await begin(world, 0);
  await world.app.store.saveOverrides(script.overrides, aSwap(discord.guild));
  return world;
}

const aSwap = (server: string): AuditEntry => ({
  at: weekFrom,
  server,
  incident: null,
  who: null,
  action: 'swap',
  detail: 'two shifts',
});

interface Given {
  readonly discord: DiscordStandIn;
  readonly redis: TestRedis;
  readonly server: StreamServer;
  readonly script: Script;
  readonly items: Parameters<typeof replayConfig>[1];
}

function configOf(loaded: Config, { discord, redis, server, script, items }: Given): Config {
  const config = replayConfig(loaded, items, { urlOf: server.urlOf, dataDir: 'nowhere' });
  const [watch] = config.watches;
  const { guild, channel } = discord;
  return {
    ...config,
    settings: {
      ...config.settings,
      redisUrl: redis.url,
      deliver: { ...config.settings.deliver, cardsPerHourMax: 1_000 },
    },
    subscriptions: [aSubscription({ id: 'room', watch: watch?.id ?? '', server: guild, channel, pingRole: null })],
    servers: [aServer({ id: guild, responderRoles: [dutyRole], operators: true, operatorsChannel })],
    rotas: [script.rota],
    policies: script.policies,
  };
}

/** What goes wrong is part of the record: a healthy week has no errors. */
function logInto(errors: string[]): Log {
  const note = (message: string, fields: unknown) =>
    void errors.push(`${message} ${JSON.stringify(fields, plainError)}`);
  return { debug() {}, info() {}, warn() {}, error: note };
}
const plainError = (_key: string, value: unknown): unknown => (value instanceof Error ? value.stack : value);

/** Resolves when the program works: more sessions were begun at Discord than `before`. */
export async function begin({ app, discord }: World, before: number): Promise<void> {
  await app.prepare();
  // Whoever presses before the bot is there is answered by nobody.
  await until('the bot is there', () => discord.gateway.counts.identifies > before, readyMsMax);
}
