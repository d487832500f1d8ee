import type { Log } from '../../ports.ts';

/** So often within its lease a claim is prolonged: one that fails leaves time for another. */
const prolongationsPerLease = 3;

/**
 * Prolongs a claim again and again until it is stopped, so that a lease may be short for those that die and long for
 * those that wait for a slow messenger. What it ends with has no claim to prolong any more.
 */
export function prolonging(
  { leaseMs, log }: { readonly leaseMs: number; readonly log: Log },
  claim: () => Promise<unknown>,
): () => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    last = claim().catch((error: unknown) => log.warn('claim not prolonged', { error }));
  }, leaseMs / prolongationsPerLease);
  return async () => {
    clearInterval(timer);
    await last;
  };
}
