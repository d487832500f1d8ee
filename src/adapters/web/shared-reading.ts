/** Readings take at most this share of the time, however often they are asked for. */
const shareMax = 0.1;
const freshMsMax = 1_000;
/** A reading that goes on for longer is given up, and the next who asks begins another. */
const readingMsMax = 30_000;

/**
 * One reading for all who ask at the same time, and for those who ask soon after it: the longer it took, the longer it
 * serves, up to a second.
 */
export function sharedReading<T>(read: () => T | Promise<T>): () => Promise<T> {
  let present: Promise<T> | null = null;
  let freshUntil = 0;
  const begin = async () => {
    const begunAt = performance.now();
    try {
      return await read();
    } finally {
      const endedAt = performance.now();
      freshUntil = endedAt + Math.min(freshMsMax, (endedAt - begunAt) * (1 / shareMax - 1));
    }
  };
  return () => {
    if (present === null || performance.now() > freshUntil) {
      freshUntil = performance.now() + readingMsMax; // while it goes on
      present = begin();
    }
    return present;
  };
}
