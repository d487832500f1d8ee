import { setTimeout as pause } from 'node:timers/promises';

const lookEveryMs = 20;

/** Resolves when the condition holds; throws when it does not within the limit, with what there is to see. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  msMax: number,
  seen: () => string = () => '',
): Promise<void> {
  const deadline = Date.now() + msMax;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within ${msMax} ms: ${what}\n${seen()}`);
    await pause(lookEveryMs);
  }
}
