/** What is asked of `npm run feeds`, read from its arguments. */
import { parseArgs } from 'node:util';
import type { FeedOptions } from '../../jobs/roster/add.ts';
import type { Language, Outlet } from '../../model.ts';
import { intervalMinutesMax } from '../../pipeline/roster/enter.ts';

/** What was asked for cannot be done as it is written; the message says what was expected. */
export class FeedsError extends Error {
  override readonly name = 'FeedsError';
}

/** What somebody asks of `npm run feeds`. */
export type Asked =
  | { readonly what: 'add'; readonly urls: readonly string[]; readonly options: FeedOptions }
  | { readonly what: 'import'; readonly file: string; readonly options: FeedOptions }
  | { readonly what: 'export'; readonly file: string | null; readonly withKeys: boolean }
  | { readonly what: 'test' | 'pause' | 'resume' | 'remove'; readonly names: readonly string[] }
  | { readonly what: 'list' | 'health' };

const usage = `usage: npm run --silent feeds -- …
  add URL…            a feed, or a site whose feed is looked for
      [--outlet ID] [--name TEXT] [--tier 1|2|3] [--state] [--language en|ar|fa] [--interval MINUTES]
  test URL|ID…        reads a feed and shows what would be seen; keeps nothing
  list                all feeds
  health              how each fares
  pause ID…           rests until it is resumed; feeds of feeds.yaml too
  resume ID…          polls it again, also one that the program paused
  remove ID…          one that was made by command
  import FILE.opml    the feeds of a list  [--language en|ar|fa] [--tier 1|2|3] [--interval MINUTES]
  export [FILE.opml]  all feeds, as a list for other readers  [--with-keys: also those whose address holds a key]`;

const options = {
  outlet: { type: 'string' },
  name: { type: 'string' },
  tier: { type: 'string' },
  state: { type: 'boolean' },
  language: { type: 'string' },
  interval: { type: 'string' },
  'with-keys': { type: 'boolean' },
} as const;
type OptionName = keyof typeof options;

const optionsOf: Readonly<Record<string, readonly OptionName[]>> = {
  add: ['outlet', 'name', 'tier', 'state', 'language', 'interval'],
  import: ['tier', 'language', 'interval'],
  export: ['with-keys'],
};
const outletNameLengthMax = 100;

/** Reads the arguments. Throws FeedsError, or a TypeError of `parseArgs`. */
export function readArguments(args: readonly string[]): Asked {
  if (args.includes('--help') || args.includes('-h')) throw new FeedsError(usage);
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [what = '', ...names] = positionals;
  const allowed = Object.hasOwn(optionsOf, what) ? (optionsOf[what] ?? []) : [];
  for (const name of Object.keys(values) as OptionName[])
    if (!allowed.includes(name)) throw new FeedsError(`--${name} is no option of ${what || 'feeds'}\n${usage}`);
  const [first] = names;
  switch (what) {
    case 'add':
      if (first === undefined) break;
      return { what, urls: names, options: feedOptions(values) };
    case 'test':
    case 'pause':
    case 'resume':
    case 'remove':
      if (first === undefined) break;
      return { what, names };
    case 'import':
      if (first === undefined || names.length > 1) break;
      return { what, file: first, options: feedOptions(values) };
    case 'export':
      if (names.length > 1) break;
      return { what, file: first ?? null, withKeys: values['with-keys'] === true };
    case 'list':
    case 'health':
      if (names.length > 0) break;
      return { what };
  }
  throw new FeedsError(what === '' ? usage : `${what}: expected one of these, as written\n${usage}`);
}

type Values = { readonly [name in OptionName]?: string | boolean };

function feedOptions(values: Values): FeedOptions {
  const { outlet, name, tier, state, language, interval } = values;
  return {
    language: language === undefined ? null : oneOf(['en', 'ar', 'fa'] satisfies Language[], '--language', language),
    intervalMinutes: interval === undefined ? null : minutes(String(interval)),
    outlet: {
      ...(outlet === undefined ? {} : { id: outletId(String(outlet)) }),
      ...(name === undefined ? {} : { name: outletName(String(name)) }),
      ...(tier === undefined ? {} : { tier: Number(oneOf(['1', '2', '3'], '--tier', tier)) as Outlet['tier'] }),
      ...(state === true ? { stateAffiliated: true } : {}),
    },
  };
}

function oneOf<const Word extends string>(words: readonly Word[], option: string, given: unknown): Word {
  const found = words.find((word) => word === given);
  if (found === undefined) throw new FeedsError(`${option}: expected one of ${words.join(', ')}, got "${given}"`);
  return found;
}

function minutes(given: string): number {
  const count = Number(given);
  if (!/^\d+$/u.test(given) || count < 1 || count > intervalMinutesMax)
    throw new FeedsError(`--interval: expected minutes from 1 to ${intervalMinutesMax}, got "${given}"`);
  return count;
}

function outletId(given: string): string {
  if (given.length > 160 || !/^[a-z0-9]+(?:-[a-z0-9]+)*$/u.test(given))
    throw new FeedsError(`--outlet: expected an id of lower-case letters, digits and single hyphens, got "${given}"`);
  return given;
}

function outletName(given: string): string {
  const name = given.trim();
  if (name === '' || name.length > outletNameLengthMax)
    throw new FeedsError(`--name: expected a name of at most ${outletNameLengthMax} characters`);
  return name;
}
