import type { Bar, Instant } from '../../model.ts';
import type { BarStore } from '../../ports.ts';
import { auditing } from './audit.ts';
import { waiting } from './bulletins.ts';
import type { Context } from './context.ts';
import { writing } from './letters.ts';
import { read } from './records.ts';
import { barShape, subscriptionShape } from './shapes.ts';
import { apply, type Command, type Condition } from './transaction.ts';

/** Channels that take no messages of ours. */
export function barsIn(context: Context): BarStore {
  const { redis, keys } = context;
  const where = (channel: string) => `${keys.bars} ${channel}`;
  return {
    async bar(channel) {
      return read(context, barShape, await redis.hget(keys.bars, channel), where(channel));
    },
    async bars() {
      const all = Object.entries(await redis.hgetall(keys.bars));
      return all.flatMap(([channel, raw]) => read(context, barShape, raw, where(channel)) ?? []);
    },
    noteLimit: async (channel, until) => void (await redis.zadd(keys.limits, until, channel)),
    async limitedChannels(now) {
      await redis.zremrangebyscore(keys.limits, '-inf', now);
      return new Set(await redis.zrange(keys.limits, 0, '-1'));
    },
    saveBar: async (bar) => void (await redis.hset(keys.bars, bar.channel, JSON.stringify(bar))),
    takeTry: (bar, now) => takeTry(context, bar, now),
    liftBar: async (channel) => void (await redis.hdel(keys.bars, channel)),
    endChannel: (ended) => endChannel(context, ended),
  };
}

async function takeTry(context: Context, bar: Bar, now: Instant): Promise<boolean> {
  const { redis, keys } = context;
  const { channel } = bar;
  const raw = await redis.hget(keys.bars, channel);
  if (raw === null) return true; // it takes messages again
  if (read(context, barShape, raw, `${keys.bars} ${channel}`)?.triedAt !== bar.triedAt) return false;
  const commands: readonly Command[] = [['HSET', keys.bars, channel, JSON.stringify({ ...bar, triedAt: now })]];
  return (await apply(redis, { require: [['field-equals', keys.bars, channel, raw]], steps: [{ commands }] })).applied;
}

/** What was read of the bar is what is replaced, so that one of many deliverers ends the channel and tells of it. */
async function endChannel(
  context: Context,
  { bar, audit, bulletin, letter }: Parameters<BarStore['endChannel']>[0],
): Promise<boolean> {
  const { redis, keys } = context;
  const { channel } = bar;
  const raw = await redis.hget(keys.bars, channel);
  const before = read(context, barShape, raw, `${keys.bars} ${channel}`);
  if (before !== null && before.endedAt !== null) return false;
  const commands: readonly Command[] = [
    ['HSET', keys.bars, channel, JSON.stringify(bar)],
    ...(await subscriptionsTo(context, channel)).map((id): Command => ['HDEL', keys.subscriptions, id]),
    ...auditing(keys, [audit]),
    ...(bulletin === null ? [] : waiting(context, bulletin)),
    ...(letter === null ? [] : writing(keys, letter)),
  ];
  const unchanged: Condition =
    raw === null ? ['field-absent', keys.bars, channel] : ['field-equals', keys.bars, channel, raw];
  return (await apply(redis, { require: [unchanged], steps: [{ commands }] })).applied;
}

async function subscriptionsTo(context: Context, channel: string): Promise<readonly string[]> {
  const { redis, keys } = context;
  const all = Object.entries(await redis.hgetall(keys.subscriptions));
  return all.flatMap(([id, raw]) => {
    const subscription = read(context, subscriptionShape, raw, `${keys.subscriptions} ${id}`);
    return subscription?.channel === channel ? id : [];
  });
}
