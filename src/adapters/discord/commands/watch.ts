import { type APIApplicationCommandOption, ApplicationCommandOptionType } from 'discord.js';
import { severities } from '../../../model.ts';
import { queryLengthMax } from '../../../pipeline/query/mistake.ts';
import type { Desk, DeskRequest } from '../../../ports.ts';
import { type Area, type Ask, command, configuring, type Given, sub, watchOption } from './kit.ts';

const nameLengthMax = 60;
const daysMax = 30;

const watch = { ...watchOption, description: 'The watch' } as const;
const named = { ...watch, required: true } as const;
const name = {
  type: ApplicationCommandOptionType.String,
  name: 'name',
  description: 'What it is called',
  max_length: nameLengthMax,
} as const;
const query = {
  type: ApplicationCommandOptionType.String,
  name: 'query',
  description: 'A word, a "phrase", actor:… place:…, joined by AND, OR, NOT, NEAR/5; without it, a form opens',
  max_length: queryLengthMax,
} as const;
const severity = {
  type: ApplicationCommandOptionType.String,
  name: 'severity',
  description: 'Tell from this severity on',
  choices: severities.map((each) => ({ name: each, value: each })),
} satisfies APIApplicationCommandOption;
const days = {
  type: ApplicationCommandOptionType.Integer,
  name: 'days',
  description: 'Try it over so many of the last days; without it, 7',
  min_value: 1,
  max_value: daysMax,
} as const;
const keyword = {
  type: ApplicationCommandOptionType.String,
  name: 'keyword',
  description: 'A word, a "phrase", or words joined by AND, OR, NOT',
  required: true,
  max_length: queryLengthMax,
} as const;

export const watching: Area = {
  commands: [
    command(
      'watch',
      'What is looked for: try it, then save it',
      [
        sub('add', 'Try a new watch over the last days, then save it', [query, name, severity, days]),
        sub('edit', 'Try a change of a watch, then save it', [named, query, name, severity, days]),
        sub('remove', 'Remove a watch and the subscriptions to it', [named]),
        sub('list', 'The watches that this server can use'),
        sub('show', 'One watch with all its parts', [named]),
        sub('test', 'How much a query or a watch would have told', [query, watch, severity, days]),
      ],
      configuring,
    ),
    command(
      'keyword',
      'The keywords of a watch',
      [
        sub('add', 'Try a keyword over the last days, then save it', [keyword, watchOption, days]),
        sub('remove', 'Remove a keyword', [{ ...keyword, autocomplete: true }, watchOption]),
        sub('list', 'Show the keywords', [watchOption]),
        sub('test', 'How much a keyword would add', [keyword, watchOption, days]),
      ],
      configuring,
    ),
  ],
  asks: {
    'watch add': askWatch('add'),
    'watch edit': askWatch('edit'),
    'watch remove': askWatch('remove'),
    'watch list': askWatch('list'),
    'watch show': askWatch('show'),
    'watch test': askWatch('test'),
    'keyword add': askKeyword('add'),
    'keyword remove': askKeyword('remove'),
    'keyword list': askKeyword('list'),
    'keyword test': askKeyword('test'),
  },
  forms: {
    'watch add': (given) => (given('query') === null ? 'watches:new' : null),
    'watch test': (given) => (given('query') === null && given('watch') === null ? 'watches:new' : null),
    'watch edit': (given) => (isUnchanged(given) ? `watches:change:${given('watch') ?? ''}` : null),
  },
  completes: {
    keyword: (desk, request, typed, given) => desk.completeKeyword({ ...request, watch: given('watch') }, typed),
  },
};

const isUnchanged = (given: Given): boolean => ['query', 'name', 'severity'].every((option) => given(option) === null);

function askWatch(change: Parameters<Desk['watch']>[0]['change']): Ask {
  return (desk, request, given) =>
    desk.watch({
      ...request,
      change,
      watch: given('watch'),
      name: given('name'),
      query: given('query'),
      severityFloor: severities.find((each) => each === given('severity')) ?? null,
      days: daysGiven(given),
    });
}

function askKeyword(change: Parameters<Desk['keyword']>[0]['change']): Ask {
  return (desk, request: DeskRequest, given) =>
    desk.keyword({ ...request, change, keyword: given('keyword'), watch: given('watch'), days: daysGiven(given) });
}

function daysGiven(given: Given): number | null {
  const typed = given('days');
  return typed === null ? null : Number(typed);
}
