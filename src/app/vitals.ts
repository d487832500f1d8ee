import type { Redis } from 'ioredis';
import { startCron } from '../adapters/cron.ts';
import type { Metrics } from '../adapters/web/metrics.ts';
import { openWeb } from '../adapters/web/server.ts';
import type { Settings } from '../config/settings.ts';
import type { Beat } from '../jobs/heartbeat.ts';
import { type Looked, lookOut } from '../jobs/lookout.ts';
import type { FeedState, Instant } from '../model.ts';
import { feedsWellAt, type Health, type HealthPart, judgeHealth } from '../pipeline/health.ts';
import type { Clock, Log, Messenger, Queue, Roster, Store } from '../ports.ts';
import { auditHead } from './audit-head.ts';
import type { Heart } from './heart.ts';
import { beatEndMsMax, type Opened } from './opened.ts';

const lookEvery = '*/5 * * * * *';
const pongMsMax = 2_000;
/** Looking at all feeds takes at most this share of the time, however many there are. */
const lookoutShareMax = 0.01;
const feedsToldEveryMs = 3_600_000;
const problemsToldMax = 5;
const minuteMs = 60_000;

/** What is looked at; a part that the process does not need is left out. */
export interface VitalsOptions {
  readonly settings: Settings;
  readonly webToken: string | null;
  readonly roster: Roster;
  readonly redis: Redis;
  readonly store: Store;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly messenger: Messenger | null;
  readonly tickedAt: (() => Instant | null) | null;
  /** The dead-man's switch, where there is one: what it says is told, and judges nothing. */
  readonly heart: Heart | null;
  /** Told a person how many feeds can be read, once all were tried. */
  readonly announce: (sentence: string) => void;
}

/** Watches this process's vital parts on the real clock, has the operators told of the feeds, and serves /health and /metrics. */
export async function openVitals(options: VitalsOptions, opened: Opened): Promise<void> {
  const { realClock } = options;
  const startedAt = realClock.now();
  const lastWellAt: Partial<Record<HealthPart, Instant | null>> = { redis: startedAt };
  if (options.messenger) lastWellAt.messenger = null;
  if (options.tickedAt) Object.assign(lastWellAt, { tick: null, feeds: null });
  const lookAtFeeds = feedsLooker(options, startedAt);
  const noteAuditHead = auditHead(options);
  const look = async () => {
    if (await answers(options.redis)) lastWellAt.redis = realClock.now();
    if (options.messenger?.isReady()) lastWellAt.messenger = realClock.now();
    if (!options.tickedAt) return;
    lastWellAt.tick = options.tickedAt();
    await noteAuditHead();
    const readAt = await lookAtFeeds();
    // What was read before the start says nothing of this run.
    if (readAt !== null && readAt >= startedAt) lastWellAt.feeds = readAt;
  };
  const looking = startCron(lookEvery, look, options.log);
  opened.add('vitals', () => looking.stop(beatEndMsMax));
  const failMsMax = limitsOf(options.settings);
  const health = () => judgeHealth({ startedAt, lastWellAt, failMsMax }, realClock.now());
  options.heart?.judgeBy(health);
  await serve(options, () => withHeart(health(), options.heart), opened);
}

function withHeart(health: Health, heart: Heart | null): Health & { readonly heartbeat?: Beat | null } {
  return heart === null ? health : { ...health, heartbeat: heart.last() };
}

/** Looks at the feeds when it is time; gives until when they are known to be read, null where that is not known. */
function feedsLooker(options: VitalsOptions, startedAt: Instant): () => Promise<Instant | null> {
  const { health, poll } = options.settings;
  const limits = {
    coverageMin: health.coverageMin,
    feedFailingMs: health.feedFailingMinutes * minuteMs,
    feedsMsMax: health.feedsMinutesMax * minuteMs,
    watchedSince: startedAt,
    schedule: poll,
  };
  const tellCounts = feedTeller(options);
  let nextLookAt = 0;
  return async () => {
    const begunAt = performance.now();
    if (begunAt < nextLookAt) return null;
    const looked = await lookOut({ ...options, limits });
    options.metrics.feeds(looked, options.clock.now());
    const readAt = readUntil(looked, options);
    const endedAt = performance.now();
    nextLookAt = endedAt + (endedAt - begunAt) / lookoutShareMax;
    if (!looked.blindness.blind) tellCounts(looked.states, looked.feeds.size);
    return readAt;
  };
}

function readUntil({ states, feeds, blindness }: Looked, { settings, realClock }: VitalsOptions): Instant | null {
  return blindness.blind ? null : feedsWellAt(states, feeds, settings.poll, realClock.now());
}

/** Tells how many feeds can be read once all were tried, and then each hour: one line, whatever the number that fail. */
function feedTeller({
  log,
  announce,
  realClock,
}: VitalsOptions): (states: readonly FeedState[], feedsCount: number) => void {
  let toldAt: Instant | null = null;
  return (states, feedsCount) => {
    const tried = states.filter(({ lastPolledAt }) => lastPolledAt !== null);
    if (tried.length < feedsCount) return;
    if (toldAt !== null && realClock.now() - toldAt < feedsToldEveryMs) return;
    const paused = tried.filter((state) => state.paused !== null);
    const failing = tried.filter((state) => state.failures > 0 && state.paused === null);
    const read = tried.length - paused.length - failing.length;
    const problems = failing.slice(0, problemsToldMax).map(({ feed, lastProblem }) => `${feed}: ${lastProblem}`);
    log.info('feeds', { read, failing: failing.length, paused: paused.length, problems });
    if (toldAt === null) announce(`${read} of ${tried.length} feeds can be read.`);
    toldAt = realClock.now();
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
  const { settings, webToken: token, metrics, log } = options;
  const web = await openWeb({ ...settings.web, token, health, metrics, log }).catch((error: unknown) => {
    // A second process on the same machine: its numbers must not keep it from its work.
    log.warn('the port of /health and /metrics is taken; taking a free one', { port: settings.web.port, error });
    return openWeb({ host: settings.web.host, port: 0, token, health, metrics, log });
  });
  log.info('health and metrics', { url: web.url });
  opened.add('web', () => web.close());
}
