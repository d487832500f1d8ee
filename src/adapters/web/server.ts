import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Health } from '../../pipeline/health.ts';
import type { Log } from '../../ports.ts';
import { admit } from './admission.ts';
import { limitCrowd } from './crowd.ts';
import type { Metrics } from './metrics.ts';
import { sharedReading } from './shared-reading.ts';
import { alwaysSent, refuseUnread } from './unread.ts';

const answerMsMax = 3_000;
const requestMsMaxDefault = 5_000;
const checksPerLimit = 5; // Node by itself looks for requests that take too long every 30 s, which would be the limit then
const requestsPerConnectionMax = 100;
const headerBytesMax = 8_192;
const headersMax = 64;
const connectionsMax = 50;
const connectionsPerAddressMax = 20;
const connectionsOfOthersMax = 40; // the rest is for the machine itself
const takenPerRequest = 2; // how much longer an answer may take to be read than a request to come

export interface WebOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** What who asks must bring; null where the host is loopback and nobody need. */
  readonly token: string | null;
  /** For a whole request, from the connection on. */
  readonly requestMsMax?: number;
  readonly health: () => Health | Promise<Health>;
  readonly metrics: Pick<Metrics, 'read'>;
  readonly log: Log;
}

export interface Web {
  readonly url: string;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Serves `/health` (200, or 503 with the reasons) and `/metrics`; nothing that is asked changes anything. Throws with a
 * sentence when the port is taken.
 */
export async function openWeb(options: WebOptions): Promise<Web> {
  const server = serverFor({
    ...options,
    health: sharedReading(options.health),
    metrics: { read: sharedReading(options.metrics.read) },
  });
  server.listen(options.port, options.host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new Error(
      `The web server cannot listen on ${options.host}:${options.port}: give another port (web.port in watchfloor.yaml, or WATCHFLOOR_PORT).`,
      { cause },
    );
  }
  return {
    url: urlOf(server.address()),
    close() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      return closed.promise;
    },
  };
}

function serverFor(options: WebOptions): Server {
  const listener = (request: IncomingMessage, response: ServerResponse) => void answer(request, response, options);
  const { requestMsMax = requestMsMaxDefault } = options;
  const server = createServer({
    requestTimeout: requestMsMax,
    headersTimeout: requestMsMax,
    connectionsCheckingInterval: requestMsMax / checksPerLimit,
    keepAliveTimeout: requestMsMax,
    maxHeaderSize: headerBytesMax,
    requireHostHeader: false, // who is answered without one is decided here
  });
  server.on('request', listener);
  server.on('checkContinue', listener); // whoever asks whether to send a body hears at once that it is not wanted
  server.on('checkExpectation', listener); // other expectations are let be
  refuseUnread(server);
  server.maxHeadersCount = headersMax;
  server.maxRequestsPerSocket = requestsPerConnectionMax;
  server.maxConnections = connectionsMax;
  limitCrowd(server, { perAddressMax: connectionsPerAddressMax, strangersMax: connectionsOfOthersMax });
  return server;
}

function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') throw new Error('A web server listens on a port.');
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
}

async function answer(request: IncomingMessage, response: ServerResponse, options: WebOptions): Promise<void> {
  const answered = await answerTo(request, options).catch((error: unknown): Answer => {
    options.log.error('a request could not be answered', { path: pathOf(request), error });
    return plain(500, 'This could not be answered; the log says why.');
  });
  hangUpLate(response, (options.requestMsMax ?? requestMsMaxDefault) * takenPerRequest);
  response.writeHead(answered.status, {
    ...alwaysSent,
    'content-type': answered.contentType,
    'content-length': Buffer.byteLength(answered.text),
    ...answered.headers,
    // A body that nobody reads must not be waited for.
    ...(bringsBody(request) ? { connection: 'close' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : answered.text);
}

/** Whoever does not read what he asked for would hold his connection, and the answer, for ever. */
function hangUpLate(response: ServerResponse, msMax: number): void {
  const timer = setTimeout(() => response.destroy(), msMax).unref(); // who went before the answer closes it no more
  response.once('close', () => clearTimeout(timer));
}

function bringsBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;
}

/** One, or in HTTP/1.0 none; of two, who stands between us and the asker may have read the other. */
function namesOneHost({ headersDistinct, httpVersion }: IncomingMessage): boolean {
  const { host = [] } = headersDistinct;
  return host.length === 1 || (host.length === 0 && httpVersion === '1.0');
}

async function answerTo(request: IncomingMessage, options: WebOptions): Promise<Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return { ...plain(405, 'Only GET and HEAD are answered.'), headers: { allow: 'GET, HEAD', connection: 'close' } };
  if (bringsBody(request)) return plain(413, 'No body is taken.');
  if (!namesOneHost(request)) return { ...plain(400, 'Expected one Host header.'), headers: { connection: 'close' } };
  const admitted = admit(request, options.token);
  if (admitted === 'wrong-host')
    return plain(421, 'Without WATCHFLOOR_WEB_TOKEN only requests for localhost or a loopback address are answered.');
  const path = pathOf(request);
  if (path === '/health')
    return inTime(
      healthAnswer(options, admitted === 'everything'),
      json(503, { healthy: false, problem: 'no answer in time' }),
    );
  if (admitted === 'whether-well') return unauthorised;
  return path === '/metrics'
    ? inTime(metricsAnswer(options), plain(503, 'The metrics could not be read in time.'))
    : plain(404, 'There are /health and /metrics.');
}

async function healthAnswer(options: WebOptions, withReasons: boolean): Promise<Answer> {
  const health = await options.health();
  return json(health.healthy ? 200 : 503, withReasons ? health : { healthy: health.healthy });
}

async function metricsAnswer(options: WebOptions): Promise<Answer> {
  const { contentType, text } = await options.metrics.read();
  return { status: 200, contentType, text };
}

/** What is asked may itself wait for a Redis that is away; who asks must not. */
async function inTime(answered: Promise<Answer>, otherwise: Answer): Promise<Answer> {
  const late = Promise.withResolvers<Answer>();
  const timer = setTimeout(() => late.resolve(otherwise), answerMsMax);
  return Promise.race([answered, late.promise]).finally(() => clearTimeout(timer));
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}

function json(status: number, value: unknown): Answer {
  return { status, contentType: 'application/json; charset=utf-8', text: `${JSON.stringify(value, null, 2)}\n` };
}

function plain(status: number, text: string): Answer {
  return { status, contentType: 'text/plain; charset=utf-8', text: `${text}\n` };
}

const unauthorised: Answer = {
  ...plain(401, 'Expected the header Authorization: Bearer, with the token of WATCHFLOOR_WEB_TOKEN.'),
  headers: { 'www-authenticate': 'Bearer realm="watchfloor"' },
};
