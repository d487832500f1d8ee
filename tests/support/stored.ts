/** What a store holds, as a text: written from a Redis, and put back into one. */
import type { Redis } from 'ioredis';

/** A key: the command that makes it, with its arguments; those that are no UTF-8 as base64. */
type StoredKey = readonly [command: string, key: string, ...args: (string | { readonly base64: string })[]];

/** All keys under a prefix, in order. What expires does so no more. */
export async function writeStored(redis: Redis, prefix: string): Promise<string> {
  const keys = (await redis.keys(`${prefix}*`)).toSorted();
  const stored = await Promise.all(keys.map((key) => readKey(redis, key)));
  return `[\n${stored.flatMap((each) => (each === null ? [] : JSON.stringify(each))).join(',\n')}\n]\n`;
}

export async function putStored(redis: Redis, text: string): Promise<void> {
  const stored: readonly StoredKey[] = JSON.parse(text);
  for (const [command, key, ...args] of stored) {
    const values = args.map((arg) => (typeof arg === 'string' ? arg : Buffer.from(arg.base64, 'base64')));
    if (command !== 'XADD') await redis.call(command, [key, ...values]);
    else for (let at = 0; at < values.length; at += 3) await redis.call('XADD', [key, ...values.slice(at, at + 3)]);
  }
}

async function readKey(redis: Redis, key: string): Promise<StoredKey | null> {
  switch (await redis.type(key)) {
    case 'string':
      return ['SET', key, ...told([await redis.getBuffer(key)])];
    case 'hash':
      return ['HSET', key, ...told(Object.entries(await redis.hgetallBuffer(key)).flat())];
    case 'zset':
      // Turned round, each score stands before its member.
      return ['ZADD', key, ...(await redis.zrange(key, 0, '-1', 'WITHSCORES')).toReversed()];
    case 'set':
      return ['SADD', key, ...(await redis.smembers(key)).toSorted()];
    case 'stream':
      return ['XADD', key, ...(await redis.xrange(key, '-', '+')).flatMap(([id, fields]) => [id, ...fields])];
    default:
      return null;
  }
}

function told(values: readonly (string | Buffer | null)[]): StoredKey[2][] {
  return values.map((value) => {
    if (value === null || typeof value === 'string') return value ?? '';
    const text = value.toString('utf8');
    return Buffer.from(text, 'utf8').equals(value) ? text : { base64: value.toString('base64') };
  });
}
