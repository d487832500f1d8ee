import { ChannelType, PermissionFlagsBits, type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { z } from 'zod';
import type { Permission } from '../../model.ts';
import type { Found, Member, NotFound, Premises } from '../../ports.ts';
import { request } from './attempts.ts';
import { discordCode, failureOf } from './failure.ts';

const bits: Readonly<Record<Permission, bigint>> = {
  'view-channel': PermissionFlagsBits.ViewChannel,
  'send-messages': PermissionFlagsBits.SendMessages,
  'embed-links': PermissionFlagsBits.EmbedLinks,
  'attach-files': PermissionFlagsBits.AttachFiles,
  'read-message-history': PermissionFlagsBits.ReadMessageHistory,
  'create-public-threads': PermissionFlagsBits.CreatePublicThreads,
  'send-messages-in-threads': PermissionFlagsBits.SendMessagesInThreads,
  'manage-threads': PermissionFlagsBits.ManageThreads,
  'mention-everyone': PermissionFlagsBits.MentionEveryone,
};
const always = Object.keys(bits).filter((name) => name !== 'mention-everyone') as readonly Permission[];

const bitSet = z.string().regex(/^\d+$/u).transform(BigInt);
const guild = z.object({
  name: z.string(),
  owner_id: z.string(),
  roles: z.array(z.object({ id: z.string(), permissions: bitSet, mentionable: z.boolean() })),
});
const self = z.object({ id: z.string() });
const member = z.object({ roles: z.array(z.string()) });
const person = member.extend({
  nick: z.string().nullish(),
  user: z.object({
    id: z.string(),
    username: z.string(),
    global_name: z.string().nullish(),
    bot: z.boolean().nullish(),
  }),
});
const channel = z.object({
  type: z.number(),
  guild_id: z.string().optional(),
  permission_overwrites: z.array(z.object({ id: z.string(), allow: bitSet, deny: bitSet })).nullish(),
});

/** Asks Discord by REST alone, so that it works beside any bot. */
export function createPremises(rest: REST): Premises {
  const get = async <T extends z.ZodType>(path: `/${string}`, form: T): Promise<z.infer<T>> =>
    form.parse(await request(rest, { method: 'get', path }));
  return {
    lacks: (at) =>
      found(async () => {
        // The channel first: of another server the bot must learn nothing more.
        const place = await get(Routes.channel(at.channel), channel);
        if (place.guild_id !== at.server) throw new NotFoundError('other-server');
        if (!alertChannelTypes.includes(place.type)) throw new NotFoundError('no-channel-for-alerts');
        const [server, { id }] = await Promise.all([get(Routes.guild(at.server), guild), get(Routes.user(), self)]);
        const { roles } = await get(Routes.guildMember(at.server, id), member);
        const has = permissionsIn({ place, server, serverId: at.server, id, roles });
        const role = server.roles.find((each) => each.id === at.pingRole);
        if (at.pingRole !== null && role === undefined) throw new NotFoundError('no-such-role');
        const needed: readonly Permission[] =
          at.pingRole === null || role?.mentionable === true ? always : [...always, 'mention-everyone'];
        return needed.filter((name) => (has & bits[name]) === 0n);
      }),
    directChannel: (user) =>
      found(async () => {
        const body = { recipient_id: user };
        return self.parse(await request(rest, { method: 'post', path: Routes.userChannels(), body })).id;
      }),
    serverName: (server) => found(async () => (await get(Routes.guild(server), guild)).name),
    isMember: (server, user) =>
      found(async () => (await unlessStranger(get(Routes.guildMember(server, user), member))) !== null),
    member: (server, id) =>
      found(async () => {
        const there = await unlessStranger(get(Routes.guildMember(server, id), person));
        if (there === null) return null;
        const { user, roles, nick } = there;
        const name = nick ?? user.global_name ?? user.username;
        const may = rightsOf(await get(Routes.guild(server), guild), { server, id, roles });
        return { who: { id: user.id, name }, roles, isBot: user.bot === true, ...may };
      }),
  };
}

/** Threads hang on messages of these alone, and a card has one. */
const alertChannelTypes: readonly number[] = [ChannelType.GuildText, ChannelType.GuildAnnouncement];

const problems: Readonly<Record<Exclude<NotFound, 'refused'>, string>> = {
  'other-server': 'that channel belongs to another server',
  unseen: 'the bot cannot see it, or it does not exist',
  'no-channel-for-alerts': 'alerts need a text or announcement channel',
  'no-such-role': 'this server has no such role',
};
class NotFoundError extends Error {
  readonly why: Exclude<NotFound, 'refused'>;

  constructor(why: Exclude<NotFound, 'refused'>) {
    super(problems[why]);
    this.why = why;
  }
}
const unseenCodes: readonly (number | null)[] = [
  RESTJSONErrorCodes.MissingAccess,
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownGuild,
];

/** A person who is not on the server, or whose account is no more. */
const strangerCodes: readonly (number | null)[] = [RESTJSONErrorCodes.UnknownMember, RESTJSONErrorCodes.UnknownUser];

async function unlessStranger<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (strangerCodes.includes(discordCode(error))) return null;
    throw error;
  }
}

async function found<T>(ask: () => Promise<T>): Promise<Found<T>> {
  try {
    return { status: 'found', is: await ask() };
  } catch (error) {
    if (error instanceof NotFoundError) return { status: 'refused', problem: error.message, why: error.why };
    if (unseenCodes.includes(discordCode(error))) return { status: 'refused', problem: problems.unseen, why: 'unseen' };
    const failure = failureOf(error);
    if (failure.status === 'refused') return { status: 'refused', problem: failure.problem, why: 'refused' };
    return { status: 'unknown', problem: failure.status === 'unclear' ? failure.problem : 'Discord cannot be reached' };
  }
}

/** By roles alone: what a channel says otherwise is not looked at, so that it is never more than Discord would allow. */
function rightsOf(
  { owner_id: owner, roles: known }: z.infer<typeof guild>,
  { server, id, roles }: { readonly server: string; readonly id: string; readonly roles: readonly string[] },
): Pick<Member, 'mayManage' | 'mayManageServer'> {
  const has = known
    .filter((role) => role.id === server || roles.includes(role.id))
    .reduce((sum, role) => sum | role.permissions, 0n);
  const may = (wanted: bigint) => owner === id || (has & (wanted | PermissionFlagsBits.Administrator)) !== 0n;
  return { mayManage: may(PermissionFlagsBits.ManageMessages), mayManageServer: may(PermissionFlagsBits.ManageGuild) };
}

interface Standing {
  readonly place: z.infer<typeof channel>;
  readonly server: z.infer<typeof guild>;
  readonly serverId: string;
  readonly id: string;
  readonly roles: readonly string[];
}

/** Discord's order: everyone's role, own roles, then the channel's word on everyone, on own roles, on the bot itself. */
function permissionsIn({ place, server, serverId, id, roles }: Standing): bigint {
  const all = Object.values(bits).reduce((sum, bit) => sum | bit, 0n);
  if (server.owner_id === id) return all;
  const own = server.roles.filter((role) => role.id === serverId || roles.includes(role.id));
  const base = own.reduce((sum, role) => sum | role.permissions, 0n);
  if ((base & PermissionFlagsBits.Administrator) !== 0n) return all;
  const said = place.permission_overwrites ?? [];
  const levels = [
    said.filter((one) => one.id === serverId),
    said.filter((one) => roles.includes(one.id)),
    said.filter((one) => one.id === id),
  ];
  const has = levels.reduce((sum, level) => {
    const deny = level.reduce((bitsDenied, one) => bitsDenied | one.deny, 0n);
    const allow = level.reduce((bitsAllowed, one) => bitsAllowed | one.allow, 0n);
    return (sum & ~deny) | allow;
  }, base);
  // Who cannot see a channel can do nothing there.
  return (has & PermissionFlagsBits.ViewChannel) === 0n ? 0n : has;
}
