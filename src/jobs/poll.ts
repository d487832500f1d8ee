import type { Feed, FeedState, Instant } from '../model.ts';
import type { ArrivalLimits } from '../pipeline/normalise.ts';
import type { ParsedFeed, ParseFeed } from '../pipeline/parse/document.ts';
import { withoutKeysOf } from '../pipeline/parse/keys.ts';
import { isSlow } from '../pipeline/schedule/backoff.ts';
import { ceilingMs, minuteMs, type Polled, type ScheduleLimits } from '../pipeline/schedule/limits.ts';
import { isOutage, type Unreached, unreachedAfter } from '../pipeline/schedule/outage.ts';
import type { PollOutcome } from '../pipeline/schedule/outcome.ts';
import { dueWhenAsked } from '../pipeline/schedule/spread.ts';
import { isPolled, polledUrl, stateOf } from '../pipeline/schedule/state.ts';
import { pollTimer, type Scheduled, schedule } from '../pipeline/schedule.ts';
import type {
  Clock,
  FeedReader,
  FeedStore,
  FetchResult,
  JobHandler,
  JobResult,
  Log,
  Meter,
  Queue,
  Roster,
  Timers,
} from '../ports.ts';
import { nothingSighted, type Sighting, sight } from './poll/items.ts';
import { createKeyMemory, type KeyMemory } from './poll/key-memory.ts';
import { polledOf } from './poll/polled.ts';
import { createSlowLane, type SlowLane, slowAgainMs } from './poll/slow-lane.ts';

const feedsRememberedMax = 2_000; // About 5 kB each.
/** Of the polls at once, those whose server was slow the last time: the others must not wait behind them. */
const slowShareMax = 0.25;
/** Half the lease of a timer. */
const busyMsMax = 60_000;
/** Until a feed that this process does not poll is asked for again: another may know better. */
const askAgainMs = 5 * minuteMs;

interface PollDependencies {
  readonly roster: Roster;
  readonly reader: FeedReader;
  readonly parse: ParseFeed;
  readonly store: FeedStore & Pick<Timers, 'settleTimer'>;
  readonly queue: Pick<Queue, 'add'>;
  readonly clock: Clock;
  /** The wall clock, for the latency from fetch to message. */
  readonly realNow: () => Instant;
  readonly meter: Meter;
  readonly log: Log;
  readonly arrival: ArrivalLimits;
  readonly schedule: ScheduleLimits;
  /** How many polls this process runs at once. */
  readonly concurrency: number;
}

/** What one process knows beside the store. */
interface Memory {
  readonly keys: KeyMemory;
  unreached: Unreached;
  readonly slowLane: SlowLane;
}

/**
 * Polls one feed: fetch, parse, normalise, keep what was not seen before, and set the next due time, in one write.
 * Whatever the other side does is an outcome; only a failing store or queue throws, and the poll is repeated.
 */
export function pollJob(deps: PollDependencies): JobHandler {
  const slowLane = createSlowLane(Math.max(1, Math.floor(deps.concurrency * slowShareMax)));
  const memory: Memory = { keys: createKeyMemory(feedsRememberedMax), unreached: [], slowLane };
  return async (id) => {
    const found = await sought(deps, id);
    if (typeof found !== 'string')
      return inLane(deps, memory, found.before, () => poll(deps, memory, found.polled, found.before));
    // Our configuration may be older than the scheduler's, which alone takes a timer away.
    await deps.store.settleTimer(pollTimer(id), deps.clock.now() + askAgainMs);
    return { status: 'done', reason: found };
  };
}

interface Found {
  readonly polled: Polled;
  readonly before: FeedState;
}

/** The feed, or why it is not polled. One that was added or resumed a moment ago is not known to every process yet. */
async function sought(deps: PollDependencies, id: string): Promise<Found | 'unknown-feed' | 'paused'> {
  const found = await known(deps, id);
  if (typeof found !== 'string') return found;
  await deps.roster.refresh();
  return known(deps, id);
}

async function known({ roster, store }: PollDependencies, id: string): Promise<Found | 'unknown-feed' | 'paused'> {
  const polled = polledOf(roster, id);
  if (polled === null) return 'unknown-feed';
  const before = stateOf(polled.feed, await store.feedState(id));
  return isPolled(polled.feed, before) ? { polled, before } : 'paused';
}

async function inLane(
  { realNow }: PollDependencies,
  { slowLane }: Memory,
  before: FeedState,
  work: () => Promise<JobResult>,
): Promise<JobResult> {
  if (!isSlow(before)) return work();
  if (!slowLane.enter(before.feed, realNow()))
    return { status: 'again', delayMs: slowAgainMs, reason: 'behind-slow-ones' };
  return work().finally(() => slowLane.leave());
}

async function poll(deps: PollDependencies, memory: Memory, polled: Polled, before: FeedState): Promise<JobResult> {
  const { feed } = polled;
  const url = polledUrl(feed, before);
  const { etag, lastModified } = before;
  const fetched = await deps.reader.fetch({ url, etag, lastModified, validatorsFrom: before.validatorsFrom ?? url });
  if (fetched.status === 'busy') return whenBusy(deps, feed, fetched.waitMs);
  const fetchedAtReal = deps.realNow();
  const parsed = fetched.status === 'ok' ? await read(deps, feed, fetched) : null;
  const now = deps.clock.now();
  const sighting = await sighted(deps, memory.keys, { feed, before, parsed, now });
  const outcome = outcomeOf(fetched, parsed, sighting);
  memory.unreached = unreachedAfter(memory.unreached, feed.id, outcome.status);
  const outage = isOutage(memory.unreached, deps.roster.feeds().size);
  const decided = schedule({ ...polled, before, outcome, outage, now }, deps.schedule);
  const { state, nextDue, audit } = decided;
  const timer = pollTimer(feed.id);
  await deps.store.commitPoll({ ...sighting.record, state, timer, nextDue, polledAt: now, fetchedAtReal, audit });
  sighting.stored();
  const ids = sighting.record.articles.map((article) => article.id);
  if (ids.length > 0) await deps.queue.add('match', ids);
  report(deps, feed, decided, sighting.fresh.length);
  return { status: 'done', reason: decided.reason };
}

async function read(
  { parse }: PollDependencies,
  { url }: Feed,
  { body, charset, finalUrl }: Extract<FetchResult, { readonly status: 'ok' }>,
): Promise<ParsedFeed> {
  return withoutKeysOf(await parse(body, { charset, url: finalUrl }), [url, finalUrl]);
}

/** Nothing was asked, so that nothing is known: a short wait is the queue's, a host that rests for long the timer's. */
async function whenBusy(deps: PollDependencies, feed: Feed, waitMs: number): Promise<JobResult> {
  if (waitMs <= busyMsMax) return { status: 'again', delayMs: waitMs, reason: 'host-busy' };
  const next = dueWhenAsked(feed.id, deps.clock.now(), Math.min(waitMs, ceilingMs), deps.schedule);
  await deps.store.settleTimer(pollTimer(feed.id), next);
  return { status: 'done', reason: 'host-rests' };
}

async function sighted(
  deps: PollDependencies,
  keys: KeyMemory,
  read: { readonly feed: Feed; readonly before: FeedState; readonly parsed: ParsedFeed | null; readonly now: Instant },
): Promise<Sighting> {
  const { feed, before, parsed, now } = read;
  if (parsed?.status !== 'read') return nothingSighted;
  const { firstReadAt, lastReadAt } = before;
  const context = { feed, feedUrl: feed.url, seenAt: now, firstPoll: firstReadAt === null, limits: deps.arrival };
  return sight(deps, parsed, { ...context, lastReadAt }, keys);
}

function outcomeOf(
  fetched: Exclude<FetchResult, { readonly status: 'busy' }>,
  parsed: ParsedFeed | null,
  { firstHeld, isWaiting }: Sighting,
): PollOutcome {
  if (fetched.status !== 'ok') return fetched;
  if (parsed?.status !== 'read')
    return { status: 'unreadable', problem: parsed?.problem ?? 'It was not parsed.', waitMs: null };
  const { readBy, pace, items } = parsed;
  // By a 304 what waits in this very document would never be told.
  const validators = isWaiting ? { etag: null, lastModified: null } : {};
  return { ...fetched, ...validators, readBy, pace, items: items.length, news: firstHeld };
}

function report(deps: PollDependencies, feed: Feed, decided: Scheduled, fresh: number): void {
  const { state, notice, reason } = decided;
  deps.meter.polled(feed.id, state.lastStatus ?? 'ok', fresh);
  if (notice !== null) deps.log.warn('feed changed', { feed: feed.id, reason, notice });
  // Once when it starts to fail; who fails is told of all feeds together (src/app/vitals.ts), not 120 times when the network goes.
  else if (state.failures === 1)
    deps.log.debug('feed fails', { feed: feed.id, status: state.lastStatus, problem: state.lastProblem });
  else if (fresh > 0) deps.log.debug('feed polled', { feed: feed.id, articles: fresh, reason });
}
