/** What happens while faults strike: incidents of their own at places far apart, each told by a feed over real HTTP. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { StreamItem } from '../../../src/adapters/stream/items.ts';
import type { Instant, Pack, Place } from '../../../src/model.ts';
import { pollTimer } from '../../../src/pipeline/schedule.ts';
import type { Store } from '../../../src/ports.ts';
import { anRss } from '../feed-documents.ts';
import { firstReport, graverReport, type Happening, placesApart } from '../on-call/news.ts';

const itemsShownMax = 200;
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

/** A poller asks for a feed, or is about to be answered. */
export interface FeedStep {
  readonly when: 'asked' | 'answering';
  readonly feed: string;
  /** The machine, by the user agent of its settings. */
  readonly from: string | null;
}

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
  const items = new Map<string, StreamItem[]>(outlets.map((outlet) => [outlet, []]));
  const asked = new Map<string, number>();
  const state = { next: 0, unread: 0, requests: 0, isFailing: false, isClosed: false };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the feed server has no port');

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const feed = (request.url ?? '/').slice(1);
    const [, from = null] = /\(([\w-]+)\)/u.exec(request.headers['user-agent'] ?? '') ?? [];
    state.requests += 1;
    await news.onStep({ when: 'asked', feed, from });
    asked.set(feed, Date.now());
    const body = anRss((items.get(feed) ?? []).map(asParts), feed);
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
    await news.onStep({ when: 'answering', feed, from });
    if (state.isFailing || !items.has(feed)) return void response.writeHead(state.isFailing ? 503 : 404).end();
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
    response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8', etag }).end(body);
  }

  const publish: News['publish'] = (item) => {
    const listed = items.get(item.feed);
    if (listed === undefined) throw new Error(`there is no feed ${item.feed}`);
    listed.unshift(item);
    listed.length = Math.min(listed.length, itemsShownMax);
    void ping(item.feed, Date.now());
  };
  /** Until somebody has asked since: a timer that is leased takes no earlier time. */
  const ping = async (feed: string, since: Instant) => {
    state.unread += 1;
    while (!state.isClosed && (asked.get(feed) ?? 0) < since) {
      await store()
        .ensureTimer(pollTimer(feed), Date.now())
        .catch(() => undefined);
      await pause(pingEveryMs, null, { ref: false });
    }
    state.unread -= 1;
  };
  const outletAt = (index: number) => outlets[index % outlets.length] ?? '';
  const news: News = {
    feeds: outlets.map((id) => ({ id, outlet: id, url: `http://127.0.0.1:${address.port}/${id}` })),
    left: () => places.length - state.next,
    plan() {
      const index = state.next;
      const place = places[index];
      if (place === undefined) throw new Error(`there are ${places.length} places, and something happened at each`);
      state.next += 1;
      const happening: Happening = { at: Date.now(), place, dead: index % 4 };
      return { happening, place, feed: outletAt(index), url: firstReport(happening, index).url, index };
    },
    tell({ happening, feed, index }) {
      publish(withWitnesses({ ...firstReport({ ...happening, at: Date.now() }, index), feed }, index));
    },
    happen() {
      const story = news.plan();
      news.tell(story);
      return story;
    },
    worsen({ happening, feed }, dead = 9) {
      const other = outletAt(outlets.indexOf(feed) + 1);
      const index = places.length + places.indexOf(happening.place);
      publish(withWitnesses({ ...graverReport(happening, index, dead, Date.now()), feed: other }, index));
    },
    publish,
    unread: () => state.unread,
    onStep: () => undefined,
    fail(isFailing) {
      state.isFailing = isFailing;
    },
    requests: () => state.requests,
    async close() {
      state.isClosed = true;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return news;
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

const asParts = ({ title, url, id, summary, published }: StreamItem) => ({
  title,
  link: url,
  guid: id,
  description: summary,
  published: new Date(published),
});
