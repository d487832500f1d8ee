import type { Article, Feed, FeedState, Instant } from '../model.ts';
import { type ArrivalLimits, findReused, isTooOld, itemKeys, normalise } from '../pipeline/normalise.ts';
import type { ParsedFeed } from '../pipeline/parse/document.ts';
import { parseFeed } from '../pipeline/parse.ts';
import {
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

export interface PollDependencies {
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
  return async (id) => {
    const feed = deps.feeds.get(id);
    const before = feed === undefined ? null : stateOf(feed, await deps.store.feedState(id));
    if (feed === undefined || before === null || feed.status === 'paused' || before.paused) {
      await deps.store.settleTimer(pollTimer(id), null);
      return { status: 'done', reason: feed === undefined ? 'unknown-feed' : 'paused' };
    }
    return { status: 'done', reason: await poll(deps, feed, before) };
  };
}

/** What is remembered of the feed; nothing when its address has changed since, for it is a new feed then. */
function stateOf(feed: Feed, stored: FeedState | null): FeedState {
  return stored === null || stored.url !== feed.url ? unpolled(feed) : stored;
}

async function poll(deps: PollDependencies, feed: Feed, before: FeedState): Promise<string> {
  const { etag, lastModified } = before;
  const fetched = await deps.reader.fetch({ url: feed.url, etag, lastModified });
  const fetchedAtReal = deps.realNow();
  const parsed =
    fetched.status === 'ok' ? await parseFeed(fetched.body, { charset: fetched.charset, url: fetched.finalUrl }) : null;
  const now = deps.clock.now();
  const outcome = outcomeOf(fetched, parsed);
  const decided = schedule({ feed, before, outcome, now }, deps.schedule);
  const read = parsed?.status === 'read' ? itemsOf(parsed, feed, before, now, deps.arrival) : nothingRead;
  const articles = await unseenArticles(deps, feed, read, now);
  await deps.store.commitPoll({
    state: decided.state,
    present: read.keys,
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

interface Read {
  readonly articles: readonly Article[];
  readonly keys: readonly ItemKeys[];
}
const nothingRead: Read = { articles: [], keys: [] };

function itemsOf(
  parsed: ParsedFeed & { readonly status: 'read' },
  feed: Feed,
  before: FeedState,
  now: Instant,
  limits: ArrivalLimits,
): Read {
  const reused = findReused(parsed.items);
  const context = { feed, feedUrl: feed.url, seenAt: now, firstPoll: before.firstReadAt === null, limits, reused };
  const articles = parsed.items.map((item) => normalise(item, context));
  return { articles, keys: articles.map((article) => itemKeys(article, reused)) };
}

/** The articles never seen before, oldest first; those older than the keeping time are remembered and not told. */
async function unseenArticles(
  deps: PollDependencies,
  feed: Feed,
  read: Read,
  now: Instant,
): Promise<readonly Article[]> {
  if (read.keys.length === 0) return [];
  const unseen = new Set(await deps.store.unseen(feed.id, read.keys));
  const fresh = read.articles.filter((article) => unseen.delete(article.id));
  const news = fresh.filter((article) => !isTooOld(article, now, deps.arrival));
  if (news.length < fresh.length) {
    deps.log.info('items older than the keeping time left out', { feed: feed.id, items: fresh.length - news.length });
  }
  return news.toSorted((one, other) => one.publishedAt - other.publishedAt);
}

function report(deps: PollDependencies, feed: Feed, decided: Scheduled, fresh: number): void {
  const { state, notice, reason } = decided;
  deps.meter.polled(feed.id, state.lastStatus ?? 'ok', fresh);
  if (notice !== null) deps.log.warn('feed paused', { feed: feed.id, notice });
  // Once when it starts to fail, not at every try.
  else if (state.failures === 1)
    deps.log.warn('feed fails', { feed: feed.id, status: state.lastStatus, problem: state.lastProblem });
  else if (fresh > 0) deps.log.info('feed polled', { feed: feed.id, articles: fresh, reason });
}
