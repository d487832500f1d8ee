/** What a benchmark is to reach, and what of it was missed. */

/**
 * By the path to a figure: its name, after dots where it is a part of others, with a star for each of them. A name that
 * ends in Max or Min is a bound of the figure without that ending; any other tells what the figure must be.
 */
export type Target = Readonly<Record<string, number | boolean>>;

/** A sentence for each figure that is not as it is to be, or that was not measured. */
export function missedOf(figures: unknown, target: Target): readonly string[] {
  return Object.entries(target).flatMap(([name, aim]) => {
    const bound = /(?:Max|Min)$/.exec(name)?.[0];
    const wanted = { aim, bound };
    return figuresAt(figures, name.slice(0, name.length - (bound?.length ?? 0)).split('.'))
      .filter(({ value }) => !isReached(value, wanted))
      .map(({ path, value }) => `${path.join('.')} ${described(value)}, to be ${inWords(wanted)}`);
  });
}

interface Wanted {
  readonly aim: number | boolean;
  readonly bound: string | undefined;
}

interface Figure {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** One without a value where the path leads nowhere. */
function figuresAt(figures: unknown, path: readonly string[], before: readonly string[] = []): readonly Figure[] {
  const [part, ...rest] = path;
  if (part === undefined) return [{ path: before, value: figures }];
  const parts = partsOf(figures).filter(([name, value]) => part === name || (part === '*' && mayHave(value, rest)));
  if (parts.length === 0) return [{ path: [...before, ...path], value: undefined }];
  return parts.flatMap(([name, value]) => figuresAt(value, rest, [...before, name]));
}

const partsOf = (value: unknown): readonly [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

/** A plain figure among those that have parts is none of those meant; one that is null was to have them. */
const mayHave = (value: unknown, rest: readonly string[]): boolean => rest.length === 0 || typeof value === 'object';

function isReached(value: unknown, { aim, bound }: Wanted): boolean {
  if (bound === undefined) return value === aim;
  return typeof value === 'number' && (bound === 'Max' ? value <= Number(aim) : value >= Number(aim));
}

const described = (value: unknown): string =>
  value === undefined || value === null || Number.isNaN(value) ? 'was not measured' : `is ${value}`;

function inWords({ aim, bound }: Wanted): string {
  if (bound === undefined) return String(aim);
  return `${bound === 'Max' ? 'at most' : 'at least'} ${aim}`;
}
