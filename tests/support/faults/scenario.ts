/** A kind of fault, what is claimed of it, and how it is tried. */
import type { Draw } from './draw.ts';

export interface Round {
  readonly number: number;
  /** Whether it may take minutes; else it is to be over within seconds, as the test suite has it. */
  readonly isLong: boolean;
}

export interface Outcome {
  /** What went wrong, as sentences; empty where nothing did. */
  readonly found: readonly string[];
  readonly figures: Readonly<Record<string, unknown>>;
}

export interface Scenario {
  readonly name: string;
  /** What holds if nothing is found. */
  readonly claim: string;
  run(draw: Draw, round: Round): Promise<Outcome>;
}
