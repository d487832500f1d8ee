/** Feeds over real HTTP; each request to one can be held up or struck at its steps. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { StreamItem } from '../../../src/adapters/stream/items.ts';
import type { Instant } from '../../../src/model.ts';
import { anRss } from '../feed-documents.ts';

const itemsShownMax = 200;

/** A poller asks for a feed, or is about to be answered. */
export interface FeedStep {
  readonly when: 'asked' | 'answering';
  readonly feed: string;
  /** The machine, by the user agent of its settings. */
  readonly from: string | null;
}

/** A shelf a feed, the newest item on top. */
export interface ServedFeeds {
  urlOf(feed: string): string;
  /** Throws where there is no such feed. */
  put(item: StreamItem): void;
  /** When somebody asked for it last; 0 where nobody did. */
  askedAt(feed: string): Instant;
  /** From now on every feed fails, or answers again. */
  fail(isFailing: boolean): void;
  requests(): number;
  close(): Promise<void>;
}

/** Serves feeds of these names; a request waits for what `onStep` does. */
export async function serveFeeds(names: readonly string[], onStep: (step: FeedStep) => unknown): Promise<ServedFeeds> {
  const items = new Map<string, StreamItem[]>(names.map((name) => [name, []]));
  const asked = new Map<string, Instant>();
  let requests = 0;
  let isFailing = false;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const feed = (request.url ?? '/').slice(1);
    const [, from = null] = /\(([\w-]+)\)/u.exec(request.headers['user-agent'] ?? '') ?? [];
    requests += 1;
    await onStep({ when: 'asked', feed, from });
    asked.set(feed, Date.now());
    const body = anRss((items.get(feed) ?? []).map(asParts), feed);
    await onStep({ when: 'answering', feed, from });
    if (isFailing || !items.has(feed)) response.writeHead(isFailing ? 503 : 404).end();
    else send(body, request, response);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the feed server has no port');
  return {
    urlOf: (feed) => `http://127.0.0.1:${address.port}/${feed}`,
    put(item) {
      const listed = items.get(item.feed);
      if (listed === undefined) throw new Error(`there is no feed ${item.feed}`);
      listed.unshift(item);
      listed.length = Math.min(listed.length, itemsShownMax);
    },
    askedAt: (feed) => asked.get(feed) ?? 0,
    fail(fails) {
      isFailing = fails;
    },
    requests: () => requests,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** The document, or that it is as it was. */
function send(body: string, request: IncomingMessage, response: ServerResponse): void {
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
  response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8', etag }).end(body);
}

const asParts = ({ title, url, id, summary, published }: StreamItem) => ({
  title,
  link: url,
  guid: id,
  description: summary,
  published: new Date(published),
});
