import { ApplicationCommandOptionType } from 'discord.js';
import type { Desk, DeskRequest } from '../../../ports.ts';
import { type Area, type Ask, command, configuring, linkLengthMax, sub } from './kit.ts';

const address = {
  type: ApplicationCommandOptionType.String,
  name: 'address',
  description: 'The address of the feed, or of its site',
  required: true,
  max_length: linkLengthMax,
} as const;

const feed = {
  type: ApplicationCommandOptionType.String,
  name: 'feed',
  description: 'The feed',
  required: true,
  autocomplete: true,
  max_length: 100,
} as const;

export const feeding: Area = {
  commands: [
    command(
      'feeds',
      'The feeds that are read',
      [
        sub('list', 'How the feeds fare'),
        sub('add', 'Read a feed, or that of a site', [
          address,
          {
            type: ApplicationCommandOptionType.String,
            name: 'language',
            description: 'Its language; without it, that of most of its items',
            choices: ['en', 'ar', 'fa'].map((language) => ({ name: language, value: language })),
          },
          {
            type: ApplicationCommandOptionType.String,
            name: 'outlet',
            description: 'The id of its outlet; without it, by where its articles lie',
            max_length: 100,
          },
          {
            type: ApplicationCommandOptionType.String,
            name: 'tier',
            description: 'Of a new outlet: 1 first-hand, 3 an aggregator',
            choices: ['1', '2', '3'].map((tier) => ({ name: tier, value: tier })),
          },
        ]),
        sub('test', 'Show what would be seen of a feed', [address]),
        sub('pause', 'Have a feed rest', [feed]),
        sub('resume', 'Read a feed again', [feed]),
        sub('remove', 'Remove a feed that was added', [feed]),
      ],
      configuring,
    ),
  ],
  asks: {
    'feeds list': ask('list'),
    'feeds add': ask('add'),
    'feeds test': ask('test'),
    'feeds pause': ask('pause'),
    'feeds resume': ask('resume'),
    'feeds remove': ask('remove'),
  },
  completes: { feed: (desk, request, typed) => desk.completeFeed(request, typed) },
};

function ask(change: FeedGiven['change']): Ask {
  return (desk, request, given) => desk.feeds({ ...request, ...feedGiven(change, given) });
}

type FeedGiven = Omit<Parameters<Desk['feeds']>[0], keyof DeskRequest>;

function feedGiven(change: FeedGiven['change'], given: (option: string) => string | null): FeedGiven {
  const languages = ['en', 'ar', 'fa'] as const;
  const tiers = [1, 2, 3] as const;
  return {
    change,
    feed: given('address') ?? given('feed') ?? '',
    feedLanguage: languages.find((language) => language === given('language')) ?? null,
    outlet: given('outlet'),
    tier: tiers.find((tier) => String(tier) === given('tier')) ?? null,
  };
}
