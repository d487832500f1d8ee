import { z } from 'zod';
import { modal, repeatedIds, row } from './component-rules.ts';

/** The limits of Discord's that its openapi.json does not state, and what this project demands of its own bodies. */
const embed = z.strictObject({
  title: z.string().max(256).optional(),
  description: z.string().max(4096).optional(),
  url: z
    .string()
    .max(2048)
    .regex(/^https?:\/\//u, 'scheme of an embed must be http or https')
    .optional(),
  author: z.strictObject({ name: z.string().min(1).max(256) }).optional(),
  color: z.int().min(0).max(0xffffff).optional(),
  fields: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(256),
        value: z.string().min(1).max(1024),
        inline: z.boolean().optional(),
      }),
    )
    .max(25)
    .optional(),
  footer: z.strictObject({ text: z.string().min(1).max(2048) }).optional(),
  timestamp: z.iso.datetime().optional(),
});
const allowedMentions = z.strictObject({
  parse: z.array(z.string()).max(0, 'allowed_mentions.parse must be empty'),
  roles: z.array(z.string().regex(/^\d+$/u)).max(100).optional(),
  users: z.array(z.string().regex(/^\d+$/u)).max(100).optional(),
});
const attachment = z.strictObject({
  id: z.string().regex(/^\d+$/u, 'must be a string of digits'),
  filename: z
    .string()
    .regex(/^[\w.-]{1,100}$/u)
    .optional(),
  description: z.string().min(1).max(1024).optional(),
});
const messageParts = {
  content: z.string().max(2000).optional(),
  embeds: z.array(embed).max(10).optional(),
  components: z.array(row).max(5).optional(),
  attachments: z.array(attachment).max(10).optional(),
  allowed_mentions: allowedMentions,
  flags: z.int().optional(),
};
const created = z.strictObject({
  ...messageParts,
  nonce: z.string().min(1).max(25),
  enforce_nonce: z.literal(true),
  /** A message of the same channel; one that is gone must not refuse the answer. */
  message_reference: z
    .strictObject({ message_id: z.string().regex(/^\d+$/u), fail_if_not_exists: z.literal(false) })
    .optional(),
});
const edited = z.strictObject(messageParts);

const commandName = z
  .string()
  .regex(/^[-_'\p{L}\p{N}]{1,32}$/u)
  .refine((name) => name === name.toLowerCase(), 'must be lower case');
const commandSentence = z.string().min(1).max(100);
const described = {
  name: commandName,
  name_localizations: z.record(z.string(), commandName).optional(),
  description: commandSentence,
  description_localizations: z.record(z.string(), commandSentence).optional(),
};
const choiceName = z.string().min(1).max(100);
const commandChoice = z.strictObject({
  name: choiceName,
  name_localizations: z.record(z.string(), choiceName).optional(),
  value: z.union([z.string().max(100), z.number()]),
});
const commandOption = z.looseObject({
  ...described,
  choices: z.array(commandChoice).max(25).optional(),
});
const command = z.looseObject({
  ...described,
  options: z
    .array(commandOption.extend({ options: z.array(commandOption).max(25).optional() }))
    .max(25)
    .optional(),
  default_member_permissions: z.string().regex(/^\d+$/u).nullable().optional(),
});

export const threadBody = z.strictObject({
  name: z.string().min(1).max(100),
  auto_archive_duration: z.union([z.literal(60), z.literal(1440), z.literal(4320), z.literal(10080)]).optional(),
});
export const channelBody = z.strictObject({
  archived: z.boolean().optional(),
  locked: z.boolean().optional(),
  name: z.string().min(1).max(100).optional(),
});
const choice = z.strictObject({ name: z.string().min(1).max(100), value: z.string().min(1).max(100) });
export const callbackBody = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal(4),
    data: z.strictObject({ ...messageParts, flags: z.int() }),
  }),
  z.strictObject({ type: z.literal(5), data: z.strictObject({ flags: z.int() }).optional() }),
  z.strictObject({ type: z.literal(6) }),
  z.strictObject({ type: z.literal(9), data: modal }),
  z.strictObject({ type: z.literal(8), data: z.strictObject({ choices: z.array(choice).max(25) }) }),
]);

export type MessageBody = z.infer<typeof edited>;

/** A body of Create Message, or of an edit; what is wrong with it as sentences. */
export function readMessage(
  body: unknown,
  what: 'create' | 'edit' | 'reply',
): { readonly message: MessageBody | null; readonly problems: readonly string[] } {
  const read = (what === 'create' ? created : edited).safeParse(body);
  if (!read.success) return { message: null, problems: read.error.issues.map(sentence) };
  return { message: read.data, problems: messageProblems(read.data, what === 'reply') };
}

/** What no form of one field alone tells. An answer to one person may name channels. */
export function messageProblems(message: MessageBody, isReply: boolean): readonly string[] {
  return [...sumProblems(message), ...emptyProblems(message), ...mentionProblems(message, isReply)];
}

const fileBytesMax = 10 * 1024 * 1024;

/** Each file that comes beside a body is described in it, and each that is described comes. */
export function fileProblems(
  { attachments = [] }: MessageBody,
  files: ReadonlyMap<string, { readonly bytes: Uint8Array }>,
): readonly string[] {
  const described = attachments.map(({ id }) => String(id));
  return [
    ...described.filter((id) => !files.has(id)).map((id) => `attachment ${id} has no file`),
    ...[...files.keys()].filter((id) => !described.includes(id)).map((id) => `file ${id} is described nowhere`),
    ...[...files].filter(([, { bytes }]) => bytes.length > fileBytesMax).map(([id]) => `file ${id} exceeds 10 MiB`),
    ...[...files].filter(([, { bytes }]) => bytes.length === 0).map(([id]) => `file ${id} is empty`),
  ];
}

/** The command set: names, numbers, and 8000 characters a command. */
export function commandProblems(body: unknown): readonly string[] {
  const read = z.array(command).max(100).safeParse(body);
  if (!read.success) return read.error.issues.map(sentence);
  const names = read.data.map(({ name }) => name);
  const repeated = names.filter((name, at) => names.indexOf(name) !== at);
  const long = read.data
    .filter((one) => textLength(one) > 8000)
    .map(({ name }) => `/${name} is longer than 8000 characters`);
  return [...repeated.map((name) => `/${name} twice`), ...long];
}

export function sentence(issue: { readonly path: readonly PropertyKey[]; readonly message: string }): string {
  return `${issue.path.map(String).join('.')}: ${issue.message}`;
}

function sumProblems({ embeds = [], components = [] }: MessageBody): readonly string[] {
  const sum = embeds
    .flatMap((one) => [
      one.title,
      one.description,
      one.author?.name,
      one.footer?.text,
      ...(one.fields ?? []).flatMap(({ name, value }) => [name, value]),
    ])
    .reduce((length, text) => length + (text?.length ?? 0), 0);
  return [
    ...(sum > 6000 ? [`embeds hold ${sum} characters, more than 6000`] : []),
    ...repeatedIds(components).map((id) => `custom_id ${id} stands twice`),
  ];
}

function emptyProblems({
  content = '',
  embeds = [],
  components = [],
  attachments = [],
}: MessageBody): readonly string[] {
  const isEmpty = content.trim() === '' && [embeds, components, attachments].every((parts) => parts.length === 0);
  return isEmpty ? ['the message is empty'] : [];
}

/** Text that would mention somebody who is not named in allowed_mentions: harmless today, a ping tomorrow. */
function mentionProblems(
  { content = '', embeds = [], allowed_mentions: allowed }: MessageBody,
  mayNameChannels: boolean,
): readonly string[] {
  const texts = [
    content,
    ...embeds.flatMap((one) => [
      one.title ?? '',
      one.description ?? '',
      ...(one.fields ?? []).flatMap(({ name, value }) => [name, value]),
    ]),
  ];
  const named = (mark: '@&' | '@') =>
    texts.flatMap((text) => [...text.matchAll(new RegExp(`<${mark}(\\d+)>`, 'gu'))].map(([, id]) => id ?? ''));
  const [roles, users] = [named('@&'), named('@')];
  const strangers = (allowed.roles ?? []).filter((role) => !roles.includes(role));
  const unnamed = (allowed.users ?? []).filter((user) => !users.includes(user));
  const unasked = users.filter((user) => !(allowed.users ?? []).includes(user));
  const forbidden = mayNameChannels
    ? /@(everyone|here)|<@!\d+>|<\/[^>]+:\d+>/u
    : /@(everyone|here)|<@!\d+>|<#\d+>|<\/[^>]+:\d+>/u;
  const mentions = texts.some((text) => forbidden.test(text));
  return [
    ...(mentions || unasked.length > 0 ? ['a mention stands in the text'] : []),
    ...strangers.map((role) => `role ${role} may be pinged, but is not in the text`),
    ...unnamed.map((user) => `user ${user} may be pinged, but is not in the text`),
  ];
}

const counted = ['name', 'description', 'value'];

/** Names, descriptions and values count; of a text in several languages the longest. */
function textLength(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return value.reduce((sum: number, part) => sum + textLength(part), 0);
  return Object.entries(value).reduce((sum, [key, part]) => {
    if (typeof part !== 'string' || !counted.includes(key)) return sum + textLength(part);
    const translated: unknown = Reflect.get(value, `${key}_localizations`) ?? {};
    const texts = [part, ...Object.values(z.record(z.string(), z.string()).parse(translated))];
    return sum + Math.max(...texts.map((text) => text.length));
  }, 0);
}

/** What is wrong with a form. */
export function readModal(body: unknown): readonly string[] {
  const read = modal.safeParse(body);
  return read.success ? [] : read.error.issues.map(sentence);
}
