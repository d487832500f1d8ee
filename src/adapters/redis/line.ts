import type { LineStore } from '../../ports.ts';
import type { Context } from './context.ts';
import { run, script } from './script.ts';

/** Memory alone: a line in which nobody has stood for so long is forgotten. */
const forgetAfterMs = 60 * 60_000;

/**
 * Places in the line by rank, and until when each is believed: who does not come again in that time holds up nobody.
 * Joins where somebody graver stands there, or it is asked for; gives how many do.
 */
const stand = script(`
local places, untils, row, rank, now, ends, joins = unpack(ARGV, 1, 7)
local gone = redis.call('ZRANGEBYSCORE', untils, '-inf', now, 'LIMIT', 0, 1000)
for _, each in ipairs(gone) do
  redis.call('ZREM', places, each)
  redis.call('ZREM', untils, each)
end
local ahead = redis.call('ZCOUNT', places, '(' .. rank, '+inf')
if ahead == 0 and joins == '0' and not redis.call('ZSCORE', places, row) then return 0 end
redis.call('ZADD', places, rank, row)
redis.call('ZADD', untils, ends, row)
redis.call('PEXPIRE', places, ARGV[8])
redis.call('PEXPIRE', untils, ARGV[8])
return ahead
`);

/** Rows that wait for a channel to take them, the gravest first. */
export function lineIn({ redis, keys, realNow }: Context): LineStore {
  return {
    async standInLine({ channel, row, rank, msMax, joins }) {
      const [places, untils] = [keys.line(channel), keys.lineUntil(channel)];
      const now = realNow();
      const ahead = await run(redis, stand, [
        ...[places, untils, row, rank, now, now + msMax],
        ...[joins ? 1 : 0, forgetAfterMs],
      ]);
      return Number(ahead);
    },
    async leaveLine(channel, row) {
      await Promise.all([redis.zrem(keys.line(channel), row), redis.zrem(keys.lineUntil(channel), row)]);
    },
  };
}
