import type { Fold } from '../../model.ts';
import type { FoldStore } from '../../ports.ts';
import type { Context } from './context.ts';
import { claimLease, releaseLease } from './lease.ts';
import { read } from './records.ts';
import { run, script } from './script.ts';
import { foldMessagesShape, foldShape } from './shapes.ts';
import { apply, type Command } from './transaction.ts';

const listMax = 1000;
const hourMs = 3_600_000;
/** Places of a channel that nobody asks for are forgotten, on the server's clock; frees the memory alone. */
const placesKeepMs = 24 * hourMs;

/** What lies ahead of now was taken by a clock that was put back since, and is nobody's. */
const take = script(`
local key, incident, now, hour, max, keep = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5], ARGV[6]
redis.call('ZREMRANGEBYSCORE', key, '-inf', now - hour)
redis.call('ZREMRANGEBYSCORE', key, now + hour, '+inf')
if redis.call('ZSCORE', key, incident) then return 1 end
if max ~= '' and redis.call('ZCARD', key) >= tonumber(max) then return 0 end
redis.call('ZADD', key, now, incident)
redis.call('PEXPIRE', key, keep)
return 1
`);

/** Who joins comes behind those who are in it, so that the messages keep their order; joining again tells it once more. */
const join = script(`
local folds, revisions, incidents, waiting, hours = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local id, fold, incident, now, hour = ARGV[6], ARGV[7], ARGV[8], ARGV[9], ARGV[10]
redis.call('HSETNX', folds, id, fold)
redis.call('ZADD', hours, hour, id)
local revision = redis.call('HINCRBY', revisions, id, 1)
redis.call('ZADD', incidents, 'NX', revision, incident)
redis.call('ZADD', waiting, 'NX', now, id)
return revision
`);

/** The places of channels for new cards, and what is named in summaries for want of one. */
export function foldsIn(context: Context): FoldStore {
  const { redis, keys, realNow } = context;
  return {
    async takePlace({ channel, incident, now, max }) {
      const args = [keys.places(channel), incident, now, hourMs, max ?? '', placesKeepMs];
      return (await run(redis, take, args)) === 1;
    },

    leavePlace: async ({ channel, incident }) => void (await redis.zrem(keys.places(channel), incident)),

    fold: (id) => foldIn(context, id),

    async joinFold(fold, incident) {
      const { id, hour } = fold;
      const at = [keys.folds, keys.foldRevisions, keys.foldIncidents(id), keys.foldsWaiting, keys.foldsHours];
      await run(redis, join, [...at, id, JSON.stringify(fold), incident, realNow(), hour]);
    },

    async waitingFolds(before, limit) {
      const most = Math.min(limit, listMax);
      return most < 1 ? [] : redis.zrangebyscore(keys.foldsWaiting, '-inf', `(${before}`, 'LIMIT', 0, most);
    },

    async claimFold(id, owner, leaseMs) {
      if (!(await claimLease(redis, { key: keys.foldClaim(id), owner, now: realNow(), leaseMs }))) return null;
      const fold = await foldIn(context, id);
      if (fold === null) await releaseLease(redis, keys.foldClaim(id), owner);
      return fold;
    },

    async saveFold(id, messages, owner, told) {
      const save: Command = ['HSET', keys.foldMessages, id, JSON.stringify({ messages })];
      const rest: Command = ['ZREM', keys.foldsWaiting, id];
      const steps = [{ commands: [save] }];
      const settle = { when: [['field-equals', keys.foldRevisions, id, String(told)]] as const, commands: [rest] };
      const require = [['field-equals', keys.foldClaim(id), 'owner', owner]] as const;
      return (await apply(redis, { require, steps: told === null ? steps : [...steps, settle] })).applied;
    },

    releaseFold: (id, owner) => releaseLease(redis, keys.foldClaim(id), owner),
  };
}

/** Messages that cannot be read are taken for none: at worst a summary is posted once more. */
async function foldIn(context: Context, id: string): Promise<Fold | null> {
  const { redis, keys } = context;
  // The revision first: what joins between is told with this one and waits all the same.
  const revision = Number((await redis.hget(keys.foldRevisions, id)) ?? 0);
  const stored = read(context, foldShape, await redis.hget(keys.folds, id), `${keys.folds} ${id}`);
  if (stored === null) return null;
  const incidents = await redis.zrange(keys.foldIncidents(id), 0, '-1');
  const raw = await redis.hget(keys.foldMessages, id);
  const told = read(context, foldMessagesShape, raw, `${keys.foldMessages} ${id}`);
  return { ...stored, incidents, revision, messages: told?.messages ?? [] };
}

/** The commands that forget a fold. */
export function forgettingFold({ keys }: Context, id: string): readonly Command[] {
  return [
    ['HDEL', keys.folds, id],
    ['HDEL', keys.foldMessages, id],
    ['HDEL', keys.foldRevisions, id],
    ['DEL', keys.foldIncidents(id)],
    ['ZREM', keys.foldsWaiting, id],
    ['ZREM', keys.foldsHours, id],
  ];
}
