import { Agent, type Dispatcher } from 'undici';
import type { FeedReader, FetchRequest, FetchResult } from '../../ports.ts';
import { checkedLookup, refusalOf } from './addresses.ts';
import { acceptedEncodings, decodeBody, TooLarge } from './encoding.ts';
import { failure, failureOf, nameOf } from './failures.ts';
import { freshMs, type Headers, header, retryAfterMs } from './waiting.ts';

export interface HttpOptions {
  readonly userAgent: string;
  /** An address or mailbox for publishers who want to complain; part of the user agent. */
  readonly contact: string | null;
  /** For the whole of a fetch: name, connection, redirects, headers and body. */
  readonly timeoutMs: number;
  /** Of the decoded body. */
  readonly bodyBytesMax: number;
  readonly redirectsMax: number;
  /** Opens loopback, private addresses and every port; for tests alone. */
  readonly allowPrivateNetworks: boolean;
}

const connectionsPerHost = 2; // Polite, and enough: a host's feeds do not fall due together.
const headerBytesMax = 32_768;
const validatorLengthMax = 1_000;
const leftoverBytesMax = 16_384; // Of a redirect's body, read so that the connection can be used again.
const redirectStatuses = new Set([301, 302, 303, 307, 308]);
const accepted =
  'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5';

type Answer = Dispatcher.ResponseData;

/** Opens the one place from which feeds are fetched. `close` ends its connections. */
export function openHttpReader(options: HttpOptions): FeedReader & { close(): Promise<void> } {
  const agent = new Agent({
    connections: connectionsPerHost,
    maxHeaderSize: headerBytesMax,
    headersTimeout: options.timeoutMs,
    bodyTimeout: options.timeoutMs,
    connect: {
      timeout: options.timeoutMs,
      ...(options.allowPrivateNetworks ? {} : { lookup: checkedLookup() }),
    },
  });
  return {
    fetch: (request) => fetchFeed(agent, options, request),
    close: () => agent.destroy(),
  };
}

async function fetchFeed(agent: Agent, options: HttpOptions, request: FetchRequest): Promise<FetchResult> {
  if (!URL.canParse(request.url)) return failure('network-error', null, 'The feed has no valid address.');
  const signal = AbortSignal.timeout(options.timeoutMs);
  let url = new URL(request.url);
  try {
    for (let redirects = 0; redirects <= options.redirectsMax; redirects += 1) {
      const refusal = refusalOf(url, options.allowPrivateNetworks);
      if (refusal !== null) return failure('refused-address', null, `${nameOf(url)} is not fetched: ${refusal}.`);
      const answer = await ask(agent, url, requestHeaders(request, url, options), signal);
      const next = redirectOf(answer, url);
      if (next === null) return await resultOf(answer, url, request, options.bodyBytesMax);
      await discard(answer);
      if (next === 'nowhere') {
        return failure(
          'http-error',
          answer.statusCode,
          `${nameOf(url)} answered ${answer.statusCode} without a valid location.`,
        );
      }
      url = next;
    }
    return failure('http-error', null, `${nameOf(url)}: more than ${options.redirectsMax} redirects.`);
  } catch (error) {
    return failureOf(error, url, { isOutOfTime: signal.aborted, ...options });
  }
}

function ask(agent: Agent, url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<Answer> {
  return agent.request({ origin: url.origin, path: url.pathname + url.search, method: 'GET', headers, signal });
}

function requestHeaders(request: FetchRequest, url: URL, options: HttpOptions): Record<string, string> {
  const headers: Record<string, string> = {
    'user-agent': options.contact === null ? options.userAgent : `${options.userAgent} +${options.contact}`,
    accept: accepted,
    'accept-encoding': acceptedEncodings,
  };
  if (request.etag !== null) headers['if-none-match'] = request.etag;
  if (request.lastModified !== null) headers['if-modified-since'] = request.lastModified;
  const first = new URL(request.url);
  // The password of a feed's address is for its own server, not for whomever that one redirects to.
  if (first.username !== '' && first.origin === url.origin) {
    const credentials = `${decodeURIComponent(first.username)}:${decodeURIComponent(first.password)}`;
    headers.authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
  }
  return headers;
}

function redirectOf(answer: Answer, url: URL): URL | 'nowhere' | null {
  if (!redirectStatuses.has(answer.statusCode)) return null;
  const location = header(answer.headers, 'location');
  return location !== null && URL.canParse(location, url.href) ? new URL(location, url.href) : 'nowhere';
}

async function resultOf(answer: Answer, url: URL, request: FetchRequest, bytesMax: number): Promise<FetchResult> {
  const { statusCode, headers } = answer;
  const now = Date.now();
  const isConditional = request.etag !== null || request.lastModified !== null;
  if (statusCode === 304 && isConditional) {
    await discard(answer);
    return { status: 'not-modified', movedTo: null, waitMs: freshMs(headers, now) };
  }
  if (statusCode < 200 || statusCode > 299 || statusCode === 204) {
    await discard(answer);
    return failure('http-error', statusCode, `${nameOf(url)} answered ${statusCode}.`, retryAfterMs(headers, now));
  }
  const body = await decodeBody(await readBody(answer, bytesMax), header(headers, 'content-encoding') ?? '', bytesMax);
  const contentType = header(headers, 'content-type');
  return {
    status: 'ok',
    body,
    charset: /charset\s?=\s?["']?([\w.:-]{1,40})/i.exec(contentType ?? '')?.[1]?.toLowerCase() ?? null,
    contentType,
    etag: validator(headers, 'etag'),
    lastModified: validator(headers, 'last-modified'),
    finalUrl: url.href,
    movedTo: null,
    waitMs: freshMs(headers, now),
  };
}

async function readBody(answer: Answer, bytesMax: number): Promise<Buffer> {
  if (Number(header(answer.headers, 'content-length') ?? 0) > bytesMax) {
    await discard(answer);
    throw new TooLarge();
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer.body) {
    const part: Buffer = chunk;
    bytes += part.byteLength;
    if (bytes > bytesMax) throw new TooLarge(); // Leaving the loop ends the connection.
    chunks.push(part);
  }
  return Buffer.concat(chunks, bytes);
}

async function discard(answer: Answer): Promise<void> {
  await answer.body.dump({ limit: leftoverBytesMax }).catch(() => undefined); // Nobody needs it.
}

/** A validator is sent back as it came, so it must be something that can be sent. */
function validator(headers: Headers, name: string): string | null {
  const value = header(headers, name);
  return value !== null && value.length <= validatorLengthMax && /^[\x20-\x7e]+$/.test(value) ? value : null;
}
