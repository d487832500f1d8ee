import type { Log, MessengerTurns } from '../../ports.ts';

/** Discord bans an address for an hour at 10,000 answers of 401, 403 or 429 in ten minutes, "shared" ones left out. */
export const refusalsWindowMs = 10 * 60_000;
/** A fifth: what a process is refused by itself, even where Redis is away and nobody knows of the others. */
export const refusalsMax = 2_000;
/** Half: of all processes that send by one Redis, which may share an address. */
export const refusalsMaxOfAll = 5_000;
const refusalsWarning = 500;
const refusalStatuses: readonly number[] = [401, 403, 429];

/** Counts the answers that bring a ban, over all clients of a process. */
export interface Refusals {
  note(status: number, scope: string | null): void;
  /** Until when nothing is sent, lest the bot be banned, as `performance.now()` tells the time; in the past where all is well. */
  heldUntil(): number;
}

/** Counts what Discord refuses of all that this process sends, with the others by their turns, and warns as they grow many. */
export function countRefusals(log: Log, turns?: MessengerTurns): Refusals {
  let recent: number[] = [];
  let warned = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  const countWithOthers = async (): Promise<void> => {
    // Where the others cannot be asked our own count still holds us.
    const areHeld = await turns?.countRefusal(refusalsMaxOfAll, refusalsWindowMs).catch(() => false);
    if (areHeld !== true || performance.now() - toldAt < refusalsWindowMs) return;
    toldAt = performance.now();
    log.warn('discord refused too many requests of all processes; nothing is sent for a while', {
      countMin: refusalsMaxOfAll,
      withinMs: refusalsWindowMs,
    });
  };
  return {
    note(status, scope) {
      if (!refusalStatuses.includes(status) || scope === 'shared') return;
      void countWithOthers();
      const now = performance.now();
      recent = [...recent.filter((at) => now - at < refusalsWindowMs), now];
      if (recent.length < warned) warned = 0;
      if (recent.length < warned + refusalsWarning) return;
      warned = recent.length;
      log.warn('discord refuses many requests', { count: recent.length, withinMs: refusalsWindowMs });
    },
    heldUntil: () => (recent.at(-refusalsMax) ?? Number.NEGATIVE_INFINITY) + refusalsWindowMs,
  };
}
