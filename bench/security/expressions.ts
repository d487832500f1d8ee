/** Every regular expression of the program, tried for more than linear time. */
import { setImmediate as pause } from 'node:timers/promises';
import { slownessOf } from '../../tests/support/hostile/redos.ts';
import { type Expression, expressionsIn, expressionsMade } from '../../tests/support/hostile/regular-expressions.ts';
import type { Checked } from './checked.ts';

export interface Expressions {
  readonly all: readonly Expression[];
  /** Places where one is made that was not met. */
  readonly unseen: readonly string[];
}

/**
 * What is made at run time is seen only by who looks before it is made: nothing of the program may be loaded by whoever
 * calls this.
 */
export async function findExpressions(): Promise<Expressions> {
  const made = await expressionsMade(async () => {
    await import('../../src/pipeline/parse.ts');
    await import('../../src/pipeline/incidents/call.ts');
    const { shipped } = await import('../../tests/support/hostile/pack.ts');
    const { emptyIndex } = await import('../../src/pipeline/assign.ts');
    emptyIndex(shipped().compiled);
    const { holdsId } = await import('../../src/pipeline/erase.ts');
    holdsId('100000000000000001', '100000000000000001');
  });
  const { literals, made: places } = expressionsIn('src');
  const seen = new Set(made.map(({ where }) => where));
  return { all: [...literals, ...made], unseen: places.filter((place) => !seen.has(place)) };
}

/** Those that are slow on a text made for them, and those that could not be tried. */
export async function slowAmong({ all, unseen }: Expressions): Promise<Checked> {
  const found = unseen.map(
    (place) => `${place}: an expression that is made at run time was not met, so that it was not tried`,
  );
  for (const expression of all) {
    const slow = slownessOf(expression);
    if (slow !== null) found.push(slow);
    await pause();
  }
  return { runs: all.length, found };
}
