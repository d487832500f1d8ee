import type { Feed, FeedState, Instant } from '../model.ts';
import type { ArrivalLimits } from '../pipeline/normalise.ts';
import type { ParsedFeed, ParseFeed } from '../pipeline/parse/document.ts';
import {
  isPaused,
  type PollOutcome,
  pollTimer,
  type Scheduled,
  type ScheduleLimits,
  schedule,
  unpolled,
} from '../pipeline/schedule.ts';
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
import { nothingSighted, sight } from './poll/items.ts';
import { createKeyMemory, type KeyMemory } from './poll/key-memory.ts';

const feedsRememberedMax = 2_000; // About 5 kB each.

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
}

/**
 * Polls one feed: fetch, parse, normalise, keep what was not seen before, and set the next due time, in one write.
 * Whatever the other side does is an outcome; only a failing store or queue throws, and the poll is repeated.
 */
export function pollJob(deps: PollDependencies): JobHandler {
  const memory = createKeyMemory(feedsRememberedMax);
  return async (id) => {
    const feed = await listed(deps.roster, id);
    const before = feed === undefined ? null : stateOf(feed, await deps.store.feedState(id));
    if (feed === undefined || before === null || isPaused(feed, before)) {
      await deps.store.settleTimer(pollTimer(id), null);
      return { status: 'done', reason: feed === undefined ? 'unknown-feed' : 'paused' };
    }
    return poll(deps, memory, feed, before);
  };
}

/** A feed that was added a moment ago is not known to every process yet. */
async function listed(roster: Roster, id: string): Promise<Feed | undefined> {
  if (!roster.feeds().has(id)) await roster.refresh();
  return roster.feeds().get(id);
}

/** What is remembered of the feed; nothing when its address has changed since, for it is a new feed then. */
function stateOf(feed: Feed, stored: FeedState | null): FeedState {
  return stored === null || stored.url !== feed.url ? unpolled(feed) : stored;
}

async function poll(deps: PollDependencies, memory: KeyMemory, feed: Feed, before: FeedState): Promise<JobResult> {
  const { etag, lastModified } = before;
  const fetched = await deps.reader.fetch({ url: feed.url, etag, lastModified });
  if (fetched.status === 'busy') return { status: 'again', delayMs: fetched.waitMs, reason: 'host-busy' };
  const fetchedAtReal = deps.realNow();
  const parsed =
    fetched.status === 'ok'
      ? await deps.parse(fetched.body, { charset: fetched.charset, url: fetched.finalUrl })
      : null;
  const now = deps.clock.now();
  const outcome = outcomeOf(fetched, parsed);
  const decided = schedule({ feed, before, outcome, now }, deps.schedule);
  const context = {
    feed,
    feedUrl: feed.url,
    seenAt: now,
    firstPoll: before.firstReadAt === null,
    limits: deps.arrival,
  };
  const sighting = parsed?.status === 'read' ? await sight(deps, parsed, context, memory) : nothingSighted;
  await deps.store.commitPoll({
    state: decided.state,
    ...sighting.record,
    timer: pollTimer(feed.id),
    nextDue: decided.nextDue,
    polledAt: now,
    fetchedAtReal,
    audit: [],
  });
  const { articles } = sighting.record;
  if (articles.length > 0)
    await deps.queue.add(
      'match',
      articles.map((article) => article.id),
    );
  report(deps, feed, decided, sighting.fresh.length);
  return { status: 'done', reason: decided.reason };
}

function outcomeOf(fetched: Exclude<FetchResult, { readonly status: 'busy' }>, parsed: ParsedFeed | null): PollOutcome {
  if (fetched.status !== 'ok' || parsed === null)
    return fetched.status === 'ok' ? unread('It was not parsed.') : fetched;
  if (parsed.status === 'unreadable') return unread(parsed.problem);
  const { etag, lastModified, waitMs } = fetched;
  return { status: 'ok', etag, lastModified, waitMs, readBy: parsed.readBy, items: parsed.items.length };
}

function unread(problem: string): PollOutcome {
  return { status: 'unreadable', httpStatus: 200, problem, waitMs: null };
}

function report(deps: PollDependencies, feed: Feed, decided: Scheduled, fresh: number): void {
  const { state, notice, reason } = decided;
  deps.meter.polled(feed.id, state.lastStatus ?? 'ok', fresh);
  if (notice !== null) deps.log.warn('feed paused', { feed: feed.id, notice });
  // Once when it starts to fail; who fails is told of all feeds together (src/app/vitals.ts), not 120 times when the network goes.
  else if (state.failures === 1)
    deps.log.debug('feed fails', { feed: feed.id, status: state.lastStatus, problem: state.lastProblem });
  else if (fresh > 0) deps.log.debug('feed polled', { feed: feed.id, articles: fresh, reason });
}
