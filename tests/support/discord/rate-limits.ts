import type { ServerResponse } from 'node:http';
import { type Answer, refusal } from './route.ts';

export interface Limit {
  /** Requests a route and channel takes in a window. */
  readonly requests: number;
  readonly windowMs: number;
  /** Requests a second for everything; as many as there are when left out. */
  readonly globalPerSecond?: number;
}

export interface RateLimits {
  /** Counts a request; past the limit it is refused with 429. */
  take(
    method: string,
    path: string,
  ): { readonly refusal: Answer | null; readonly headers: Readonly<Record<string, string>> };
  /** A planned 429; sets its headers on the response. */
  refuse(retryAfterMs: number, scope: 'user' | 'global' | 'shared', response: ServerResponse): Answer;
}

/** One bucket a method, kind of route and channel, as Discord's headers tell it. */
export function createRateLimits(limit: Limit): RateLimits {
  const buckets = new Map<string, { used: number; endsAt: number }>();
  const all = { used: 0, endsAt: 0 };
  return {
    take(method, path) {
      const globalLeftMs = takeOfAll(path);
      if (globalLeftMs > 0) {
        const answer = limited(globalLeftMs, true);
        return { refusal: answer, headers: { 'retry-after': seconds(globalLeftMs), 'x-ratelimit-global': 'true' } };
      }
      const key = `${method} ${path.replace(/(?<=\/messages\/)\d+/u, ':id')}`;
      const standing = buckets.get(key);
      const isOver = standing === undefined || standing.endsAt <= Date.now();
      const bucket = isOver ? { used: 0, endsAt: Date.now() + limit.windowMs } : standing;
      buckets.set(key, bucket);
      const leftMs = bucket.endsAt - Date.now();
      if (bucket.used >= limit.requests)
        return { refusal: limited(leftMs), headers: { ...headersOf(key, 0, leftMs), 'retry-after': seconds(leftMs) } };
      bucket.used += 1;
      return { refusal: null, headers: headersOf(key, limit.requests - bucket.used, leftMs) };
    },
    refuse(retryAfterMs, scope, response) {
      response.setHeader('retry-after', seconds(retryAfterMs));
      response.setHeader('x-ratelimit-scope', scope);
      if (scope === 'global') response.setHeader('x-ratelimit-global', 'true');
      return limited(retryAfterMs);
    },
  };

  /** Of all requests of a bot; answers to interactions are not among them. 0 where this one is taken. */
  function takeOfAll(path: string): number {
    if (limit.globalPerSecond === undefined || /^\/(?:interactions|webhooks)\//u.test(path)) return 0;
    if (all.endsAt <= Date.now()) Object.assign(all, { used: 0, endsAt: Date.now() + 1_000 });
    if (all.used >= limit.globalPerSecond) return all.endsAt - Date.now();
    all.used += 1;
    return 0;
  }

  function headersOf(key: string, remaining: number, leftMs: number): Readonly<Record<string, string>> {
    return {
      'x-ratelimit-limit': String(limit.requests),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset-after': seconds(leftMs),
      'x-ratelimit-bucket': Buffer.from(key.replaceAll(/\d{5,}/gu, ':n'))
        .toString('base64url')
        .slice(0, 32),
    };
  }
}

function limited(retryAfterMs: number, global = false): Answer {
  const answer = refusal(429, 0, 'You are being rate limited.');
  return {
    ...answer,
    body: { message: 'You are being rate limited.', retry_after: retryAfterMs / 1000, global },
  };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
