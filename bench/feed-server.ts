/**
 * The feeds of the benchmarks, in a process of its own so that serving them is not measured: `fork` it, and it sends its
 * origins; it ends with its parent. The path says what is served, so that nobody needs to talk to it:
 *
 * - `/changed/FEED.xml`: 90 kB, 60 items; each answer holds two items that the one before did not.
 * - `/unchanged/FEED.xml`: the same for ever, with an ETag.
 * - `/steady/MIX/FROM/EVERY/COUNT/FEED.xml`: an item each EVERY ms from the instant FROM on, COUNT in all, the newest 60 shown.
 * - `/burst/FROM/FEED.xml`: nothing before the instant FROM, sixty items from then on.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { encodeXML } from 'entities';
import { benchItem, type Mix } from './articles.ts';
import { offTopicStories } from './off-topic.ts';

const itemsShown = 60;
const newItemsEachTime = 2;
const itemBytes = 1_500; // sixty of them are 90 kB
const originsCount = 16; // real feeds have a host each, and the reader opens few connections to one
const feedsApart = 1_000_000; // items of one feed are none of another's

interface Answer {
  readonly etag: string;
  readonly items: readonly string[];
}

const versions = new Map<string, number>();
const filler = offTopicStories
  .filter(({ lang }) => lang === 'en')
  .map(({ text }) => text)
  .join(' ');

const origins = await Promise.all(Array.from({ length: originsCount }, listen));
process.once('disconnect', () => process.exit(0));
process.send?.(origins);

function listen(): Promise<string> {
  const server = createServer({ keepAliveTimeout: 60_000 }, answer);
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
    });
  });
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { etag, items } = contentOf(request.url ?? '/');
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Bench</title><link>https://bench.example/</link><description>d</description>${items.join('')}</channel></rss>`;
  response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8', etag }).end(body);
}

function contentOf(path: string): Answer {
  const parts = path
    .replace(/^\//, '')
    .replace(/\.xml$/, '')
    .split('/');
  const feed = Number(parts.at(-1));
  switch (parts[0]) {
    case 'changed':
      return sized(feed, nextVersion(path));
    case 'unchanged':
      return sized(feed, 0);
    case 'steady':
      return steady(feed, parts[1] === 'on-topic' ? 'on-topic' : 'mixed', parts.slice(2, 5).map(Number));
    case 'burst':
      return burst(feed, Number(parts[1]));
    default:
      return { etag: '"none"', items: [] };
  }
}

function nextVersion(path: string): number {
  const version = (versions.get(path) ?? -1) + 1;
  versions.set(path, version);
  return version;
}

function sized(feed: number, version: number): Answer {
  const newest = itemsShown + version * newItemsEachTime;
  const items = Array.from({ length: itemsShown }, (_, place) => sizedItem(feed, newest - place));
  return { etag: `"${feed}-${version}"`, items };
}

function sizedItem(feed: number, number: number): string {
  const from = (number * 97) % 500;
  const head = `<item><title>Story ${number} of feed ${feed}</title><link>https://feed-${feed}.example/story/${number}</link><guid isPermaLink="false">${feed}-${number}</guid><pubDate>${new Date().toUTCString()}</pubDate><description>${number} `;
  const tail = '</description></item>';
  const text = encodeXML(`<p>${filler.slice(from, from + 2 * itemBytes)}</p>`);
  return `${head}${text.slice(0, itemBytes - head.length - tail.length)}${tail}`;
}

function steady(feed: number, mix: Mix, [from = 0, everyMs = 1_000, count = 0]: readonly number[]): Answer {
  const published = Math.min(count, Math.floor((Date.now() - from) / everyMs));
  const shown = Array.from(
    { length: Math.max(0, Math.min(itemsShown, published)) },
    (_, place) => published - 1 - place,
  );
  return {
    etag: `"${published}"`,
    items: shown.map((number) => newsItem(feed, number * originsCount + feed, mix, from + number * everyMs)),
  };
}

function burst(feed: number, from: number): Answer {
  if (Date.now() < from) return { etag: '"empty"', items: [] };
  const numbers = Array.from({ length: itemsShown }, (_, place) => feed * itemsShown + place);
  return { etag: '"full"', items: numbers.map((number) => newsItem(feed, number, 'mixed', from)) };
}

function newsItem(feed: number, number: number, mix: Mix, published: number): string {
  const { title, summary, content } = benchItem(number, mix);
  const id = feed * feedsApart + number;
  const full = content === null ? '' : `<content:encoded>${encodeXML(content)}</content:encoded>`;
  return `<item><title>${encodeXML(title)}</title><link>https://feed-${feed}.example/news/${id}</link><guid isPermaLink="false">${id}</guid><pubDate>${new Date(published).toUTCString()}</pubDate><description>${encodeXML(summary)}</description>${full}</item>`;
}
