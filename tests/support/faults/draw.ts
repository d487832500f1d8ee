/** What a round leaves to chance, the same for the same seed. */
import { chanceFrom, oneOf } from '../../../bench/chance.ts';

export interface Draw {
  /** From 0 to 1. */
  chance(): number;
  /** A whole number, both ends included. */
  whole(from: number, to: number): number;
  oneOf<T>(several: readonly T[]): T;
  /** All of them in another order. */
  shuffled<T>(several: readonly T[]): readonly T[];
}

export function drawFrom(seed: number): Draw {
  const chance = chanceFrom(seed);
  const whole = (from: number, to: number) => from + Math.floor(chance() * (to - from + 1));
  return {
    chance,
    whole,
    oneOf: (several) => oneOf(several, chance),
    shuffled(several) {
      const keyed = several.map((one) => ({ one, key: chance() }));
      return keyed.toSorted((one, other) => one.key - other.key).map(({ one }) => one);
    },
  };
}
