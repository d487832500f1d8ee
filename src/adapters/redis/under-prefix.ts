import type { Redis } from 'ioredis';

const perPage = 100;

/** The keys under a prefix, page by page. One may come twice, and one that comes or goes meanwhile may be missing. */
export async function* keysPaged(redis: Redis, prefix: string): AsyncGenerator<readonly string[]> {
  const pattern = `${prefix.replace(/[\\*?[\]]/gu, '\\$&')}*`;
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', perPage);
    cursor = next;
    if (keys.length > 0) yield keys;
  } while (cursor !== '0');
}

/** How many keys stand under a prefix, while nobody writes. */
export async function countKeys(redis: Redis, prefix: string): Promise<number> {
  let count = 0;
  for await (const keys of keysPaged(redis, prefix)) count += keys.length;
  return count;
}

/** Deletes all that stands under a prefix. */
export async function deleteKeys(redis: Redis, prefix: string, but: readonly string[] = []): Promise<void> {
  for await (const keys of keysPaged(redis, prefix)) {
    const unwanted = keys.filter((key) => !but.includes(key));
    if (unwanted.length > 0) await redis.unlink(...unwanted);
  }
}
