/** What is asked of `npm run labels`, read from its arguments. */
import { parseArgs } from 'node:util';

/** What was asked for cannot be done as it is written; the message says what was expected. */
export class LabelsError extends Error {
  override readonly name = 'LabelsError';
}

/** What somebody asks of `npm run labels`. */
export type Asked =
  | { readonly what: 'export'; readonly folder: string; readonly isAll: boolean }
  | { readonly what: 'list'; readonly isAll: boolean }
  | { readonly what: 'revoke'; readonly ids: readonly string[] };

const usage = `usage: npm run --silent labels -- …
  export FOLDER       the labels of the operators' server as a labelled stream, which train and decide read
      [--all]         those of other servers too, which teach nothing by themselves
  list [--all]        each label that holds, and what it held back
  revoke ID…          takes labels back: what they taught is forgotten within seconds`;

/** Reads the arguments. Throws LabelsError, or a TypeError of `parseArgs`. */
export function readArguments(args: readonly string[]): Asked {
  if (args.includes('--help') || args.includes('-h')) throw new LabelsError(usage);
  const options = { all: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [what, ...given] = positionals;
  const isAll = values.all === true;
  const [folder] = given;
  if (what === 'export' && folder !== undefined && given.length === 1) return { what, folder, isAll };
  if (what === 'list' && given.length === 0) return { what, isAll };
  if (what === 'revoke' && given.length > 0 && !isAll) return { what, ids: given };
  throw new LabelsError(usage);
}
