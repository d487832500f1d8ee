/** Calls under way at once: half of the hands that deliver has, as shipped. */
const callsAtOnceMax = 2;
/** Until somebody else's call is likely to have ended. */
const busyPauseMs = 1_000;
/** Whoever did not answer is left alone so long. */
const restMs = 20_000;

/** Who may be called now. */
export interface Turns {
  /** Null: it is called from now on; else so long to wait. */
  begin(id: string): number | null;
  /** `isSilent`: it did not answer. */
  end(id: string, isSilent: boolean): void;
}

/** Lets each system be called once at a time, and few in all. */
export function takeTurns(now: () => number = () => performance.now()): Turns {
  const called = new Set<string>();
  const restsUntil = new Map<string, number>();
  return {
    begin(id) {
      const restMsLeft = (restsUntil.get(id) ?? 0) - now();
      if (restMsLeft > 0) return restMsLeft;
      if (called.has(id) || called.size >= callsAtOnceMax) return busyPauseMs;
      called.add(id);
      return null;
    },
    end(id, isSilent) {
      called.delete(id);
      if (isSilent) restsUntil.set(id, now() + restMs);
      else restsUntil.delete(id);
    },
  };
}
