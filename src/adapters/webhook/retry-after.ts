const retryAfterMsMax = 3_600_000;

/** How long the other side asks to be left alone, an hour at most; null where it does not say. */
export function retryAfterMs(header: string | readonly string[] | undefined, now: number): number | null {
  const said = typeof header === 'string' ? header : header?.[0];
  if (said === undefined) return null;
  const waitMs = /^\d+$/u.test(said) ? Number(said) * 1000 : Date.parse(said) - now;
  return Number.isFinite(waitMs) && waitMs > 0 ? Math.min(waitMs, retryAfterMsMax) : null;
}
