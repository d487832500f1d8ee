/**
 * The feeds of the polling benchmarks, in a process of its own so that serving them is not measured: `fork` it with the
 * number of feeds, and it sends its port; it ends with its parent. Feed N is `/N.xml` at its own one of the loopback
 * addresses, 40 kB of RSS with a strong ETag, packed beforehand. It does as it is told by messages and answers each:
 *
 * - `advance`: a fifth of the feeds, another fifth each time, gets two new items.
 * - `count`: what was answered and where a host was asked impolitely, since the last time.
 * - a number: from now on each answer comes so many milliseconds late, as over a network.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import { encodeXML } from 'entities';
import { offTopicStories } from './off-topic.ts';
import { type Answered, fifth } from './poll-feeds.ts';

const itemsShown = 28;
const itemBytes = 1_400; // twenty-eight of them are 40 kB
const newItemsEachTime = 2;
const oldMs = 200 * 86_400_000; // what stood in a feed at the start is remembered, and no news
const atOnceMax = 2; // the rule of the program: requests to a host at a time,
const spacingMsMin = 1_000 - 50; // and between the starts of two; the way to here takes a little, now more, now less

interface Document {
  readonly etag: string;
  readonly packed: Buffer;
}
interface Host {
  open: number;
  lastAt: number;
}

const feedsCount = Number(process.argv[2]);
const filler = offTopicStories
  .filter(({ lang }) => lang === 'en')
  .map(({ text }) => text)
  .join(' ');
const versions = new Map<number, number>();
const documents = Array.from({ length: feedsCount }, (_, feed) => documentOf(feed, 0));
const hosts = new Map<string, Host>();
let answered: Answered = nothing();
let latencyMs = 0;
let round = 0;

const server = createServer({ keepAliveTimeout: 300_000 }, (request, response) => {
  const leave = enter(request.socket.localAddress ?? '');
  response.once('close', leave);
  if (latencyMs === 0) answer(request, response);
  else setTimeout(answer, latencyMs, request, response);
});
process.once('disconnect', () => process.exit(0));
process.on('message', (told) => process.send?.(obey(told)));
server.listen(0, () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : null);
});

function obey(told: unknown): Answered | null {
  const before = answered;
  if (told === 'count') answered = nothing();
  else if (told === 'advance') advance();
  else latencyMs = Number(told);
  return told === 'count' ? before : null;
}

function nothing(): Answered {
  return { read: 0, unchanged: 0, crowded: 0, hurried: 0 };
}

function advance(): void {
  round += 1;
  for (const feed of documents.keys()) {
    if (feed % fifth !== round % fifth) continue;
    const version = (versions.get(feed) ?? 0) + 1;
    versions.set(feed, version);
    documents[feed] = documentOf(feed, version);
  }
}

/** Notes whether the host is asked as politely as it should be; gives what is to be called when it was answered. */
function enter(address: string): () => void {
  const host = hosts.get(address) ?? { open: 0, lastAt: Number.NEGATIVE_INFINITY };
  hosts.set(address, host);
  const now = performance.now();
  host.open += 1;
  if (host.open > atOnceMax) answered = { ...answered, crowded: answered.crowded + 1 };
  if (now - host.lastAt < spacingMsMin) answered = { ...answered, hurried: answered.hurried + 1 };
  host.lastAt = now;
  return () => {
    host.open -= 1;
  };
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const document = documents[Number(/^\/(\d+)\.xml$/.exec(request.url ?? '')?.[1])];
  if (document === undefined) {
    response.writeHead(404).end();
  } else if (request.headers['if-none-match'] === document.etag) {
    answered = { ...answered, unchanged: answered.unchanged + 1 };
    response.writeHead(304, { etag: document.etag }).end();
  } else {
    answered = { ...answered, read: answered.read + 1 };
    const takesGzip = /gzip/.test(String(request.headers['accept-encoding']));
    const encoding = takesGzip ? { 'content-encoding': 'gzip' } : {};
    const headers = { 'content-type': 'application/rss+xml; charset=utf-8', etag: document.etag, ...encoding };
    response.writeHead(200, headers).end(takesGzip ? document.packed : gunzipSync(document.packed));
  }
}

function documentOf(feed: number, version: number): Document {
  const newest = itemsShown + version * newItemsEachTime;
  const items = Array.from({ length: itemsShown }, (_, place) => itemOf(feed, newest - place));
  const head = `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Feed ${feed}</title><link>https://feed-${feed}.example/</link><description>d</description>`;
  return { etag: `"${feed}-${version}"`, packed: gzipSync(`${head}${items.join('')}</channel></rss>`) };
}

function itemOf(feed: number, number: number): string {
  const published = new Date(number > itemsShown ? Date.now() : Date.now() - oldMs - number * 60_000);
  const from = ((feed * 31 + number * 97) % 500) * 7;
  const head = `<item><title>Story ${number} of feed ${feed}</title><link>https://feed-${feed}.example/story/${number}</link><guid isPermaLink="false">${feed}-${number}</guid><pubDate>${published.toUTCString()}</pubDate><description>${number} `;
  const tail = '</description></item>';
  const text = encodeXML(`<p>${filler.slice(from, from + 2 * itemBytes)}</p>`);
  return `${head}${text.slice(0, itemBytes - head.length - tail.length).replace(/&[^;]*$/, '')}${tail}`;
}
