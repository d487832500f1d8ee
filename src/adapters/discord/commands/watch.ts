import { type APIApplicationCommandOption, ApplicationCommandOptionType } from 'discord.js';
import { type Area, command, configuring, sub, watchOption } from './kit.ts';

const keywordLengthMax = 100;

export const watching: Area = {
  commands: [
    command(
      'keyword',
      'The keywords of a watch',
      [
        sub('add', 'Add a keyword', [keywordOption(false), watchOption]),
        sub('remove', 'Remove a keyword', [keywordOption(true), watchOption]),
        sub('list', 'Show the keywords', [watchOption]),
      ],
      configuring,
    ),
  ],
  asks: {
    'keyword add': (desk, request, given) =>
      desk.keyword({ ...request, change: 'add', keyword: given('keyword'), watch: given('watch') }),
    'keyword remove': (desk, request, given) =>
      desk.keyword({ ...request, change: 'remove', keyword: given('keyword'), watch: given('watch') }),
    'keyword list': (desk, request, given) =>
      desk.keyword({ ...request, change: 'list', keyword: null, watch: given('watch') }),
  },
  completes: { keyword: (desk, request, typed) => desk.completeKeyword(request, typed) },
};

function keywordOption(autocomplete: boolean): APIApplicationCommandOption {
  const description = 'A word, a "phrase", or words joined by AND, OR, NOT';
  const common = { name: 'keyword', description, required: true, max_length: keywordLengthMax } as const;
  return autocomplete
    ? { type: ApplicationCommandOptionType.String, ...common, autocomplete: true }
    : { type: ApplicationCommandOptionType.String, ...common };
}
