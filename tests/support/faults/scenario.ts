/** A kind of fault, what is claimed of it, and how it is tried. */
import type { Target } from '../../../bench/targets.ts';
import type { Draw } from './draw.ts';

export interface Round {
  readonly number: number;
  /** Whether it may take minutes; else it is to be over within seconds, as the test suite has it. */
  readonly isLong: boolean;
  /** The commit of an earlier program, for who tries an upgrade from it. */
  readonly from?: string | undefined;
}

export interface Outcome {
  /** What went wrong, as sentences; empty where nothing did. */
  readonly found: readonly string[];
  /** Of one round; numbers are added up over the rounds. */
  readonly figures: Readonly<Record<string, unknown>>;
  /** What was measured, by its name: shares of them are told over all rounds. */
  readonly measuredMs?: Readonly<Record<string, readonly number[]>>;
}

export interface Scenario {
  readonly name: string;
  /** What holds if nothing is found. */
  readonly claim: string;
  /** What is to be reached over all rounds, beside: it is told when it was not, and is no fault that was found. */
  readonly aim?: Target;
  run(draw: Draw, round: Round): Promise<Outcome>;
}
