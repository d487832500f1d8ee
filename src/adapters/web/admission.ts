import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../../pipeline/loopback.ts';

/**
 * What a request is given. Without a token the port is loopback's alone, and whoever is on the machine sees everything;
 * but a page in a browser on it may have had its own name resolved to us, which its Host header gives away. With a token
 * who brings it sees everything, from wherever; who brings none hears only whether all is well, as a check of a container
 * or a balancer asks it.
 */
export type Admission = 'everything' | 'whether-well' | 'wrong-host';

/** Decides it. */
export function admit(request: Pick<IncomingMessage, 'headers'>, token: string | null): Admission {
  if (token !== null) return brings(token, request.headers.authorization) ? 'everything' : 'whether-well';
  return isForLoopback(request.headers.host) ? 'everything' : 'wrong-host';
}

/** Compared by their digests, which are of one length, so that the time taken tells nothing of the token. */
function brings(token: string, authorization: string | undefined): boolean {
  const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** No browser leaves the header out; checks in HTTP/1.0 do. */
function isForLoopback(host: string | undefined): boolean {
  return host === undefined || isLoopback(host.replace(/:\d{0,5}$/, ''));
}
