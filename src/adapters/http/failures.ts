import { errors } from 'undici';
import type { FetchResult } from '../../ports.ts';
import { RefusedAddress } from './addresses.ts';
import { TooLarge } from './encoding.ts';
import { OutOfTime, TooSlow } from './exchange.ts';

/** Errors of a fetch as values, and as sentences that hold no secret of the address. */

export type Failure = Exclude<FetchResult, { readonly status: 'ok' | 'not-modified' | 'busy' }>;

/** What a fetch that threw came to. */
export function failureOf(
  error: unknown,
  url: URL,
  limits: { readonly connectTimeoutMs: number; readonly bodyBytesMax: number },
): Failure {
  const causes = causesOf(error);
  const name = nameOf(url);
  for (const cause of causes) {
    if (cause instanceof RefusedAddress)
      return failure('refused-address', null, `${name} is not fetched: ${cause.message}.`);
    if (cause instanceof TooLarge)
      return failure('too-large', null, `${name} sent ${cause.message} (${limits.bodyBytesMax} at most).`);
    if (cause instanceof TooSlow) return failure('too-slow', null, `${name} ${cause.message}.`);
    if (cause instanceof OutOfTime) return failure('timeout', null, `${name} ${cause.message}.`);
    if (cause instanceof errors.ConnectTimeoutError)
      return failure('timeout', null, `${name} took no connection within ${limits.connectTimeoutMs} ms.`);
  }
  return failure('network-error', null, `${name}: ${complaintOf(causes)}.`);
}

const causesMax = 8;

/** An error, the ones that caused it, and the ones of a connection tried over several addresses. */
function causesOf(error: unknown): Error[] {
  const found: Error[] = [];
  const waiting: unknown[] = [error];
  while (waiting.length > 0 && found.length < causesMax) {
    const next = waiting.shift();
    if (!(next instanceof Error)) continue;
    found.push(next);
    waiting.push(next.cause, ...(next instanceof AggregateError ? next.errors : []));
  }
  return found;
}

const complaints: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name of its host is not known',
  EAI_AGAIN: 'its name could not be resolved now',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  EHOSTUNREACH: 'it cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'its answer was cut short',
  UND_ERR_HEADERS_OVERFLOW: 'its headers are too large',
};

function complaintOf(causes: readonly Error[]): string {
  for (const cause of causes) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
    if (complaints[code] !== undefined) return complaints[code];
    if (/^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code))
      return `its certificate or TLS is wrong (${code})`;
    if (/^HPE_/.test(code)) return `its answer is not HTTP (${code})`;
  }
  return (causes.at(0)?.message ?? 'unknown error').replace(/\?\S*/g, '').slice(0, 200);
}

/** An address for a sentence: without user info, query and fragment, where secrets stand. */
export function nameOf(url: URL): string {
  return `${url.origin === 'null' ? url.protocol : url.origin}${url.pathname}`.slice(0, 200);
}

/** A failed fetch as the port tells it. */
export function failure(
  status: Failure['status'],
  httpStatus: number | null,
  problem: string,
  waitMs: number | null = null,
): Failure {
  return { status, httpStatus, problem, waitMs };
}
