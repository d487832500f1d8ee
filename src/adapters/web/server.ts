import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Health } from '../../pipeline/health.ts';
import type { Log } from '../../ports.ts';
import type { Metrics } from './metrics.ts';

const answerMsMax = 3_000;
const requestMsMax = 5_000;
const headerBytesMax = 8_192;
const connectionsMax = 50;

export interface WebOptions {
  /** Loopback unless an operator opens it: there is no log-in. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
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
}

/** Serves `/health` (200, or 503 with the reasons) and `/metrics`. Throws with a sentence when the port is taken. */
export async function openWeb(options: WebOptions): Promise<Web> {
  const server = createServer(
    { requestTimeout: requestMsMax, headersTimeout: requestMsMax, maxHeaderSize: headerBytesMax },
    (request, response) => void answer(request, response, options),
  );
  server.maxConnections = connectionsMax;
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

function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') throw new Error('A web server listens on a port.');
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
}

async function answer(request: IncomingMessage, response: ServerResponse, options: WebOptions): Promise<void> {
  const { status, contentType, text } = await answerTo(request, options).catch((error: unknown): Answer => {
    options.log.error('a request could not be answered', { path: pathOf(request), error });
    return plain(500, 'This could not be answered; the log says why.');
  });
  response.writeHead(status, {
    'content-type': contentType,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
    // A body that nobody reads must not be waited for.
    ...(request.method === 'GET' || request.method === 'HEAD' ? {} : { connection: 'close' }),
  });
  response.end(request.method === 'HEAD' ? undefined : text);
}

async function answerTo(request: IncomingMessage, options: WebOptions): Promise<Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Only GET is answered.');
  switch (pathOf(request)) {
    case '/health':
      return inTime(healthAnswer(options), json(503, { healthy: false, problem: 'no answer in time' }));
    case '/metrics':
      return inTime(metricsAnswer(options), plain(503, 'The metrics could not be read in time.'));
    default:
      return plain(404, 'There are /health and /metrics.');
  }
}

async function healthAnswer(options: WebOptions): Promise<Answer> {
  const health = await options.health();
  return json(health.healthy ? 200 : 503, health);
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
