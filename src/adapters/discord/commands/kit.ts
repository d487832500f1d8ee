import {
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Choice, Desk, DeskReply, DeskRequest } from '../../../ports.ts';

/** The commands of one area: how Discord shows them, and what each asks of the desk, by `name` or `name sub`. */
export interface Area {
  readonly commands: readonly RESTPostAPIChatInputApplicationCommandsJSONBody[];
  readonly asks: Readonly<Record<string, Ask>>;
  /** Commands that may open a form, by `name` or `name sub`. */
  readonly forms?: Readonly<Record<string, FormAsk>>;
  /** What is offered while somebody types in an option, by its name; one name means one thing in all commands. */
  readonly completes?: Readonly<Record<string, Completion>>;
}
/** Null for an option that was left out. */
export type Given = (option: string) => string | null;
export type Ask = (desk: Desk, request: DeskRequest, given: Given) => Promise<DeskReply>;
/** What the form to be opened does (`Form.does`); null: none, the command is asked as it stands. */
export type FormAsk = (given: Given) => string | null;
export type Completion = (desk: Desk, request: DeskRequest, typed: string, given: Given) => Promise<readonly Choice[]>;

/** Guards the configuring commands in Discord's own menu; the desk checks the caller's role all the same. */
export const configuring = String(PermissionFlagsBits.ManageMessages);

export const linkLengthMax = 1000;

export const watchOption = {
  type: ApplicationCommandOptionType.String,
  name: 'watch',
  description: 'The watch; without it, the one of this channel',
  autocomplete: true,
  max_length: 100,
} as const;

export const incidentOption = {
  type: ApplicationCommandOptionType.String,
  name: 'incident',
  description: 'The incident',
  autocomplete: true,
  max_length: 100,
} as const;

/** A command of a server; `permission`: who may see it at first, null for everybody. */
export function command(
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

/** One of the commands that a command is made of. */
export function sub(
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
