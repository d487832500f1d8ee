import { setTimeout as pause } from 'node:timers/promises';

const lookEveryMs = 5;
const msMaxUsual = 10_000; // what takes no time takes long where many tests run at once

/**
 * Resolves when the condition holds, with the milliseconds that took; throws when it does not within the limit, with what
 * there is to see.
 */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  msMax = msMaxUsual,
  seen: () => string = () => '',
): Promise<number> {
  const from = performance.now();
  for (;;) {
    const isThere = await holds();
    const tookMs = performance.now() - from;
    if (isThere) return tookMs;
    if (tookMs > msMax) throw new Error(`not within ${msMax} ms: ${what}\n${seen()}`);
    await pause(lookEveryMs);
  }
}
