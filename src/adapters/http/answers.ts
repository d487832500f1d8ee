import type { FetchRequest, FetchResult } from '../../ports.ts';
import { challengerOf, isPage } from './challenges.ts';
import { isConditional } from './conditions.ts';
import { beginningOf, decodeBody, type UnpackLimits } from './encoding.ts';
import type { Answer } from './exchange.ts';
import { type Failure, failure, nameOf } from './failures.ts';
import { freshMs, type Headers, header, retryAfterMs } from './waiting.ts';

/** What the last answer of a fetch means. */

const validatorLengthMax = 1_000;

interface Asked {
  readonly request: FetchRequest;
  /** The address that gave the answer. */
  readonly url: URL;
  readonly movedTo: string | null;
}

/** The result of a fetch, from the answer to its last request. Throws where the body cannot be unpacked. */
export async function resultOf(answer: Answer, asked: Asked, limits: UnpackLimits): Promise<FetchResult> {
  const { status, headers } = answer;
  const { request, url, movedTo } = asked;
  if (status === 304 && isConditional(request, url))
    return { status: 'not-modified', movedTo, waitMs: freshMs(headers, Date.now()) };
  if (!isDocument(status)) return refusal(answer, url);
  const { body, ...decoded } = await decodeBody(answer.body, header(headers, 'content-encoding') ?? '', limits);
  // What was cut is asked for in full next time: a 304 would leave it as it is (RFC 9111, 3.3).
  const isCut = answer.isCut || decoded.isCut;
  const challenger = challengerOf(headers, isPage(body) ? body : null);
  if (challenger !== null) return challenged(answer, url, challenger);
  const contentType = header(headers, 'content-type');
  return {
    status: 'ok',
    body,
    charset: /charset\s?=\s?["']?([\w.:-]{1,40})/i.exec(contentType ?? '')?.[1]?.toLowerCase() ?? null,
    contentType,
    etag: isCut ? null : validator(headers, 'etag'),
    lastModified: isCut ? null : validator(headers, 'last-modified'),
    finalUrl: url.href,
    movedTo,
    waitMs: isCut ? null : freshMs(headers, Date.now()),
  };
}

function isDocument(status: number): boolean {
  return status >= 200 && status < 300 && status !== 204;
}

/** What a status means for a reader of feeds (RFC 9110, RFC 6585, RFC 7725), and how to say it. */
const meanings: Readonly<Record<number, readonly [status: Failure['status'], meaning: string]>> = {
  401: ['forbidden', 'it asks for a login'],
  403: ['forbidden', 'it refuses to be read by us'],
  404: ['not-found', 'there is no such address'],
  410: ['gone', 'it is gone for good'],
  429: ['rate-limited', 'it was asked too often'],
  451: ['forbidden', 'it is withheld for legal reasons'],
};

function refusal(answer: Answer, url: URL): Failure {
  const { status, headers } = answer;
  const challenger = challengerOf(headers, beginningOf(answer.body, header(headers, 'content-encoding') ?? ''));
  if (challenger !== null) return challenged(answer, url, challenger);
  const waitMs = retryAfterMs(headers, Date.now());
  const told = `${nameOf(url)} answered ${status}`;
  if (status === 503 && waitMs !== null)
    return failure('rate-limited', status, `${told}: it asks to be left alone for a while.`, waitMs);
  const [word, meaning] = meanings[status] ?? ['http-error', null];
  return failure(word, status, meaning === null ? `${told}.` : `${told}: ${meaning}.`, waitMs);
}

function challenged({ status, headers }: Answer, url: URL, by: string): Failure {
  const problem = `${nameOf(url)} answered ${status} with a page of ${by} that asks for proof of being human.`;
  return failure('challenged', status, problem, retryAfterMs(headers, Date.now()));
}

/** A validator is sent back as it came, so it must be something that can be sent. */
function validator(headers: Headers, name: string): string | null {
  const value = header(headers, name);
  return value !== null && value.length <= validatorLengthMax && /^[\x20-\x7e]+$/.test(value) ? value : null;
}
