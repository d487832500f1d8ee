/** What happens while faults strike: incidents of their own at places far apart, each told by a feed over real HTTP. */
import { setTimeout as pause } from 'node:timers/promises';
import type { StreamItem } from '../../../src/adapters/stream/items.ts';
import type { Instant, Pack, Place } from '../../../src/model.ts';
import { pollTimer } from '../../../src/pipeline/schedule.ts';
import type { Store } from '../../../src/ports.ts';
import { firstReport, graverReport, type Happening, placesApart } from '../on-call/news.ts';
import { type FeedStep, type ServedFeeds, serveFeeds } from './feeds.ts';

const feedsMax = 24;
const pingEveryMs = 150;
/** Attacks of one day on neighbouring bases may be one attack. */
const apartDegrees = 2;

/** An incident of which the first report was published. */
export interface Story {
  readonly happening: Happening;
  readonly place: Place;
  readonly feed: string;
  /** The address of its first report, by which its incident is known again. */
  readonly url: string;
  readonly index: number;
}

/** What is told while faults strike, and how feeds behave. */
export interface News {
  /** What each feed is called, and where it is served. */
  readonly feeds: readonly { readonly id: string; readonly outlet: string; readonly url: string }[];
  /** How many more incidents there are places for. */
  left(): number;
  /** Something that is to happen, and the feed that will report it. */
  plan(): Story;
  /** It happens: its feed reports it at once. */
  tell(story: Story): void;
  /** Both. */
  happen(): Story;
  /** Another outlet reports that it was worse. */
  worsen(story: Story, dead?: number): void;
  /** Puts an item into its feed and pings it until somebody asks for it. */
  publish(item: StreamItem): void;
  /** Publications that nobody has asked for yet. */
  unread(): number;
  /** Called at each step of each request; the request waits for it. */
  onStep: (step: FeedStep) => unknown;
  /** From now on every feed fails, or answers again. */
  fail(isFailing: boolean): void;
  requests(): number;
  close(): Promise<void>;
}

/** `store` is where feeds are pinged, as a publisher's ping would: polls are the program's own. */
export async function openNews(pack: Pack, store: () => Pick<Store, 'ensureTimer'>): Promise<News> {
  const outlets = outletsOf(pack);
  const places = placesApart(pack, apartDegrees);
  const outletAt = (index: number) => outlets[index % outlets.length] ?? '';
  const feeds = await serveFeeds(outlets, (step) => news.onStep(step));
  const pings = openPings(store, feeds);
  let next = 0;
  const news: News = {
    feeds: outlets.map((id) => ({ id, outlet: id, url: feeds.urlOf(id) })),
    left: () => places.length - next,
    plan() {
      const index = next;
      const place = places[index];
      if (place === undefined) throw new Error(`there are ${places.length} places, and something happened at each`);
      next += 1;
      const happening: Happening = { at: Date.now(), place, dead: index % 4 };
      return { happening, place, feed: outletAt(index), url: firstReport(happening, index).url, index };
    },
    tell({ happening, feed, index }) {
      news.publish(withWitnesses({ ...firstReport({ ...happening, at: Date.now() }, index), feed }, index));
    },
    happen() {
      const story = news.plan();
      news.tell(story);
      return story;
    },
    worsen({ happening, feed }, dead = 9) {
      const other = outletAt(outlets.indexOf(feed) + 1);
      const index = places.length + places.indexOf(happening.place);
      news.publish(withWitnesses({ ...graverReport(happening, index, dead, Date.now()), feed: other }, index));
    },
    publish(item) {
      feeds.put(item);
      void pings.ping(item.feed, Date.now());
    },
    unread: () => pings.unread(),
    onStep: () => undefined,
    fail: (isFailing) => feeds.fail(isFailing),
    requests: () => feeds.requests(),
    async close() {
      pings.close();
      await feeds.close();
    },
  };
  return news;
}

/** A feed is pinged until somebody has asked for it since: a timer that is leased takes no earlier time. */
function openPings(store: () => Pick<Store, 'ensureTimer'>, feeds: ServedFeeds) {
  let unread = 0;
  let isClosed = false;
  return {
    async ping(feed: string, since: Instant): Promise<void> {
      unread += 1;
      while (!isClosed && feeds.askedAt(feed) < since) {
        await store()
          .ensureTimer(pollTimer(feed), Date.now())
          .catch(() => undefined);
        await pause(pingEveryMs, null, { ref: false });
      }
      unread -= 1;
    },
    unread: () => unread,
    close() {
      isClosed = true;
    },
  };
}

function withWitnesses(item: StreamItem, index: number): StreamItem {
  return { ...item, summary: `${item.summary} ${witnesses(index)}` };
}

const syllables = [
  'ba',
  'dor',
  'fen',
  'gal',
  'hir',
  'jol',
  'kas',
  'lum',
  'mer',
  'nov',
  'pel',
  'rud',
  'sim',
  'tov',
  'wen',
  'zar',
];
const witnessesCount = 14;

/** People nobody else names: what is told in the same words is a copy, wherever it is said to have happened. */
function witnesses(index: number): string {
  const names = Array.from({ length: witnessesCount }, (_, at) =>
    nameOf((index * witnessesCount + at) * 2_654_435_761),
  );
  return `${names.map((name) => `${name} heard of it.`).join(' ')}`;
}

function nameOf(number: number): string {
  const parts = [0, 4, 8, 12].map((shift) => syllables[(number >>> shift) & 15] ?? '');
  const name = parts.join('');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Outlets of the pack whose word nobody doubts, each of a family of its own. */
function outletsOf(pack: Pack): readonly string[] {
  const plain = pack.outlets.filter(
    ({ id, family, stateAffiliated, tier }) => family === id && !stateAffiliated && tier <= 2,
  );
  return plain.slice(0, feedsMax).map(({ id }) => id);
}
