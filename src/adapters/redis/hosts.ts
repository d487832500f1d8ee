import type { Redis } from 'ioredis';
import type { Instant } from '../../model.ts';
import type { HostGate } from '../../ports.ts';
import { keysUnder } from './keys.ts';
import { run, script } from './script.ts';

export interface HostGateOptions {
  /** Stands before every key. */
  readonly prefix: string;
  /** Unique to this process. */
  readonly process: string;
  /** Requests to one host at a time. */
  readonly perHostMax: number;
  /** Between the starts of two of them. */
  readonly hostSpacingMs: number;
  /** Longer than any visit: who has not left by then died, and its place is given away. */
  readonly leaseMs: number;
  /** The real clock; `Date.now` when left out. */
  readonly realNow?: () => Instant;
}

/** How long a place in the line is kept for an owner who does not come when its time has come. */
const patienceMs = 60_000;
/** How soon an owner comes again who found the host full, at the earliest. */
const fullWaitMsMin = 100;
const restMsMax = 24 * 3_600_000;

/**
 * Who has a place in the line keeps it until its time comes; then it goes in, or goes to the end of the line when the host
 * is full or rests, so that owners ask one after the other, a spacing apart. Going in again while one is in is being in:
 * a request that is sent twice takes one place. What a clock that was ahead has left behind is not believed.
 */
const enter = script(`
local visits, inside, line, owner, guest = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local now, spacing, most, lease = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
local patience, full, restMost = tonumber(ARGV[10]), tonumber(ARGV[11]), tonumber(ARGV[12])

redis.call('ZREMRANGEBYSCORE', inside, '-inf', now)
redis.call('ZREMRANGEBYSCORE', inside, '(' .. now + 2 * lease, '+inf')
if redis.call('ZSCORE', inside, guest) then return -1 end

local facts = redis.call('HMGET', visits, 'last', 'rest')
local last, rest = tonumber(facts[1] or 0), tonumber(facts[2] or 0)
if last > now + spacing then last = 0 end
if rest > now + restMost then rest = 0 end
local free = math.max(now, rest, last + spacing)

redis.call('ZREMRANGEBYSCORE', line, '-inf', now - patience)
local ending = tonumber(redis.call('ZRANGE', line, -1, -1, 'WITHSCORES')[2] or 0)
if ending > math.max(now, rest) + lease + 2 * spacing * (redis.call('ZCARD', line) + 1) then
  redis.call('DEL', line)
  ending = 0
end

local place = tonumber(redis.call('ZSCORE', line, owner) or nil)
if place and place > now then return place - now end
if place and rest <= now and free > now then return free - now end
if not place then place = math.max(free, ending + spacing) end
if place <= now and rest <= now and redis.call('ZCARD', inside) < most then
  redis.call('ZREM', line, owner)
  redis.call('ZADD', inside, now + lease, guest)
  redis.call('HSET', visits, 'last', now)
  redis.call('PEXPIRE', inside, lease)
  redis.call('PEXPIRE', visits, math.max(spacing, lease))
  return -1
end
if place <= now then place = math.max(free, ending + spacing, now + full) end
redis.call('ZADD', line, place, owner)
redis.call('PEXPIRE', line, place - now + patience)
return place - now
`);

const rest = script(`
local visits, until_, ms = ARGV[1], tonumber(ARGV[2]), ARGV[3]
if tonumber(redis.call('HGET', visits, 'rest') or 0) >= until_ then return 0 end
redis.call('HSET', visits, 'rest', until_)
redis.call('PEXPIRE', visits, math.max(ms, redis.call('PTTL', visits)))
return 1
`);

/** The gate to the hosts of feeds, the same for all processes on one Redis. */
export function openHostGate(redis: Redis, options: HostGateOptions): HostGate {
  const { perHostMax, hostSpacingMs, leaseMs, realNow = Date.now } = options;
  const keys = keysUnder(options.prefix);
  const guest = (owner: string) => `${options.process} ${owner}`;
  const fullWaitMs = Math.max(hostSpacingMs, fullWaitMsMin);
  return {
    async enter(host, owner) {
      const named = [keys.hostVisits(host), keys.hostInside(host), keys.hostLine(host), owner, guest(owner)];
      const limits = [realNow(), hostSpacingMs, perHostMax, leaseMs, patienceMs, fullWaitMs, restMsMax];
      const waitMs = Number(await run(redis, enter, [...named, ...limits]));
      if (!Number.isFinite(waitMs)) throw new Error(`entering a host answered ${waitMs}, expected milliseconds`);
      return waitMs < 0 ? null : waitMs;
    },
    async leave(host, owner) {
      await redis.zrem(keys.hostInside(host), guest(owner));
    },
    async rest(host, waitMs) {
      const ms = Math.ceil(Math.min(waitMs, restMsMax));
      await run(redis, rest, [keys.hostVisits(host), realNow() + ms, ms]);
    },
  };
}
