import type { Timers } from '../../ports.ts';
import type { Context } from './context.ts';
import type { Keys } from './keys.ts';
import { run, script } from './script.ts';
import { apply, type Command, inCommands } from './transaction.ts';

/** Most timers that one claim takes. */
const claimLimitMax = 1000;
/** Most timers that are set in one step, so that Redis is not held up by one. */
const timersPerWriteMax = 1000;

/** So many claims of one millisecond end at moments of their own: scores tell no smaller parts of it apart. */
const claimsPerMs = 1_024;

/**
 * Leases that ran out fall due at once, whatever the Clock says; then the earliest due ones are leased. One that ends
 * later than anybody grants was given by a clock that was ahead, and has run out too. A claim is known by the moment when
 * its leases end: sent again because its reply was lost, it is given what it was given then.
 */
const claimDue = script(`
local due, leased, now, real, ends, limit = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local given = redis.call('ZRANGEBYSCORE', leased, ends, ends)
if #given > 0 then return given end
local function lapse(from, to)
  for _, name in ipairs(redis.call('ZRANGEBYSCORE', leased, from, to, 'LIMIT', 0, limit)) do
    redis.call('ZREM', leased, name)
    redis.call('ZADD', due, 'LT', now, name)
  end
end
lapse('-inf', real)
lapse('(' .. ARGV[7], '+inf')
local names = redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, limit)
for _, name in ipairs(names) do
  local fellDue = redis.call('ZSCORE', due, name)
  -- What was to be looked at at once fell due when it is claimed first.
  redis.call('ZADD', ARGV[8], 'NX', tonumber(fellDue) == 0 and now or fellDue, name)
  redis.call('ZREM', due, name)
  redis.call('ZADD', leased, ends, name)
end
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
  // Anywhere at first, so that two processes that claim at once end at different moments.
  let claims = Math.floor(Math.random() * claimsPerMs);
  return {
    async claimDue(now, limit, leaseMs, longestMs = leaseMs) {
      const real = realNow();
      const limitMost = Math.min(limit, claimLimitMax);
      // Clocks of two machines differ a little, so that twice the lease is still believed.
      const endsMost = real + 2 * Math.max(leaseMs, longestMs);
      claims = (claims + 1) % claimsPerMs;
      // Never a whole one, as those that are held end at.
      const ends = real + leaseMs - (claims + 0.5) / claimsPerMs;
      const args = [keys.timersDue, keys.timersLeased, now, real, ends, limitMost, endsMost, keys.timersSince];
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
