/** How long a server asks us to wait, from its headers, always bounded. */

const retryAfterMsMax = 24 * 3_600_000; // A longer one is a mistake or a refusal.
const freshMsMax = 6 * 3_600_000;

export interface Headers {
  readonly [name: string]: string | string[] | undefined;
}

/** Retry-After in seconds or as a date; null when absent, wrong or past. */
export function retryAfterMs(headers: Headers, now: number): number | null {
  const written = header(headers, 'retry-after');
  if (written === null) return null;
  return bounded(/^\d{1,9}$/.test(written) ? Number(written) * 1_000 : Date.parse(written) - now, retryAfterMsMax);
}

/** What is left of the time for which the answer calls itself fresh: Cache-Control before Expires, less its Age. */
export function freshMs(headers: Headers, now: number): number | null {
  const control = header(headers, 'cache-control') ?? '';
  if (/\bno-(?:store|cache)\b/i.test(control)) return null;
  const seconds = /\bmax-age\s?=\s?"?(\d{1,9})/i.exec(control)?.[1];
  if (seconds !== undefined) {
    const age = Number(/^\d{1,9}$/.exec(header(headers, 'age') ?? '')?.[0] ?? 0);
    return bounded((Number(seconds) - age) * 1_000, freshMsMax);
  }
  const sent = Date.parse(header(headers, 'date') ?? '');
  return bounded(Date.parse(header(headers, 'expires') ?? '') - (Number.isNaN(sent) ? now : sent), freshMsMax);
}

/** A header's first value, trimmed. */
export function header(headers: Headers, name: string): string | null {
  const value = headers[name];
  const text = Array.isArray(value) ? value[0] : value;
  return text === undefined || text.trim() === '' ? null : text.trim();
}

function bounded(ms: number, msMax: number): number | null {
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, msMax) : null;
}
