/** Numbers from 0 to 1 that look like chance and are the same in every run. */
export function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of several; there must be one. */
export function oneOf<T>(several: readonly T[], chance: () => number): T {
  const one = several[Math.floor(chance() * several.length)];
  if (one === undefined) throw new Error('one of none was asked for');
  return one;
}
