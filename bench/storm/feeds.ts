/**
 * The outlets of a storm, in a process of their own: `fork` it and send it what is published when; it answers with its
 * port and ends with its parent. Feed N is `/N.xml` at its own one of the loopback addresses; an item stands in it from
 * its time on. Told `count`, it answers when each item was first given to somebody, null where nobody fetched it.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { encodeXML } from 'entities';
import type { Served, ToServe } from './serving.ts';

const itemsShown = 60;

interface Feed {
  /** In order of publication. */
  readonly items: ToServe['items'];
}

let startsAt = Number.POSITIVE_INFINITY;
let feeds: readonly Feed[] = [];
let served: (number | null)[] = [];
let requests = 0;

const server = createServer({ keepAliveTimeout: 300_000 }, answer);
process.once('disconnect', () => process.exit(0));
process.on('message', (told: ToServe | 'count') => {
  if (told === 'count') process.send?.({ served, requests } satisfies Served);
  else prepare(told);
});
server.listen(0, () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : null);
});

function prepare(told: ToServe): void {
  startsAt = told.startsAt;
  served = told.items.map(() => null);
  const byOutlet = Map.groupBy(told.items, ({ outlet }) => outlet);
  feeds = Array.from({ length: told.outlets }, (_, outlet) => ({ items: byOutlet.get(outlet) ?? [] }));
  process.send?.('prepared');
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  requests += 1;
  const feed = feeds[Number(/^\/(\d+)\.xml$/.exec(request.url ?? '')?.[1])];
  if (feed === undefined) return void response.writeHead(404).end();
  const now = Date.now();
  const published = publishedBy(feed, now - startsAt);
  const etag = `"${published}"`;
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
  const shown = feed.items.slice(Math.max(0, published - itemsShown), published).toReversed();
  for (const { number } of shown) served[number] ??= now;
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Storm</title><link>https://storm.example/</link><description>d</description>${shown.map(itemOf).join('')}</channel></rss>`;
  response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8', etag }).end(body);
}

/** How many of its items are out. */
function publishedBy({ items }: Feed, atMs: number): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.atMs ?? Number.POSITIVE_INFINITY) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function itemOf({ number, outlet, atMs, title, summary }: ToServe['items'][number]): string {
  const link = `https://outlet-${outlet}.example/${number}`;
  return `<item><title>${encodeXML(title)}</title><link>${link}</link><guid isPermaLink="false">${number}</guid><pubDate>${new Date(startsAt + atMs).toUTCString()}</pubDate><description>${encodeXML(summary)}</description></item>`;
}
