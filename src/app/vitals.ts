import type { Redis } from 'ioredis';
import { startCron } from '../adapters/cron.ts';
import type { Metrics } from '../adapters/web/metrics.ts';
import { openWeb } from '../adapters/web/server.ts';
import type { Settings } from '../config/settings.ts';
import type { Feed, FeedState, Instant } from '../model.ts';
import { blindness, feedsWellAt, type Health, type HealthPart, judgeHealth } from '../pipeline/health.ts';
import type { Log, Messenger, Roster, Store } from '../ports.ts';
import { beatEndMsMax, type Opened } from './opened.ts';

const lookEvery = '*/5 * * * * *';
const pongMsMax = 2_000;
const feedsToldEveryMs = 3_600_000;
const problemsToldMax = 5;

/** What is looked at; a part that the process does not need is left out. */
export interface VitalsOptions {
  readonly settings: Settings;
  readonly roster: Roster;
  readonly redis: Redis;
  readonly store: Pick<Store, 'feedStates'>;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly messenger: Messenger | null;
  readonly tickedAt: (() => Instant | null) | null;
  /** Told a person when all feeds fail, and when one answers again. */
  readonly announce: (sentence: string) => void;
}

/** Watches this process's vital parts on the real clock, says when it is blind, and serves /health and /metrics. */
export async function openVitals(options: VitalsOptions, opened: Opened): Promise<void> {
  const startedAt = Date.now();
  const lastWellAt: Partial<Record<HealthPart, Instant | null>> = { redis: startedAt };
  if (options.messenger) lastWellAt.messenger = null;
  if (options.tickedAt) Object.assign(lastWellAt, { tick: null, feeds: null });
  let wasBlind = false;
  const tellCounts = feedTeller(options);
  const look = async () => {
    if (await answers(options.redis)) lastWellAt.redis = Date.now();
    if (options.messenger?.isReady()) lastWellAt.messenger = Date.now();
    if (!options.tickedAt) return;
    lastWellAt.tick = options.tickedAt();
    const feeds = polledOf(options.roster);
    const states = (await options.store.feedStates()).filter(({ feed }) => feeds.has(feed));
    wasBlind = sayBlindness(states, feeds.size, wasBlind, options);
    if (!wasBlind) tellCounts(states, feeds.size);
    const readAt = wasBlind ? null : feedsWellAt(states, feeds, options.settings.poll, Date.now());
    // What was read before the start says nothing of this run.
    if (readAt !== null && readAt >= startedAt) lastWellAt.feeds = readAt;
  };
  const looking = startCron(lookEvery, look, options.log);
  opened.add('vitals', () => looking.stop(beatEndMsMax));
  const failMsMax = limitsOf(options.settings);
  await serve(options, () => judgeHealth({ startedAt, lastWellAt, failMsMax }, Date.now()), opened);
}

/** The feeds that are polled; what is remembered of others says nothing. */
function polledOf(roster: Roster): ReadonlyMap<string, Feed> {
  return new Map([...roster.feeds()].filter(([, { status }]) => status !== 'paused'));
}

function sayBlindness(
  states: readonly FeedState[],
  feedsCount: number,
  wasBlind: boolean,
  { log, announce }: VitalsOptions,
): boolean {
  const { blind, failing, problem } = blindness(states, feedsCount);
  if (blind && !wasBlind) {
    log.error('blind: every feed tried so far fails; trying on', { failing, feeds: feedsCount, problem });
    announce(`Blind: none of the ${failing} feeds tried so far can be read (${problem ?? 'no answer'}). Trying on.`);
  }
  if (!blind && wasBlind) {
    log.info('feeds answer again', { failing });
    announce('Feeds answer again.');
  }
  return blind;
}

/** Tells how many feeds can be read once all were tried, and then each hour: one line, whatever the number that fail. */
function feedTeller({ log, announce }: VitalsOptions): (states: readonly FeedState[], feedsCount: number) => void {
  let toldAt: Instant | null = null;
  return (states, feedsCount) => {
    const tried = states.filter(({ lastPolledAt }) => lastPolledAt !== null);
    if (tried.length < feedsCount) return;
    if (toldAt !== null && Date.now() - toldAt < feedsToldEveryMs) return;
    const paused = tried.filter((state) => state.paused !== null);
    const failing = tried.filter((state) => state.failures > 0 && state.paused === null);
    const read = tried.length - paused.length - failing.length;
    const problems = failing.slice(0, problemsToldMax).map(({ feed, lastProblem }) => `${feed}: ${lastProblem}`);
    log.info('feeds', { read, failing: failing.length, paused: paused.length, problems });
    if (toldAt === null) announce(`${read} of ${tried.length} feeds can be read.`);
    toldAt = Date.now();
  };
}

async function answers(redis: Redis): Promise<boolean> {
  if (redis.status !== 'ready') return false; // a ping would wait in line for its return
  const late = new Promise<null>((resolve) => setTimeout(resolve, pongMsMax, null).unref());
  return (await Promise.race([redis.ping().catch(() => null), late])) !== null;
}

function limitsOf({ health }: Settings): Readonly<Record<HealthPart, number>> {
  return {
    tick: health.tickSecondsMax * 1_000,
    redis: health.redisSecondsMax * 1_000,
    messenger: health.messengerSecondsMax * 1_000,
    feeds: health.feedsMinutesMax * 60_000,
  };
}

async function serve(options: VitalsOptions, health: () => Health, opened: Opened): Promise<void> {
  const { settings, metrics, log } = options;
  const web = await openWeb({ ...settings.web, health, metrics, log }).catch((error: unknown) => {
    // A second process on the same machine: its numbers must not keep it from its work.
    log.warn('the port of /health and /metrics is taken; taking a free one', { port: settings.web.port, error });
    return openWeb({ host: settings.web.host, port: 0, health, metrics, log });
  });
  log.info('health and metrics', { url: web.url });
  opened.add('web', () => web.close());
}
