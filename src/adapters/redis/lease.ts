import type { Redis } from 'ioredis';
import type { Instant } from '../../model.ts';
import { run, script } from './script.ts';
import { apply } from './transaction.ts';

/** How long a lease that nobody gave back is remembered past its end, on the server's clock; frees the memory alone. */
const forgetAfterMs = 60 * 60 * 1000;

/**
 * A lease that ends later than this many times what it was asked for was given by a clock that was ahead, and has run out.
 * An earlier program did not note for how long it asked: as long as who asks now.
 */
const believedTimes = 2;

const claim = script(`
local key, owner, now, ms, forget = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local held = redis.call('HMGET', key, 'owner', 'until', 'ms')
local left = (tonumber(held[2] or nil) or 0) - now
local most = ${believedTimes} * (tonumber(held[3] or nil) or ms)
if held[1] and held[1] ~= owner and left > 0 and left <= most then return 0 end
redis.call('HSET', key, 'owner', owner, 'until', now + ms, 'ms', ms)
redis.call('PEXPIRE', key, forget)
return 1
`);

/**
 * Takes a lease, or prolongs one's own, until `now + leaseMs`; false while somebody else holds it. Claiming again as the
 * same owner succeeds, so that a claim sent twice is one: an owner's name must be unique to what holds it.
 */
export async function claimLease(
  redis: Redis,
  lease: { readonly key: string; readonly owner: string; readonly now: Instant; readonly leaseMs: number },
): Promise<boolean> {
  const { key, owner, now, leaseMs } = lease;
  return (await run(redis, claim, [key, owner, now, leaseMs, Math.ceil(leaseMs + forgetAfterMs)])) === 1;
}

/** Gives a lease back; does nothing where somebody else has it by now. */
export async function releaseLease(redis: Redis, key: string, owner: string): Promise<void> {
  await apply(redis, {
    require: [['field-equals', key, 'owner', owner]],
    steps: [{ commands: [['DEL', key]] }],
  });
}
