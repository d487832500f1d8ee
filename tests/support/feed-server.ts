import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';

/** What a path answers. Left out, a field is an ordinary answer's. */
export interface FeedAnswer {
  readonly status?: number;
  readonly body?: string | Uint8Array;
  readonly contentType?: string | null;
  /** With either validator, a request that repeats it is answered 304. */
  readonly etag?: string;
  readonly lastModified?: string;
  readonly encoding?: 'gzip' | 'br' | 'zstd' | 'deflate' | 'raw-deflate';
  readonly location?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * `reset` cuts the connection at once, `hang` never answers, `hang-in-body` stops after half of the body, `cut` ends
   * the connection after half of it.
   */
  readonly fault?: 'reset' | 'hang' | 'hang-in-body' | 'cut';
}

export interface FeedServer {
  readonly origin: string;
  /** What `path` answers from now on; of several answers each is given once and the last one ever after. */
  set(path: string, ...answers: readonly FeedAnswer[]): void;
  /** The headers of each request to a path, in order. */
  requests(path: string): readonly IncomingMessage['headers'][];
  /** All requests so far. */
  count(): number;
  stop(): Promise<void>;
}

const packers = {
  gzip: gzipSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
  deflate: deflateSync,
  'raw-deflate': deflateRawSync,
};

/** A feed server on loopback: documents by path, conditional answers, encodings, redirects and faults by plan. */
export async function startFeedServer(): Promise<FeedServer> {
  const plans = new Map<string, FeedAnswer[]>();
  const seen = new Map<string, IncomingMessage['headers'][]>();
  let count = 0;
  const server = createServer({ keepAliveTimeout: 5_000 }, (request, response) => {
    const path = request.url ?? '/';
    count += 1;
    seen.set(path, [...(seen.get(path) ?? []).slice(-999), request.headers]);
    const plan = plans.get(path);
    const answer = plan !== undefined && plan.length > 1 ? plan.shift() : plan?.[0];
    give(request, response, answer ?? { status: 404, body: 'not found' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    set: (path, ...answers) => void plans.set(path, answers.map(packed)),
    requests: (path) => seen.get(path) ?? [],
    count: () => count,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Packs once, so that a benchmark measures the reader and not this server. */
function packed(answer: FeedAnswer): FeedAnswer {
  const plain = Buffer.from(answer.body ?? '');
  return { ...answer, body: answer.encoding === undefined ? plain : packers[answer.encoding](plain) };
}

function give(request: IncomingMessage, response: ServerResponse, answer: FeedAnswer): void {
  if (answer.fault === 'reset') return void request.socket.destroy();
  if (answer.fault === 'hang') return;
  for (const [name, value] of Object.entries(headersOf(answer))) response.setHeader(name, value);
  if (isUnchanged(request, answer)) return void response.writeHead(304).end();
  response.statusCode = answer.status ?? (answer.location === undefined ? 200 : 302);
  const body = Buffer.from(answer.body ?? '');
  response.setHeader('content-length', body.byteLength);
  if (answer.fault === undefined) return void response.end(body);
  response.write(body.subarray(0, body.byteLength / 2), () => {
    if (answer.fault === 'cut') request.socket.destroy();
  });
}

function isUnchanged({ headers }: IncomingMessage, answer: FeedAnswer): boolean {
  if (answer.etag !== undefined && headers['if-none-match'] !== undefined)
    return headers['if-none-match'] === answer.etag;
  return answer.lastModified !== undefined && headers['if-modified-since'] === answer.lastModified;
}

function headersOf(answer: FeedAnswer): Record<string, string> {
  const encoding = answer.encoding === 'raw-deflate' ? 'deflate' : answer.encoding;
  return {
    ...(answer.contentType === null
      ? {}
      : { 'content-type': answer.contentType ?? 'application/rss+xml; charset=utf-8' }),
    ...(answer.etag === undefined ? {} : { etag: answer.etag }),
    ...(answer.lastModified === undefined ? {} : { 'last-modified': answer.lastModified }),
    ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
    ...(answer.location === undefined ? {} : { location: answer.location }),
    ...answer.headers,
  };
}
