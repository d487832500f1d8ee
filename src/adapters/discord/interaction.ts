import { ApplicationCommandOptionType, InteractionType, MessageFlags, PermissionFlagsBits } from 'discord.js';
import { z } from 'zod';
import type { Language } from '../../model.ts';
import type { DeskRequest } from '../../ports.ts';

/** An interaction as the bot needs it. Options by name; of a sub-command its own. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly application: string;
  /** Null outside a server: of ours only the buttons of pages work in direct messages. */
  readonly request: DeskRequest | null;
  /** Who asks in direct messages; null on a server. */
  readonly direct: Pick<DeskRequest, 'key' | 'channel' | 'who' | 'language' | 'locale'> | null;
  readonly language: Language;
  /** It was asked below an answer that its asker alone sees, so that the next answer may take its place. */
  readonly isBelowAnswer: boolean;
  readonly asked:
    | { readonly kind: 'component'; readonly customId: string; readonly values: readonly string[] }
    /** A form that was filled in: what stands in its fields, by their ids. */
    | { readonly kind: 'form'; readonly customId: string; readonly fields: ReadonlyMap<string, string> }
    | { readonly kind: 'command'; readonly name: string; readonly options: ReadonlyMap<string, string> }
    | {
        readonly kind: 'autocomplete';
        readonly name: string;
        readonly options: ReadonlyMap<string, string>;
        readonly focused: { readonly name: string; readonly value: string };
      }
    | { readonly kind: 'other' };
}

const option = z.object({
  name: z.string(),
  type: z.number(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
});
const optionWithSubs = option.extend({ options: z.array(option).nullish() });
const user = z.object({
  id: z.string(),
  username: z.string().nullish(),
  global_name: z.string().nullish(),
});
const formField = z.object({ custom_id: z.string(), value: z.string().nullish() });
/** Each field below a label of its own; before there were labels, in a row. */
const formRow = z.object({ component: formField.nullish(), components: z.array(formField).nullish() });
const payloadSchema = z.object({
  id: z.string(),
  token: z.string(),
  application_id: z.string(),
  type: z.number(),
  locale: z.string().nullish(),
  guild_id: z.string().nullish(),
  channel_id: z.string().nullish(),
  channel: z.object({ id: z.string() }).nullish(),
  member: z
    .object({
      user: user.nullish(),
      nick: z.string().nullish(),
      roles: z.array(z.string()).nullish(),
      permissions: z.string().regex(/^\d+$/u).nullish(),
    })
    .nullish(),
  user: user.nullish(),
  data: z
    .object({
      custom_id: z.string().nullish(),
      name: z.string().nullish(),
      options: z.array(optionWithSubs).nullish(),
      values: z.array(z.string()).nullish(),
      components: z.array(formRow).nullish(),
    })
    .nullish(),
  message: z.object({ flags: z.number().nullish() }).nullish(),
});
type Payload = z.infer<typeof payloadSchema>;

/** Reads the gateway's payload at the door; null for what is none of ours or cannot be read. */
export function readInteraction(payload: unknown): Interaction | null {
  const read = payloadSchema.safeParse(payload);
  if (!read.success) return null;
  const { id, token, application_id: application, locale, message } = read.data;
  return {
    id,
    token,
    application,
    request: requestOf(read.data),
    direct: directOf(read.data),
    language: languageOf(locale ?? ''),
    isBelowAnswer: ((message?.flags ?? 0) & MessageFlags.Ephemeral) !== 0,
    asked: askedOf(read.data),
  };
}

function requestOf(payload: Payload): DeskRequest | null {
  const { guild_id: server, member } = payload;
  const channel = payload.channel_id ?? payload.channel?.id;
  if (!server || !channel || !member?.user) return null;
  const name = member.nick ?? member.user.global_name ?? member.user.username ?? member.user.id;
  return {
    key: payload.id,
    server,
    channel,
    who: { id: member.user.id, name },
    roles: member.roles ?? [],
    mayManage: isPermitted(member.permissions ?? '0', PermissionFlagsBits.ManageMessages),
    mayManageServer: isPermitted(member.permissions ?? '0', PermissionFlagsBits.ManageGuild),
    language: languageOf(payload.locale ?? ''),
    locale: payload.locale ?? '',
  };
}

function directOf(payload: Payload): Interaction['direct'] {
  const { guild_id: server, user: who } = payload;
  const channel = payload.channel_id ?? payload.channel?.id;
  if (server || !channel || !who) return null;
  const name = who.global_name ?? who.username ?? who.id;
  const language = languageOf(payload.locale ?? '');
  return { key: payload.id, channel, who: { id: who.id, name }, language, locale: payload.locale ?? '' };
}

function isPermitted(permissions: string, wanted: bigint): boolean {
  return (BigInt(permissions) & (wanted | PermissionFlagsBits.Administrator)) !== 0n;
}

/** Ours, of Discord's `ar`, `en-GB`, `fr`. */
function languageOf(locale: string): Language {
  const spoken = locale.split('-', 1)[0];
  return spoken === 'ar' || spoken === 'fa' ? spoken : 'en';
}

function askedOf({ type, data }: Payload): Interaction['asked'] {
  if (type === InteractionType.MessageComponent && data?.custom_id)
    return { kind: 'component', customId: data.custom_id, values: data.values ?? [] };
  if (type === InteractionType.ModalSubmit && data?.custom_id)
    return { kind: 'form', customId: data.custom_id, fields: fieldsOf(data.components ?? []) };
  if (!data?.name) return { kind: 'other' };
  const { name, options } = namedOptions(data.name, data.options ?? []);
  const values = new Map(options.map((given) => [given.name, String(given.value ?? '')]));
  if (type === InteractionType.ApplicationCommand) return { kind: 'command', name, options: values };
  const focused = options.find((given) => given.focused === true);
  if (type !== InteractionType.ApplicationCommandAutocomplete || focused === undefined) return { kind: 'other' };
  return {
    kind: 'autocomplete',
    name,
    options: values,
    focused: { name: focused.name, value: String(focused.value ?? '') },
  };
}

function fieldsOf(rows: readonly z.infer<typeof formRow>[]): ReadonlyMap<string, string> {
  const fields = rows.flatMap(({ component, components }) => [
    ...(component ? [component] : []),
    ...(components ?? []),
  ]);
  return new Map(fields.map((field) => [field.custom_id, field.value ?? '']));
}

/** `keyword` with the sub-command `add` is called `keyword add`. */
function namedOptions(name: string, options: readonly z.infer<typeof optionWithSubs>[]) {
  const sub = options.find(({ type }) => type === ApplicationCommandOptionType.Subcommand);
  return sub === undefined ? { name, options } : { name: `${name} ${sub.name}`, options: sub.options ?? [] };
}
