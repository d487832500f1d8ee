import type { Membership } from '../../model.ts';
import type { MembershipStore } from '../../ports.ts';
import type { Context } from './context.ts';
import { read } from './records.ts';
import { membershipShape } from './shapes.ts';

/** Where the membership of whom a channel of direct messages belongs to is kept. */
export function membershipField({ server, channel }: Pick<Membership, 'server' | 'channel'>): string {
  return `${server}:${channel}`;
}

/** Which of those who are told in direct messages were found on their server, and which were not. */
export function membershipsIn(context: Context): MembershipStore {
  const { redis, keys } = context;
  const shaped = (field: string, raw: string | null) =>
    read(context, membershipShape, raw, `${keys.memberships} ${field}`);
  return {
    async membership(server, channel) {
      const field = membershipField({ server, channel });
      return shaped(field, await redis.hget(keys.memberships, field));
    },
    async memberships() {
      const all = Object.entries(await redis.hgetall(keys.memberships));
      return all.flatMap(([field, raw]) => shaped(field, raw) ?? []);
    },
    async saveMembership(membership) {
      await redis.hset(keys.memberships, membershipField(membership), JSON.stringify(membership));
    },
    async forgetMemberships(memberships) {
      if (memberships.length > 0) await redis.hdel(keys.memberships, ...memberships.map(membershipField));
    },
  };
}
