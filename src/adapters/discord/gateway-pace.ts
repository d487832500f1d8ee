/** Discord begins a session for a client every five seconds. */
const sessionGapMs = 5_000;
/** The pause before a new connection doubles with each that did not last. */
const pauseMsMin = 1_000;
const pauseMsMax = 60_000;
/** A connection that stood so long ends the growth. */
const lastingMs = 5 * 60_000;
/**
 * Discord: a bot that begins 1,000 sessions in a day loses its token. From this many on we begin one in four minutes, 460
 * at most, so that two bots by mistake stay below it too.
 */
const freeSessions = 100;
const rareSessionsMs = 4 * 60_000;
const dayMs = 86_400_000;

/** How often a bot may connect, over all connections of a process. */
export interface Pace {
  /** A session is about to begin; how long it must wait for that. */
  beginSession(): number;
  ready(): void;
  /** The connection ended, whether it was ever ready or not. */
  lost(): void;
  /** How long to wait before the next one. */
  pauseMs(): number;
}

/** `now` must be of a clock that nobody can set. */
export function createPace(now: () => number): Pace {
  let sessions: number[] = [];
  let shortOnes = 0;
  let readySince: number | null = null;
  return {
    beginSession() {
      const at = now();
      const waitMs = Math.max(
        0,
        Math.min(sessionGapMs, (sessions.at(-1) ?? Number.NEGATIVE_INFINITY) + sessionGapMs - at),
      );
      sessions = [...sessions.filter((each) => at - each < dayMs), at + waitMs];
      return waitMs;
    },
    ready() {
      readySince = now();
    },
    lost() {
      const hasLasted = readySince !== null && now() - readySince >= lastingMs;
      shortOnes = hasLasted ? 0 : shortOnes + 1;
      readySince = null;
    },
    pauseMs() {
      const at = now();
      const growing = Math.min(pauseMsMax, pauseMsMin * 2 ** Math.max(0, shortOnes - 1));
      const recent = sessions.filter((each) => at - each < dayMs);
      return recent.length < freeSessions ? growing : Math.max(growing, rareSessionsMs);
    },
  };
}
