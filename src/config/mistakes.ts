/** What is wrong with the configuration, each mistake with its place, so that all can be mended in one go. */
import type { LineCounter } from 'yaml';

/** One mistake: where it stands and what was expected there. `line` is 0 where a whole file or a variable is meant. */
export interface Mistake {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The way to the value, as `actors[3].aliases.en`; empty for the file as a whole. */
  readonly path: string;
  readonly problem: string;
}

/** Where in a file something stands. */
export type Position = Pick<Mistake, 'line' | 'column'>;

const mistakesShownMax = 100;

/** Thrown by the loader: nothing starts with a configuration that is wrong. Its message lists every mistake. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    super(told(mistakes));
    this.mistakes = mistakes;
  }
}

/** A mistake as one line: `config/actors.yaml:12:5: actors[3].name: expected a text, got 7`. */
function tellMistake(mistake: Mistake): string {
  const where = mistake.line === 0 ? mistake.file : `${mistake.file}:${mistake.line}:${mistake.column}`;
  const told = [where, mistake.path, mistake.problem].filter((part) => part !== '').join(': ');
  return told.replace(/\s+/g, ' '); // a key of several lines is a key all the same
}

/** The line and column of an offset, both from 1. */
export function positionOf(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(Math.max(0, offset));
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function told(mistakes: readonly Mistake[]): string {
  const lines = mistakes.slice(0, mistakesShownMax).map(tellMistake);
  const left = mistakes.length - lines.length;
  return left > 0 ? [...lines, `… and ${left} more`].join('\n') : lines.join('\n');
}
