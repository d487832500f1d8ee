import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encodeXML } from 'entities';
import type { StreamItem } from './items.ts';

/** A feed holds its newest items only, as real ones do. */
const itemsPerFeedMax = 50;

/** Serves a recorded stream as real feeds over HTTP on loopback, one a feed slug: RSS 2.0 and Atom by turns. */
export interface StreamServer {
  /** Puts an item into its feed, for the next poll to find. */
  publish(item: StreamItem): void;
  urlOf(feed: string): string;
  close(): Promise<void>;
}

/** Serves feeds by these names with these titles, by turns as RSS and as Atom, on a port of this machine alone. */
export async function serveStream(feeds: ReadonlyMap<string, string>): Promise<StreamServer> {
  const documents = new Map<string, FeedDocument>();
  for (const [index, [slug, title]] of [...feeds].entries()) {
    documents.set(slug, { title, form: index % 2 === 0 ? 'rss' : 'atom', items: [], body: null });
  }
  const server = createServer((request, response) => answer(documents, request, response));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    publish(item) {
      const document = documents.get(item.feed);
      if (!document) throw new Error(`the stream has no feed "${item.feed}"`);
      document.items.unshift(item);
      document.items.length = Math.min(document.items.length, itemsPerFeedMax);
      document.body = null;
    },
    urlOf: (feed) => `http://127.0.0.1:${port}/${encodeURIComponent(feed)}.xml`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface FeedDocument {
  readonly title: string;
  readonly form: 'rss' | 'atom';
  readonly items: StreamItem[];
  body: { readonly xml: string; readonly etag: string } | null;
}

function answer(
  documents: ReadonlyMap<string, FeedDocument>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const slug = slugOf((request.url ?? '').replace(/^\//, '').replace(/\.xml$/, ''));
  const document = slug === null ? undefined : documents.get(slug);
  if (!document) {
    response.writeHead(404).end();
    return;
  }
  document.body ??= render(document);
  const { xml, etag } = document.body;
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  response.writeHead(200, { 'content-type': `application/${document.form}+xml; charset=utf-8`, etag }).end(xml);
}

/** Null for a path that is none of ours: whoever else is on the machine must not end the replay by a stray `%`. */
function slugOf(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function render(document: FeedDocument): { xml: string; etag: string } {
  const xml = document.form === 'rss' ? rss(document) : atom(document);
  return { xml, etag: `"${createHash('sha256').update(xml).digest('hex').slice(0, 16)}"` };
}

function rss(document: FeedDocument): string {
  const items = document.items.map((item) => {
    const content = item.content === null ? '' : `<content:encoded>${encodeXML(item.content)}</content:encoded>`;
    return `<item><title>${encodeXML(item.title)}</title><link>${encodeXML(item.url)}</link><guid isPermaLink="false">${encodeXML(item.id)}</guid><pubDate>${new Date(item.published).toUTCString()}</pubDate><description>${encodeXML(item.summary)}</description>${content}</item>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>${encodeXML(document.title)}</title>${items.join('\n')}</channel></rss>`;
}

function atom(document: FeedDocument): string {
  const entries = document.items.map((item) => {
    const content = item.content === null ? '' : `<content type="html">${encodeXML(item.content)}</content>`;
    return `<entry><title>${encodeXML(item.title)}</title><link rel="alternate" href="${encodeXML(item.url)}"/><id>${encodeXML(item.id)}</id><published>${item.published}</published><updated>${item.published}</updated><summary type="html">${encodeXML(item.summary)}</summary>${content}</entry>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>${encodeXML(document.title)}</title><id>urn:watchfloor:${encodeXML(document.title)}</id>${entries.join('\n')}</feed>`;
}
