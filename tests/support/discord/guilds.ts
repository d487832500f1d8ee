/** Servers, their roles and what the bot may do there, and channels of direct messages. */
import { z } from 'zod';
import { type Answer, invalidForm, type RouteContext, type RouteRequest, refusal } from './route.ts';
import type { DiscordState, StoredChannel } from './state.ts';

export interface StoredOverwrite {
  readonly id: string;
  readonly allow: bigint;
  readonly deny: bigint;
}
export interface StoredRole {
  readonly id: string;
  readonly permissions: bigint;
  readonly mentionable: boolean;
}
export interface StoredGuild {
  readonly id: string;
  name: string;
  ownerId: string;
  /** Everybody's has the server's id. */
  roles: StoredRole[];
  /** Those of the bot. */
  botRoles: string[];
  /** People who are not there, or no more. */
  left: Set<string>;
  /** How people are called there and what roles they have; others have none. */
  members: Map<string, { readonly name: string; readonly roles: readonly string[] }>;
}

/** What DISCORD's documentation and our README ask for an alert channel. */
const asInvited = 326_417_632_256n;
const unknownGuild = refusal(404, 10004, 'Unknown Guild');
const unknownMember = refusal(404, 10007, 'Unknown Member');
const recipient = z.strictObject({ recipient_id: z.string().regex(/^\d{15,21}$/u) });

/** A server where everybody may do what the bot needs. */
export function aGuild(id: string): StoredGuild {
  return {
    id,
    name: 'Operations',
    ownerId: '700000000000000099',
    roles: [{ id, permissions: asInvited, mentionable: false }],
    botRoles: [],
    left: new Set(),
    members: new Map(),
  };
}

export function showGuild({ state, guild }: RouteContext, _: RouteRequest, [id = '']: readonly string[]): Answer {
  const found = guildOf(state, guild, id);
  if (found === null) return unknownGuild;
  const roles = found.roles.map((role) => ({
    ...role,
    permissions: String(role.permissions),
    name: `role-${role.id}`,
  }));
  return { status: 200, body: { id: found.id, name: found.name, owner_id: found.ownerId, roles } };
}

export function showMember(context: RouteContext, _: RouteRequest, [id = '', user = '']: readonly string[]): Answer {
  const found = guildOf(context.state, context.guild, id);
  if (found === null) return unknownGuild;
  if (found.left.has(user)) return unknownMember;
  const { name, roles } = found.members.get(user) ?? { name: `user-${user}`, roles: [] };
  const isBot = user === context.botId;
  const account = { id: user, username: name, global_name: null, discriminator: '0', avatar: null, bot: isBot };
  return { status: 200, body: { user: account, nick: null, roles: isBot ? found.botRoles : roles } };
}

/** One channel a person, however often it is opened. */
export function openDirect({ state }: RouteContext, { body }: RouteRequest): Answer {
  const read = recipient.safeParse(body);
  if (!read.success) return invalidForm(read.error.issues.map(({ message }) => message));
  const user = read.data.recipient_id;
  const standing = [...state.channels.values()].find((channel) => channel.recipient === user);
  const channel = standing ?? newDirect(state, user);
  return { status: 200, body: { id: channel.id, type: 1, recipients: [{ id: user }] } };
}

function newDirect(state: DiscordState, recipientId: string): StoredChannel {
  const channel = { id: state.snowflake(), parent: null, name: '', archived: false, recipient: recipientId };
  state.channels.set(channel.id, channel);
  return channel;
}

/** A channel as Discord shows it to a bot that may see it. */
export function channelAnswer(channel: StoredChannel, home: string): Answer {
  const { id, parent, name, overwrites = [], recipient: user } = channel;
  if (user !== undefined) return { status: 200, body: { id, type: 1, recipients: [{ id: user }] } };
  const type = channel.type ?? (parent === null ? 0 : 11);
  const said = overwrites.map(({ id: whose, allow, deny }) => ({
    id: whose,
    type: 0,
    allow: String(allow),
    deny: String(deny),
  }));
  const guild = { guild_id: channel.guild ?? home };
  return { status: 200, body: { id, type, name, parent_id: parent, ...guild, permission_overwrites: said } };
}

/** The stand-in's own server is there without being made. */
function guildOf(state: DiscordState, home: string, id: string): StoredGuild | null {
  return state.guilds.get(id) ?? (id === home ? aGuild(id) : null);
}
