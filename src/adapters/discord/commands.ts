import { createHash } from 'node:crypto';
import {
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import { severities } from '../../model.ts';

const keywordLengthMax = 100;
const raiseTextLengthMax = 2000;
const linkLengthMax = 1000;
const whyTextLengthMax = 6000; // Discord: the longest text option

/** Guards the configuring commands in Discord's own menu; the desk checks the caller's role all the same. */
const configuring = String(PermissionFlagsBits.ManageMessages);

const watch = {
  type: ApplicationCommandOptionType.String,
  name: 'watch',
  description: 'The watch; without it, the one of this channel',
  autocomplete: true,
  max_length: 100,
} as const;

const incident = {
  type: ApplicationCommandOptionType.String,
  name: 'incident',
  description: 'The incident',
  autocomplete: true,
  max_length: 100,
} as const;

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

function keywordOption(autocomplete: boolean): APIApplicationCommandOption {
  const description = 'A word, a "phrase", or words joined by AND, OR, NOT';
  const common = { name: 'keyword', description, required: true, max_length: keywordLengthMax } as const;
  return autocomplete
    ? { type: ApplicationCommandOptionType.String, ...common, autocomplete: true }
    : { type: ApplicationCommandOptionType.String, ...common };
}

function command(
  name: string,
  description: string,
  options: APIApplicationCommandOption[],
  permission: string | null = null,
): RESTPostAPIChatInputApplicationCommandsJSONBody {
  return {
    type: ApplicationCommandType.ChatInput,
    name,
    description,
    options,
    default_member_permissions: permission,
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  };
}

function sub(
  name: string,
  description: string,
  options: APIApplicationCommandOption[] = [],
): APIApplicationCommandOption {
  // The type of options of a sub-command leaves out sub-commands, which none of ours has.
  return { type: ApplicationCommandOptionType.Subcommand, name, description, options: options.filter(isPlain) };
}

type PlainOption = Exclude<
  APIApplicationCommandOption,
  { type: ApplicationCommandOptionType.Subcommand | ApplicationCommandOptionType.SubcommandGroup }
>;
function isPlain(option: APIApplicationCommandOption): option is PlainOption {
  return (
    option.type !== ApplicationCommandOptionType.Subcommand &&
    option.type !== ApplicationCommandOptionType.SubcommandGroup
  );
}

/** The whole command set, as it is PUT. */
export const commandSet: readonly RESTPostAPIChatInputApplicationCommandsJSONBody[] = [
  command(
    'subscribe',
    'Tell a watch in this channel',
    [
      { ...watch, description: 'The watch to tell here; without it, everything' },
      { type: ApplicationCommandOptionType.Role, name: 'role', description: 'The role to ping' },
      {
        type: ApplicationCommandOptionType.String,
        name: 'severity',
        description: 'Tell from this severity on',
        choices: severities.map((severity) => ({ name: severity, value: severity })),
      },
    ],
    configuring,
  ),
  command('unsubscribe', 'Tell a watch in this channel no longer', [watch], configuring),
  command(
    'keyword',
    'The keywords of a watch',
    [
      sub('add', 'Add a keyword', [keywordOption(false), watch]),
      sub('remove', 'Remove a keyword', [keywordOption(true), watch]),
      sub('list', 'Show the keywords', [watch]),
    ],
    configuring,
  ),
  command('incident', 'Incidents', [
    sub('list', 'The open incidents of this server'),
    sub('show', 'One incident with its facts and sources', [{ ...incident, required: true }]),
    sub('raise', 'Tell an incident that was missed', [
      {
        type: ApplicationCommandOptionType.String,
        name: 'text',
        description: 'What happened, where and when',
        required: true,
        max_length: raiseTextLengthMax,
      },
      { type: ApplicationCommandOptionType.String, name: 'link', description: 'A source', max_length: linkLengthMax },
    ]),
  ]),
  command('why', 'Why an incident was told, or an article was not', [
    { ...incident, description: 'The incident' },
    {
      type: ApplicationCommandOptionType.String,
      name: 'link',
      description: 'The address of an article',
      max_length: linkLengthMax,
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'text',
      description: 'Headline and text of an article, to be judged now',
      max_length: whyTextLengthMax,
    },
  ]),
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
  command('status', 'How Watchfloor is: feeds, queues, alerts', []),
];

/** Changes when the set or where it is put changes; only then it is put again (200 creates a day and server). */
export function commandSetHash(application: string, guilds: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([application, guilds, commandSet]))
    .digest('hex');
}
