import type { Bulletin } from '../../model.ts';
import type { BulletinStore } from '../../ports.ts';
import type { Context } from './context.ts';
import { claimLease, releaseLease } from './lease.ts';
import { read } from './records.ts';
import { bulletinShape, standingShape } from './shapes.ts';
import { apply, type Command } from './transaction.ts';

const listMax = 1000;

/** What the operators were told, and what is to be told them. */
export function bulletinsIn(context: Context): BulletinStore {
  const { redis, keys, realNow } = context;
  return {
    async ledger() {
      // The revision first: what is written between the two makes the commit fail, and never go by an older word.
      const revision = Number((await redis.get(keys.standingsRevision)) ?? 0);
      const all = Object.entries(await redis.hgetall(keys.standings));
      const where = (subject: string) => `${keys.standings} ${subject}`;
      const standings = all.flatMap(([subject, raw]) => read(context, standingShape, raw, where(subject)) ?? []);
      return { revision, standings };
    },

    async commitBulletin({ revision, bulletin, standings, forgotten }) {
      const commands: Command[] = [
        ['SET', keys.standingsRevision, revision + 1],
        ...standings.map((one): Command => ['HSET', keys.standings, one.subject, JSON.stringify(one)]),
        ...forgotten.map((subject): Command => ['HDEL', keys.standings, subject]),
        ...(bulletin === null ? [] : waiting(context, bulletin)),
      ];
      const require = [['count', keys.standingsRevision, revision]] as const;
      return (await apply(redis, { require, steps: [{ commands }] })).applied;
    },

    async waitingBulletins(limit) {
      const ids = await redis.zrange(keys.bulletinsWaiting, 0, String(Math.min(limit, listMax) - 1));
      if (ids.length === 0) return [];
      const raws = await redis.hmget(keys.bulletins, ...ids);
      return raws.flatMap((raw, place) => read(context, bulletinShape, raw, `${keys.bulletins} ${ids[place]}`) ?? []);
    },

    claimBulletins: (owner, leaseMs) => claimLease(redis, { key: keys.bulletinsClaim, owner, now: realNow(), leaseMs }),
    releaseBulletins: (owner) => releaseLease(redis, keys.bulletinsClaim, owner),

    async settleBulletin(id, owner) {
      const settled = await apply(redis, {
        require: [['field-equals', keys.bulletinsClaim, 'owner', owner]],
        steps: [
          {
            commands: [
              ['HDEL', keys.bulletins, id],
              ['ZREM', keys.bulletinsWaiting, id],
            ],
          },
        ],
      });
      return settled.applied;
    },
  };
}

/** The commands that write a bulletin which waits to be told. */
export function waiting({ keys }: Context, bulletin: Bulletin): readonly Command[] {
  return [
    ['HSET', keys.bulletins, bulletin.id, JSON.stringify(bulletin)],
    ['ZADD', keys.bulletinsWaiting, bulletin.createdAt, bulletin.id],
  ];
}
