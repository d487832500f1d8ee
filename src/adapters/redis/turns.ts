import type { Redis } from 'ioredis';
import type { MessengerTurns } from '../../ports.ts';
import { keysUnder } from './keys.ts';
import { run, script } from './script.ts';

/** Discord: fifty requests a second for a bot. One each 25 ms and ten at once are at most fifty in any second. */
const spacingMs = 25;
const atOnceMax = 10;
/** A window is counted from when we sent first; Discord counts from when it heard of that. */
const marginMs = 150;
/** Of a route whose limit nobody knows yet one request goes ahead; the others ask again so soon, and wait for it so long. */
const aheadPauseMs = 40;
const aheadMsMax = 2_000;
/** What was learned of a route is forgotten when nobody has sent on it for so long. */
const keepMs = 3_600_000;

const takeScript = script(`
local all, shut, route = ARGV[1], ARGV[2], ARGV[3]
local spacing, burst, margin, keep = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local aheadPause, aheadMost = tonumber(ARGV[8]), tonumber(ARGV[9])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local noneUntil = tonumber(redis.call('GET', shut) or '0')
if noneUntil > now and noneUntil <= now + keep then return math.ceil(noneUntil - now) end
local free = tonumber(redis.call('GET', all) or '0')
if free > now + burst + spacing then free = now end
free = math.max(free, now)
if free - now > burst then return math.ceil(free - now - burst) end
local known = redis.call('HMGET', route, 'left', 'ends', 'limit', 'window', 'ahead', 'closed')
local limit, window, ahead = tonumber(known[3] or nil), tonumber(known[4] or nil), tonumber(known[5] or nil)
local closed = tonumber(known[6] or nil) or 0
if closed > now and closed <= now + keep then return math.ceil(closed - now) end
if not limit then
  if ahead and ahead <= now and now - ahead < aheadMost then return aheadPause end
  redis.call('HSET', route, 'ahead', now)
  redis.call('PEXPIRE', route, keep)
elseif limit > 0 then
  local left, ends = tonumber(known[1] or nil) or 0, tonumber(known[2] or nil) or 0
  if ends > now + window + margin then ends = 0 end
  if ends <= now then left, ends = limit, now + window + margin end
  if left <= 0 then return math.ceil(ends - now) end
  redis.call('HSET', route, 'left', left - 1, 'ends', ends)
  redis.call('PEXPIRE', route, keep)
end
redis.call('SET', all, free + spacing, 'PX', keep)
return 0
`);

/**
 * How long a refusal lasts says nothing of the limit's window: taken for that, one refusal of ten minutes would leave the
 * route five messages in ten minutes for ever. Nor does an answer without a limit take one away that is known.
 */
const learnScript = script(`
local route, limit, remaining = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local reset, margin, keep = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if ARGV[7] == '1' then
  redis.call('HSET', route, 'closed', math.min(now + keep, now + reset + margin))
  redis.call('PEXPIRE', route, keep + margin)
  return 0
end
local known = redis.call('HMGET', route, 'left', 'ends', 'window', 'limit')
local left, ends, window = tonumber(known[1] or nil), tonumber(known[2] or nil) or 0, tonumber(known[3] or nil) or 0
if limit == 0 and (tonumber(known[4] or nil) or 0) > 0 then return 0 end
local over = now + reset + margin
if left and ends > now and ends <= now + math.max(window, reset) + margin then
  remaining, over = math.min(left, remaining), math.max(ends, over)
end
redis.call('HSET', route, 'left', remaining, 'ends', over, 'limit', limit, 'window', math.max(window, reset))
redis.call('PEXPIRE', route, keep)
return 0
`);

const closeScript = script(`
local shut, lasts, keep = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local present = tonumber(redis.call('GET', shut) or '0')
if present > now + keep then present = 0 end
redis.call('SET', shut, math.max(present, now + math.min(lasts, keep)), 'PX', keep)
return 0
`);

/** A window is counted in so many parts, and one that has begun. */
const refusalParts = 20;

/** How long it lasts until so many parts have left the window that less than the most remains; 0 where it does now. */
const refusedScript = script(`
local counts, most = ARGV[1], tonumber(ARGV[2])
local part, parts, keep = tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local at = math.floor(now / part)
redis.call('HINCRBY', counts, at, 1)
redis.call('PEXPIRE', counts, keep)
local counted = redis.call('HGETALL', counts)
for field = 1, #counted, 2 do
  local of = tonumber(counted[field])
  if of > at or of < at - parts then redis.call('HDEL', counts, counted[field]) end
end
local sum = 0
for of = at, at - parts, -1 do
  sum = sum + tonumber(redis.call('HGET', counts, of) or '0')
  if sum >= most then return (of + parts + 1) * part - now end
end
return 0
`);

/** Turns at Discord, on the clock of Redis. A command that is sent again takes a turn too many, which does no harm. */
export function openTurns(redis: Redis, { prefix }: { readonly prefix: string }): MessengerTurns {
  const keys = keysUnder(prefix);
  const close = async (forMs: number): Promise<void> => {
    await run(redis, closeScript, [keys.turnsClosed, Math.ceil(forMs + marginMs), keepMs]);
  };
  return {
    async take(route) {
      const burstMs = (atOnceMax - 1) * spacingMs;
      const limits = [spacingMs, burstMs, marginMs, keepMs, aheadPauseMs, aheadMsMax];
      const waitMs = await run(redis, takeScript, [keys.turnsAll, keys.turnsClosed, keys.turns(route), ...limits]);
      return typeof waitMs === 'number' ? waitMs : 0;
    },
    async learn(route, { limit, remaining, resetAfterMs, isRefused }) {
      const args = [keys.turns(route), limit, remaining, resetAfterMs, marginMs, keepMs, isRefused ? 1 : 0];
      await run(redis, learnScript, args);
    },
    close,
    async countRefusal(most, withinMs) {
      const part = Math.ceil(withinMs / refusalParts);
      const heldMs = Number(await run(redis, refusedScript, [keys.turnsRefused, most, part, refusalParts, keepMs]));
      if (heldMs > 0) await close(heldMs);
      return heldMs > 0;
    },
  };
}
