import { randomUUID } from 'node:crypto';
import type { Timers } from '../../ports.ts';
import type { Context } from './context.ts';
import type { Keys } from './keys.ts';
import { run, script } from './script.ts';
import { apply, type Command, inCommands } from './transaction.ts';

/** Most timers that one claim takes. */
const claimLimitMax = 1000;
/** Most timers that are set in one step, so that Redis is not held up by one. */
const timersPerWriteMax = 1000;

/**
 * Leases that ran out fall due at once, whatever the Clock says; then the earliest due ones are leased. One that ends
 * later than anybody grants was given by a clock that was ahead, and has run out too. A claim that is sent again because
 * its reply was lost is given what it was given then, for as long as that is leased.
 */
const claimDue = script(`
local due, leased, since, claim = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local now, real, limit, lease, longest = ARGV[5], ARGV[6], ARGV[7], ARGV[8], ARGV[9]
local given = redis.call('GET', claim)
if given then return cjson.decode(given) end
local function lapse(from, to)
  for _, name in ipairs(redis.call('ZRANGEBYSCORE', leased, from, to, 'LIMIT', 0, limit)) do
    redis.call('ZREM', leased, name)
    redis.call('ZADD', due, 'LT', now, name)
  end
end
lapse('-inf', real)
-- Clocks of two machines differ a little, so that twice the lease is still believed.
lapse('(' .. real + 2 * longest, '+inf')
local names = redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, limit)
for _, name in ipairs(names) do
  local fellDue = redis.call('ZSCORE', due, name)
  -- What was to be looked at at once fell due when it is claimed first.
  redis.call('ZADD', since, 'NX', tonumber(fellDue) == 0 and now or fellDue, name)
  redis.call('ZREM', due, name)
  redis.call('ZADD', leased, real + lease, name)
end
if #names > 0 then redis.call('SET', claim, cjson.encode(names), 'PX', lease) end
return names
`);

/** A leased timer is being dealt with; whoever holds it sets its next due time. */
const ensureDue = script(`
local due, leased = ARGV[1], ARGV[2]
for at = 3, #ARGV, 2 do
  if not redis.call('ZSCORE', leased, ARGV[at + 1]) then redis.call('ZADD', due, 'LT', ARGV[at], ARGV[at + 1]) end
end
`);

/** Due times in two sorted sets: a timer is either due (on the Clock) or leased (on the real clock). */
export function timersIn({ redis, keys, realNow }: Context): Timers {
  const settle: Timers['settleTimers'] = async (timers) => {
    for (const some of inParts(timers)) {
      const commands = some.flatMap(([name, next]) => settling(keys, name, next));
      await apply(redis, { require: [], steps: [{ commands }] });
    }
  };
  const ensure: Timers['ensureTimers'] = async (timers) => {
    for (const some of inParts(timers)) {
      const args = some.flatMap(([name, at]) => [at, name]);
      await run(redis, ensureDue, [keys.timersDue, keys.timersLeased, ...args]);
    }
  };
  return {
    async claimDue(now, limit, leaseMs, longestMs = leaseMs) {
      const sets = [keys.timersDue, keys.timersLeased, keys.timersSince, keys.timersClaim(randomUUID())];
      const limitMost = Math.min(limit, claimLimitMax);
      const args = [...sets, now, realNow(), limitMost, leaseMs, Math.max(leaseMs, longestMs)];
      const names = await run(redis, claimDue, args);
      if (!Array.isArray(names)) throw new Error(`claiming timers answered ${String(names)}, expected names`);
      return names.map(String);
    },

    async holdTimers(names, leaseMs) {
      const ends = realNow() + leaseMs;
      const leases = inCommands(
        'ZADD',
        keys.timersLeased,
        names.flatMap((name) => [ends, name]),
        2,
      );
      const held = leases.map(([name, key, ...rest]): Command => [name, key, 'XX', ...rest]);
      await apply(redis, { require: [], steps: [{ commands: held }] });
    },
    settleTimer: (name, next) => settle([[name, next]]),
    async restTimer(name, next) {
      await apply(redis, { require: [], steps: [{ commands: resting(keys, name, next) }] });
    },
    ensureTimer: (name, at) => ensure([[name, at]]),
    settleTimers: settle,
    ensureTimers: ensure,

    async overdueTimers(prefix, before, limit) {
      const most = ['LIMIT', 0, claimLimitMax] as const;
      const held = await redis.zrangebyscore(keys.timersSince, '-inf', `(${before}`, ...most);
      const untaken = await redis.zrangebyscore(keys.timersDue, '(0', `(${before}`, ...most);
      return [...new Set([...held, ...untaken])].filter((name) => name.startsWith(prefix)).slice(0, limit);
    },

    async nextTimer() {
      const [name, at] = await redis.zrange(keys.timersDue, 0, '0', 'WITHSCORES');
      return name === undefined ? null : { name, at: Number(at) };
    },
  };
}

function inParts<T>(timers: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(timers.length / timersPerWriteMax);
  return Array.from({ length: count }, (_, part) =>
    timers.slice(part * timersPerWriteMax, (part + 1) * timersPerWriteMax),
  );
}

/** The commands that end a timer's lease and set when it is due next; null forgets it. */
export function settling(keys: Keys, name: string, next: number | null): readonly Command[] {
  return [
    ['ZREM', keys.timersLeased, name],
    ['ZREM', keys.timersSince, name],
    next === null ? ['ZREM', keys.timersDue, name] : ['ZADD', keys.timersDue, next, name],
  ];
}

/** The same, but for a sooner due time that was set while the lease went on. */
export function resting(keys: Keys, name: string, next: number | null): readonly Command[] {
  const ended: readonly Command[] = [
    ['ZREM', keys.timersLeased, name],
    ['ZREM', keys.timersSince, name],
  ];
  return next === null ? ended : [...ended, ['ZADD', keys.timersDue, 'LT', next, name]];
}
