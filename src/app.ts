/** The composition root: opens what a process needs in order, and closes it in reverse, also when opening fails half-way. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { openPainter } from './adapters/chart/painter.ts';
import { openConsole } from './adapters/console/messenger.ts';
import { openQueue } from './adapters/queue/queue.ts';
import { openStore } from './adapters/redis/store.ts';
import { openMetrics } from './adapters/web/metrics.ts';
import { openWebhooks } from './adapters/webhook/webhook.ts';
import { consoleAudience, storeFor } from './app/audience.ts';
import { followDigests } from './app/digests.ts';
import { filedInDiscord, openDiscordFor } from './app/discord.ts';
import { openHeart } from './app/heart.ts';
import { deskDeps, handlersOf } from './app/jobs.ts';
import { followMendings } from './app/mendings.ts';
import { metered } from './app/metered.ts';
import { nothingOpened, type Opened, unlessAborted } from './app/opened.ts';
import { openReading, type Reading } from './app/reading.ts';
import { openClock, openRedis, openSuperseded, prefixOf, queuePrefixOf } from './app/redis.ts';
import { openRoster } from './app/roster.ts';
import { type Scheduler, schedulerOf } from './app/scheduler.ts';
import type { Shared } from './app/shared.ts';
import { followShifts } from './app/shifts.ts';
import { openVitals } from './app/vitals.ts';
import type { Config } from './config/load.ts';
import type { Audience } from './jobs/audience.ts';
import { liftBars } from './jobs/deliver/barred.ts';
import type { OperatorsChannel } from './jobs/deliver/bulletin.ts';
import { lookingFirst } from './jobs/deliver/restored.ts';
import { createDesk } from './jobs/desk.ts';
import { incidentKeepMs } from './pipeline/assign.ts';
import { compilePack } from './pipeline/extract.ts';
import { vocabularyOf } from './pipeline/query/vocabulary.ts';
import type { Clock, Desk, Log, Messenger, Meter, Painter, Queue, Store, WebhookCaller } from './ports.ts';

const dayMs = 86_400_000;

export const roles = ['scheduler', 'poll', 'match', 'deliver', 'escalate', 'bot'] as const;
export type Role = (typeof roles)[number];

/** How long a step of opening that was stopped may take to end. */
const openingEndMsMax = 2_500;

/** What a process is made of. */
export interface AppOptions {
  readonly config: Config;
  readonly roles: readonly Role[];
  readonly log: Log;
  /** The time of the news; that of Redis when left out. */
  readonly clock?: Clock;
  /** Takes the place of Discord and the terminal. */
  readonly messenger?: Messenger;
  /** Hears what the jobs count in place of the metrics. */
  readonly meter?: Meter;
  /** Tells the person who started it of blindness and recovery. */
  readonly announce?: (sentence: string) => void;
  /** Nothing is deleted when its keeping time is over: a replay of years is counted at its end. */
  readonly keepsAll?: boolean;
  /** Ends opening half-way when it is aborted. */
  readonly stop?: AbortSignal;
  /** Whether to watch the vital parts and serve /health and /metrics; not in a replay, whose feeds live in another time. */
  readonly vitals?: boolean;
}

/** The scheduler's calls are for the process that has this role. */
export interface App extends Scheduler {
  readonly store: Store;
  readonly queue: Queue;
  /** The time of the news. */
  readonly clock: Clock;
  /** Rejects with a sentence when a newer program has taken the data over; is never fulfilled. */
  readonly superseded: Promise<never>;
  /** Takes no new work, lets what runs finish within a limit, and closes all that was opened. */
  close(): Promise<void>;
}

/**
 * Opens what the roles need. On failure, or when it is stopped meanwhile, everything opened so far is closed again before
 * the error is thrown.
 */
export async function openApp(options: AppOptions): Promise<App> {
  const opened = nothingOpened(options.log);
  const opening = open(options, opened);
  try {
    return await (options.stop ? unlessAborted(opening, options.stop) : opening);
  } catch (error) {
    await opened.closeAll();
    // A step that was under way ends too, and what it opened is closed: a Redis that was just started, above all.
    await Promise.race([opening.catch(() => null), pause(openingEndMsMax)]);
    await opened.closeAll();
    throw error;
  }
}

async function open(options: AppOptions, opened: Opened): Promise<App> {
  const { config, log } = options;
  const works = new Set<string>(options.roles);
  const metrics = openMetrics();
  const redis = await openRedis(config, opened, log);
  const realClock = await openClock(redis, opened, log);
  const realNow = () => realClock.now();
  const superseded = openSuperseded(redis, config, opened);
  const discord = options.messenger ? null : await openDiscordFor(config, redis, works, opened, log);
  const keep = keepingTimes(config.settings);
  const stored = metered(openStore(redis, { prefix: prefixOf(config.settings), keep, realNow, log }), metrics.alerts);
  const store = options.messenger
    ? { ...stored, subscriptions: async () => [] }
    : storeFor(config.discord === null ? 'terminal' : 'discord', stored);
  const { roster, pack } = await openRoster(config.pack, { store, log }, opened);
  const shared: Shared = {
    ...options,
    store,
    roster,
    pack,
    painter: painterFor(opened),
    premises: discord?.premises ?? null,
    webhooks: webhooksFor(config, opened),
    messenger: options.messenger ?? lookingFirst(discord?.messenger ?? openConsole(), stored),
    operators: operatorsOf(config, discord !== null || options.messenger !== undefined),
    announce: options.announce ?? (() => {}),
    filed: discord?.filed ?? (await filedWithout(config, redis, opened, log)),
    isAudienceKnown: () => discord?.isWhole() ?? true,
    clock: options.clock ?? realClock,
    realClock,
    owner: randomUUID(),
    compiled: compilePack(pack),
    meter: options.meter ?? metrics.meter,
  };
  const reading = openReading({ ...shared, settings: config.settings, redis }, opened);
  const handlers = (adding: Queue) => handlersOf(shared, reading, adding, works);
  const queue = openQueue({ connection: redis, ...queueing(config.settings), handlers, log });
  opened.add('queue', () => queue.close());
  followMendings({ ...shared, queue }, redis, opened);
  if (discord && works.has('bot')) await discord.startBot(openDesk(shared, reading, queue));
  if (works.has('deliver')) await beginDelivery(shared, queue, opened);
  const heart = works.has('scheduler') ? openHeart(shared, queue, metrics, opened) : null;
  const scheduler = schedulerOf(shared, queue, opened, heart);
  const tickedAt = works.has('scheduler') ? scheduler.tickedAt : null;
  const messenger = works.has('deliver') || works.has('bot') ? shared.messenger : null;
  const watched = { redis, queue, metrics, heart, messenger, tickedAt };
  if (options.vitals)
    await openVitals({ ...shared, settings: config.settings, webToken: config.webToken, ...watched }, opened);
  return { store, queue, clock: shared.clock, superseded, ...scheduler, close: () => opened.closeAll() };
}

/** Whom the configuration tells, in a process that speaks to no Discord itself. */
async function filedWithout(config: Config, redis: Redis, opened: Opened, log: Log): Promise<Audience> {
  return config.discord === null ? consoleAudience(config) : filedInDiscord(config, redis, opened, log);
}

/** The desk, with what it reads queries by: made only at the first query, it would keep everybody waiting. */
function openDesk(shared: Shared, reading: Reading, queue: Queue): Desk {
  vocabularyOf(shared.pack);
  return createDesk(deskDeps(shared, reading, queue));
}

/** What whoever delivers begins with; that channels which refused messages are asked again keeps no start waiting. */
async function beginDelivery(shared: Shared, queue: Queue, opened: Opened): Promise<void> {
  askBarredChannels(shared);
  await followDigests(shared, queue, opened);
  await followShifts(shared, queue, opened);
}

function askBarredChannels({ store, premises, log }: Shared): void {
  if (premises === null) return;
  liftBars({ store, premises, log }).catch((error: unknown) =>
    log.warn('channels that refused messages were not asked again', { error }),
  );
}

function painterFor(opened: Opened): Painter {
  const painter = openPainter();
  opened.add('painter', () => painter.close());
  return painter;
}

function webhooksFor({ webhooks, webhookSecrets }: Config, opened: Opened): WebhookCaller {
  const caller = openWebhooks({
    webhooks: webhooks.map(({ id, url }) => ({ id, url, secret: webhookSecrets.get(id) ?? '' })),
  });
  opened.add('webhooks', () => caller.close());
  return caller;
}

/** The operators' channel, where there is a messenger that has it. */
function operatorsOf({ settings }: Config, hasMessenger: boolean): OperatorsChannel | null {
  const { channel, pingRole } = settings.operators;
  return channel === null || !hasMessenger ? null : { channel, pingRole };
}

/** An incident is kept as long as articles can join it, what was seen as long as it could be taken for news. */
function keepingTimes({ news, keep }: Config['settings']) {
  const seenMs = news.keepDays * dayMs;
  const incidents = { incidentsMs: incidentKeepMs, unresolvedMs: incidentKeepMs };
  return { seenMs, articlesMs: seenMs, ...incidents, auditMs: keep.auditDays * dayMs };
}

function queueing(settings: Config['settings']) {
  const { poll, match, deliver } = settings;
  const concurrency = { poll: poll.concurrency, match: match.concurrency, deliver: deliver.concurrency };
  return { prefix: queuePrefixOf(settings), concurrency };
}
