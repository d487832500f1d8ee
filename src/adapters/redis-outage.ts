import type { Redis } from 'ioredis';
import type { Log } from '../ports.ts';

/** A connection that breaks again so soon was not back. */
const steadyMs = 1_000;

/**
 * Tells once that a connection to Redis was lost, not at each try, and once that it is back to stay, however often it
 * broke meanwhile.
 */
export function tellOutages(
  client: Redis,
  log: Pick<Log, 'info' | 'warn'>,
  sentences: { readonly lost: string; readonly back: string },
): void {
  let losses = 0;
  let lostAt = 0;
  let isCounted = false;
  let steady: NodeJS.Timeout | undefined;
  const lose = (problem: string) => {
    clearTimeout(steady);
    losses += 1;
    if (losses > 1) return;
    lostAt = performance.now();
    log.warn(sentences.lost, { problem });
  };
  client.on('error', ({ message }: Error) => {
    isCounted = true;
    lose(message);
  });
  // One that the other end closes in good order (a server that is stopped, what stands before one) is no error.
  client.on('reconnecting', () => {
    if (!isCounted) lose('the connection was closed');
    isCounted = false;
  });
  client.on('ready', () => {
    isCounted = false; // not each error closes a connection
    if (losses === 0) return;
    const afterMs = Math.round(performance.now() - lostAt);
    clearTimeout(steady);
    steady = setTimeout(() => {
      log.info(sentences.back, { afterMs, tries: losses });
      losses = 0;
    }, steadyMs);
    steady.unref();
  });
  client.on('end', () => clearTimeout(steady));
}
