import type { Article, Feed, FeedState, Instant } from '../model.ts';
import {
  type ArrivalLimits,
  findReused,
  isTooOld,
  itemKeys,
  type NormaliseContext,
  normalise,
} from '../pipeline/normalise.ts';
import type { ParsedFeed } from '../pipeline/parse/document.ts';
import { parseFeed } from '../pipeline/parse.ts';
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
  ItemKeys,
  JobHandler,
  Log,
  Meter,
  Queue,
  Timers,
} from '../ports.ts';
import { createKeyMemory, forgetful, type KeyMemory } from './poll/key-memory.ts';

const feedsRememberedMax = 2_000; // About 5 kB each.

interface PollDependencies {
  readonly feeds: ReadonlyMap<string, Feed>;
  readonly reader: FeedReader;
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
    const feed = deps.feeds.get(id);
    const before = feed === undefined ? null : stateOf(feed, await deps.store.feedState(id));
    if (feed === undefined || before === null || isPaused(feed, before)) {
      await deps.store.settleTimer(pollTimer(id), null);
      return { status: 'done', reason: feed === undefined ? 'unknown-feed' : 'paused' };
    }
    return { status: 'done', reason: await poll(deps, memory, feed, before) };
  };
}

/** What is remembered of the feed; nothing when its address has changed since, for it is a new feed then. */
function stateOf(feed: Feed, stored: FeedState | null): FeedState {
  return stored === null || stored.url !== feed.url ? unpolled(feed) : stored;
}

async function poll(deps: PollDependencies, memory: KeyMemory, feed: Feed, before: FeedState): Promise<string> {
  const { etag, lastModified } = before;
  const fetched = await deps.reader.fetch({ url: feed.url, etag, lastModified });
  const fetchedAtReal = deps.realNow();
  const parsed =
    fetched.status === 'ok' ? await parseFeed(fetched.body, { charset: fetched.charset, url: fetched.finalUrl }) : null;
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
  const met = parsed?.status === 'read' ? itemsOf(parsed, context, memory) : [];
  const articles = await unseenArticles(deps, feed, met, now);
  await deps.store.commitPoll({
    state: decided.state,
    present: met.map(({ keys }) => keys),
    articles,
    timer: pollTimer(feed.id),
    nextDue: decided.nextDue,
    polledAt: now,
    fetchedAtReal,
  });
  if (articles.length > 0)
    await deps.queue.add(
      'match',
      articles.map((article) => article.id),
    );
  report(deps, feed, decided, articles.length);
  return decided.reason;
}

function outcomeOf(fetched: FetchResult, parsed: ParsedFeed | null): PollOutcome {
  if (fetched.status !== 'ok' || parsed === null)
    return fetched.status === 'ok' ? unread('It was not parsed.') : fetched;
  if (parsed.status === 'unreadable') return unread(parsed.problem);
  const { etag, lastModified, waitMs } = fetched;
  return { status: 'ok', etag, lastModified, waitMs, readBy: parsed.readBy, items: parsed.items.length };
}

function unread(problem: string): PollOutcome {
  return { status: 'unreadable', httpStatus: 200, problem, waitMs: null };
}

/** An item with the keys it is known by; normalised only when it may be new. */
interface Met {
  readonly keys: ItemKeys;
  readonly article: () => Article;
}

function itemsOf(
  parsed: ParsedFeed & { readonly status: 'read' },
  context: NormaliseContext,
  memory: KeyMemory,
): readonly Met[] {
  const reused = findReused(parsed.items);
  const within = { ...context, reused };
  // Keys depend on what is reused; where something is, they are not worth remembering.
  const remembered = reused.guids.size + reused.links.size > 0 ? forgetful : memory.of(context.feed.id);
  return parsed.items.map((item) => {
    let made: Article | null = null;
    const article = () => {
      made ??= normalise(item, within);
      return made;
    };
    return { keys: remembered(item, () => itemKeys(article(), reused)), article };
  });
}

/** The articles never seen before, oldest first; those older than the keeping time are remembered and not told. */
async function unseenArticles(
  deps: PollDependencies,
  feed: Feed,
  met: readonly Met[],
  now: Instant,
): Promise<Article[]> {
  if (met.length === 0) return [];
  const unseen = new Set(
    await deps.store.unseen(
      feed.id,
      met.map(({ keys }) => keys),
    ),
  );
  const fresh = met.filter(({ keys }) => unseen.delete(keys.article)).map(({ article }) => article());
  const news = fresh.filter((article) => !isTooOld(article, now, deps.arrival));
  if (news.length < fresh.length) {
    deps.log.debug('items older than the keeping time left out', { feed: feed.id, items: fresh.length - news.length });
  }
  return news.toSorted((one, other) => one.publishedAt - other.publishedAt);
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
