/** The whole program through a week of a virtual clock: real Redis, real queues, Discord's stand-in, and people who answer. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { chanceFrom } from '../../../bench/chance.ts';
import { systemClock, VirtualClock } from '../../../src/adapters/clock.ts';
import { type StreamServer, serveStream } from '../../../src/adapters/stream/server.ts';
import { type App, openApp, roles } from '../../../src/app.ts';
import { type Config, loadConfig } from '../../../src/config/load.ts';
import { sweep } from '../../../src/jobs/sweep.ts';
import type { Alert, AuditEntry, Instant, Presser } from '../../../src/model.ts';
import { pollTimer } from '../../../src/pipeline/schedule.ts';
import type { Log } from '../../../src/ports.ts';
import { replayConfig } from '../../../src/replay/config.ts';
import { aServer, aSubscription } from '../../jobs/support/builders.ts';
import { type DiscordStandIn, startDiscord } from '../discord/server.ts';
import { startRedis, type TestRedis } from '../redis.ts';
import { type Effect, effectOf } from './effects.ts';
import { type Deed, nextAfter, nextDeed, perform, reactionTo } from './people.ts';
import { dutyRole, type Event, type Script, weekDays, weekFrom, writeScript } from './script.ts';

const operatorsChannel = '900000000000000005';
const idleMsMax = 60_000;
/** Looking more often takes the time of those who are looked at. */
const idleLookEveryMs = 3;
const auditMax = 10_000;
const dayMs = 86_400_000;
const soonMs = 3_600_000;

/** What somebody did, and what he was answered. */
export interface Done {
  readonly at: Instant;
  readonly who: Presser;
  readonly incident: string;
  readonly deed: Deed['what'];
  readonly answer: string;
}
export interface WeekRecord {
  readonly script: Script;
  readonly effects: readonly Effect[];
  readonly done: readonly Done[];
  /** Oldest first. */
  readonly audit: readonly AuditEntry[];
  readonly alerts: readonly Alert[];
  readonly problems: readonly string[];
  readonly errors: readonly string[];
  readonly restarts: number;
  readonly flushes: number;
}

export interface WeekOptions {
  readonly seed: number;
  readonly alerts: number;
}

/** Runs a week and tells all that came of it; closes and deletes whatever it opened. */
export async function runWeek(options: WeekOptions): Promise<WeekRecord> {
  const closes: (() => Promise<unknown>)[] = [];
  try {
    const world = await openWorld(options, closes);
    await live(world);
    return await recordOf(world);
  } finally {
    for (const close of closes.reverse()) await close();
  }
}

interface World {
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

async function openWorld(options: WeekOptions, closes: (() => Promise<unknown>)[]): Promise<World> {
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

async function begin({ app, discord }: World, before: number): Promise<void> {
  const readies = Date.now() + idleMsMax;
  await app.prepare();
  // Whoever presses before the bot is there is answered by nobody.
  while (discord.gateway.counts.identifies <= before && Date.now() < readies) await pause(5);
}

/** Lives through the week and three days more, in which everything comes to an end. */
async function live(world: World): Promise<void> {
  const { script, clock } = world;
  const ends = weekFrom + (weekDays + 3) * dayMs;
  let next = 0;
  await settle(world);
  for (;;) {
    const timer = (await world.app.store.nextTimer())?.at ?? Number.POSITIVE_INFINITY;
    const event = script.events[next];
    const deed = nextDeed(world.deeds);
    const at = Math.min(timer, event?.at ?? Number.POSITIVE_INFINITY, deed?.at ?? Number.POSITIVE_INFINITY);
    if (at > ends) return;
    clock.advance(at);
    if (event !== undefined && event.at <= at) {
      next += 1;
      await happen(world, event);
    } else if (deed !== undefined && deed.at <= at) {
      world.deeds.splice(world.deeds.indexOf(deed), 1);
      await doIt(world, deed);
    }
    await settle(world);
  }
}

async function happen(world: World, event: Event): Promise<void> {
  switch (event.what) {
    case 'published':
      world.server.publish(event.item);
      return world.app.store.ensureTimer(pollTimer(event.item.feed), world.clock.now());
    case 'restart': {
      world.isShaken = true;
      // Whatever is due is under way when it is closed.
      await world.app.tick();
      await world.app.close();
      world.clock.advance(world.clock.now() + event.awayMs);
      const { config, clock, log } = world;
      const before = world.discord.gateway.counts.identifies;
      world.app = await openApp({ config, roles, clock, keepsAll: true, log });
      return begin(world, before);
    }
    case 'flush': {
      world.isShaken = true;
      // What falls due next is lost on its way.
      const due = await world.app.store.nextTimer();
      if (due !== null && due.at < world.clock.now() + soonMs) world.clock.advance(due.at);
      await world.app.tick();
      return flushQueues(world);
    }
  }
}

async function flushQueues({ client, config }: World): Promise<void> {
  const keys = await client.keys(`${config.settings.keyPrefix}-queue:*`);
  if (keys.length > 0) await client.del(...keys);
}

/** Until nothing is due and nothing waits; then people have seen what there is. */
async function settle(world: World): Promise<void> {
  const { app, clock } = world;
  const deadline = Date.now() + idleMsMax;
  do {
    await app.tick();
    if (world.isShaken) await sweepUp(world);
    while (!(await app.queue.isIdle())) {
      if (Date.now() > deadline) throw new Error(`nothing came to rest at ${new Date(clock.now()).toISOString()}`);
      await pause(idleLookEveryMs);
    }
    world.isShaken = await isAnythingLeft(world);
    if (Date.now() > deadline) throw new Error(`something stays due at ${new Date(clock.now()).toISOString()}`);
  } while (world.isShaken);
  look(world);
}

/** Brings back what was lost with a queue, as the program does by itself in real time. */
async function sweepUp({ app: { store, queue }, log }: World): Promise<void> {
  await sweep({ store, queue, realClock: systemClock, log, sweepAfterMs: 0 });
}

async function isAnythingLeft({ app: { store }, clock }: World): Promise<boolean> {
  const ever = Number.MAX_SAFE_INTEGER;
  const [due, ...waiting] = await Promise.all([
    store.nextTimer(),
    store.pendingBefore(ever, 1),
    store.unsettledRows(ever, 1),
    store.waitingLetters(ever, 1),
  ]);
  return (due !== null && due.at <= clock.now()) || waiting.some(({ length }) => length > 0);
}

/** Notes what Discord accepted since the last look, and what people will do about it. */
function look(world: World): void {
  const { discord, seen } = world;
  for (const { method, path, body, at } of discord.accepted.slice(seen)) {
    const channel = /^\/channels\/(\d+)\/messages$/u.exec(path)?.[1];
    if (method !== 'POST' || channel === undefined) continue;
    const nonce = String(Object(body).nonce);
    const message = discord.messagesIn(channel).find((each) => each.nonce === nonce);
    // The same nonce sent again is the same message.
    if (message === undefined || world.effects.some((effect) => effect.message === message.id)) continue;
    const effect = effectOf(discord, message, at);
    world.effects.push(effect);
    world.deeds.push(...reactionTo(effect, world.chance));
  }
  world.seen = discord.accepted.length;
}

async function doIt(world: World, deed: Deed): Promise<void> {
  const { discord, clock } = world;
  const card = world.effects.find(({ incident, isCard }) => isCard && incident === deed.incident);
  if (card === undefined) throw new Error(`there is no card of ${deed.incident}`);
  const answer = await perform(discord, card.message, deed);
  world.done.push({ at: clock.now(), who: deed.who, incident: deed.incident, deed: deed.what, answer });
  const alert = await world.app.store.alert(deed.incident, discord.guild);
  const isHis = alert?.acknowledgement?.by.id === deed.who.id && alert.changedAt === clock.now();
  if (deed.what === 'acknowledge' && isHis) world.deeds.push(...nextAfter(deed, world.chance));
}

async function recordOf({ app, discord, script, effects, done, errors }: World): Promise<WeekRecord> {
  const [audit, alerts] = await Promise.all([
    app.store.recentAudit(auditMax),
    app.store.alertsBetween(discord.guild, 0, Number.MAX_SAFE_INTEGER, auditMax),
  ]);
  const count = (what: Event['what']) => script.events.filter((event) => event.what === what).length;
  return {
    script,
    effects,
    done,
    audit: audit.toReversed(),
    alerts,
    problems: discord.problems,
    errors,
    restarts: count('restart'),
    flushes: count('flush'),
  };
}
