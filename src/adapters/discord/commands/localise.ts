import { choices, names, sentences } from './arabic.ts';

/** A command, sub-command or option, as far as it is called and described. */
export interface Described {
  readonly name: string;
  readonly description?: string;
  readonly options?: readonly Described[] | undefined;
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[] | undefined;
}
interface Called {
  readonly name: string;
  readonly name_localizations?: Readonly<Record<string, string>>;
}
export interface Localised extends Called {
  readonly description_localizations?: Readonly<Record<string, string>>;
  readonly options?: readonly Localised[];
  readonly choices?: readonly Called[];
}

/** Discord's word for Arabic, which discord.js does not list among its locales. */
const arabic = 'ar';

/**
 * The same with its names and descriptions in Arabic beside the English ones; what has none keeps the English alone. A
 * name that says something else below another one stands in the table behind that: `incident link`.
 */
export function localise({ options, choices: offered, ...one }: Described, above = ''): Localised {
  const below = `${above} ${one.name}`;
  return {
    ...one,
    ...spoken('name_localizations', names, Object.hasOwn(names, below) ? below : one.name),
    ...spoken('description_localizations', sentences, one.description ?? ''),
    ...(options === undefined ? {} : { options: options.map((option) => localise(option, one.name)) }),
    ...(offered === undefined ? {} : { choices: offered.map(localiseChoice) }),
  };
}

function localiseChoice(choice: { readonly name: string; readonly value: string | number }): Called {
  return { ...choice, ...spoken('name_localizations', choices, choice.name) };
}

function spoken(key: string, table: Readonly<Record<string, string>>, english: string) {
  const word = Object.hasOwn(table, english) ? table[english] : undefined;
  return word === undefined ? {} : { [key]: { [arabic]: word } };
}
